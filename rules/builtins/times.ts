/** Functions of dates, times, moments and durations, of FEEL. */
import type { Row } from './builtin.ts';
import type { Num } from '../values/number.ts';
import type { Shape } from '../check/shape.ts';
import type { Truth, Value } from '../values/values.ts';
import { civil, Day, dayNumber, dayOf, monthsBetween, parseDay, parseSpan } from '../values/day.ts';
import { Span } from '../values/day.ts';
import { DateTime, joined, midnight, parseMoment } from '../values/moment.ts';
import { isNum } from '../values/number.ts';
import { identical, isTemporal, weekday } from '../values/temporal.ts';
import { parseTime, Time, timeOf } from '../values/time.ts';
import { equal } from '../values/values.ts';
import { MOST_OFFSET } from '../values/zone.ts';

const MONTHS: Shape = { type: 'duration', months: true };

/** Day number of a date, or of a moment where it is told. */
function dayAt(value: Value): number {
  if (value instanceof DateTime) return value.day;
  return value instanceof Day ? value.n : 0;
}

function date(args: Value[]): Value {
  const [from, month, day] = args;
  if (args.length === 1) {
    if (from instanceof Day) return from;
    if (from instanceof DateTime) return new Day(from.day);
    return typeof from === 'string' ? parseDay(from) : null;
  }
  if (typeof from !== 'number' || typeof month !== 'number' || typeof day !== 'number') return null;
  return dayOf(from, month, day);
}

/** A time of a text, or of what has a time; a date's is midnight of UTC (DMN 1.5 §10.3.2.9.4). */
function timeFrom(from: Value): Value {
  if (typeof from === 'string') return parseTime(from);
  if (from instanceof Time) return from;
  if (from instanceof DateTime) return new Time(from.second, from);
  return from instanceof Day ? new Time(0, { offset: 0, zone: null }) : null;
}

function offsetFrom(given: Value): number | null | undefined {
  if (given === null || given === undefined) return null;
  if (!(given instanceof Span) || given.months || typeof given.n !== 'number') return undefined;
  return Math.abs(given.n) > MOST_OFFSET ? undefined : given.n;
}

/** Of one argument, or of hour, minute, second and an offset that may be none. */
function time(args: Value[]): Value {
  const [hour, minute, second, offset] = args;
  const parts = args.length === 1 ? args : args.slice(0, 3);
  if (parts.includes(null)) return null;
  if (args.includes(undefined)) return undefined;
  if (args.length === 1) return timeFrom(hour);
  if (!isNum(hour) || !isNum(minute) || !isNum(second)) return null;
  const seconds = offsetFrom(offset);
  return seconds === undefined ? null : timeOf(hour, minute, second, seconds);
}

function dateAndTime(args: Value[]): Value {
  const [from, at] = args;
  if (args.length === 2) {
    const dated = from instanceof Day || from instanceof DateTime;
    return dated && at instanceof Time ? joined(from, at) : null;
  }
  if (from instanceof DateTime) return from;
  if (from instanceof Day) return midnight(from);
  return typeof from === 'string' ? parseMoment(from) : null;
}

/** The week of a date: weeks begin on Monday, the first holds 4 January (ISO 8601). */
function weekOf(n: number): number {
  const thursday = n - weekday(n) + 4;
  return Math.floor((thursday - dayNumber(civil(thursday).year, 1, 1)) / 7) + 1;
}

const weekdays = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** Both are the same element of FEEL's domain; where a value is unknown, so is this. */
function is([a, b]: Value[]): Truth {
  if (a === undefined || b === undefined) return undefined;
  if (isTemporal(a)) return identical(a, b);
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return all(a.map((item, at) => is([item, b[at]])));
  }
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    return all([...a].map(([key, item]) => (b.has(key) ? is([item, b.get(key)]) : false)));
  }
  const same = equal(a, b);
  return same === null ? false : same;
}

function all(truths: Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function ofDate(name: string, result: 'number' | 'text', of: (n: number) => Num | string): Row {
  return {
    signature: `${name}(date: date|date-time)`,
    result,
    act: ([at]) => of(dayAt(at)),
  };
}

/** The functions of dates, times, moments and durations. */
export const timeRows: Row[] = [
  {
    signature: 'date(from: text|date|date-time)',
    other: 'year: number, month: number, day: number',
    result: 'date',
    act: date,
    constant: true,
  },
  {
    signature: 'time(from: text|time|date-time|date)',
    other: 'hour: number, minute: number, second: number, offset?: duration',
    result: 'time',
    act: time,
    partly: true,
    constant: true,
  },
  {
    signature: 'date and time(from: text|date-time|date)',
    other: 'date: date|date-time, time: time',
    result: 'date-time',
    act: dateAndTime,
    constant: true,
  },
  {
    signature: 'duration(from: text|duration)',
    result: 'duration',
    act: ([from]) =>
      from instanceof Span ? from : typeof from === 'string' ? parseSpan(from) : null,
    constant: true,
  },
  {
    signature: 'years and months duration(from: date|date-time, to: date|date-time)',
    result: () => MONTHS,
    act: ([from, to]) => new Span(true, monthsBetween(new Day(dayAt(from)), new Day(dayAt(to)))),
  },
  ofDate('day of year', 'number', (n) => n - dayNumber(civil(n).year, 1, 1) + 1),
  ofDate('week of year', 'number', weekOf),
  ofDate('day of week', 'text', (n) => weekdays[weekday(n) - 1] ?? ''),
  ofDate('month of year', 'text', (n) => months[civil(n).month - 1] ?? ''),
  { signature: 'today()', result: 'date', act: (_args, env) => parseDay(env.today) },
  {
    signature: 'now()',
    result: 'date-time',
    act: (_args, env) => (env.now === undefined ? null : parseMoment(env.now)),
  },
  { signature: 'is(value1: any, value2: any)', result: 'boolean', act: is, partly: true },
];
