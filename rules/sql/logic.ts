/**
 * Booleans in SQL: besides its value a boolean has two planes, where it holds and where it fails,
 * each true exactly there and otherwise false or NULL. Planes keep a comparison in positive
 * position plain (`"c0" >= $1`), so that an index serves it, and are put together without a CASE.
 */
import type { Term, Text } from './terms.ts';
import { alikeByCases, casesOf, casesOfChoice, unknownByMask } from './cases.ts';
import {
  all,
  any,
  anyUnknown,
  isNone,
  isPresent,
  mismatch,
  negation,
  NONE_TERM,
  once,
} from './terms.ts';

/** Where a boolean holds. */
export function holds(term: Term): string {
  if (term.kind !== 'boolean') return 'FALSE';
  return term.holds?.() ?? term.value();
}

/** Where a boolean fails. */
export function fails(term: Term): string {
  if (term.kind !== 'boolean') return 'FALSE';
  return term.fails?.() ?? negation(term.value());
}

/** Where a boolean does not fail: it holds, is none or unknown. */
export function mayHold(term: Term): string {
  return term.mayHold?.() ?? negation(fails(term), true);
}

/** Where a boolean does not hold. */
export function mayFail(term: Term): string {
  return term.mayFail?.() ?? negation(holds(term), true);
}

/** The value of a boolean that has planes only. */
export function valueOfPlanes(yes: Text, no: Text): Text {
  return once(() => `(CASE WHEN ${yes()} THEN TRUE WHEN ${no()} THEN FALSE END)`);
}

/** A boolean the same everywhere. */
export function constant(value: boolean): Term {
  const [yes, no] = value ? ['TRUE', 'FALSE'] : ['FALSE', 'TRUE'];
  return {
    kind: 'boolean',
    literal: value,
    none: false,
    value: () => yes,
    holds: () => yes,
    fails: () => no,
  };
}

/** Anything that is no boolean stands for none; what is unknown stays unknown. */
export function asTruth(term: Term): Term {
  return term.kind === 'boolean' ? term : mismatch([term]);
}

/** `not`. */
export function negated(given: Term): Term {
  const term = asTruth(given);
  if (term.kind !== 'boolean') return term;
  return {
    kind: 'boolean',
    none: term.none,
    ...(term.unknown && { unknown: term.unknown }),
    value: once(() => negation(term.value())),
    holds: () => fails(term),
    fails: () => holds(term),
    mayHold: () => mayFail(term),
    mayFail: () => mayHold(term),
    ...(term.waits && { waits: term.waits }),
    ...(term.guess && { guess: { odds: 1 - term.guess.odds, cost: term.guess.cost } }),
  };
}

/** A plane as a text that is never NULL. */
const sure = (text: string): string =>
  text === 'TRUE' || text === 'FALSE' ? text : `(${text} IS TRUE)`;

/** What is guessed of a boolean of which nothing is known. */
const GUESS = { odds: 0.5, cost: 1.5 };
const guess = (term: Term): { odds: number; cost: number } => term.guess ?? GUESS;

/** Cheap parts that are likely to decide first: planes have no order of their own. */
function sorted(parts: Term[], holding: boolean): Term[] {
  const rank = (term: Term): number => {
    const { odds, cost } = guess(term);
    return cost / Math.max(0.02, holding ? 1 - odds : odds);
  };
  return [...parts].sort((a, b) => rank(a) - rank(b));
}

function guessOf(and: boolean, parts: Term[]): { odds: number; cost: number } {
  let reached = 1;
  let cost = 0;
  for (const part of sorted(parts, and)) {
    const one = guess(part);
    cost += reached * one.cost;
    reached *= and ? one.odds : 1 - one.odds;
  }
  return { odds: and ? reached : 1 - reached, cost };
}

/** `and`, `or`: the deciding value decides, then unknown covers none. */
export function joined(op: 'and' | 'or', given: Term[]): Term {
  const parts = given.map(asTruth);
  if (parts.length === 0) return constant(op === 'and');
  if (parts.length === 1) return parts[0] as Term;
  const and = op === 'and';
  const [forYes, forNo] = [sorted(parts, and), sorted(parts, !and)];
  const plane = (every: boolean, list: Term[], of: (term: Term) => string): Text =>
    once(() => (every ? all : any)(list.map(of)));
  const unsure = anyUnknown(parts);
  const open = plane(true, and ? forYes : forNo, and ? mayHold : mayFail);
  const unknown = unsure && once(() => all([unsure(), sure(open())]));
  return {
    kind: 'boolean',
    none: parts.some((part) => part.none),
    ...(unknown && { unknown }),
    value: once(() => `(${parts.map((part) => part.value()).join(and ? ' AND ' : ' OR ')})`),
    holds: plane(and, forYes, holds),
    fails: plane(!and, forNo, fails),
    mayHold: plane(and, forYes, mayHold),
    mayFail: plane(!and, forNo, mayFail),
    guess: guessOf(and, parts),
  };
}

