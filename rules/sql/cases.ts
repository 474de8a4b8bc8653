/**
 * An `if` whose branches are written values, and chains of such: the rows of a decision table. The
 * text that asks whether such a chain comes to one value holds the rest of the chain once, so a
 * chain of n stays as long as n, where comparing the branches would double it at every link.
 */
import type { Cases, Term, Text } from './terms.ts';
import type { Value } from '../values/values.ts';
import { equal } from '../values/values.ts';
import { all, any, once } from './terms.ts';

/** Values of a chain, at most: beyond it the branches are compared. */
const MOST = 100;

const same = (a: Value, b: Value): boolean => equal(a, b) === true;

/** The values a term can come to where it is known, all of them written; null for other terms. */
export function casesOf(term: Term): Cases | null {
  if (term.cases !== undefined) return term.cases;
  const { literal, unknown } = term;
  if (literal === undefined || unknown !== undefined) return null;
  return { values: [literal], is: (value) => () => (same(value, literal) ? 'TRUE' : 'FALSE') };
}

/** What a choice is made by: where its test holds, and where it is unknown. */
type Fork = { holds: Text; unknown?: Text | undefined };

/** True where the choice is known to be a value, otherwise false or NULL. */
function chosenIs(test: Fork, x: string, y: string): string {
  const unknown = test.unknown?.();
  if (x === y && unknown === undefined) return x;
  // An unknown test leaves what both branches are; beside TRUE that is what the other is.
  const unsure = unknown === undefined || x === 'TRUE' ? '' : ` WHEN ${unknown} THEN ${all([x, y])}`;
  if (x === 'FALSE' && y === 'FALSE') return 'FALSE';
  return `(CASE WHEN ${test.holds()} THEN ${x}${unsure} ELSE ${y} END)`;
}

/** The values a choice can come to; null where one of its branches is worked out. */
export function casesOfChoice(test: Fork, a: Cases | null, b: Cases | null): Cases | null {
  if (a === null || b === null) return null;
  const values = [...a.values, ...b.values.filter((value) => !a.values.some((one) => same(one, value)))];
  if (values.length > MOST) return null;
  const made = new Map<number, Text>();
  const is = (value: Value): Text => {
    const at = values.findIndex((one) => same(one, value));
    if (at < 0) return () => 'FALSE';
    const before = made.get(at);
    if (before !== undefined) return before;
    const text = once(() => chosenIs(test, a.is(value)(), b.is(value)()));
    made.set(at, text);
    return text;
  };
  return { values, is };
}

/** True where both are known and the same, for terms whose values are written. */
export function alikeByCases(a: Cases, b: Cases): string {
  const shared = a.values.filter((value) => b.values.some((one) => same(one, value)));
  return any(shared.map((value) => all([a.is(value)(), b.is(value)()])));
}
