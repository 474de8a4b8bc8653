/** Conditions on columns meet the columns and the day: constants become codes, truths planes. */
import type { CompareOp } from '../check/tree.ts';
import type { Env } from '../closure/frame.ts';
import type { Truth, Value } from '../values/values.ts';
import type { Columns, Stored } from './store.ts';
import type { Logic } from './logic.ts';
import type { Operation, Planes, Sum } from './planes.ts';
import type { Mapped, Table } from './mapped.ts';
import type { Read, Term, Whole } from './sums.ts';
import { Day } from '../values/day.ts';
import { tableOf } from './mapped.ts';
import { order, truth } from '../values/values.ts';
import { verdicts, worth } from './cuts.ts';
import { and, every, leaf, NO, not, or, some, YES } from './planes.ts';

/** Rows by what a truth is for them; every row stands in exactly one. */
export type Truths = { true: number; false: number; none: number; unknown: number };

/** What binding carries along. */
export type Binding = {
  planes: Planes;
  columns: Columns;
  env: Env;
  /** Mapped values by code, by their id. */
  tables: Map<number, Table>;
};

function rest(at: Binding, of: Omit<Truths, 'none'>): Truths {
  return { ...of, none: not(some(at.planes, [of.true, of.false, of.unknown])) };
}

function constantly(is: Truth): Truths {
  return {
    true: is === true ? YES : NO,
    false: is === false ? YES : NO,
    none: is === null ? YES : NO,
    unknown: is === undefined ? YES : NO,
  };
}

function stored(at: Binding, column: number): Stored {
  const found = at.columns.columns[column];
  if (found === undefined) throw new Error('a column that the population does not have');
  return found;
}

type Missing = { none: number; unknown: number; either: number };

/** Planes of the cells that are none or unknown; no plane where there is no such cell. */
function missing(at: Binding, column: number): Missing {
  const { nones, unknowns } = stored(at, column);
  const none = nones === 0 ? NO : leaf(at.planes, { kind: 'none', column });
  const unknown = unknowns === 0 ? NO : leaf(at.planes, { kind: 'unknown', column });
  return { none, unknown, either: or(at.planes, none, unknown) };
}

/** The truths of known cells beside what the condition is for cells that are none and unknown. */
function spread(at: Binding, known: Truths, gone: Missing, of: [Truth, Truth]): Truths {
  const { planes } = at;
  const pick = (name: keyof Truths, is: Truth): number => {
    const inner = known[name];
    const extra = some(planes, [of[0] === is ? gone.none : NO, of[1] === is ? gone.unknown : NO]);
    const others = some(planes, [of[0] === is ? NO : gone.none, of[1] === is ? NO : gone.unknown]);
    return or(planes, and(planes, inner, not(others)), extra);
  };
  return {
    true: pick('true', true),
    false: pick('false', false),
    none: pick('none', null),
    unknown: pick('unknown', undefined),
  };
}

function bindUnary(logic: Extract<Logic, { kind: 'unary' }>, at: Binding): Truths {
  const { column, of } = logic;
  const { coded } = stored(at, column);
  if (coded === null) throw new Error('a column without codes');
  const found = verdicts(of, coded, at.env);
  const edge = (spans: [number, number][]): number => {
    const [first] = spans;
    if (first === undefined) return NO;
    if (first[0] === coded.least && first[1] === coded.most) return YES;
    return leaf(at.planes, { kind: 'spans', column, spans });
  };
  const [yes, none, unknown] = [edge(found.true), edge(found.none), edge(found.unknown)];
  const no = not(some(at.planes, [yes, none, unknown]));
  const known = { true: yes, false: no, none, unknown };
  return spread(at, known, missing(at, column), [found.ofNone, found.ofUnknown]);
}

function bindBits(logic: Extract<Logic, { kind: 'bits' }>, at: Binding): Truths {
  const { column, run } = logic;
  const is = (value: boolean | null | undefined): Truth => truth(worth(run, value, at.env));
  const bits = leaf(at.planes, { kind: 'bits', column });
  const known = choose(at, bits, constantly(is(true)), constantly(is(false)));
  return spread(at, known, missing(at, column), [is(null), is(undefined)]);
}