/** `is known`. */
export function known(term: Term): Term {
  const { unknown } = term;
  if (unknown === undefined) return constant(true);
  return {
    kind: 'boolean',
    none: false,
    value: once(() => negation(unknown())),
    holds: once(() => negation(unknown())),
    fails: unknown,
  };
}

/** A test of a value being of a type: none is not, but of `Null`. */
export function isInstance(term: Term, kinds: string[]): Term {
  const present = once(() => isPresent(term));
  const none = once(() => isNone(term));
  const never: Text = () => 'FALSE';
  const any = kinds.includes('any') || kinds.includes(term.kind);
  const null_ = kinds.includes('null');
  const yes = any && !null_ ? present : null_ ? none : never;
  const not = once(() => {
    if (null_) return present();
    if (any) return none();
    return term.unknown === undefined ? 'TRUE' : negation(term.unknown());
  });
  return {
    kind: 'boolean',
    none: false,
    ...(term.unknown && { unknown: term.unknown }),
    holds: yes,
    fails: not,
    value: valueOfPlanes(yes, not),
  };
}

/** The same known value, or none, on both sides; planes of an equality made elsewhere. */
export type Same = (a: Term, b: Term) => Term;

const nulls: Record<Term['kind'], string> = {
  boolean: 'NULL::boolean',
  number: 'NULL::numeric',
  months: 'NULL::numeric',
  seconds: 'NULL::numeric',
  text: 'NULL::text',
  date: 'NULL::int8',
  none: 'NULL::text',
  time: 'NULL::numeric[]',
  'date-time': 'NULL::numeric[]',
};

/** The value of a branch as the type both share. */
const branchValue = (kind: Term['kind'], term: Term): string =>
  term.kind === kind ? term.value() : nulls[kind];

/** `if` of booleans, by planes. */
function choiceOfTruths(test: Term, yes: Term, no: Term): Pick<Term, 'value' | 'holds' | 'fails'> {
  const plane = (of: (term: Term) => string): Text =>
    once(() => {
      // Beside TRUE an unknown test leaves what the other branch is: that need not stand here twice.
      const plain = test.unknown === undefined || of(yes) === 'TRUE';
      const unsure = plain
        ? ''
        : ` WHEN ${test.unknown?.() ?? 'FALSE'} THEN ${all([of(yes), of(no)])}`;
      return `(CASE WHEN ${holds(test)} THEN ${of(yes)}${unsure} ELSE ${of(no)} END)`;
    });
  const [yesPlane, noPlane] = [plane(holds), plane(fails)];
  return { holds: yesPlane, fails: noPlane, value: valueOfPlanes(yesPlane, noPlane) };
}

/**
 * `if`: a test that is none takes the other branch; one that is unknown leaves it unknown, but
 * where both branches are the same. Both branches are carried alike when this is called.
 */
export function chosen(given: Term, yes: Term, no: Term, same: Same): Term {
  const test = asTruth(given);
  const kind = yes.kind === 'none' ? no.kind : yes.kind;
  const [a, b] = [casesOf(yes), casesOf(no)];
  const cases = casesOfChoice({ holds: () => holds(test), unknown: test.unknown }, a, b);
  const alike = once(() => (a !== null && b !== null ? alikeByCases(a, b) : holds(same(yes, no))));
  const branch = (term: Term): string => term.unknown?.() ?? 'FALSE';
  const unsure = [test, yes, no].some((term) => term.unknown !== undefined);
  const unknown = once(() => {
    const settled = yes.unknown === undefined && no.unknown === undefined;
    if (settled && cases !== null && alike() === 'FALSE') return test.unknown?.() ?? 'FALSE';
    const masked = cases === null ? null : unknownByMask(cases);
    if (masked !== null) return masked;
    const between =
      test.unknown === undefined ? '' : ` WHEN ${test.unknown()} THEN ${negation(alike(), true)}`;
    return `(CASE WHEN ${holds(test)} THEN ${branch(yes)}${between} ELSE ${branch(no)} END)`;
  });
  const plainOf = (term: Term): string =>
    term.kind === kind ? (term.plain ?? term.value)() : nulls[kind];
  const plain = once(
    () => `(CASE WHEN ${holds(test)} THEN ${plainOf(yes)} ELSE ${plainOf(no)} END)`,
  );
  const value = once(() => {
    if (cases !== null)
      return unsure ? `(CASE WHEN ${unknown()} THEN NULL ELSE ${plain()} END)` : plain();
    const left = branchValue(kind, yes);
    const between =
      test.unknown === undefined
        ? ''
        : ` WHEN ${test.unknown()} THEN CASE WHEN ${alike()} THEN ${left} END`;
    return `(CASE WHEN ${holds(test)} THEN ${left}${between} ELSE ${branchValue(kind, no)} END)`;
  });
  if (kind === 'none' && !unsure) return NONE_TERM;
  const shared: Term = {
    kind,
    value,
    none: yes.none || no.none,
    ...(unsure && { unknown }),
    ...(cases && { cases, plain }),
  };
  return kind === 'boolean' ? { ...shared, ...choiceOfTruths(test, yes, no) } : shared;
}
