/** Random expressions over the golden scope, written with as few parentheses as can be, and all. */
import fc from 'fast-check';

/** `rank`: how tightly the outer operator binds (or 1, and 2, comparison 3, + 4, * 5, atom 9). */
export type Written = { rank: number; short: string; full: string };

const atom = (text: string): Written => ({ rank: 9, short: text, full: text });
const held = (part: Written, least: number): string =>
  part.rank < least ? `(${part.short})` : part.short;

function binary(rank: number, op: string, left: Written, right: Written): Written {
  return {
    rank,
    short: `${held(left, rank)} ${op} ${held(right, rank + 1)}`,
    full: `((${left.full}) ${op} (${right.full}))`,
  };
}

function wrap(template: (parts: string[]) => string, parts: Written[], rank = 9): Written {
  const full = template(parts.map((part) => part.full));
  return {
    rank,
    short: template(parts.map((part) => part.short)),
    full: rank === 9 ? full : `(${full})`,
  };
}

/** `x in …`: the left and the ends of the test bind tighter than comparison. */
function within(template: (ends: string[]) => string, of: Written, ends: Written[]): Written {
  return {
    rank: 3,
    short: `${held(of, 4)} in ${template(ends.map((end) => held(end, 4)))}`,
    full: `((${of.full}) in ${template(ends.map((end) => `(${end.full})`))})`,
  };
}

const tests: ((ends: string[]) => string)[] = [
  ([a, b]) => `[${a}..${b}]`,
  ([a, b]) => `(${a}..${b}]`,
  ([a, b]) => `(${a}, ${b})`,
  ([a, b]) => `(<${a}, >= ${b})`,
  ([a]) => `< ${a}`,
  ([a]) => `>= ${a}`,
  ([a, b]) => `[${a}, ${b}]`,
  ([a]) => `(${a})`,
];

type Letrec = { number: Written; truth: Written };

/** Boolean and number expressions; `known` allows `is known(…)`, which alone is not monotone. */
export function expressions(known: boolean): {
  number: fc.Arbitrary<Written>;
  truth: fc.Arbitrary<Written>;
} {
  return fc.letrec<Letrec>((tie) => {
    const [number, truth] = [tie('number'), tie('truth')];
    const compare = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
    const knowns = known ? [truth.map((a) => wrap(([x]) => `is known(${x})`, [a]))] : [];
    return {
      number: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('x', 'y', 'z', '1', '2', '3', '0.5', 'null').map(atom),
        fc
          .tuple(fc.constantFrom('+', '-'), number, number)
          .map(([op, a, b]) => binary(4, op, a, b)),
        fc.tuple(number, number).map(([a, b]) => binary(5, '*', a, b)),
        fc.tuple(number, number).map((ab) => wrap(([a, b]) => `min(${a}, ${b})`, ab)),
        fc.tuple(number, number).map((ab) => wrap(([a, b]) => `count([${a}, ${b}])`, ab)),
        fc
          .tuple(truth, number, number)
          .map((abc) => wrap(([a, b, c]) => `if ${a} then ${b} else ${c}`, abc, 0)),
      ),
      truth: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.constantFrom('p', 'q', 'r', 'true', 'false').map(atom),
        fc.tuple(truth, truth).map(([a, b]) => binary(2, 'and', a, b)),
        fc.tuple(truth, truth).map(([a, b]) => binary(1, 'or', a, b)),
        fc
          .tuple(fc.constantFrom(...tests), number, number, number)
          .map(([test, a, b, c]) => within(test, a, [b, c])),
        fc.tuple(compare, number, number).map(([op, a, b]) => binary3(op, a, b)),
        fc.tuple(number, number, number).map(([a, b, c]) => between(a, b, c)),
        truth.map((a) => wrap(([x]) => `not(${x})`, [a])),
        fc
          .tuple(truth, truth, truth)
          .map((abc) => wrap(([a, b, c]) => `if ${a} then ${b} else ${c}`, abc, 0)),
        fc
          .tuple(number, number, truth)
          .map((abc) =>
            wrap(([a, b, c]) => `some i in [${a}, ${b}] satisfies i > 1 and ${c}`, guard(abc), 0),
          ),
        fc
          .tuple(number, number, truth)
          .map((abc) =>
            wrap(
              ([a, b, c]) => `every i in [${a}, ${b}] satisfies i in [1..2] or ${c}`,
              guard(abc),
              0,
            ),
          ),
        fc.tuple(truth, truth).map((ab) => wrap(([a, b]) => `any([${a}, ${b}])`, ab)),
        fc.tuple(truth, truth).map((ab) => wrap(([a, b]) => `all([${a}, ${b}])`, ab)),
        fc
          .tuple(number, number, number)
          .map((abc) => wrap(([a, b, c]) => `list contains([${a}, ${b}], ${c})`, abc)),
        fc
          .tuple(compare, number, number, fc.integer({ min: 0, max: 2 }))
          .map(([op, a, b, n]) =>
            wrap(([x, y]) => `count([${x}, ${y}][item > 1]) ${op} ${n}`, [a, b], 3),
          ),
        ...knowns,
      ),
    };
  });
}

/** The last part stands in a chain: it must not bring a weaker operator with it. */
function guard([a, b, c]: [Written, Written, Written]): [Written, Written, Written] {
  return [a, b, { rank: 9, short: held(c, 3), full: `(${c.full})` }];
}

function binary3(op: string, left: Written, right: Written): Written {
  return {
    rank: 3,
    short: `${held(left, 4)} ${op} ${held(right, 4)}`,
    full: `((${left.full}) ${op} (${right.full}))`,
  };
}

function between(of: Written, low: Written, high: Written): Written {
  return {
    rank: 3,
    short: `${held(of, 4)} between ${held(low, 4)} and ${held(high, 4)}`,
    full: `((${of.full}) between (${low.full}) and (${high.full}))`,
  };
}

/** Facts of the scalars. */
export type Facts = Record<string, string | boolean | null | undefined>;

/** Facts of the six scalars, each known, none or unknown. */
export const facts: fc.Arbitrary<Facts> = fc.record({
  x: fc.constantFrom('1', '2', '3', '0.5', null, undefined),
  y: fc.constantFrom('1', '2', '3', '2.5', null, undefined),
  z: fc.constantFrom('1', '2', '-1', null, undefined),
  p: fc.constantFrom(true, false, null, undefined),
  q: fc.constantFrom(true, false, null, undefined),
  r: fc.constantFrom(true, false, null, undefined),
});
