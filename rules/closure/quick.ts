/**
 * Comparisons with what is written in the rule, by its type: most conditions of most rules. Each
 * asks the one question that decides for a known value of that type, and leaves all else to
 * `compare`, which is the definition.
 */
import type { Run } from './frame.ts';
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Value } from '../values/values.ts';
import { compare, ofIntegers } from '../values/compare.ts';
import { Day, lastBirthday } from '../values/day.ts';
import { decided } from './frame.ts';

type Make = (node: Node) => Run;

const besideNumber: Record<CompareOp, (left: Run, than: number) => Run> = {
  '=': (left, than) => (at) => {
    const a = left(at);
    return typeof a === 'number' ? a === than : compare('=', a, than);
  },
  '!=': (left, than) => (at) => {
    const a = left(at);
    return typeof a === 'number' ? a !== than : compare('!=', a, than);
  },
  '<': (left, than) => (at) => {
    const a = left(at);
    return typeof a === 'number' ? a < than : compare('<', a, than);
  },
  '<=': (left, than) => (at) => {
    const a = left(at);
    return typeof a === 'number' ? a <= than : compare('<=', a, than);
  },
  '>': (left, than) => (at) => {
    const a = left(at);
    return typeof a === 'number' ? a > than : compare('>', a, than);
  },
  '>=': (left, than) => (at) => {
    const a = left(at);
    return typeof a === 'number' ? a >= than : compare('>=', a, than);
  },
};

function besideText(op: CompareOp, left: Run, than: string): Run {
  if (op !== '=' && op !== '!=') return (at) => compare(op, left(at), than);
  const same = op === '=';
  return (at) => {
    const a = left(at);
    return typeof a === 'string' ? (a === than) === same : compare(op, a, than);
  };
}

/** The closure of a comparison whose right side is a literal. */
export function besideLiteral(op: CompareOp, left: Run, than: Value): Run {
  if (typeof than === 'number') return besideNumber[op](left, than);
  if (typeof than === 'string') return besideText(op, left, than);
  if (!(than instanceof Day)) return (at) => compare(op, left(at), than);
  const holds = ofIntegers[op];
  const { n } = than;
  return (at) => {
    const a = left(at);
    return a instanceof Day ? holds(a.n, n) : compare(op, a, than);
  };
}

/** Ages that are told from the birthday. */
const OLDEST = 200;
/** Arguments that may be asked twice: nothing is counted or called for them. */
const simple = new Set<Node['kind']>(['read', 'today', 'local', 'literal']);

/**
 * The closure of `周岁(birth, day) >= 60` and its like: one comparison with the last birthday of
 * those who are of the age, which is worked out once a day. Null for anything else.
 */
export function besideAge(node: Extract<Node, { kind: 'compare' }>, make: Make): Run | null {
  const { op, left, right } = node;
  const years = right.kind === 'literal' ? right.value : null;
  if (left.kind !== 'call' || left.builtin.name !== '周岁' || left.args.length !== 2) return null;
  if (!left.args.every((arg) => simple.has(arg.kind))) return null;
  if (typeof years !== 'number' || !(years >= 0 && years <= OLDEST)) return null;
  const over = op === '>=' || op === '>' ? true : op === '<' || op === '<=' ? false : null;
  if (over === null) return null;
  const limit = op === '>' || op === '<=' ? years + 1 : years;
  const [birth, day] = left.args.map(make) as [Run, Run];
  const age = make(left);
  let seen = Number.NaN;
  let last = Number.NaN;
  return (at) => {
    const mark = at.waits.length;
    const a = birth(at);
    const b = day(at);
    if (a instanceof Day && b instanceof Day && a.n <= b.n) {
      if (b.n !== seen) {
        last = lastBirthday(b, limit);
        seen = b.n;
      }
      return a.n <= last === over;
    }
    decided(at, mark);
    return compare(op, age(at), years);
  };
}

/** What a test says of a value of its type: true, false, or undefined where it does not tell. */
export type Told = (value: Value) => boolean | undefined;

const number = (node: Node): number | null =>
  node.kind === 'literal' && typeof node.value === 'number' ? node.value : null;

type Numbers = (n: number) => boolean;

function numberTest(test: Test): Numbers | null {
  if (test.kind === 'interval') {
    const [low, high] = [number(test.low), number(test.high)];
    if (low === null || high === null) return null;
    const { openLow, openHigh } = test;
    return (n) => (openLow ? n > low : n >= low) && (openHigh ? n < high : n <= high);
  }
  const than = number(test.kind === 'compare' ? test.to : test.of);
  if (than === null) return null;
  const holds = ofIntegers[test.kind === 'compare' ? test.op : '='];
  return (n) => holds(n, than);
}

/** The texts that literals list; null where anything else is among them. */
function textsOf(tests: Test[]): Set<string> | null {
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

/** What tests of literals say of a known value of their type; null where they are not only that. */
export function toldBy(tests: Test[]): Told | null {
  const texts = textsOf(tests);
  if (texts !== null) return (value) => (typeof value === 'string' ? texts.has(value) : undefined);
  const numbers = tests.map(numberTest);
  const [only] = numbers;
  if (!numbers.every((one) => one !== null) || only === undefined || only === null) return null;
  if (numbers.length === 1) return (value) => (typeof value === 'number' ? only(value) : undefined);
  return (value) => (typeof value === 'number' ? numbers.some((one) => one(value)) : undefined);
}
