/** Functions of lists. A list may be partly known: what its known members decide is decided. */
import type { Row } from './builtin.ts';
import type { Num } from '../values/number.ts';
import type { Shape } from '../check/shape.ts';
import type { Truth, Value } from '../values/values.ts';
import {
  add,
  Decimal,
  divide,
  isNum,
  multiply,
  numberText,
  orderNumbers,
  settle,
} from '../values/number.ts';
import { Day } from '../values/day.ts';
import { truncated } from './numbers.ts';
import { both, either, equal, order, settled, truth } from '../values/values.ts';

const items = (value: Value): Value[] => (Array.isArray(value) ? value : [value]);
const element = (shape: Shape | undefined): Shape => shape?.of ?? { type: 'any' };

/** Runs over members that must all be known and present; one that is none decides for none. */
function whole(act: (list: Value[]) => Value): Row['act'] {
  return ([list]) => {
    const members = items(list);
    if (members.includes(null)) return null;
    return members.every(settled) ? act(members) : undefined;
  };
}

/** Runs over numbers; another kind of member gives none. */
function numbers(act: (list: Num[]) => Value): Row['act'] {
  return whole((list) => (list.length > 0 && list.every(isNum) ? act(list) : null));
}

function total(list: Num[]): Num | null {
  return list.reduce<Num | null>((sum, item) => (sum === null ? null : add(sum, item)), 0);
}

function mean(list: Num[]): Num | null {
  const sum = total(list);
  return sum === null ? null : divide(sum, list.length);
}

function median(list: Num[]): Num | null {
  const sorted = [...list].sort(orderNumbers);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return mean(middle);
}

function deviation(list: Num[]): Num | null {
  const middle = mean(list);
  if (middle === null || list.length < 2) return null;
  let squares = new Decimal(0);
  for (const item of list) squares = squares.plus(new Decimal(item).minus(middle).pow(2));
  return settle(squares.div(list.length - 1).sqrt());
}

function extreme(sign: 1 | -1): Row['act'] {
  return whole((list) => {
    let best: Value = list[0] ?? null;
    for (const item of list) {
      const compared = order(item, best);
      if (compared === null) return null;
      if (compared * sign > 0) best = item;
    }
    return best;
  });
}

function fold(join: (a: Truth, b: Truth) => Truth, start: boolean): Row['act'] {
  return ([list]) => items(list).reduce<Truth>((sum, item) => join(sum, truth(item)), start);
}

/** A list that holds the value; equality of other types is no match. */
function contains([list, value]: Value[]): Truth {
  if (list === undefined || list === null) return list;
  let verdict: Truth = false;
  for (const item of items(list))
    verdict = either(verdict, equal(item, value) ?? miss(item, value));
  return verdict;
}

const miss = (a: Value, b: Value): Truth =>
  a === undefined || b === undefined ? undefined : false;

