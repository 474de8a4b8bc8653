/** Comparisons, `between` and `in`, as planes. */
import type { CompareOp } from '../check/tree.ts';
import type { Part, Pool, Term, Text } from './terms.ts';
import { fails, holds, joined, negated, valueOfPlanes } from './logic.ts';
import { asNumeric, sameForm, unitsBeside, wholeLiteral } from './numbers.ts';
import {
  all,
  any,
  anyUnknown,
  isNone,
  isPresent,
  mismatch,
  negation,
  once,
  param,
  scalar,
  strict,
  waitsOf,
} from './terms.ts';

/** A date as its day number. */
export function asDays(term: Term, pool: Pool): string {
  if (term.days === true) return term.value();
  return `(${term.value()} - ${param(pool, 'date', '1970-01-01')})::int8`;
}

/** A text as a text, also where it is carried as the place of a code. */
export function asText(term: Term, pool: Pool): string {
  if (term.codes === undefined) return term.value();
  return `(${param(pool, 'text[]', term.codes)})[${term.value()}]`;
}

/** Both sides as SQL of one type; equal and ordered there exactly as in the language. */
function sides(a: Term, b: Term, pool: Pool): [string, string] {
  switch (a.kind) {
    case 'number':
    case 'months':
    case 'seconds':
      return sameForm(a, b, pool);
    case 'date':
      return a.days === true || b.days === true
        ? [asDays(a, pool), asDays(b, pool)]
        : [a.value(), b.value()];
    case 'text':
      return [`${asText(a, pool)} COLLATE "C"`, asText(b, pool)];
    case 'time':
    case 'date-time': {
      const name = a.kind === 'time' ? 'order_times' : 'order_moments';
      return [`rules.${name}(${a.value()}, ${b.value()})`, param(pool, 'numeric', '0')];
    }
    default:
      return [a.value(), b.value()];
  }
}

const ordered = new Set<Term['kind']>([
  'number',
  'text',
  'date',
  'months',
  'seconds',
  'time',
  'date-time',
]);
const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;
const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
type Order = keyof typeof opposite;

/** An order against a whole number, by the thresholds of the other side. */
function byStep(op: Order, term: Term, than: Term): { yes: Text; no: Text } | null {
  const { steps } = term;
  const k = steps === undefined ? null : wholeLiteral(than);
  if (steps === undefined || k === null) return null;
  const at = op === '<' || op === '>=' ? k : k + 1n;
  const above = steps.atLeast(at);
  const below = once(() => all([steps.there(), negation(above())]));
  return op === '<' || op === '<=' ? { yes: below, no: above } : { yes: above, no: below };
}

function orderOf(op: Order, a: Term, b: Term, pool: Pool): Term {
  if (a.kind !== b.kind || !ordered.has(a.kind)) return mismatch([a, b]);
  const plain = (sign: Order): Text =>
    once(() => {
      const [left, right] = sides(a, b, pool);
      return `(${left} ${sign} ${right})`;
    });
  const step = byStep(op, a, b) ?? byStep(mirrored[op], b, a);
  const yes = step?.yes ?? plain(op);
  const not = step?.no ?? plain(opposite[op]);
  const value = step === null ? yes : valueOfPlanes(yes, not);
  const guess = { odds: 0.4, cost: a.kind === 'text' ? 2 : 1 };
  return strict([a, b], { kind: 'boolean', value, holds: yes, fails: not, guess, total: true });
}

/** Where two known values of one kind are the same; NULL or false otherwise. */
function sameKnown(a: Term, b: Term, pool: Pool): string {
  if (a.kind === 'boolean') {
    return any([all([holds(a), holds(b)]), all([fails(a), fails(b)])]);
  }
  const [code, of] = a.codes === undefined ? [a, b] : [b, a];
  if (of.codes !== undefined && typeof code.literal === 'string') {
    const at = of.codes.indexOf(code.literal);
    return at < 0 ? 'FALSE' : `(${of.value()} = ${param(pool, 'int2', String(at + 1))})`;
  }
  if (a.kind === 'time' || a.kind === 'date-time') {
    return `rules.${a.kind === 'time' ? 'same_times' : 'same_moments'}(${a.value()}, ${b.value()})`;
  }
  const [left, right] = sides(a, b, pool);
  return `(${left} = ${right})`;
}

/** Where two known values of one kind differ. */
function differKnown(a: Term, b: Term, pool: Pool): string {
  if (a.kind === 'boolean') {
    return any([all([holds(a), fails(b)]), all([fails(a), holds(b)])]);
  }
  return all([isPresent(a), isPresent(b), negation(sameKnown(a, b, pool))]);
}

