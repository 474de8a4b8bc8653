/** A rule brought to conditions on columns, or refused with the place that stands in the way. */
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Layout, Refusal } from '../layout.ts';
import type { Unary } from './cuts.ts';
import type { Numeric, Quotient, Term } from './sums.ts';
import { flipped } from '../values/compare.ts';
import { makeRun } from '../closure/closure.ts';
import { nodesOf } from '../layout.ts';
import { declared } from './encode.ts';
import { unary } from './cuts.ts';
import { aligned, crossed, Halt, quotientOf, termOf } from './sums.ts';
import type { Run } from '../closure/frame.ts';

/** Truths of rows, by how they come from columns. */
export type Logic =
  | { kind: 'constant'; run: Run }
  | { kind: 'unary'; column: number; of: Unary }
  | { kind: 'bits'; column: number; run: Run }
  | { kind: 'and' | 'or'; parts: Logic[] }
  | { kind: 'not' | 'known' | 'matched'; of: Logic }
  | { kind: 'same'; left: Logic; right: Logic }
  | { kind: 'if'; test: Logic; yes: Logic; no: Logic }
  | { kind: 'split'; test: Logic; yes: Logic; no: Logic; alike: Logic; open: Logic }
  | { kind: 'settled'; of: Term }
  | { kind: 'compare'; op: CompareOp; left: Term; right: Term }
  | {
      kind: 'quotient';
      op: CompareOp;
      quotient: Quotient;
      than: Numeric;
      left: Numeric;
      right: Numeric;
    };

/** What lowering carries along. */
export type Lowering = { layout: Layout; index: Map<string, number>; splits: number };

/** Numbers of so many codes may be tried one by one. */
const MOST_TRIED = 0x1_0000;

const read = new WeakMap<Node, Set<string>>();

/** Columns a part reads, by address. */
function readsOf(node: Node): Set<string> {
  const before = read.get(node);
  if (before !== undefined) return before;
  const reads = nodesOf(node).flatMap((one) => (one.kind === 'read' ? [one.address] : []));
  const made = new Set(reads);
  read.set(node, made);
  return made;
}

/** Makes a Chinese refusal at the place of a node. */
export function halt(node: Node, why: string): Halt {
  const what = '请改写这一处，或者用逐行判断';
  return new Halt({ message: `批量匹配不能精确计算${why}，${what}`, from: node.from, to: node.to });
}

/** A condition that reads one column, unless its numbers are too many to try where they must be. */
function ofOne(node: Node, column: number, at: Lowering): Logic | null {
  const shape = at.layout[column]?.shape;
  if (shape === undefined) return null;
  if (shape.type === 'boolean') return { kind: 'bits', column, run: makeRun(node) };
  const of = unary(node);
  if (of.turns === null && shape.type === 'number') {
    const ends = declared(shape);
    if (ends === null || ends.most - ends.least >= MOST_TRIED) return null;
  }
  return { kind: 'unary', column, of };
}

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

const isCount = (node: Node): boolean => node.kind === 'call' && node.builtin.name === 'count';

/**
 * The comparison that is a part of `between`, `in` or a list. A written comparison of a count knows
 * more (it is decided as soon as enough members are), so a count is not taken apart here.
 */
function compared(op: CompareOp, left: Node, right: Node): Node {
  if (isCount(left)) throw halt(left, '和别的字段一起的 count(…)');
  if (isCount(right)) throw halt(right, '和别的字段一起的 count(…)');
  const [from, to] = [Math.min(left.from, right.from), Math.max(left.to, right.to)];
  return { kind: 'compare', op, left, right, shape: { type: 'boolean' }, from, to };
}

/** A place that may be of any type is none where it is no boolean; only booleans are lowered. */
function truthOf(node: Node, at: Lowering): Logic {
  if (node.shape.type !== 'boolean' && readsOf(node).size > 0) {
    throw halt(node, '不知道是不是“是非”的部分');
  }
  return lower(node, at);
}

/** True, false or none; the literal null is none of any type. */
const isTruth = ({ shape }: Node): boolean => shape.type === 'boolean' || shape.type === 'none';

function lowerCompare(node: Of<'compare'>, at: Lowering): Logic {
  const { op, left, right } = node;
  if (isTruth(left) && isTruth(right)) {
    if (op !== '=' && op !== '!=') throw halt(node, '是非之间的大小');
    const same: Logic = { kind: 'same', left: lower(left, at), right: lower(right, at) };
    return op === '=' ? same : { kind: 'not', of: same };
  }
  return lowerQuotient(node, at) ?? lowerTerms(node, at);
}

