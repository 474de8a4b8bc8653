/** Dates as text, counted without any local clock. */
import type { Calendar } from '#rules';
import type { Duration } from './schema.ts';

/** Days of a month (1–12) of the Gregorian calendar. */
function monthDays(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether text is a day that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!m) return false;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= monthDays(year, month);
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** The day before or after, by whole days. */
export function addDays(date: string, n: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day + n);
  return at.toISOString().slice(0, 10);
}

/** The same day some months later; the month's last day where it has no such day. */
export function addMonths(date: string, n: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const months = year * 12 + (month - 1) + n;
  const [y, m] = [Math.floor(months / 12), (months % 12) + 1];
  return `${pad(y, 4)}-${pad(m, 2)}-${pad(Math.min(day, monthDays(y, m)), 2)}`;
}

/**
 * Last day of a period that begins on a day: years and months end the day before their anniversary.
 */
export function addPeriod(from: string, period: Duration, calendar: Calendar): string {
  const { n, unit } = period;
  if (unit === 'year') return addDays(addMonths(from, 12 * n), -1);
  if (unit === 'month') return addDays(addMonths(from, n), -1);
  if (unit === 'd') return addDays(from, n);
  if (unit === 'instant') return from;
  return calendar.addWorkdays(from, unit === 'half-wd' ? Math.ceil(n / 2) : n);
}
