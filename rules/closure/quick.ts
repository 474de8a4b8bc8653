/**
 * Conditions on one fact beside what is written in the rule: most conditions of most rules. They
 * are held as data and told in one place, without a call for each part; what their one question
 * does not decide goes to `compare` or to the closure, which are the definition.
 */
import type { Frame, Run } from './frame.ts';
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Value } from '../values/values.ts';
import { compare } from '../values/compare.ts';
import { Day, lastBirthday, parseDay } from '../values/day.ts';
import { numberOf } from '../values/number.ts';
import { absent, decided, todayOf } from './frame.ts';

type Make = (node: Node) => Run;
type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** What a condition asks: of a truth, a number, a text or a day. */
type Form = 'truth' | 'number' | 'range' | 'text' | 'texts' | 'day' | 'age';

/** A condition as data. All of one shape, so that looking at one is cheap. */
export type Quick = {
  form: Form;
  /** Where the value is bound; −1: it is the fact at `address`. */
  slot: number;
  address: string;
  op: CompareOp;
  than: Value;
  /** The number, the day, the low end or the last birthday. */
  n: number;
  /** The high end; of an age, the day the birthday was worked out for. */
  high: number;
  /** What to say of a value that is less, the same, or more. */
  less: boolean;
  same: boolean;
  more: boolean;
  texts: ReadonlySet<string> | null;
  /** The closure, for what is not decided here; it reads the fact anew. */
  slow: Run;
};

const signs: Record<CompareOp, readonly [less: boolean, same: boolean, more: boolean]> = {
  '=': [false, true, false],
  '!=': [true, false, true],
  '<': [true, false, false],
  '<=': [true, true, false],
  '>': [false, false, true],
  '>=': [false, true, true],
};

function numberAt(one: Quick, at: Frame): Value {
  if (one.slot >= 0) return at.locals[one.slot];
  const json = at.read(one.address);
  return typeof json === 'string' ? numberOf(json) : absent(at, one.address, json);
}

function textAt(one: Quick, at: Frame): Value {
  if (one.slot >= 0) return at.locals[one.slot];
  const json = at.read(one.address);
  return typeof json === 'string' ? json : absent(at, one.address, json);
}

function dayAt(one: Quick, at: Frame): Value {
  if (one.slot >= 0) return at.locals[one.slot];
  const json = at.read(one.address);
  return typeof json === 'string' ? parseDay(json) : absent(at, one.address, json);
}

function truthAt(one: Quick, at: Frame): Value {
  if (one.slot >= 0) return at.locals[one.slot];
  const json = at.read(one.address);
  return typeof json === 'boolean' ? json : absent(at, one.address, json);
}

/** Begins again without what was noted since `mark`. */
function again(one: Quick, at: Frame, mark: number): Value {
  decided(at, mark);
  return one.slow(at);
}

function agedOf(one: Quick, at: Frame): Value {
  const mark = at.waits.length;
  const birth = dayAt(one, at);
  const today = todayOf(at.env);
  if (!(birth instanceof Day) || today === null || birth.n > today.n) return again(one, at, mark);
  if (today.n !== one.high) {
    one.n = lastBirthday(today, one.op === '>' || one.op === '<=' ? Number(one.than) + 1 : Number(one.than));
    one.high = today.n;
  }
  return birth.n <= one.n ? one.more : one.less;
}

/** The value of a condition. */
export function told(one: Quick, at: Frame): Value {
  switch (one.form) {
    case 'truth':
      return truthAt(one, at);
    case 'number': {
      const a = numberAt(one, at);
      if (typeof a !== 'number') return compare(one.op, a, one.than);
      return a < one.n ? one.less : a === one.n ? one.same : one.more;
    }
    case 'text': {
      const a = textAt(one, at);
      if (typeof a !== 'string') return compare(one.op, a, one.than);
      return a === one.than ? one.same : one.more;
    }
    case 'day': {
      const a = dayAt(one, at);
      if (!(a instanceof Day)) return compare(one.op, a, one.than);
      return a.n < one.n ? one.less : a.n === one.n ? one.same : one.more;
    }
    case 'range': {
      const mark = at.waits.length;
      const a = numberAt(one, at);
      return typeof a === 'number' ? a >= one.n && a <= one.high : again(one, at, mark);
    }
    case 'texts': {
      const mark = at.waits.length;
      const a = textAt(one, at);
      return typeof a === 'string' ? (one.texts?.has(a) ?? false) : again(one, at, mark);
    }
    default:
      return agedOf(one, at);
  }
}

