/**
 * Conditions on one fact beside what is written in the rule: most conditions of most rules. They
 * are held as data and told in one place, without a call for each part; what their one question
 * does not decide goes to `compare` or to the closure, which are the definition.
 */
import type { Frame, Run } from './frame.ts';
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Truth, Value } from '../values/values.ts';
import { compare } from '../values/compare.ts';
import { Day, lastBirthday } from '../values/day.ts';
import { decided, readRun, todayOf } from './frame.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** What a condition asks of the value: as it is, a number, a range, a text, one of texts, a day, an age. */
const TRUTH = 0;
const NUMBER = 1;
const RANGE = 2;
const TEXT = 3;
const TEXTS = 4;
const DAY = 5;
const AGE = 6;
/** Nothing of the kind: its closure is called. */
const CALL = 7;

/** A condition as data. All of one shape, so that looking at one is cheap. */
export type Quick = {
  form: number;
  /** Where the value is bound; −1: `fact` reads it. */
  slot: number;
  fact: Run;
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
  texts: readonly string[];
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

function aged(one: Quick, birth: Value, at: Frame): Value {
  const today = todayOf(at.env);
  if (today === null || !(birth instanceof Day) || birth.n > today.n)
    return otherwise(one, birth, at);
  if (today.n !== one.high) {
    const later = one.op === '>' || one.op === '<=' ? 1 : 0;
    one.n = lastBirthday(today, Number(one.than) + later);
    one.high = today.n;
  }
  return birth.n <= one.n ? one.more : one.less;
}

/** What a condition says of a value that is not of its type. */
function otherwise(one: Quick, a: Value, at: Frame): Value {
  if (one.form === NUMBER || one.form === TEXT || one.form === DAY)
    return compare(one.op, a, one.than);
  if (one.slot < 0 && a === undefined) at.waits.pop();
  return one.slow(at);
}

function among(text: string, texts: readonly string[]): boolean {
  for (let at = 0; at < texts.length; at++) if (texts[at] === text) return true;
  return false;
}

/** What a condition says of a value. */
function judge(one: Quick, a: Value, at: Frame): Value {
  switch (one.form) {
    case TRUTH:
      return a;
    case NUMBER:
      if (typeof a === 'number') return a < one.n ? one.less : a === one.n ? one.same : one.more;
      break;
    case RANGE:
      if (typeof a === 'number') return a >= one.n && a <= one.high;
      break;
    case TEXT:
      if (typeof a === 'string') return a === one.texts[0] ? one.same : one.more;
      break;
    case TEXTS:
      if (typeof a === 'string') return among(a, one.texts);
      break;
    case DAY:
      if (a instanceof Day) return a.n < one.n ? one.less : a.n === one.n ? one.same : one.more;
      break;
    default:
      return aged(one, a, at);
  }
  return otherwise(one, a, at);
}

/** The value of a condition. */
export function told(one: Quick, at: Frame): Value {
  if (one.form === CALL) return one.slow(at);
  return judge(one, one.slot >= 0 ? at.locals[one.slot] : one.fact(at), at);
}

/** The closure of conditions of which all must hold, or one. */
export function toldAll(op: 'and' | 'or', parts: Quick[]): Run {
  const decides = op === 'or';
  const rest = !decides;
  return (at) => {
    const mark = at.waits.length;
    let verdict: Truth = rest;
    for (let next = 0; next < parts.length; next++) {
      const value = told(parts[next] as Quick, at);
      if (value === rest) continue;
      if (value === decides) {
        decided(at, mark);
        return decides;
      }
      if (value === undefined) verdict = undefined;
      else if (verdict === rest) verdict = null;
    }
    return verdict;
  };
}

/** The same where every value is bound: nothing is read, and nothing is waited for. */
export function toldBound(op: 'and' | 'or', parts: Quick[]): Run | null {
  if (parts.some((one) => one.form === CALL || one.slot < 0)) return null;
  const decides = op === 'or';
  const rest = !decides;
  return (at) => {
    let verdict: Truth = rest;
    for (let next = 0; next < parts.length; next++) {
      const one = parts[next] as Quick;
      const value = judge(one, at.locals[one.slot], at);
      if (value === rest) continue;
      if (value === decides) return decides;
      if (value === undefined) verdict = undefined;
      else if (verdict === rest) verdict = null;
    }
    return verdict;
  };
}

/** Types of the value a form asks of. */
const wanted: readonly (readonly string[])[] = [
  ['boolean'],
  ['number'],
  ['number'],
  ['text', 'choice'],
  ['text', 'choice'],
  ['date'],
  ['date'],
];

type More = Partial<Pick<Quick, 'op' | 'than' | 'n' | 'high' | 'texts'>>;

/** More texts than this are looked up by the closure. */
const FEW = 16;

/** A condition that is its closure. */
export function called(slow: Run): Quick {
  const none = { n: 0, high: 0, less: false, same: false, more: false, texts: [] };
  return { form: CALL, slot: -1, fact: slow, op: '=', than: null, ...none, slow };
}

/** A condition on what a name stands for; null where `of` is anything else. */
function quick(form: number, of: Node, slow: Run, more: More): Quick | null {
  if (of.kind !== 'local' && (of.kind !== 'read' || !wanted[form]?.includes(of.shape.type)))
    return null;
  const op = more.op ?? '=';
  const [less, same, after] = signs[op];
  return {
    form,
    slot: of.kind === 'local' ? of.slot : -1,
    fact: of.kind === 'read' ? readRun(of.address, of.shape) : slow,
    op,
    than: more.than ?? null,
    n: more.n ?? 0,
    high: more.high ?? 0,
    less,
    same,
    more: after,
    texts: more.texts ?? [],
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
  return quick(AGE, birth, slow, { op, than: years, high: Number.NaN });
}

function quickCompare(node: Of<'compare'>, slow: Run): Quick | null {
  const { op, left, right } = node;
  if (right.kind !== 'literal' || !Object.hasOwn(signs, op)) return null;
  const than = right.value;
  if (typeof than === 'number') {
    return quickAge(node, than, slow) ?? quick(NUMBER, left, slow, { op, than, n: than });
  }
  if (than instanceof Day) return quick(DAY, left, slow, { op, than, n: than.n });
  const equality = op === '=' || op === '!=';
  return typeof than === 'string' && equality
    ? quick(TEXT, left, slow, { op, than, texts: [than] })
    : null;
}

const integer = (node: Node): number | null =>
  node.kind === 'literal' && typeof node.value === 'number' ? node.value : null;

/** The texts that literals list; null where anything else is among them. */
function textsOf(tests: Test[]): string[] | null {
  const texts = new Set<string>();
  for (const test of tests) {
    if (test.kind !== 'value') return null;
    for (const item of test.of.kind === 'list' ? test.of.items : [test.of]) {
      if (item.kind !== 'literal' || typeof item.value !== 'string') return null;
      texts.add(item.value);
    }
  }
  return [...texts];
}

function quickIn(node: Of<'in'>, slow: Run): Quick | null {
  const texts = textsOf(node.tests);
  if (texts !== null && texts.length <= FEW) return quick(TEXTS, node.of, slow, { texts });
  const [test] = node.tests;
  if (test?.kind !== 'interval' || node.tests.length !== 1) return null;
  const [low, high] = [integer(test.low), integer(test.high)];
  if (low === null || high === null) return null;
  const ends = { n: low + (test.openLow ? 1 : 0), high: high - (test.openHigh ? 1 : 0) };
  return quick(RANGE, node.of, slow, ends);
}

function quickBetween(node: Of<'between'>, slow: Run): Quick | null {
  const [n, high] = [integer(node.low), integer(node.high)];
  return n === null || high === null ? null : quick(RANGE, node.of, slow, { n, high });
}

/** A node as a condition on one fact; null for anything else. `slow` is its closure. */
export function quickOf(node: Node, slow: Run): Quick | null {
  switch (node.kind) {
    case 'read':
      return quick(TRUTH, node, slow, {});
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
