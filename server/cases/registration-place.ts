/** Who gets which place: pure. Nothing here knows when somebody filed. */
import crypto from 'node:crypto';

export type Registered = {
  case: string;
  /** Digest of whose registration it is: the lot is drawn over it. */
  person: string;
  wishes: readonly string[];
  /** Days that go before, earliest first; null stands behind all days. */
  order: readonly (string | null)[];
};

export type Placed = {
  case: string; lot: string;
  /** Null: no place was left. `wish` counts from 1; 0 where none of the wishes had one. */
  place: string | null; wish: number;
};

/** The lot of one person in a draw: nobody chooses it, everybody can compute it again from the seed. */
export function lotOf(seed: string, person: string): string {
  return crypto.createHash('sha256').update(`${seed}\n${person}`).digest('hex').slice(0, 16);
}

function before(a: Registered & { lot: string }, b: Registered & { lot: string }): number {
  for (const [i, one] of a.order.entries()) {
    const other = b.order[i] ?? null;
    if (one === other) continue;
    if (one === null) return 1;
    if (other === null) return -1;
    return one < other ? -1 : 1;
  }
  return a.lot < b.lot ? -1 : 1;
}

/**
 * Places by rule: first all first wishes, then all second ones and so on, each in the order of the
 * rule and, where that is equal, of the lot; who has none then gets a place that is left.
 */
export function placeAll(
  all: readonly Registered[], quota: Readonly<Record<string, number>>, seed: string,
): Placed[] {
  const left = new Map(Object.entries(quota));
  const queue = all.map((one) => ({ ...one, lot: lotOf(seed, one.person) })).sort(before);
  const placed = new Map<string, { place: string; wish: number }>();
  const give = (one: Registered, place: string | undefined, wish: number): void => {
    const free = place === undefined ? 0 : (left.get(place) ?? 0);
    if (place === undefined || free < 1 || placed.has(one.case)) return;
    left.set(place, free - 1);
    placed.set(one.case, { place, wish });
  };
  const rounds = Math.max(0, ...queue.map((one) => one.wishes.length));
  for (let wish = 0; wish < rounds; wish++) for (const one of queue) give(one, one.wishes[wish], wish + 1);
  for (const one of queue) give(one, [...left].find(([, n]) => n > 0)?.[0], 0);
  return queue.map(({ case: id, lot }) => ({ case: id, lot, ...(placed.get(id) ?? { place: null, wish: 0 }) }));
}
