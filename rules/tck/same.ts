/** Is a result the expected one? Numbers exactly, or closely where only that can be asked. */
import type { Num } from '../values/number.ts';
import type { Value } from '../values/values.ts';
import { Decimal, isNum, orderNumbers } from '../values/number.ts';
import { equal } from '../values/values.ts';

/** How two values compare; `close`: equal but for numbers within 1e-8 of each other, relatively. */
export type Sameness = 'exact' | 'close' | 'different';

/** The kit's own tolerance: expected results of irrational operations are cut off somewhere. */
const TOLERANCE = '1e-8';

function sameNumbers(a: Num, b: Num): Sameness {
  if (orderNumbers(a, b) === 0) return 'exact';
  const [x, y] = [new Decimal(a), new Decimal(b)];
  const most = Decimal.max(x.abs(), y.abs()).times(TOLERANCE);
  return x.minus(y).abs().lte(most) ? 'close' : 'different';
}

function all(parts: Sameness[]): Sameness {
  if (parts.includes('different')) return 'different';
  return parts.includes('close') ? 'close' : 'exact';
}

/** Compares a result with the expected one: temporal values by what they mean, not by spelling. */
export function sameness(value: Value, expected: Value): Sameness {
  if (isNum(value) && isNum(expected)) return sameNumbers(value, expected);
  if (Array.isArray(value) && Array.isArray(expected)) {
    if (value.length !== expected.length) return 'different';
    return all(value.map((item, at) => sameness(item, expected[at])));
  }
  if (value instanceof Map && expected instanceof Map) {
    if (value.size !== expected.size) return 'different';
    const keys = [...expected.keys()];
    if (!keys.every((key) => value.has(key))) return 'different';
    return all(keys.map((key) => sameness(value.get(key), expected.get(key))));
  }
  if (value === null || expected === null) return value === expected ? 'exact' : 'different';
  return equal(value, expected) === true ? 'exact' : 'different';
}
