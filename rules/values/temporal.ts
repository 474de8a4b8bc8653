/** Dates, times, moments and durations together: arithmetic, parts, identity, texts. */
import type { ArithmeticOp } from '../check/tree.ts';
import type { Num } from './number.ts';
import type { Value } from './values.ts';
import { civil, Day, DAY_SECONDS, dayText, parseDay } from './day.ts';
import { parseSpan, scale, shift, Span, spanParts, spanText } from './day.ts';
import { add, divide, isNum, multiply, orderNumbers, subtract } from './number.ts';
import { DateTime, midnight, momentText, momentValue, parseMoment } from './moment.ts';
import { secondsApart, shiftMoment } from './moment.ts';
import { clockParts, laterTime, parseTime, reversed, secondsBetween } from './time.ts';
import { Time, timeText, timeValue } from './time.ts';

/** A value of time. */
export type Temporal = Day | Time | DateTime | Span;

/** Tells values of time from other values. */
export function isTemporal(value: unknown): value is Temporal {
  return (
    value instanceof Day ||
    value instanceof Span ||
    value instanceof DateTime ||
    value instanceof Time
  );
}

/** What `@"…"` reads: a date, a moment, a time or a duration; null for anything else. */
export function parseTemporal(text: string): Temporal | null {
  return parseDay(text) ?? parseSpan(text) ?? parseTime(text) ?? parseMoment(text);
}

/** The text of a value of time; it reads back as the same value. */
export function temporalText(value: Temporal): string {
  if (value instanceof Day) return dayText(value);
  if (value instanceof Span) return spanText(value);
  return value instanceof Time ? timeText(value) : momentText(value);
}

const length = (seconds: Num | null): Span | null =>
  seconds === null ? null : new Span(false, seconds);

function moved(at: Day | Time | DateTime, span: Span, sign: 1 | -1): Value {
  if (at instanceof Day) return shift(at, span, sign);
  if (at instanceof DateTime) return shiftMoment(at, span, sign);
  return span.months ? null : laterTime(at, sign === 1 ? span.n : reversed(span.n));
}

/** a − b; a date beside a moment is its midnight of UTC (DMN 1.5, table 57). */
function between(a: Day | Time | DateTime, b: Value): Span | null {
  if (a instanceof Time) return b instanceof Time ? length(secondsBetween(b, a)) : null;
  if (a instanceof Day) {
    if (b instanceof Day) return length(multiply(a.n - b.n, DAY_SECONDS));
    if (!(b instanceof DateTime)) return null;
    return length(secondsApart(b, midnight(a)));
  }
  if (b instanceof DateTime) return length(secondsApart(b, a));
  return b instanceof Day ? length(secondsApart(midnight(b), a)) : null;
}

function ofSpans(op: ArithmeticOp, a: Span, b: Span): Value {
  if (a.months !== b.months) return null;
  if (op === '/') return divide(a.n, b.n);
  const n = op === '+' ? add(a.n, b.n) : op === '-' ? subtract(a.n, b.n) : null;
  return n === null ? null : new Span(a.months, n);
}

/** Arithmetic with at least one value of time; none for what DMN does not define. */
export function temporal(op: ArithmeticOp, a: Value, b: Value): Value {
  if (a instanceof Span) {
    if (b instanceof Span) return ofSpans(op, a, b);
    if (isNum(b)) return op === '*' || op === '/' ? scale(a, b, op) : null;
    return op === '+' && isTemporal(b) ? moved(b, a, 1) : null;
  }
  if (isTemporal(a)) {
    if (b instanceof Span) return op === '+' ? moved(a, b, 1) : op === '-' ? moved(a, b, -1) : null;
    return op === '-' ? between(a, b) : null;
  }
  return isNum(a) && b instanceof Span && op === '*' ? scale(b, a, '*') : null;
}

/** ISO day of the week: Monday is 1 (1970-01-01 was a Thursday). */
export function weekday(n: number): number {
  return ((((n + 3) % 7) + 7) % 7) + 1;
}

function ofDay(n: number, name: string): Num | null {
  const at = civil(n);
  if (name === 'year') return at.year;
  if (name === 'month') return at.month;
  if (name === 'day') return at.day;
  return name === 'weekday' ? weekday(n) : null;
}

function ofClock(at: Time | DateTime, name: string): Value {
  if (name === 'time offset') return at.offset === null ? null : new Span(false, at.offset);
  if (name === 'timezone') return at.zone;
  if (name !== 'hour' && name !== 'minute' && name !== 'second') return null;
  return clockParts(at.second)[name];
}

/** Seconds (months of a duration of months) since midnight, 1970 or nothing. */
function valueOf(value: Temporal): Num | null {
  if (value instanceof Span) return value.n;
  if (value instanceof Day) return multiply(value.n, DAY_SECONDS);
  return value instanceof Time ? timeValue(value) : momentValue(value);
}

/** `value.name`; none for a part it has not (DMN 1.5, tables 65 and 66). */
export function part(value: Temporal, name: string): Value {
  if (name === 'value') return valueOf(value);
  if (value instanceof Day) return ofDay(value.n, name);
  if (value instanceof Span) {
    const parts = spanParts(value);
    return Object.hasOwn(parts, name) ? (parts[name] ?? null) : null;
  }
  if (value instanceof Time) return ofClock(value, name);
  return ofDay(value.day, name) ?? ofClock(value, name);
}

/** The same element of FEEL's domain (`is`): also the same place, which equality does not ask. */
export function identical(a: Temporal, b: Value): boolean {
  if (a instanceof Day) return b instanceof Day && a.n === b.n;
  if (a instanceof Span) {
    return b instanceof Span && a.months === b.months && orderNumbers(a.n, b.n) === 0;
  }
  if (a instanceof Time ? !(b instanceof Time) : !(b instanceof DateTime && a.day === b.day)) {
    return false;
  }
  const other = b as Time | DateTime;
  return (
    orderNumbers(a.second, other.second) === 0 && a.offset === other.offset && a.zone === other.zone
  );
}