/** Two kinds of durations are equal where both are nothing, and cannot be compared otherwise. */
function sameZero(a: Term, b: Term, pool: Pool): Term {
  const zero = param(pool, 'numeric', '0');
  const yes = once(() =>
    any([
      all([`(${asNumeric(a, pool)} = ${zero})`, `(${asNumeric(b, pool)} = ${zero})`]),
      all([isNone(a), isNone(b)]),
    ]),
  );
  const not = once(() => any([all([isNone(a), isPresent(b)]), all([isPresent(a), isNone(b)])]));
  const unknown = anyUnknown([a, b]);
  return {
    kind: 'boolean',
    none: true,
    ...(unknown && { unknown }),
    holds: yes,
    fails: not,
    value: valueOfPlanes(yes, not),
  };
}

/** What is guessed of an equality: choices are as likely as they are few. */
function guessOf(a: Term, b: Term, count: number): { odds: number; cost: number } {
  const codes = (a.codes ?? b.codes)?.length;
  const literal = a.literal !== undefined || b.literal !== undefined;
  const odds = codes === undefined ? (literal ? 0.1 : 0.3) * count : count / codes;
  return { odds: Math.min(0.95, odds), cost: a.kind === 'text' && codes === undefined ? 2 : 1 };
}

/** `=`: none is equal to none, differs from what is known; other types cannot be compared. */
export function equalTo(a: Term, b: Term, pool: Pool): Term {
  const spans = [a.kind, b.kind].every((kind) => kind === 'months' || kind === 'seconds');
  if (spans && a.kind !== b.kind) return sameZero(a, b, pool);
  const kinds = a.kind === b.kind && a.kind !== 'none';
  const yes = once(() =>
    any([
      ...(kinds ? [sameKnown(a, b, pool)] : []),
      ...(a.none && b.none ? [all([isNone(a), isNone(b)])] : []),
    ]),
  );
  const not = once(() =>
    any([
      ...(kinds ? [differKnown(a, b, pool)] : []),
      ...(a.none ? [all([isNone(a), isPresent(b)])] : []),
      ...(b.none ? [all([isPresent(a), isNone(b)])] : []),
    ]),
  );
  const unknown = anyUnknown([a, b]);
  const waits = waitsOf([a, b]);
  const present = a.kind !== 'none' && b.kind !== 'none';
  const none = !kinds && present;
  return {
    kind: 'boolean',
    none,
    ...(unknown && { unknown }),
    ...(waits && { waits }),
    holds: yes,
    fails: not,
    value: valueOfPlanes(yes, not),
    ...(!none && {
      mayHold: once(() => any([yes(), ...(unknown === undefined ? [] : [unknown()])])),
    }),
    guess: guessOf(a, b, 1),
  };
}

/** A comparison of two scalars. */
export function compared(op: CompareOp, a: Term, b: Term, pool: Pool): Term {
  if (op === '=') return equalTo(a, b, pool);
  return op === '!=' ? negated(equalTo(a, b, pool)) : orderOf(op, a, b, pool);
}

/** Between two ends. */
export function within(
  of: Term,
  low: Term,
  high: Term,
  open: { low: boolean; high: boolean; pool: Pool },
): Term {
  const made = joined('and', [
    orderOf(open.low ? '>' : '>=', of, low, open.pool),
    orderOf(open.high ? '<' : '<=', of, high, open.pool),
  ]);
  const [from, to] = [wholeLiteral(low), wholeLiteral(high)];
  const { steps } = of;
  if (steps === undefined || from === null || to === null) return made;
  // What is at least the low end is there: that need not be asked for the high end again.
  const least = steps.atLeast(open.low ? from + 1n : from);
  const above = steps.atLeast(open.high ? to : to + 1n);
  return { ...made, holds: once(() => all([least(), negation(above())])) };
}

/** A comparison that cannot be made is no match, where neither side is none. */
function miss(verdict: Term, value: Term, item: Term | null): Term {
  if (!verdict.none) return verdict;
  const sides = item === null ? [value] : [value, item];
  const not = once(() =>
    any([fails(verdict), all([isNone(verdict), ...sides.map((side) => negation(isNone(side)))])]),
  );
  const yes = once(() => holds(verdict));
  const { unknown } = verdict;
  return {
    kind: 'boolean',
    none: true,
    ...(unknown && { unknown }),
    holds: yes,
    fails: not,
    value: valueOfPlanes(yes, not),
  };
}

