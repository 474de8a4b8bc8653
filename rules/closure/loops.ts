/** Loops and filters, over lists that may be partly known. */
import type { Frame, Run } from './frame.ts';
import type { Node } from '../check/tree.ts';
import type { Truth, Value } from '../values/values.ts';
import { decided } from './frame.ts';
import { bounded } from './spend.ts';
import { Day } from '../values/day.ts';
import { both, either, order, Range, truth } from '../values/values.ts';

type Loop = Extract<Node, { kind: 'loop' }>;
type Filter = Extract<Node, { kind: 'filter' }>;
type Make = (node: Node) => Run;
type Binder = { slot: number; list: (at: Frame) => Value[] | null | undefined };

/** Turns of all loops of one evaluation; a rule that needs more gives none. */
export const FUEL = 100_000;

function steps(from: number, to: number): number[] | null {
  const count = Math.abs(to - from) + 1;
  if (count > FUEL) return null;
  return Array.from({ length: count }, (_, at) => (to < from ? from - at : from + at));
}

/** The values from one end to the other, both included, upwards or downwards. */
function counted(low: Value, high: Value): Value[] | null | undefined {
  if (low === null || high === null) return null;
  if (low === undefined || high === undefined) return undefined;
  if (low instanceof Day && high instanceof Day) {
    return steps(low.n, high.n)?.map((n) => new Day(n)) ?? null;
  }
  return Number.isInteger(low) && Number.isInteger(high)
    ? steps(low as number, high as number)
    : null;
}

function listed(value: Value): Value[] | null | undefined {
  if (value === undefined || value === null) return value;
  if (value instanceof Range) {
    const all = counted(value.low ?? null, value.high ?? null);
    const sign = order(value.low, value.high);
    if (all === null || all === undefined || sign === null || sign > 0) return all && null;
    return all.slice(value.openLow ? 1 : 0, all.length - (value.openHigh ? 1 : 0));
  }
  return Array.isArray(value) ? value : [value];
}

function binder(bind: Loop['binds'][number], make: Make): Binder {
  const over = make(bind.over);
  const until = bind.until === undefined ? null : make(bind.until);
  const list = (at: Frame): Value[] | null | undefined =>
    until === null ? listed(over(at)) : counted(over(at), until(at));
  return { slot: bind.slot, list };
}

/** What is done with the body's value at each turn; true ends the loop. */
type Turn = (value: Value) => boolean;

/** Runs the turns of all binds; null or undefined where a list is none or unknown. */
function turns(at: Frame, binders: Binder[], body: Run, turn: Turn): boolean | null | undefined {
  const [first, ...rest] = binders;
  if (first === undefined) return turn(body(at));
  const list = first.list(at);
  if (list === null || list === undefined) return list;
  let missing: boolean | null | undefined = false;
  for (const item of list) {
    if (at.fuel-- <= 0) return null;
    at.locals[first.slot] = item;
    const ended = turns(at, rest, body, turn);
    if (ended === true) return true;
    if (ended !== false) missing = missing === undefined ? undefined : ended;
  }
  return missing;
}

function quantified(how: 'some' | 'every', binders: Binder[], body: Run): Run {
  const ends = how === 'some';
  const join = ends ? either : both;
  return (at) => {
    const mark = at.waits.length;
    let verdict: Truth = !ends;
    const outcome = turns(at, binders, body, (value) => {
      verdict = join(verdict, truth(value));
      return verdict === ends;
    });
    if (typeof outcome !== 'boolean') verdict = join(verdict, outcome);
    if (at.fuel < 0) verdict = null;
    if (verdict !== undefined) decided(at, mark);
    return verdict;
  };
}

/** `partial` sees what was made before each turn; copies of it cost fuel. */
function withPartial(body: Run, partial: number, list: Value[]): Run {
  return (at) => {
    at.fuel -= list.length >> 6;
    at.locals[partial] = bounded(at, list.slice());
    return body(at);
  };
}

function collected(binders: Binder[], body: Run, partial: number | undefined): Run {
  return (at) => {
    const list: Value[] = [];
    const each = partial === undefined ? body : withPartial(body, partial, list);
    const outcome = turns(at, binders, each, (value) => {
      list.push(value);
      return false;
    });
    return at.fuel < 0 ? null : outcome === false ? bounded(at, list) : outcome;
  };
}

function nth(list: Value[], position: number): Value {
  const at = position > 0 ? position - 1 : list.length + position;
  if (!Number.isInteger(position) || position === 0 || at < 0 || at >= list.length) return null;
  return list[at];
}

/** A filter whose condition is unknown for a member is unknown: which members stay is not told. */
function filtered(node: Filter, make: Make): Run {
  const of = make(node.of);
  const by = make(node.by);
  const { slot } = node;
  const position = node.by.shape.type === 'number';
  return (at) => {
    const list = listed(of(at));
    if (list === undefined) return undefined;
    if (list === null) return position ? null : [];
    if (position) {
      at.locals[slot] = null;
      const wanted = by(at);
      if (wanted === undefined) return undefined;
      return typeof wanted === 'number' ? nth(list, wanted) : null;
    }
    const kept: Value[] = [];
    let unknown = false;
    for (const item of list) {
      if (at.fuel-- <= 0) return null;
      at.locals[slot] = item;
      const keeps = by(at);
      if (typeof keeps === 'number' && node.by.shape.type !== 'boolean') return nth(list, keeps);
      if (keeps === undefined) unknown = true;
      else if (keeps === true) kept.push(item);
      else if (keeps !== false && keeps !== null) return null;
    }
    return unknown ? undefined : kept;
  };
}

/** How many members a filter keeps, at least and at most. */
type Bounds = { least: number; most: number };

/** Counts what a filter keeps although some members are not decided yet. */
export function tallyRun(node: Filter, make: Make): (at: Frame) => Bounds | null | undefined {
  const of = make(node.of);
  const by = make(node.by);
  const { slot } = node;
  return (at) => {
    const list = listed(of(at));
    if (list === undefined) return undefined;
    const bounds = { least: 0, most: 0 };
    for (const item of list ?? []) {
      if (at.fuel-- <= 0) return null;
      at.locals[slot] = item;
      const keeps = by(at);
      if (keeps === true) bounds.least++;
      if (keeps === true || keeps === undefined) bounds.most++;
    }
    return bounds;
  };
}

/** The closure of a loop or a filter. */
export function loopRun(node: Loop | Filter, make: Make): Run {
  if (node.kind === 'filter') return filtered(node, make);
  const binders = node.binds.map((bind) => binder(bind, make));
  const body = make(node.body);
  return node.how === 'for'
    ? collected(binders, body, node.partial)
    : quantified(node.how, binders, body);
}
