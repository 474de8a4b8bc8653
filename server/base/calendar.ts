/**
 * Working days of the State Council calendar, by an own table and prefix sums over day numbers.
 * Dates are text `YYYY-MM-DD`; no local `Date` is used, so the process's time zone has no say.
 */
import { createHash } from 'node:crypto';
import { ANNOUNCED, FIXED_HOLIDAYS } from './holidays.ts';
import type { YearPlan } from './holidays.ts';

/** A day that was passed over, and why, in Chinese (`星期六`, `国庆节放假`). */
export type SkippedDay = { date: string; why: string };

/** Counting of working days. `workdays` and `addWorkdays` are what rules need of a calendar. */
export type Calendar = {
  /** Names the data: a case keeps it, and a changed calendar has another. */
  readonly version: string;
  /** Last year whose arrangement is announced. */
  readonly lastAnnouncedYear: number;
  /** Working days after the first date up to and including the second; negative if earlier. */
  workdays(fromExclusive: string, toInclusive: string): number;
  /** The n-th working day after the date (before it, if n < 0); n = 0 gives the date itself. */
  addWorkdays(date: string, n: number): string;
  isWorkday(date: string): boolean;
  /** True where a day of the span (ends included) lies in a year that is not announced. */
  provisional(from: string, to: string): boolean;
  /** Why a day is not worked, or undefined when it is. */
  why(date: string): string | undefined;
  /** `addWorkdays` with its computation: every day passed over, in order of time. */
  explain(date: string, n: number): { date: string; provisional: boolean; skipped: SkippedDay[] };
};

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEEKDAY_NAMES = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days of a month (1–12) of the Gregorian calendar. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);

/** Whole days from 1970-01-01 to a civil date (Hinnant's days_from_civil). */
const daysFromCivil = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leaps + dayOfYear - 719_468;
};

const impossible = (date: string): RangeError => {
  const shown = String(date).slice(0, 20);
  return new RangeError(`没有“${shown}”这一天，请按“年-月-日”填写，例如 2026-03-05`);
};

const DASH = 45;

/** The number written by the ASCII digits from..to, NaN when one is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}

/**
 * Year, month and day of a date `YYYY-MM-DD`.
 * @throws RangeError with Chinese words when there is no such day.
 */
export function civilDate(date: string): { year: number; month: number; day: number } {
  if (typeof date !== 'string' || date.length !== 10) throw impossible(date);
  const year = digits(date, 0, 4);
  const month = digits(date, 5, 7);
  const day = digits(date, 8, 10);
  const dashed = date.charCodeAt(4) === DASH && date.charCodeAt(7) === DASH;
  // A character that is no digit makes its part NaN, and NaN fails these comparisons.
  const real = dashed && year >= 1 && day >= 1 && day <= daysInMonth(year, month);
  if (!real) throw impossible(date);
  return { year, month, day };
}

/**
 * Whole days from 1970-01-01 to a date `YYYY-MM-DD` (negative before).
 * @throws RangeError with Chinese words when there is no such day.
 */
export function dayNumber(date: string): number {
  const { year, month, day } = civilDate(date);
  return daysFromCivil(year, month, day);
}

/** The date `YYYY-MM-DD` of a day number; the inverse of `dayNumber` (years 1–9999). */
export function dateOfDay(days: number): string {
  const moved = days + 719_468;
  const era = Math.floor(moved / 146_097);
  const dayOfEra = moved - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthPart = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthPart + 2) / 5) + 1;
  const month = monthPart < 10 ? monthPart + 3 : monthPart - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `星期日` … `星期六` of a date. */
export function weekdayName(date: string): string {
  return WEEKDAY_NAMES[weekdayOf(dayNumber(date))] ?? '';
}

/** 0 Sunday … 6 Saturday; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

const isWeekend = (day: number): boolean => weekdayOf(day) % 6 === 0;

/** Day number and holiday of every day named by one text of a year plan. */
function readDays(year: number, text: string): [day: number, name: string][] {
  const days: [number, string][] = [];
  for (const entry of text.split(', ').filter(Boolean)) {
    const found = /^(\S+) (\d\d-\d\d)(?:\.\.(\d\d-\d\d))?$/.exec(entry);
    if (!found) throw new RangeError(`${year} 年的节假日安排里看不懂“${entry}”`);
    const [, name = '', first = '', last = first] = found;
    const from = dayNumber(`${year}-${first}`);
    const to = dayNumber(`${year}-${last}`);
    if (to < from) throw new RangeError(`${year} 年的节假日安排“${entry}”首尾颠倒`);
    for (let day = from; day <= to; day++) days.push([day, name]);
  }
  return days;
}

type Marks = { off: Map<number, string>; work: Map<number, string>; announced: Set<number> };

function readPlans(plans: readonly YearPlan[]): Marks {
  const marks: Marks = { off: new Map(), work: new Map(), announced: new Set() };
  for (const { year, off, work } of plans) {
    if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
      throw new RangeError(`节假日安排的年份“${year}”不在 ${FIRST_YEAR} 至 ${LAST_YEAR} 之间`);
    }
    if (marks.announced.has(year)) throw new RangeError(`${year} 年的节假日安排出现了两次`);
    marks.announced.add(year);
    for (const [day, name] of readDays(year, off)) marks.off.set(day, name);
    for (const [day, name] of readDays(year, work)) {
      if (marks.off.has(day) || !isWeekend(day)) {
        throw new RangeError(`${dateOfDay(day)} 不是休息日，不能列为调休上班日`);
      }
      marks.work.set(day, name);
    }
  }
  return marks;
}