/** The one where the plane is set, the other where it is not. */
function choose(at: Binding, plane: number, yes: Truths, no: Truths): Truths {
  const pick = (name: keyof Truths): number =>
    or(at.planes, and(at.planes, plane, yes[name]), and(at.planes, not(plane), no[name]));
  return { true: pick('true'), false: pick('false'), none: pick('none'), unknown: pick('unknown') };
}

function bindJoin(kind: 'and' | 'or', parts: Truths[], at: Binding): Truths {
  const [decides, other] =
    kind === 'and' ? (['false', 'true'] as const) : (['true', 'false'] as const);
  const decided = some(
    at.planes,
    parts.map((part) => part[decides]),
  );
  const agreed = every(
    at.planes,
    parts.map((part) => part[other]),
  );
  const unknown = some(
    at.planes,
    parts.map((part) => part.unknown),
  );
  const left = and(at.planes, unknown, not(decided));
  return kind === 'and'
    ? rest(at, { true: agreed, false: decided, unknown: left })
    : rest(at, { true: decided, false: agreed, unknown: left });
}

/** Equality of two truths: none equals none, unknown beside anything is unknown. */
function bindSame(a: Truths, b: Truths, at: Binding): Truths {
  const { planes } = at;
  const unknown = or(planes, a.unknown, b.unknown);
  const both = (['true', 'false', 'none'] as const).map((name) => and(planes, a[name], b[name]));
  const same = some(planes, both);
  return { true: same, false: not(or(planes, same, unknown)), none: NO, unknown };
}

/** With an unknown test it is unknown, unless both branches come to the same known value. */
function bindIf(test: Truths, yes: Truths, no: Truths, at: Binding): Truths {
  const { planes } = at;
  const pick = (name: 'true' | 'false' | 'none'): number => {
    const other = and(planes, no[name], not(test.unknown));
    const alike = and(planes, test.unknown, and(planes, yes[name], no[name]));
    return some(planes, [
      and(planes, test.true, yes[name]),
      and(planes, other, not(test.true)),
      alike,
    ]);
  };
  const [t, f, none] = [pick('true'), pick('false'), pick('none')];
  return { true: t, false: f, none, unknown: not(some(planes, [t, f, none])) };
}

/** Where what is read is none, and where it is unknown. */
function readGone(read: Read, at: Binding): Missing {
  if ('run' in read) {
    const value = worth(read.run, undefined, at.env);
    const [none, unknown] = [value === null ? YES : NO, value === undefined ? YES : NO];
    return { none, unknown, either: or(at.planes, none, unknown) };
  }
  const { column, mapped } = read;
  const gone = missing(at, column);
  if (mapped === undefined) return gone;
  // A constant argument that is none makes the value none whatever the cell is, even unknown.
  if (worth(mapped.run, undefined, at.env) === null) return { none: YES, unknown: NO, either: YES };
  const { none: spans } = table(mapped, at);
  if (spans.length === 0) return gone;
  const { planes } = at;
  const inner = leaf(planes, { kind: 'spans', column, spans });
  const none = or(planes, gone.none, and(planes, inner, not(gone.either)));
  return { none, unknown: gone.unknown, either: or(planes, none, gone.unknown) };
}

/** Where a term is none, and where it is unknown: none covers unknown. */
function presence(of: Term, at: Binding): Missing {
  const all = of.reads.map((read) => readGone(read, at));
  const none =
    of.of === 'none'
      ? YES
      : some(
          at.planes,
          all.map((one) => one.none),
        );
  const open =
    of.of === 'unknown'
      ? YES
      : some(
          at.planes,
          all.map((one) => one.unknown),
        );
  const unknown = and(at.planes, open, not(none));
  return { none, unknown, either: or(at.planes, none, unknown) };
}

