/**
 * An `if` whose branches are written values, and chains of such: the rows of a decision table. To
 * compare the branches would double the text at every link. Instead each value has a bit, and the
 * values a chain can still come to are a mask, made in one text as long as the chain: it is
 * unknown where the mask has two bits or more.
 */
import type { Cases, Term, Text } from './terms.ts';
import type { Value } from '../values/values.ts';
import { equal } from '../values/values.ts';
import { all, any, once } from './terms.ts';

/** Values of a chain, at most: beyond it the branches are compared. */
const MOST = 500;
/** Bits of a mask. */
const BITS = 60;

const same = (a: Value, b: Value): boolean => equal(a, b) === true;
const placeOf = (values: Value[], value: Value): number =>
  values.findIndex((one) => same(one, value));

/** The values a term can come to where it is known, all of them written; null for other terms. */
export function casesOf(term: Term): Cases | null {
  if (term.cases !== undefined) return term.cases;
  const { literal, unknown } = term;
  if (literal === undefined || unknown !== undefined) return null;
  return {
    values: [literal],
    is: (value) => () => (same(value, literal) ? 'TRUE' : 'FALSE'),
    mask: (of) => `${2n ** BigInt(placeOf(of, literal))}::int8`,
  };
}

/** What a choice is made by: where its test holds, and where it is unknown. */
type Fork = { holds: Text; unknown?: Text | undefined };

/** True where the choice is known to be a value, otherwise false or NULL. */
function chosenIs(test: Fork, x: string, y: string): string {
  const unknown = test.unknown?.();
  if (x === y && unknown === undefined) return x;
  // An unknown test leaves what both branches are; beside TRUE that is what the other is.
  const unsure =
    unknown === undefined || x === 'TRUE' ? '' : ` WHEN ${unknown} THEN ${all([x, y])}`;
  if (x === 'FALSE' && y === 'FALSE') return 'FALSE';
  return `(CASE WHEN ${test.holds()} THEN ${x}${unsure} ELSE ${y} END)`;
}

function chosenMask(test: Fork, x: string, y: string): string {
  const unknown = test.unknown?.();
  const rest = unknown === undefined ? y : `((CASE WHEN ${unknown} THEN ${x} ELSE 0 END) | ${y})`;
  return `(CASE WHEN ${test.holds()} THEN ${x} ELSE ${rest} END)`;
}

/** The values a choice can come to; null where one of its branches is worked out. */
export function casesOfChoice(test: Fork, a: Cases | null, b: Cases | null): Cases | null {
  if (a === null || b === null) return null;
  const values = [...a.values, ...b.values.filter((value) => placeOf(a.values, value) < 0)];
  if (values.length > MOST) return null;
  const made = new Map<number, Text>();
  const is = (value: Value): Text => {
    const at = placeOf(values, value);
    if (at < 0) return () => 'FALSE';
    const text = made.get(at) ?? once(() => chosenIs(test, a.is(value)(), b.is(value)()));
    made.set(at, text);
    return text;
  };
  return { values, is, mask: (of) => chosenMask(test, a.mask(of), b.mask(of)) };
}

/** True where a choice of written values is unknown; null where it has too many for a mask. */
export function unknownByMask({ values, mask }: Cases): string | null {
  return values.length > BITS ? null : `(bit_count((${mask(values)})::bit(64)) > 1)`;
}

/** True where both are known and the same, for terms whose values are written. */
export function alikeByCases(a: Cases, b: Cases): string {
  const shared = a.values.filter((value) => placeOf(b.values, value) >= 0);
  return any(shared.map((value) => all([a.is(value)(), b.is(value)()])));
}
