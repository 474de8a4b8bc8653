/**
 * Dates as day numbers and durations, without the platform's Date: no time zone can touch them.
 * Civil calendar arithmetic after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
import type { Num } from './number.ts';
import { add, Decimal, divide, multiply, numberText, orderNumbers, settle } from './number.ts';

/** A date: days since 1970-01-01. */
export class Day {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
}

/** A duration: months (`months` true) or seconds; FEEL keeps the two kinds apart. */
export class Span {
  readonly months: boolean;
  readonly n: Num;
  constructor(months: boolean, n: Num) {
    this.months = months;
    this.n = n;
  }
}

/** Seconds of a day. */
export const DAY_SECONDS = 86400;

type Civil = { year: number; month: number; day: number };

/** Day number of a civil date (proleptic Gregorian). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}

/** Civil date of a day number. */
export function civil(n: number): Civil {
  const z = n + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const leap = Math.floor(doe / 1460) - Math.floor(doe / 36524) + Math.floor(doe / 146096);
  const yoe = Math.floor((doe - leap) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** Days of a month. */
function monthLength(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A date from its parts; null for a day that does not exist or a year beyond ±999,999,999. */
export function dayOf(year: number, month: number, day: number): Day | null {
  if (!Number.isInteger(year) || Math.abs(year) > 999_999_999) return null;
  if (!Number.isInteger(month) || month < 1 || month > 12) return null;
  if (!Number.isInteger(day) || day < 1 || day > monthLength(year, month)) return null;
  return new Day(dayNumber(year, month, day));
}

const datePattern = /^(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)$/;

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** A day of the years 1 to 9999 that every month has, read where nothing else can be. */
function quickDay(text: string): Day | null {
  const high = twoDigits(text, 0);
  const low = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (high < 0 || low < 0 || month < 1 || month > 12 || day < 1 || day > 28) return null;
  const year = high * 100 + low - (month <= 2 ? 1 : 0);
  if (year < 0) return null;
  const century = (year / 100) | 0;
  const months = ((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0;
  return new Day(year * 365 + (year >> 2) - century + (century >> 2) + months + day - 719469);
}

/** Reads `YYYY-MM-DD`; null for anything else and for days that do not exist. */
export function parseDay(text: string): Day | null {
  if (text.length === 10 && text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45) {
    const quick = quickDay(text);
    if (quick !== null) return quick;
    const high = twoDigits(text, 0);
    const low = twoDigits(text, 2);
    if (high >= 0 && low >= 0) {
      return dayOf(high * 100 + low, twoDigits(text, 5), twoDigits(text, 8));
    }
  }
  const match = datePattern.exec(text);
  if (match === null) return null;
  return dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `YYYY-MM-DD` of a date. */
export function dayText(day: Day): string {
  const { year, month, day: d } = civil(day.n);
  const y = Math.abs(year);
  const sign = year < 0 ? '-' : '';
  const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
  return `${sign}${String(y).padStart(4, '0')}-${two(month)}-${two(d)}`;
}

/** Day numbers of the first and the last date there is (DMN: years ±999,999,999). */
export const FIRST_DAY = dayNumber(-999_999_999, 1, 1);
export const LAST_DAY = dayNumber(999_999_999, 12, 31);

/** Adds months; where the day does not exist in the month the month's last day is taken. */
function addMonths(day: Day, months: number): Day | null {
  const at = civil(day.n);
  const total = at.year * 12 + at.month - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return dayOf(year, month, Math.min(at.day, monthLength(year, month)));
}

/** Date + duration (`sign` 1 or −1); a part of a day is rounded down to the day it falls on. */
export function shift(day: Day, span: Span, sign: 1 | -1): Day | null {
  if (span.months) {
    return typeof span.n === 'number' ? addMonths(day, sign * span.n) : null;
  }
  const days = new Decimal(span.n).times(sign).div(DAY_SECONDS).floor().toNumber();
  if (!Number.isSafeInteger(days)) return null;
  const n = day.n + days;
  return n < FIRST_DAY || n > LAST_DAY ? null : new Day(n);
}

/** Whole months from one date to another, towards zero. */
export function monthsBetween(from: Day, to: Day): number {
  if (to.n < from.n) return -monthsBetween(to, from) + 0;
  const a = civil(from.n);
  const b = civil(to.n);
  return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day ? 1 : 0);
}

/**
 * Full years of age on a date. A year is full on the birthday itself; who was born on 29 February
 * is a year older on 1 March of a common year. (unsure: criminal law counts from the day after.)
 */
export function age(birth: Day, at: Day): number | null {
  if (at.n < birth.n) return null;
  return Math.floor(monthsBetween(birth, at) / 12);
}

/** The last birthday of those who are of an age on a day, or older: the age is a step of it. */
export function lastBirthday(at: Day, years: number): number {
  let old = at.n - (years + 1) * 366;
  let young = at.n + 1;
  while (young - old > 1) {
    const middle = Math.floor((old + young) / 2);
    if ((age(new Day(middle), at) ?? -1) >= years) old = middle;
    else young = middle;
  }
  return old;
}

const spanPattern =
  /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

function secondsOf(days = '0', hours = '0', minutes = '0', seconds = '0'): Num | null {
  const whole = new Decimal(days).times(24).plus(hours).times(60).plus(minutes).times(60);
  const sum = whole.plus(seconds);
  return sum.isInteger() && sum.lte(Number.MAX_SAFE_INTEGER) ? sum.toNumber() : add(sum, 0);
}

/** Reads an ISO 8601 duration of either kind (`P1Y2M`, `P3DT4H`); null for anything else. */
export function parseSpan(text: string): Span | null {
  const match = text.length > 60 ? null : spanPattern.exec(text);
  if (match === null || /[PT]$/.test(text)) return null;
  const [, minus, years, months, days, hours, minutes, seconds] = match;
  const monthly = years !== undefined || months !== undefined;
  const timed = [days, hours, minutes, seconds].some((part) => part !== undefined);
  if (monthly && timed) return null;
  const n = monthly
    ? Number(years ?? 0) * 12 + Number(months ?? 0)
    : secondsOf(days, hours, minutes, seconds);
  if (n === null || (monthly && !Number.isSafeInteger(n))) return null;
  const signed = minus === undefined ? n : multiply(n, -1);
  return signed === null ? null : new Span(monthly, signed);
}

/** The parts of a duration, all of one sign. */
export function spanParts(span: Span): Record<string, Num> {
  const total = new Decimal(span.n);
  const take = (size: number, modulus: number): number =>
    total
      .abs()
      .div(size)
      .floor()
      .mod(modulus)
      .times(total.isNegative() ? -1 : 1)
      .toNumber() + 0;
  if (span.months) return { years: take(12, 1e15), months: take(1, 12) };
  const seconds = total
    .abs()
    .mod(60)
    .times(total.isNegative() ? -1 : 1);
  return {
    days: take(DAY_SECONDS, 1e15),
    hours: take(3600, 24),
    minutes: take(60, 60),
    seconds: add(seconds, 0) ?? 0,
  };
}

/** Canonical ISO text of a duration. */
export function spanText(span: Span): string {
  const sign = orderNumbers(span.n, 0) < 0 ? '-' : '';
  const parts = spanParts(new Span(span.months, multiply(span.n, sign === '' ? 1 : -1) ?? 0));
  const show = (name: string, mark: string): string =>
    orderNumbers(parts[name] ?? 0, 0) === 0 ? '' : numberText(parts[name] ?? 0) + mark;
  if (span.months) return `${sign}P${show('years', 'Y') + show('months', 'M') || '0M'}`;
  const time = show('hours', 'H') + show('minutes', 'M') + show('seconds', 'S');
  const days = show('days', 'D');
  return `${sign}P${days}${time === '' ? (days === '' ? 'T0S' : '') : `T${time}`}`;
}

/** Duration × or ÷ number; months are cut to whole months (FEEL). */
export function scale(span: Span, by: Num, op: '*' | '/'): Span | null {
  const n = op === '*' ? multiply(span.n, by) : divide(span.n, by);
  if (n === null) return null;
  if (!span.months || Number.isInteger(n)) return new Span(span.months, n);
  const whole = settle(new Decimal(n).trunc());
  return whole === null ? null : new Span(true, whole);
}