/** Types of the value a form asks of. */
const wanted: Record<Form, readonly string[]> = {
  truth: ['boolean'],
  number: ['number'],
  range: ['number'],
  text: ['text', 'choice'],
  texts: ['text', 'choice'],
  day: ['date'],
  age: ['date'],
};

type More = Partial<Pick<Quick, 'op' | 'than' | 'n' | 'high' | 'texts'>>;

/** A condition on what a name stands for; null where `of` is anything else. */
function quick(form: Form, of: Node, slow: Run, more: More): Quick | null {
  if (of.kind !== 'local' && (of.kind !== 'read' || !wanted[form].includes(of.shape.type))) return null;
  const op = more.op ?? '=';
  const [less, same, after] = signs[op];
  return {
    form,
    slot: of.kind === 'local' ? of.slot : -1,
    address: of.kind === 'read' ? of.address : '',
    op,
    than: more.than ?? null,
    n: more.n ?? 0,
    high: more.high ?? 0,
    less,
    same,
    more: after,
    texts: more.texts ?? null,
    slow,
  };
}

/** Ages that are told from the birthday. */
const OLDEST = 200;

/** `周岁(出生日期, 今天) >= 60` and its like: one comparison with a birthday, worked out once a day. */
function quickAge(node: Of<'compare'>, years: number, slow: Run): Quick | null {
  const { op, left } = node;
  if (left.kind !== 'call' || years < 0 || years > OLDEST || op === '=' || op === '!=') return null;
  const [birth, day] = left.args;
  const { name } = left.builtin;
  const aged = name === '周岁' ? left.args.length === 2 && day?.kind === 'today' : name === '年龄';
  if (!aged || birth === undefined) return null;
  const made = quick('age', birth, slow, { op, than: years, high: Number.NaN });
  // Born by the last birthday: of the age or older, which is more.
  return made;
}

function quickCompare(node: Of<'compare'>, slow: Run): Quick | null {
  const { op, left, right } = node;
  if (right.kind !== 'literal' || !Object.hasOwn(signs, op)) return null;
  const than = right.value;
  if (typeof than === 'number') {
    return quickAge(node, than, slow) ?? quick('number', left, slow, { op, than, n: than });
  }
  if (than instanceof Day) return quick('day', left, slow, { op, than, n: than.n });
  const equality = op === '=' || op === '!=';
  return typeof than === 'string' && equality ? quick('text', left, slow, { op, than }) : null;
}

const integer = (node: Node): number | null =>
  node.kind === 'literal' && typeof node.value === 'number' ? node.value : null;

/** The texts that literals list; null where anything else is among them. */
function textsOf(tests: Test[]): ReadonlySet<string> | null {
  const texts = new Set<string>();
  for (const test of tests) {
    if (test.kind !== 'value') return null;
    for (const item of test.of.kind === 'list' ? test.of.items : [test.of]) {
      if (item.kind !== 'literal' || typeof item.value !== 'string') return null;
      texts.add(item.value);
    }
  }
  return texts;
}

function quickIn(node: Of<'in'>, slow: Run): Quick | null {
  const texts = textsOf(node.tests);
  if (texts !== null) return quick('texts', node.of, slow, { texts });
  const [test] = node.tests;
  if (test?.kind !== 'interval' || node.tests.length !== 1) return null;
  const [low, high] = [integer(test.low), integer(test.high)];
  if (low === null || high === null) return null;
  const ends = { n: low + (test.openLow ? 1 : 0), high: high - (test.openHigh ? 1 : 0) };
  return quick('range', node.of, slow, ends);
}

function quickBetween(node: Of<'between'>, slow: Run): Quick | null {
  const [n, high] = [integer(node.low), integer(node.high)];
  return n === null || high === null ? null : quick('range', node.of, slow, { n, high });
}

/** A node as a condition on one fact; null for anything else. `slow` is its closure. */
export function quickOf(node: Node, slow: Run): Quick | null {
  switch (node.kind) {
    case 'read':
      return quick('truth', node, slow, {});
    case 'compare':
      return quickCompare(node, slow);
    case 'in':
      return quickIn(node, slow);
    case 'between':
      return quickBetween(node, slow);
    default:
      return null;
  }
}

/** The closure of a node, quick where it can be; `make` makes the closure that is the definition. */
export function quickRun(node: Node, make: Make): Run {
  const slow = make(node);
  const one = quickOf(node, slow);
  return one === null ? slow : (at) => told(one, at);
}
