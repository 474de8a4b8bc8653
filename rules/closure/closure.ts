/**
 * The tree as closures: built once, run often. A closure gives undefined for unknown and leaves the
 * address it waits for in the frame; whoever decides without it takes it out again.
 */
import type { Run } from './frame.ts';
import type { CompareOp, Node } from '../check/tree.ts';
import type { FeelType } from '../values/feel-type.ts';
import type { Value } from '../values/values.ts';
import { builtinRun, callFunc, functionRun, invokeRun } from './functions.ts';
import { loopRun, tallyRun } from './loops.ts';
import { intervalRun, rayRun } from './ranges.ts';
import { called, quickOf, told, toldAll, toldBound } from './quick.ts';
import { inRun } from './tests.ts';
import { compare, compareBetween, flipped, ofIntegers } from '../values/compare.ts';
import { decided, readRun, todayOf } from './frame.ts';
import { bounded, priceOf, spend } from './spend.ts';
import { memberRun, partiesRun } from './members.ts';
import { add, divide, isNum, multiply, power, subtract } from '../values/number.ts';
import { temporal } from '../values/temporal.ts';
import { Func } from '../values/func.ts';
import { instanceOf } from '../values/instance.ts';
import { both, equal, settled } from '../values/values.ts';

function logicRun(op: 'and' | 'or', nodes: Node[]): Run {
  const parts = nodes.map((node) => {
    const run = makeRun(node);
    return quickOf(node, run) ?? called(run);
  });
  return toldBound(op, parts) ?? toldAll(op, parts);
}

type Filter = Extract<Node, { kind: 'filter' }>;

/** The filter of `count(list[condition])`; null for anything else. */
function countedFilter(node: Node): Filter | null {
  const [arg] = node.kind === 'call' && node.builtin.name === 'count' ? node.args : [];
  return arg?.kind === 'filter' && arg.by.shape.type === 'boolean' ? arg : null;
}

/** `count(list[condition]) > n` is decided as soon as enough members are. */
function countRun(op: CompareOp, filter: Filter, other: Node): Run {
  const tally = tallyRun(filter, makeRun);
  const than = makeRun(other);
  return (at) => {
    const mark = at.waits.length;
    const bounds = tally(at);
    const value = than(at);
    const verdict =
      bounds === null || bounds === undefined
        ? compare(op, bounds, value)
        : compareBetween(op, [bounds.least, bounds.most], value);
    if (verdict !== undefined) decided(at, mark);
    return verdict;
  };
}

function compareRun(node: Extract<Node, { kind: 'compare' }>): Run {
  const { op } = node;
  const counted = countedFilter(node.left);
  if (counted !== null) return countRun(op, counted, node.right);
  const mirrored = countedFilter(node.right);
  if (mirrored !== null) return countRun(flipped[op], mirrored, node.left);
  const left = makeRun(node.left);
  const right = makeRun(node.right);
  const numbers = ofIntegers[op];
  if (node.right.kind === 'literal') {
    const than = node.right.value;
    if (typeof than !== 'number') return (at) => compare(op, left(at), than);
    return (at) => {
      const a = left(at);
      return typeof a === 'number' ? numbers(a, than) : compare(op, a, than);
    };
  }
  return (at) => {
    const mark = at.waits.length;
    const a = left(at);
    const b = right(at);
    if (typeof a === 'number' && typeof b === 'number') {
      decided(at, mark);
      return numbers(a, b);
    }
    if (typeof a === 'object' && typeof b === 'object') spend(at, a);
    const verdict = at.fuel < 0 ? null : compare(op, a, b);
    if (verdict !== undefined) decided(at, mark);
    return verdict;
  };
}

/** No text of a case is longer; a rule that makes one is wrong. */
const LONGEST_TEXT = 100_000;

function joinTexts(a: string, b: string): string | null {
  return a.length + b.length > LONGEST_TEXT ? null : a + b;
}

const calculations = { '+': add, '-': subtract, '*': multiply, '/': divide, '**': power };

function arithmeticRun(node: Extract<Node, { kind: 'arithmetic' }>): Run {
  const { op } = node;
  const left = makeRun(node.left);
  const right = makeRun(node.right);
  const calculate = calculations[op];
  const powers = op === '**';
  return (at) => {
    const mark = at.waits.length;
    const a = left(at);
    const b = right(at);
    if (isNum(a) && isNum(b)) {
      if (powers && (at.fuel -= 20) < 0) return null;
      return calculate(a, b);
    }
    if (a === null || b === null) {
      decided(at, mark);
      return null;
    }
    if (a === undefined || b === undefined) return undefined;
    if (typeof a === 'string') return op === '+' && typeof b === 'string' ? joinTexts(a, b) : null;
    return temporal(op, a, b);
  };
}

