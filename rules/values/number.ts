/**
 * Exact decimal arithmetic. A safe integer is a JS number; everything else is a Decimal of 34
 * digits (decimal128, as DMN asks). One value has one representation: an integral result in the
 * safe range is always a JS number, so `===` of two numbers is right and fast.
 */
import type { RoundingMode } from './decimal.ts';
import { Decimal } from './decimal.ts';

export { Decimal } from './decimal.ts';

/** A number of the rule language. */
export type Num = number | Decimal;

/** Tells a number of the rule language from other values. */
export function isNum(value: unknown): value is Num {
  return typeof value === 'number' || value instanceof Decimal;
}

/** Brings a decimal to its one representation; null where it overflowed or is no number. */
export function settle(value: Decimal): Num | null {
  if (!value.isFinite()) return null;
  if (value.isInteger() && value.abs().lte(Number.MAX_SAFE_INTEGER)) return value.toNumber() + 0;
  return value;
}

const plain = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

/** Decimals read before: a case's amounts are read by many rules, and reading one costs 1.5 µs. */
const seen = new Map<string, Num | null>();
const MOST_SEEN = 2000;

/** Reads a decimal literal ("12.5", "-3", "1e3"); null when the text is not a number. */
export function numberOf(text: string): Num | null {
  const length = text.length;
  if (length > 0 && length < 16) {
    let sum = 0;
    let at = text.charCodeAt(0) === 45 ? 1 : 0;
    const negative = at === 1;
    if (at < length) {
      for (; at < length; at++) {
        const digit = text.charCodeAt(at) - 48;
        if (digit < 0 || digit > 9) break;
        sum = sum * 10 + digit;
      }
      if (at === length) return negative ? 0 - sum : sum;
    }
  }
  const before = seen.get(text);
  if (before !== undefined) return before;
  if (length > 400 || !plain.test(text)) return null;
  const made = new Decimal(text);
  const value = settle(length > 34 ? made.toSignificantDigits(34) : made);
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(text, value);
  return value;
}

/** The canonical text of a number: no exponent, no trailing zeros, no negative zero. */
export function numberText(value: Num): string {
  if (typeof value === 'number') return String(value + 0);
  return value.toFixed();
}

/** Orders two numbers: negative, zero, positive. */
export function orderNumbers(a: Num, b: Num): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return typeof a === 'number' ? -(b as Decimal).cmp(a) : a.cmp(b);
}

/** a + b. */
export function add(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return settle(new Decimal(a).plus(b));
}

/** a − b. */
export function subtract(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a - b;
    if (Number.isSafeInteger(rest)) return rest;
  }
  return settle(new Decimal(a).minus(b));
}

/** a × b. A product whose double is in the safe range is exact. */
export function multiply(a: Num, b: Num): Num | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return settle(new Decimal(a).times(b));
}

/** a ÷ b; null for a division by zero (FEEL). */
export function divide(a: Num, b: Num): Num | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number' && a % b === 0) return a / b + 0;
  return settle(new Decimal(a).div(b));
}

/** a to the power b; null where there is no finite real result. */
export function power(a: Num, b: Num): Num | null {
  if (a === 0 && orderNumbers(b, 0) < 0) return null;
  return settle(new Decimal(a).pow(b));
}

/** FEEL modulo: the result has the sign of the divisor; null for a divisor of zero. */
export function modulo(a: Num, b: Num): Num | null {
  if (b === 0) return null;
  const quotient = new Decimal(a).div(b).floor();
  return settle(new Decimal(a).minus(quotient.times(b)));
}

/** How a number is rounded: half to even, away from zero, towards zero, half up, half down. */
export type Rounding = RoundingMode;

/** Rounds to `places` decimals (negative places round tens, hundreds); null for absurd places. */
export function round(value: Num, places: Num, how: Rounding): Num | null {
  if (typeof places !== 'number' || places > 6176 || places < -6111) return null;
  if (typeof value === 'number' && places >= 0) return value;
  if (places >= 0) return settle(new Decimal(value).toDecimalPlaces(places, how));
  const scale = new Decimal(10).pow(-places);
  const scaled = new Decimal(value).div(scale).toDecimalPlaces(0, how);
  return settle(scaled.times(scale));
}