/** What a mapped value comes to for every code; worked out once a binding. */
function table(mapped: Mapped, at: Binding): Table {
  const before = at.tables.get(mapped.id);
  if (before !== undefined) return before;
  const { coded } = stored(at, mapped.column);
  if (coded === null) throw new Error('a column without codes');
  const made = tableOf(mapped, coded, at.env);
  at.tables.set(mapped.id, made);
  return made;
}

/** Numbers by code. */
function byCode(of: Table, number: (value: Value) => number): Float64Array {
  const { codes, low } = of;
  const values = new Float64Array(codes.length === 0 ? 0 : (codes.at(-1) ?? low) - low + 1);
  codes.forEach((code, at) => (values[code - low] = number(of.values[at])));
  return values;
}

const numberOf = (value: Value): number =>
  typeof value === 'number' ? value : value instanceof Day ? value.n : 0;

/** A column's codes times and plus constants stay one step. */
function folded(kind: Operation, left: Sum, right: Sum): Sum {
  const [a, b] = left.kind === 'constant' && kind !== '-' ? [right, left] : [left, right];
  if (kind === 'min' || kind === 'max' || b.kind !== 'constant') return { kind, left, right };
  if (a.kind !== 'codes' && a.kind !== 'constant') return { kind, left, right };
  const by = kind === '*' ? b.value : 1;
  const add = kind === '*' ? 0 : kind === '+' ? b.value : -b.value;
  if (a.kind === 'constant') return { kind: 'constant', value: a.value * by + add };
  return { ...a, times: a.times * by, plus: a.plus * by + add };
}

function sumOf(whole: Whole, at: Binding): Sum {
  if (whole.kind === 'constant') return whole;
  if (whole.kind === 'later') {
    return { kind: 'constant', value: numberOf(worth(whole.run, undefined, at.env)) };
  }
  if (whole.kind === 'mapped') {
    const { column, id } = whole.mapped;
    const of = table(whole.mapped, at);
    return { kind: 'table', column, id: `${id}`, low: of.low, values: byCode(of, numberOf) };
  }
  if (whole.kind !== 'column') {
    return folded(whole.kind, sumOf(whole.left, at), sumOf(whole.right, at));
  }
  const { column, scale } = whole;
  const form = stored(at, column).coded?.form;
  if (form === undefined || form.as === 'dictionary') throw new Error('a column without numbers');
  const times = form.as === 'day' ? 1 : 10 ** (scale - form.scale);
  return { kind: 'codes', column, times, plus: form.base * times };
}

/** Texts of two mapped values as their places in one common order. */
function ranked(pair: [Mapped, Mapped], at: Binding): [Sum, Sum] {
  const tables = pair.map((mapped) => table(mapped, at));
  const all = tables.flatMap(({ values }) => values.filter((value) => typeof value === 'string'));
  all.sort((a, b) => order(a, b) ?? 0);
  const ranks = new Map<Value, number>();
  for (const value of all) if (!ranks.has(value)) ranks.set(value, ranks.size);
  const sum = ({ column, id }: Mapped, of: Table): Sum => ({
    kind: 'table',
    column,
    id: `${id} of ${pair[0].id} ${pair[1].id}`,
    low: of.low,
    values: byCode(of, (value) => ranks.get(value) ?? 0),
  });
  const empty: Table = { low: 0, codes: [], values: [], none: [] };
  return [sum(pair[0], tables[0] ?? empty), sum(pair[1], tables[1] ?? empty)];
}

const mirrored: Partial<Record<CompareOp, '<' | '<='>> = { '>': '<', '>=': '<=' };

function sides(left: Term, right: Term, at: Binding): [Sum, Sum] | null {
  if (left.of === 'text' && right.of === 'text') return ranked([left.mapped, right.mapped], at);
  if (!('whole' in left) || !('whole' in right)) return null;
  return [sumOf(left.whole, at), sumOf(right.whole, at)];
}