/** A literal as a member of an array beside what it is compared with; null where it is none. */
function member(
  of: Term,
  item: Term,
): { type: 'int2[]' | 'int4[]' | 'int8[]' | 'text[]' | 'date[]'; text: string } | null {
  if (of.kind !== item.kind || item.literal === undefined || item.literal === null) return null;
  if (of.codes !== undefined) {
    return { type: 'int2[]', text: String(of.codes.indexOf(String(item.literal)) + 1) };
  }
  if (of.kind === 'text' && typeof item.literal === 'string')
    return { type: 'text[]', text: item.literal };
  if (of.kind !== 'number' || of.literal !== undefined) return null;
  const beside = unitsBeside(item, of);
  return beside && { type: `${beside.as}[]`, text: String(beside.units) };
}

/** More runs than this are asked for as an array. */
const MOST_RUNS = 3;

/** Whole numbers as runs of neighbours; null where there are many. */
function runs(of: Term, type: string, values: string[], pool: Pool): string | null {
  const as = type === 'int2[]' ? 'int2' : type === 'int4[]' ? 'int4' : null;
  if (as === null) return null;
  const sorted = [...new Set(values.map(Number))]
    .filter((n) => as !== 'int2' || n > 0)
    .sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (const n of sorted) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === n - 1) last[1] = n;
    else found.push([n, n]);
  }
  if (found.length > MOST_RUNS) return null;
  const end = (n: number): string => param(pool, as, String(n));
  return any(
    found.map(([low, high]) =>
      low === high
        ? `(${of.value()} = ${end(low)})`
        : `((${of.value()} >= ${end(low)}) AND (${of.value()} <= ${end(high)}))`,
    ),
  );
}

/** A value against several literals of its kind: one comparison with an array. */
function amongLiterals(of: Term, items: Term[], pool: Pool): Term | null {
  if (items.length < 2 || of.literal !== undefined) return null;
  const members = items.map((item) => member(of, item));
  const [first] = members;
  if (first === null || first === undefined || members.some((one) => one?.type !== first.type))
    return null;
  const values = members.map((one) => one?.text ?? '');
  const collate = first.type === 'text[]' ? ' COLLATE "C"' : '';
  const yes = once(
    () =>
      runs(of, first.type, values, pool) ??
      `(${of.value()}${collate} = ANY (${param(pool, first.type, values)}))`,
  );
  const not = once(() =>
    any([all([isPresent(of), negation(yes())]), ...(of.none ? [isNone(of)] : [])]),
  );
  const { unknown, waits } = of;
  return {
    kind: 'boolean',
    none: false,
    ...(unknown && { unknown }),
    ...(waits && { waits }),
    holds: yes,
    fails: not,
    value: valueOfPlanes(yes, not),
    mayHold: once(() => any([yes(), ...(unknown === undefined ? [] : [unknown()])])),
    guess: guessOf(of, of, items.length),
  };
}

/** A value against what stands on the right of `in`: a value, a range, or a list of such. */
export function against(of: Term, right: Part, pool: Pool): Term | null {
  if (right.kind === 'range') return inRange(of, right, pool);
  const one = scalar(right);
  if (one !== null) return equalTo(of, one, pool);
  if (right.kind !== 'list') return null;
  const terms = right.items.map(scalar);
  if (terms.every((term) => term !== null)) {
    const quick = amongLiterals(of, terms, pool);
    if (quick !== null) return quick;
  }
  const verdicts: Term[] = [];
  for (const item of right.items) {
    const verdict = against(of, item, pool);
    if (verdict === null) return null;
    verdicts.push(miss(verdict, of, scalar(item)));
  }
  return joined('or', verdicts);
}

/** A value within a range whose ends are there in every row; an end left out is none. */
function inRange(of: Term, range: Extract<Part, { kind: 'range' }>, pool: Pool): Term {
  const { low, high, openLow, openHigh } = range;
  const parts = [
    ...(low === null ? [] : [orderOf(openLow ? '>' : '>=', of, low, pool)]),
    ...(high === null ? [] : [orderOf(openHigh ? '<' : '<=', of, high, pool)]),
  ];
  return joined('and', parts);
}

/** Whether a list holds the value: other types are no match. */
export function contains(items: Term[], value: Term, pool: Pool): Term {
  const quick = amongLiterals(value, items, pool);
  if (quick !== null) return quick;
  return joined(
    'or',
    items.map((item) => miss(equalTo(item, value, pool), item, value)),
  );
}