/** What a value may be looked up by: equal values, and no others, have the same key. */
function keyOf(value: Value): string | null {
  if (typeof value === 'string') return JSON.stringify(value);
  if (isNum(value)) return numberText(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (value instanceof Day) return `d${value.n}`;
  if (Array.isArray(value)) return keysOf(value, '[');
  if (!(value instanceof Map)) return null;
  const names = [...value.keys()].sort();
  const members = keysOf(
    names.map((name) => value.get(name)),
    '{',
  );
  return members === null ? null : JSON.stringify(names) + members;
}

function keysOf(list: Value[], mark: string): string | null {
  const keys = list.map(keyOf);
  return keys.includes(null) ? null : `${mark}${keys.join()}]`;
}

/** Values of no key, at most: each of them is compared with all others. */
const MOST_OTHERS = 1000;

function distinct([list]: Value[]): Value {
  if (!settled(list)) return undefined;
  const keys = new Set<string>();
  const others: Value[] = [];
  const made = items(list).filter((item) => {
    const key = keyOf(item);
    if (key !== null) return !keys.has(key) && keys.add(key).has(key);
    if (others.length > MOST_OTHERS) return false;
    return contains([others, item]) === false && others.push(item) > 0;
  });
  return others.length > MOST_OTHERS ? null : made;
}

function flat(value: Value): Value[] {
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}

function concatenate(lists: Value[]): Value {
  if (lists.includes(null)) return null;
  return lists.includes(undefined) ? undefined : lists.flatMap(items);
}

/** All members of the lists; those equal to one before are left out. */
function union(lists: Value[]): Value {
  const all = concatenate(lists);
  return Array.isArray(all) ? distinct([all]) : all;
}

/** The members that stand most often, in order. */
function mode(list: Num[]): Value {
  const counts = new Map<string, { value: Num; n: number }>();
  for (const value of list) {
    const text = numberText(value);
    counts.set(text, { value, n: (counts.get(text)?.n ?? 0) + 1 });
  }
  const most = Math.max(...[...counts.values()].map(({ n }) => n));
  const modes = [...counts.values()].filter(({ n }) => n === most).map(({ value }) => value);
  return modes.sort(orderNumbers);
}

function sublist([list, start, length]: Value[]): Value {
  const all = items(list);
  const first = truncated(start);
  if (first === 0 || Number.isNaN(first)) return null;
  const from = first > 0 ? first - 1 : all.length + first;
  if (from < 0 || from >= all.length) return null;
  if (length === undefined) return all.slice(from);
  const size = truncated(length);
  return size < 1 || from + size > all.length ? null : all.slice(from, from + size);
}

/** Zero-based place of a FEEL position (from 1, or from the end when negative); −1 outside. */
export function place(list: Value[], position: Value): number {
  if (typeof position !== 'number' || !Number.isInteger(position) || position === 0) return -1;
  const at = position > 0 ? position - 1 : list.length + position;
  return at < list.length ? at : -1;
}

function indexes([list, match]: Value[]): Value {
  if (list === undefined || list === null) return list;
  if (!settled(list) || match === undefined) return undefined;
  const found: Value[] = [];
  items(list).forEach((item, at) => {
    if (equal(item, match) === true) found.push(at + 1);
  });
  return found;
}

const first = ([shape]: Shape[]): Shape =>
  shape?.type === 'list' || shape?.type === 'choices'
    ? { type: 'list', of: element(shape) }
    : { type: 'list', of: { type: 'any' } };
const one = ([shape]: Shape[]): Shape =>
  shape?.type === 'list' || shape?.type === 'choices' ? element(shape) : (shape ?? { type: 'any' });
const ifList =
  (act: Row['act']): Row['act'] =>
  (args, env, call) =>
    args[0] === undefined || args[0] === null ? args[0] : act(args, env, call);

/** The functions of lists. */
export const listRows: Row[] = [
  {
    signature: 'count(list: list)',
    result: 'number',
    act: ifList(([list]) => items(list).length),
    partly: true,
  },
  {
    signature: 'sum(...list: any)',
    result: 'number',
    act: numbers(total),
  },
  { signature: 'mean(...list: any)', result: 'number', act: numbers(mean) },
  { signature: 'median(...list: any)', result: 'number', act: numbers(median) },
  { signature: 'stddev(...list: any)', result: 'number', act: numbers(deviation) },
  {
    signature: 'product(...list: any)',
    result: 'number',
    act: numbers((list) =>
      list.reduce<Num | null>((sum, item) => (sum === null ? null : multiply(sum, item)), 1),
    ),
  },
  {
    signature: 'mode(...list: any)',
    result: () => ({ type: 'list', of: { type: 'number' } }),
    act: whole((list) => (list.every(isNum) ? mode(list) : null)),
  },
  { signature: 'min(...list: any)', result: one, act: extreme(-1) },
  { signature: 'max(...list: any)', result: one, act: extreme(1) },
  { signature: 'all(...list: any)', result: 'boolean', act: fold(both, true) },
  { signature: 'any(...list: any)', result: 'boolean', act: fold(either, false) },
  {
    signature: 'list contains(list: list, element: any)',
    result: 'boolean',
    act: contains,
    partly: true,
  },
  {
    signature: 'distinct values(list: list)',
    result: first,
    act: ifList(distinct),
    partly: true,
  },
  { signature: 'concatenate(...list: list)', result: first, act: concatenate, partly: true },
  { signature: 'union(...list: list)', result: first, act: union, partly: true },
  {
    signature: 'append(list: list, ...item: any)',
    result: first,
    act: ifList(([list, ...added]) => [...items(list), ...added]),
    partly: true,
  },
  {
    signature: 'reverse(list: list)',
    result: first,
    act: ifList(([list]) => [...items(list)].reverse()),
    partly: true,
  },
  {
    signature: 'flatten(list: list)',
    result: () => ({ type: 'list', of: { type: 'any' } }),
    act: ifList(([list]) => flat(list)),
    partly: true,
  },
  {
    signature: 'sublist(list: list, start position: number, length?: number)',
    result: first,
    act: sublist,
  },
  {
    signature: 'remove(list: list, position: number)',
    result: first,
    act: ([list, position]) => {
      const all = items(list);
      const at = place(all, position);
      return at < 0 ? null : all.toSpliced(at, 1);
    },
  },
  {
    signature: 'insert before(list: list, position: number, newItem: item)',
    result: first,
    act: ([list, position, item]) => {
      const all = items(list);
      const at = place(all, position);
      return at < 0 ? null : all.toSpliced(at, 0, item);
    },
  },
  {
    signature: 'index of(list: list, match: any)',
    result: () => ({ type: 'list', of: { type: 'number' } }),
    act: indexes,
    partly: true,
  },
];
