/** The comparison operators. */
import type { CompareOp } from '../check/tree.ts';
import type { Truth, Value } from './values.ts';
import { equal, order } from './values.ts';

/** Verdict of an order: what < 0, = 0, > 0 mean for the operator. */
function holds(op: CompareOp, sign: number): boolean {
  switch (op) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    default:
      return sign >= 0;
  }
}

/** Equality; a list of one stands for its member beside what is no list (DMN 1.5, §10.3.2.9.4). */
function alike(a: Value, b: Value): Truth {
  if (typeof a !== 'object' && typeof b !== 'object') return equal(a, b);
  if (a === null || b === null || a === undefined || b === undefined) return equal(a, b);
  if (Array.isArray(a) === Array.isArray(b)) return equal(a, b);
  if (Array.isArray(a)) return a.length === 1 ? equal(a[0], b) : null;
  return Array.isArray(b) && b.length === 1 ? equal(a, b[0]) : null;
}

/** Compares two values: none beside an order gives none, whatever the other side is. */
export function compare(op: CompareOp, a: Value, b: Value): Truth {
  if (op === '=') return alike(a, b);
  if (op === '!=') {
    const same = alike(a, b);
    return typeof same === 'boolean' ? !same : same;
  }
  if (a === null || b === null) return null;
  if (a === undefined || b === undefined) return undefined;
  const sign = order(a, b);
  return sign === null ? null : holds(op, sign);
}

/** The operator with its sides changed. */
export const flipped: Record<CompareOp, CompareOp> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Compares a number known only to lie between two: decided where every number between agrees. */
export function compareBetween(op: CompareOp, ends: [number, number], than: Value): Truth {
  const [least, most] = ends;
  const a = compare(op, least, than);
  if (least === most || typeof a !== 'boolean') return a;
  const [low, high] = [order(least, than), order(most, than)];
  if (low === null || high === null) return a;
  if (op !== '=' && op !== '!=') return a === compare(op, most, than) ? a : undefined;
  return low > 0 || high < 0 ? op === '!=' : undefined;
}

/** The operators on safe integers, where nothing else can happen. */
export const ofIntegers: Record<CompareOp, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
