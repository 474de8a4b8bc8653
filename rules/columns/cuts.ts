/**
 * A condition on one column as sets of codes. Where the condition can only change at few places of
 * an ascending column these are found by halving, otherwise every code is tried; in both cases the
 * closure says what the condition is worth, so that it has one meaning.
 */
import type { Env, Run } from '../closure/frame.ts';
import type { Node, Test } from '../check/tree.ts';
import type { Json, Truth, Value } from '../values/values.ts';
import type { Coded } from './store.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { nodesOf } from '../layout.ts';
import { isNum, orderNumbers } from '../values/number.ts';
import { order, Range, truth } from '../values/values.ts';
import { jsonOfCode, sparse } from './store.ts';

/** Codes from the first up to and including the second. */
export type Span = [from: number, to: number];

/** A monotone value against constants: the only places where a condition can change. */
type Turn = { of: Run; than: Run[] };

/** How a condition on one column is worked out. `turns` null: by trying every code. */
export type Unary = { run: Run; turns: Turn[] | null };

/** What a condition is worth: on which codes true, none, unknown; on a cell that is none, unknown. */
export type Verdicts = {
  true: Span[];
  none: Span[];
  unknown: Span[];
  ofNone: Truth;
  ofUnknown: Truth;
};

const found = new WeakMap<Node, boolean>();
const reading = new Set<Node['kind']>(['read', 'parties', 'local']);

/** The same for every row of a run. */
function readless(node: Node): boolean {
  const before = found.get(node);
  if (before !== undefined) return before;
  const is = nodesOf(node).every(({ kind }) => !reading.has(kind));
  found.set(node, is);
  return is;
}

type Way = -1 | 0 | 1;

/** Two ways together: the same, or only one of them; null where they pull apart. */
function joined(a: Way | null, b: Way | null): Way | null {
  if (a === null || b === null) return null;
  if (a === 0 || b === 0 || a === b) return a === 0 ? b : a;
  return null;
}

const turned = (way: Way | null): Way | null => (way === null ? null : ((0 - way) as Way));

/** A factor that keeps every product far from the ends of a decimal's exponent; its sign. */
function factor(node: Node): Way | null {
  if (node.kind !== 'literal' || !isNum(node.value) || node.value === 0) return null;
  const size = Math.abs(Number(node.value));
  return size > 1e-15 && size < 1e15 ? (orderNumbers(node.value, 0) < 0 ? -1 : 1) : null;
}

function arithmeticWay(node: Extract<Node, { kind: 'arithmetic' }>): Way | null {
  const { op, left, right } = node;
  if (left.shape.type === 'text' || right.shape.type === 'text') return null;
  if (op === '+') return joined(wayOf(left), wayOf(right));
  if (op === '-') return joined(wayOf(left), turned(wayOf(right)));
  if (op !== '*' && op !== '/') return null;
  const [of, by] = op === '*' && left.kind === 'literal' ? [right, left] : [left, right];
  const [way, sign] = [wayOf(of), factor(by)];
  if (way === null || sign === null || of.shape.type !== 'number') return null;
  return sign === 1 ? way : turned(way);
}

/** Functions by which of their arguments they rise (1) or fall (-1) with; 0: a constant only. */
const monotone: Record<string, Way[]> = {
  周岁: [-1, 1],
  年龄: [-1],
  日数: [-1, 1],
  万元: [1],
  亿元: [1],
  floor: [1, 0],
  ceiling: [1, 0],
  decimal: [1, 0],
  'round half up': [1, 0],
  'round half down': [1, 0],
  'round up': [1, 0],
  'round down': [1, 0],
};

/** The way of an argument by what the function does with it. */
function taken(how: Way | undefined, way: Way | null): Way | null {
  if (how === undefined || (how === 0 && way !== 0)) return null;
  return how === -1 ? turned(way) : way;
}

/** Types of which any two values have an order (durations and times of two kinds have none). */
const rising = new Set(['number', 'text', 'choice', 'date']);

/** Whether a value only rises (1) or only falls (-1) along the column; null where that is unsure. */
function wayOf(node: Node): Way | null {
  if (readless(node)) return 0;
  switch (node.kind) {
    case 'read':
      return rising.has(node.shape.type) ? 1 : null;
    case 'arithmetic':
      return arithmeticWay(node);
    case 'member':
      return node.key === 'year' && node.of.shape.type === 'date' ? wayOf(node.of) : null;
    case 'call': {
      const ways = Object.hasOwn(monotone, node.builtin.name) ? monotone[node.builtin.name] : null;
      if (!ways) return null;
      return node.args.reduce<Way | null>(
        (sum, arg, at) => joined(sum, taken(ways[at], wayOf(arg))),
        0,
      );
    }
    default:
      return null;
  }
}

function turn(of: Node, than: Node[]): Turn[] | null {
  if (readless(of)) {
    const others = than.filter((node) => !readless(node));
    if (others.some((node) => wayOf(node) === null)) return null;
    return others.map((node) => ({ of: makeRun(node), than: [makeRun(of)] }));
  }
  if (wayOf(of) === null || !than.every(readless)) return null;
  return [{ of: makeRun(of), than: than.map(makeRun) }];
}