function holds(op: CompareOp, left: Term, right: Term, at: Binding): number {
  const [a, b] = sides(left, right, at) ?? [];
  if (a === undefined || b === undefined) return NO;
  const turned = mirrored[op];
  if (turned !== undefined)
    return leaf(at.planes, { kind: 'compare', op: turned, left: b, right: a });
  const plain = op === '<' || op === '<=' ? op : '=';
  return leaf(at.planes, { kind: 'compare', op: plain, left: a, right: b });
}

/** A comparison: `is` where it holds if both sides are known, and where the sides are not. */
function bindCompare(op: CompareOp, is: number, [a, b]: [Missing, Missing], at: Binding): Truths {
  const { planes } = at;
  if (op !== '=' && op !== '!=') {
    const none = or(planes, a.none, b.none);
    const unknown = and(planes, or(planes, a.unknown, b.unknown), not(none));
    const gone = or(planes, none, unknown);
    return { true: and(planes, is, not(gone)), false: not(or(planes, is, gone)), none, unknown };
  }
  const unknown = or(planes, a.unknown, b.unknown);
  const known = and(planes, is, not(or(planes, a.either, b.either)));
  const same = or(planes, known, and(planes, a.none, b.none));
  const made = { true: same, false: not(or(planes, same, unknown)), none: NO, unknown };
  return op === '=' ? made : { ...made, true: made.false, false: made.true };
}

/** A quotient is none where both numbers are known and the divisor is 0. */
function bindQuotient(logic: Extract<Logic, { kind: 'quotient' }>, at: Binding): Truths {
  const { op, quotient, than, left, right } = logic;
  const { divided, by } = quotient;
  const gone = presence({ ...divided, reads: [...divided.reads, ...by.reads] }, at);
  const zero: Term = { ...by, reads: [], whole: { kind: 'constant', value: 0 } };
  const none = or(at.planes, gone.none, and(at.planes, holds('=', by, zero, at), not(gone.either)));
  const side = { none, unknown: gone.unknown, either: or(at.planes, none, gone.unknown) };
  return bindCompare(op, holds(op, left, right, at), [side, presence(than, at)], at);
}

/** Each branch where the test chose it; where the test is unknown, what both are if they are alike. */
function bindSplit(logic: Extract<Logic, { kind: 'split' }>, at: Binding): Truths {
  const test = bind(logic.test, at);
  const [yes, no] = [bind(logic.yes, at), bind(logic.no, at)];
  const known = choose(at, test.true, yes, no);
  const open = choose(at, bind(logic.alike, at).true, yes, bind(logic.open, at));
  return choose(at, test.unknown, open, known);
}

/** Binds a condition. */
export function bind(logic: Logic, at: Binding): Truths {
  switch (logic.kind) {
    case 'constant':
      return constantly(truth(worth(logic.run, undefined, at.env)));
    case 'unary':
      return bindUnary(logic, at);
    case 'bits':
      return bindBits(logic, at);
    case 'and':
    case 'or':
      return bindJoin(
        logic.kind,
        logic.parts.map((part) => bind(part, at)),
        at,
      );
    case 'not': {
      const of = bind(logic.of, at);
      return { ...of, true: of.false, false: of.true };
    }
    case 'known': {
      const { unknown } = bind(logic.of, at);
      return { true: not(unknown), false: unknown, none: NO, unknown: NO };
    }
    case 'matched': {
      const of = bind(logic.of, at);
      return { ...of, false: or(at.planes, of.false, of.none), none: NO };
    }
    case 'same':
      return bindSame(bind(logic.left, at), bind(logic.right, at), at);
    case 'if':
      return bindIf(bind(logic.test, at), bind(logic.yes, at), bind(logic.no, at), at);
    case 'settled': {
      const { unknown } = presence(logic.of, at);
      return { true: not(unknown), false: unknown, none: NO, unknown: NO };
    }
    case 'quotient':
      return bindQuotient(logic, at);
    case 'split':
      return bindSplit(logic, at);
    default: {
      const { op, left, right } = logic;
      return bindCompare(
        op,
        holds(op, left, right, at),
        [presence(left, at), presence(right, at)],
        at,
      );
    }
  }
}