function betweenRun(node: Extract<Node, { kind: 'between' }>): Run {
  const [of, low, high] = [makeRun(node.of), makeRun(node.low), makeRun(node.high)];
  return (at) => {
    const mark = at.waits.length;
    const value = of(at);
    const verdict = both(compare('>=', value, low(at)), compare('<=', value, high(at)));
    if (verdict !== undefined) decided(at, mark);
    return verdict;
  };
}

/** The same known value either way: the unknown test no longer matters. */
function alike(a: Value, b: Value): boolean {
  return settled(a) && settled(b) && equal(a, b) === true;
}

function ifRun(node: Extract<Node, { kind: 'if' }>): Run {
  const [test, yes, no] = [makeRun(node.test), makeRun(node.yes), makeRun(node.no)];
  return (at) => {
    const mark = at.waits.length;
    const is = test(at);
    if (is !== undefined) {
      decided(at, mark);
      return is === true ? yes(at) : no(at);
    }
    const a = yes(at);
    if (!alike(a, no(at))) return undefined;
    decided(at, mark);
    return a;
  };
}

/** Stands for the caller of functions that call none. */
const never = (): Value => null;

function callRun(node: Extract<Node, { kind: 'call' }>): Run {
  const { run, calls } = node.builtin;
  const args = node.args.map(makeRun);
  const price = priceOf(node.builtin.name);
  return (at) => {
    const mark = at.waits.length;
    const values: Value[] = [];
    for (const arg of args) {
      const given = arg(at);
      if (typeof given === 'object' || typeof given === 'string') spend(at, given);
      values.push(given);
    }
    if (price !== null) at.fuel -= price(values);
    if (at.fuel < 0) return null;
    const call = calls ? (func: Func, given: Value[]) => callFunc(func, given, at) : never;
    const value = bounded(at, run(values, at.env, call));
    if (at.waits.length !== mark && settled(value)) decided(at, mark);
    return value;
  };
}

function knownRun(of: Run): Run {
  return (at) => {
    const mark = at.waits.length;
    const value = of(at);
    spend(at, value);
    const is = at.fuel < 0 ? null : settled(value);
    decided(at, mark);
    return is;
  };
}

function contextRun(node: Extract<Node, { kind: 'context' }>): Run {
  const entries = node.entries.map(({ key, slot, of }) => ({ key, slot, run: makeRun(of) }));
  return (at) => {
    const record = new Map<string, Value>();
    for (const { key, slot, run } of entries) {
      const value = bounded(at, run(at));
      at.locals[slot] = value;
      if (value instanceof Func) value.locals[slot] ??= value;
      record.set(key, value);
    }
    return bounded(at, record);
  };
}

function instanceRun(of: Run, type: FeelType): Run {
  return (at) => {
    const value = of(at);
    spend(at, value);
    return at.fuel < 0 ? null : instanceOf(value, type);
  };
}

/** A bare name in a filter: the item's own, or what it means outside. */
function bareRun(node: Extract<Node, { kind: 'bare' }>): Run {
  const [of, outer] = [makeRun(node.of), makeRun(node.outer)];
  const { name } = node;
  return (at) => {
    const item = of(at);
    return item instanceof Map && item.has(name) ? item.get(name) : outer(at);
  };
}

type Runs = { [K in Node['kind']]: (node: Extract<Node, { kind: K }>) => Run };

const runs: Runs = {
  literal:
    ({ value }) =>
    () =>
      value,
  read: ({ address, shape }) => readRun(address, shape),
  parties: ({ address, shape }) => partiesRun(address, shape),
  today: () => (at) => todayOf(at.env),
  local:
    ({ slot }) =>
    (at) =>
      at.locals[slot],
  member: ({ of, name, key }) => memberRun(makeRun(of), name, key),
  filter: (node) => loopRun(node, makeRun),
  call: callRun,
  known: ({ of }) => knownRun(makeRun(of)),
  compare: compareRun,
  arithmetic: arithmeticRun,
  logic: ({ op, parts }) => logicRun(op, parts),
  between: betweenRun,
  in: (node) => inRun(node, makeRun),
  interval: (node) => intervalRun(node, makeRun),
  if: ifRun,
  loop: (node) => loopRun(node, makeRun),
  list: ({ items }) => {
    const parts = items.map(makeRun);
    return (at) => bounded(at, parts.map((part) => part(at)));
  },
  context: contextRun,
  instance: ({ of, type }) => instanceRun(makeRun(of), type),
  ray: (node) => rayRun(node, makeRun),
  bare: bareRun,
  function: (node) => functionRun(node, makeRun),
  builtin: ({ builtin }) => builtinRun(builtin),
  invoke: (node) => invokeRun(node, makeRun),
};

/** Builds the closure of a tree. */
export function makeRun(node: Node): Run {
  const run = (runs[node.kind] as (node: Node) => Run)(node);
  const quick = node.kind === 'read' ? null : quickOf(node, run);
  return quick === null ? run : (at) => told(quick, at);
}