function all(nodes: Node[]): Turn[] | null {
  const found: Turn[] = [];
  for (const node of nodes) {
    const turns = turnsOf(node);
    if (turns === null) return null;
    found.push(...turns);
  }
  return found;
}

function thanOf(test: Test): Node[] {
  if (test.kind === 'compare') return [test.to];
  return test.kind === 'value' ? [test.of] : [test.low, test.high];
}

/** Where a condition may turn; null where it may turn anywhere. */
function turnsOf(node: Node): Turn[] | null {
  if (readless(node)) return [];
  switch (node.kind) {
    case 'logic':
      return all(node.parts);
    case 'if':
      return node.shape.type === 'boolean' ? all([node.test, node.yes, node.no]) : null;
    case 'known':
      return node.of.kind === 'read' ? [] : null;
    case 'call':
      return node.builtin.name === 'not' ? all(node.args) : null;
    case 'compare':
      if (node.left.shape.type === 'boolean') return all([node.left, node.right]);
      return turn(node.left, [node.right]);
    case 'between':
      return turn(node.of, [node.low, node.high]);
    case 'in':
      return turn(node.of, node.tests.flatMap(thanOf));
    default:
      return null;
  }
}

/** How a condition that reads one column is worked out. */
export function unary(node: Node): Unary {
  return { run: makeRun(node), turns: turnsOf(node) };
}

/** What a run comes to when every fact it reads is the one given. */
export function worth(run: Run, json: Json | undefined, env: Env): Value {
  return run({ read: () => json, env, waits: [], locals: [], fuel: FUEL });
}

/** The scalars a constant is compared with. */
function marks(value: Value): Value[] {
  if (Array.isArray(value)) return value.flatMap(marks);
  if (value instanceof Range) return [...marks(value.low), ...marks(value.high)];
  return value === null || value === undefined ? [] : [value];
}

/** Below (0), at (1) or above (2) a mark; -1 for a value that is none; null without an order. */
function rank(value: Value, mark: Value): number | null {
  if (value === null) return -1;
  if (mark === null) return 0;
  const sign = order(value, mark);
  return sign === null ? null : 1 + Math.sign(sign);
}

/** First codes of the stretches on which `at` stays the same; null where it gave null once. */
function halved(least: number, most: number, at: (code: number) => number | null): number[] | null {
  const found: number[] = [];
  const [first, last] = [at(least), at(most)];
  if (first === null || last === null) return null;
  const open: [number, number, number, number][] = [[least, first, most, last]];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const [low, atLow, high, atHigh] = one;
    if (atLow === atHigh) continue;
    if (high - low === 1) {
      found.push(high);
      continue;
    }
    const middle = low + Math.floor((high - low) / 2);
    const atMiddle = at(middle);
    if (atMiddle === null) return null;
    open.push([low, atLow, middle, atMiddle], [middle, atMiddle, high, atHigh]);
  }
  return found;
}

/** First codes of stretches on which the condition is constant; null where turns do not tell. */
function stretches(of: Unary, coded: Coded, env: Env): number[] | null {
  const { form, least, most } = coded;
  if (of.turns === null || (form.as === 'dictionary' && !form.ordered)) return null;
  const starts = new Set([least]);
  for (const { of: value, than } of of.turns) {
    for (const mark of [null, ...than.flatMap((run) => marks(worth(run, undefined, env)))]) {
      const found = halved(least, most, (code) =>
        rank(worth(value, jsonOfCode(form, code), env), mark),
      );
      if (found === null) return null;
      for (const start of found) starts.add(start);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

/** Codes in use, in order; only those where most of the stretch between the ends is not. */
export function everyCode(coded: Coded): number[] {
  const { codes, least, most } = coded;
  if (!sparse(coded)) return Array.from({ length: most - least + 1 }, (_, at) => least + at);
  const used = new Set([least, most]);
  for (const code of codes) if (code >= least && code <= most) used.add(code);
  return [...used].sort((a, b) => a - b);
}

/** What a condition on one column is worth for the codes in use; for others in between it is unsaid. */
export function verdicts(of: Unary, coded: Coded, env: Env): Verdicts {
  const found: Verdicts = {
    true: [],
    none: [],
    unknown: [],
    ofNone: truth(worth(of.run, null, env)),
    ofUnknown: truth(worth(of.run, undefined, env)),
  };
  const { form, least, most } = coded;
  if (most < least) return found;
  const starts = stretches(of, coded, env) ?? everyCode(coded);
  starts.forEach((from, at) => {
    const to = (starts[at + 1] ?? most + 1) - 1;
    const is = truth(worth(of.run, jsonOfCode(form, from), env));
    if (is === false) return;
    const spans = is === true ? found.true : is === null ? found.none : found.unknown;
    const last = spans.at(-1);
    if (last !== undefined && last[1] === from - 1) last[1] = to;
    else spans.push([from, to]);
  });
  return found;
}