/** Fills the years without a plan with the fixed statutory days. */
function estimate(marks: Marks): Map<number, string> {
  const estimated = new Map<number, string>();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    if (marks.announced.has(year)) continue;
    for (const [day, name] of readDays(year, FIXED_HOLIDAYS)) estimated.set(day, name);
  }
  return estimated;
}

/** Working days of the table's span, as offsets from its first day. */
type Table = {
  worked(offset: number): boolean;
  /** Working days up to and including the offset. */
  upTo(offset: number): number;
  /** Offset of the n-th working day after (n > 0) or before (n < 0) the offset. */
  step(offset: number, n: number): number;
};

function countDays(size: number, isWorked: (offset: number) => boolean): Table {
  const before = new Int32Array(size + 1);
  const days = new Int32Array(size);
  let count = 0;
  for (let offset = 0; offset < size; offset++) {
    before[offset] = count;
    if (isWorked(offset)) days[count++] = offset;
  }
  before[size] = count;
  const below = (offset: number): number => before[offset] ?? 0;
  return {
    worked: (offset) => below(offset + 1) > below(offset),
    upTo: (offset) => below(offset + 1),
    step(offset, n) {
      if (!Number.isInteger(n)) throw new RangeError(`工作日数要填整数，“${n}”不是整数`);
      if (n === 0) return offset;
      // Forward from the days after the date, backward from the days before it: itself not counted.
      const index = n > 0 ? below(offset + 1) + n - 1 : below(offset) + n;
      if (index < 0 || index >= count) throw outOfRange();
      return days[index] ?? 0;
    },
  };
}

const versionOf = (plans: readonly YearPlan[]): string => {
  const sorted = plans.map(({ year, off, work }) => [year, off, work]);
  sorted.sort((a, b) => Number(a[0]) - Number(b[0]));
  const text = JSON.stringify([sorted, FIXED_HOLIDAYS]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
};

/**
 * Builds the calendar for 1900–2199 (one table of 110,000 days, a few milliseconds).
 * Years with a plan are exact; the others count weekends and fixed statutory days as off and are
 * provisional. Adding and counting are two array reads.
 * @param plans arrangements by year; without it the announced years of `holidays.ts`.
 * @throws RangeError (Chinese) for a plan that cannot be read, and by its functions for an
 *   impossible date, a date outside 1900–2199, or a count that is not a whole number.
 */
export function makeCalendar(plans: readonly YearPlan[] = ANNOUNCED): Calendar {
  const marks = readPlans(plans);
  const estimated = estimate(marks);
  const first = daysFromCivil(FIRST_YEAR, 1, 1);
  const last = daysFromCivil(LAST_YEAR, 12, 31);
  const table = countDays(last - first + 1, (offset) => {
    const day = first + offset;
    if (marks.off.has(day) || estimated.has(day)) return false;
    return marks.work.has(day) || !isWeekend(day);
  });
  const at = (date: string): number => {
    const offset = dayNumber(date) - first;
    if (offset < 0 || offset > last - first) throw outOfRange();
    return offset;
  };
  const why = (offset: number): string | undefined => {
    if (table.worked(offset)) return undefined;
    const day = first + offset;
    const holiday = marks.off.get(day);
    if (holiday) return `${holiday}放假`;
    const guess = estimated.get(day);
    if (guess) return `${guess}放假（该年安排尚未公布，按法定日期估算）`;
    return WEEKDAY_NAMES[weekdayOf(day)];
  };
  const provisional = (from: string, to: string): boolean => {
    const years = [from, to].map((date) => civilDate(date).year);
    for (let year = Math.min(...years); year <= Math.max(...years); year++) {
      if (!marks.announced.has(year)) return true;
    }
    return false;
  };
  return {
    version: versionOf(plans),
    lastAnnouncedYear: Math.max(FIRST_YEAR - 1, ...marks.announced),
    workdays: (from, to) => table.upTo(at(to)) - table.upTo(at(from)),
    addWorkdays: (date, n) => dateOfDay(first + table.step(at(date), n)),
    isWorkday: (date) => table.worked(at(date)),
    provisional,
    why: (date) => why(at(date)),
    explain(date, n) {
      const start = at(date);
      const end = table.step(start, n);
      const skipped: SkippedDay[] = [];
      for (let offset = Math.min(start, end); offset <= Math.max(start, end); offset++) {
        const reason = offset === start ? undefined : why(offset);
        if (reason) skipped.push({ date: dateOfDay(first + offset), why: reason });
      }
      const due = dateOfDay(first + end);
      return { date: due, provisional: provisional(date, due), skipped };
    },
  };
}

const outOfRange = (): RangeError =>
  new RangeError(`只能计算 ${FIRST_YEAR} 年至 ${LAST_YEAR} 年之间的日期`);
