/**
 * What a value costs. A list of lists of the same list is small in memory and huge to walk
 * (`{a: [1, 1], b: [a, a], c: [b, b] …}`); whatever walks values pays for all it would see, and a
 * value that costs too much is none.
 */
import type { Frame } from './frame.ts';
import type { Value } from '../values/values.ts';

/** Values within a value, at most. */
const LARGEST = 100_000;

/** Sizes of lists and records that hold others; they never change once they are made. */
const sizes = new WeakMap<object, number>();

const isComposite = (value: Value): value is Value[] | Map<string, Value> =>
  Array.isArray(value) || value instanceof Map;

/** How many values there are within a value, as often as they stand there. */
export function sizeOf(value: Value): number {
  if (!isComposite(value)) return 1;
  const before = sizes.get(value);
  if (before !== undefined) return before;
  let size = 1;
  let deep = false;
  for (const item of value.values()) {
    if (isComposite(item)) {
      deep = true;
      size += sizeOf(item);
    } else size++;
  }
  if (deep) sizes.set(value, size);
  return size;
}

/** Pays for walking a value. */
export function spend(at: Frame, value: Value): void {
  if (isComposite(value)) at.fuel -= sizeOf(value);
  else if (typeof value === 'string' && value.length > 100) at.fuel -= value.length >> 6;
}

/** Turns of a loop that a function is worth beyond looking at its arguments. */
const costly: Record<string, number | undefined> = { exp: 50, log: 50, sqrt: 20, stddev: 20 };
const patterned = new Set(['matches', 'replace', 'split']);

/** What a call of a function costs besides its arguments; null for nothing worth counting. */
export function priceOf(name: string): ((values: Value[]) => number) | null {
  if (patterned.has(name)) {
    return ([text]) => 5 + (typeof text === 'string' ? text.length >> 1 : 0);
  }
  const cost = Object.hasOwn(costly, name) ? costly[name] : undefined;
  return cost === undefined ? null : () => cost;
}

/** A value that was just made: none if it is too large. */
export function bounded(at: Frame, value: Value): Value {
  if (!isComposite(value) || sizeOf(value) <= LARGEST) return value;
  at.fuel = -1;
  return null;
}