function lowerTerms(node: Of<'compare'>, at: Lowering): Logic {
  const { op } = node;
  const [a, b] = [termOf(node.left, at), termOf(node.right, at)];
  const open = new Set(['none', 'unknown']);
  if (a.of !== b.of && !open.has(a.of) && !open.has(b.of)) throw halt(node, '两种不同类型的比较');
  if ('whole' in a && 'whole' in b) {
    const [left, right] = aligned(node, a, b);
    return { kind: 'compare', op, left, right };
  }
  return { kind: 'compare', op, left: a, right: b };
}

/** `a / b < c` where b is never negative: none where b is 0, otherwise `a < c * b`. */
function lowerQuotient(node: Of<'compare'>, at: Lowering): Logic | null {
  for (const [side, other, op] of [
    [node.left, node.right, node.op],
    [node.right, node.left, flipped[node.op]],
  ] as const) {
    const quotient = quotientOf(side, at);
    if (quotient === null) continue;
    const than = termOf(other, at);
    if (than.of !== 'number') throw halt(other, '和除法比较的这个值');
    const [left, right] = crossed(node, quotient, than);
    return { kind: 'quotient', op, quotient, than, left, right };
  }
  return null;
}

/** A value beside one thing of a list: another type, or a range with an open place, is no match. */
function lowerItem(of: Node, item: Node, at: Lowering): Logic {
  if (item.kind === 'interval' || item.kind === 'list') throw halt(item, '列表里的范围');
  return { kind: 'matched', of: lower(compared('=', of, item), at) };
}

function lowerTest(of: Node, test: Test, at: Lowering): Logic {
  if (test.kind === 'compare') return lower(compared(test.op, of, test.to), at);
  if (test.kind === 'interval') {
    const above = compared(test.openLow ? '>' : '>=', of, test.low);
    const below = compared(test.openHigh ? '<' : '<=', of, test.high);
    return { kind: 'and', parts: [lower(above, at), lower(below, at)] };
  }
  const right = test.of;
  if (right.kind === 'list') {
    return { kind: 'or', parts: right.items.map((item) => lowerItem(of, item, at)) };
  }
  if (right.kind === 'interval' || !scalar(right)) throw halt(right, '这种范围或列表');
  return lower(compared('=', of, right), at);
}

const scalar = (node: Node): boolean =>
  ['number', 'text', 'choice', 'date', 'duration', 'boolean', 'none'].includes(node.shape.type);

function lowerCall(node: Of<'call'>, at: Lowering): Logic {
  const { name } = node.builtin;
  const [first, second] = node.args;
  if (name === 'not' && first !== undefined) return { kind: 'not', of: truthOf(first, at) };
  if (name === 'all' || name === 'any') {
    const parts = node.args.length === 1 && first?.kind === 'list' ? first.items : node.args;
    const op = name === 'all' ? 'and' : 'or';
    return { kind: op, parts: parts.map((part) => truthOf(part, at)) };
  }
  if (name === 'list contains' && first?.kind === 'list' && second !== undefined) {
    return { kind: 'or', parts: first.items.map((item) => lowerItem(second, item, at)) };
  }
  throw halt(node, `跨几个字段的 ${name}(…)`);
}

function swapped(value: unknown, from: Node, to: Node): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((one) => swapped(one, from, to));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const same = new Set(['shape', 'builtin', 'value']);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      same.has(key) ? part : swapped(part, from, to),
    ]),
  );
}

/** Splits of one comparison at most: each makes four comparisons of it. */
const MOST_SPLITS = 3;

/**
 * A comparison with an `if` in it, as the comparisons with its branches in its place. Where its test
 * is unknown it is what both branches are, if they are alike, otherwise unknown.
 */
function lowerSplit(node: Node, at: Lowering): Logic | null {
  const found = nodesOf(node);
  if (found.some(({ kind }) => looping.has(kind))) return null;
  const inner = found.find((one) => one.kind === 'if' && one.shape.type !== 'boolean');
  if (inner?.kind !== 'if' || readsOf(inner).size === 0) return null;
  if (at.splits >= MOST_SPLITS) throw halt(inner, '这么多层的 if');
  const { test, yes, no, shape, from, to } = inner;
  const within: Lowering = { ...at, splits: at.splits + 1 };
  const instead = (branch: Node): Logic => lower(swapped(node, inner, branch) as Node, within);
  return {
    kind: 'split',
    test: truthOf(test, within),
    yes: instead(yes),
    no: instead(no),
    alike: lower(compared('=', yes, no), within),
    open: instead({ kind: 'literal', value: undefined, shape, from, to }),
  };
}

