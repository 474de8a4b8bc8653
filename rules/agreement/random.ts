/** Seeded chance: the same seed gives the same rules and rows on every machine. */

/** A source of chance (mulberry32: 32 bits of state, period 2^32, plenty for test cases). */
export type Chance = {
  /** In [0, 1). */
  next: () => number;
  /** A whole number from 0 to n − 1. */
  below: (n: number) => number;
  /** One of the list. Throws for an empty one. */
  of: <T>(list: readonly T[]) => T;
  /** True with the probability given. */
  odds: (p: number) => boolean;
};

/** A source of chance from a seed. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    of: (list) => {
      const one = list[below(list.length)];
      if (one === undefined) throw new Error('nothing to choose from');
      return one;
    },
    odds: (p) => next() < p,
  };
}
