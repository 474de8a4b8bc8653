/** Functions of lists that call a function: sort, list replace. */
import type { Call, Row } from './builtin.ts';
import type { Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';
import { Func } from '../values/func.ts';
import { place } from './lists.ts';

const items = (value: Value): Value[] => (Array.isArray(value) ? value : []);

const sameList = ([shape]: Shape[]): Shape =>
  shape?.type === 'list' ? shape : { type: 'list', of: { type: 'any' } };

/** Merges two ordered runs; where the order does not tell, the left one stays before. */
function merge(
  left: Value[],
  right: Value[],
  before: (a: Value, b: Value) => Value,
): Value[] | null | undefined {
  const made: Value[] = [];
  let [a, b] = [0, 0];
  while (a < left.length && b < right.length) {
    const first = before(right[b], left[a]);
    if (first === undefined) return undefined;
    if (first !== true && first !== false) return null;
    made.push(first ? right[b++] : left[a++]);
  }
  return [...made, ...left.slice(a), ...right.slice(b)];
}

/** A stable merge sort: it ends after n log n calls, whatever the function answers. */
function sorted(list: Value[], before: (a: Value, b: Value) => Value): Value[] | null | undefined {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = sorted(list.slice(0, middle), before);
  if (left === null || left === undefined) return left;
  const right = sorted(list.slice(middle), before);
  return right === null || right === undefined ? right : merge(left, right, before);
}

function sort([list, precedes]: Value[], call: Call): Value {
  if (!(precedes instanceof Func)) return null;
  return sorted(items(list), (a, b) => call(precedes, [a, b]));
}

function replaceMatching(list: Value[], match: Func, [item, call]: [Value, Call]): Value {
  const made: Value[] = [];
  for (const old of list) {
    const is = call(match, [old, item]);
    if (is === undefined) return undefined;
    if (is !== true && is !== false) return null;
    made.push(is ? item : old);
  }
  return made;
}

function listReplace([list, where, item]: Value[], call: Call): Value {
  const all = items(list);
  if (where instanceof Func) return replaceMatching(all, where, [item, call]);
  const at = place(all, where);
  return at < 0 ? null : all.toSpliced(at, 1, item);
}

/** The functions of lists that call a function. */
export const orderRows: Row[] = [
  {
    signature: 'sort(list: list, precedes: function)',
    result: sameList,
    act: (args, _env, call) => sort(args, call),
    calls: true,
  },
  {
    signature: 'list replace(list: list, position: number|function, newItem: item)',
    other: 'list: list, match: function|number, newItem: item',
    result: () => ({ type: 'list', of: { type: 'any' } }),
    act: (args, _env, call) => listReplace(args, call),
    calls: true,
  },
];