/** Taken apart into truths of their own, which are split where they must be. */
const joining = new Set(['not', 'all', 'any']);

/** Whether a part that is no truth stands in it directly. */
function splits(node: Node): boolean {
  if (node.kind === 'call') return !joining.has(node.builtin.name);
  if (node.kind === 'known') return node.of.shape.type !== 'boolean';
  if (node.kind === 'compare') return !isTruth(node.left) || !isTruth(node.right);
  return node.kind === 'between' || node.kind === 'in';
}

function lowerMany(node: Node, at: Lowering): Logic {
  const split = splits(node) ? lowerSplit(node, at) : null;
  if (split !== null) return split;
  switch (node.kind) {
    case 'logic':
      return { kind: node.op, parts: node.parts.map((part) => truthOf(part, at)) };
    case 'call':
      return lowerCall(node, at);
    case 'compare':
      return lowerCompare(node, at);
    case 'between': {
      const parts = [compared('>=', node.of, node.low), compared('<=', node.of, node.high)];
      return { kind: 'and', parts: parts.map((part) => lower(part, at)) };
    }
    case 'in':
      if (!scalar(node.of)) throw halt(node.of, '这种值的 in');
      return { kind: 'or', parts: node.tests.map((test) => lowerTest(node.of, test, at)) };
    case 'if': {
      const [yes, no] = [lower(node.yes, at), lower(node.no, at)];
      return { kind: 'if', test: truthOf(node.test, at), yes, no };
    }
    case 'known':
      if (node.of.shape.type === 'boolean') return { kind: 'known', of: lower(node.of, at) };
      return { kind: 'settled', of: termOf(node.of, at) };
    default:
      throw halt(node, '这种写法');
  }
}

/** Brings a boolean part to conditions on columns. Throws `Halt` with the refusal. */
export function lower(node: Node, at: Lowering): Logic {
  const reads = [...readsOf(node)];
  const [first] = reads;
  if (first === undefined) return { kind: 'constant', run: makeRun(node) };
  if (reads.length === 1) {
    const one = ofOne(node, at.index.get(first) ?? -1, at);
    if (one !== null) return one;
  }
  if (node.shape.type !== 'boolean' && node.shape.type !== 'none') {
    throw halt(node, '不知道是不是“是非”的部分');
  }
  return lowerMany(node, at);
}

const looping = new Set<Node['kind']>(['loop', 'filter', 'invoke', 'function']);

/** Turns of all loops together that surely leave a rule's fuel alone; Infinity where it is unsure. */
function turns(tree: Node): number {
  const lengths = nodesOf(tree).map((node) => {
    if (node.kind === 'invoke' || node.kind === 'function') return Infinity;
    const overs =
      node.kind === 'loop' ? node.binds : node.kind === 'filter' ? [{ over: node.of }] : [];
    return overs.reduce((sum, bind) => {
      if ('until' in bind) return Infinity;
      return sum * (bind.over.kind === 'list' ? bind.over.items.length : Infinity);
    }, 1);
  });
  return lengths.reduce((a, b) => a * Math.max(1, b), 1);
}

/** More turns than this may run out of fuel together with what else the rule does. */
const MOST_TURNS = 1000;

/** What no columns can carry: parties, facts that are no column, loops without a near end. */
export function unfit(tree: Node, at: Lowering): Refusal | null {
  for (const node of nodesOf(tree)) {
    const { from, to } = node;
    if (node.kind === 'parties') {
      return { message: '批量匹配的每一行只有单个的值，不能读一组成员，请逐行判断', from, to };
    }
    if (node.kind === 'read') {
      const column = at.layout[at.index.get(node.address) ?? -1];
      if (column === undefined) {
        return { message: `这批数据里没有“${node.address}”这一列，请先加上这一列`, from, to };
      }
      if (column.shape.type !== node.shape.type) {
        return { message: `“${node.address}”这一列的类型和规则里的不同，请核对字段典`, from, to };
      }
    }
  }
  if (readsOf(tree).size > 1 && turns(tree) > MOST_TURNS) {
    const node = nodesOf(tree).find(({ kind }) => looping.has(kind)) ?? tree;
    return halt(node, '这种循环或函数和别的字段一起').refusal;
  }
  return tree.shape.type === 'boolean'
    ? null
    : { message: '批量匹配只收结果是“是非”的规则，请写成一个条件', from: tree.from, to: tree.to };
}
