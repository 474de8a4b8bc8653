/** Dates, numbers and durations as readers of the page's language expect them. Dates are texts, never local clocks. */
import type { Duration } from '../contract.ts';
import { lang } from './language.ts';

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
  'December',
];
const inEnglish = lang === 'en';
const SHANGHAI = 8 * 60 * 60 * 1000;

type Day = { year: number; month: number; day: number; weekday: number };

/** Reads `YYYY-MM-DD`; null for anything that is no day of the calendar. */
export function dayOf(date: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null;
  return { year, month, day, weekday: at.getUTCDay() };
}

/** 2026 年 11 月 23 日 · 23 November 2026 */
export function longDate(date: string): string {
  const d = dayOf(date);
  if (d === null) return date;
  if (inEnglish) return `${d.day} ${MONTHS[d.month - 1]} ${d.year}`;
  return `${d.year} 年 ${d.month} 月 ${d.day} 日`;
}

/** 11 月 23 日（星期一） · Monday, 23 November; with the year when it is not `today`'s. */
export function shortDate(date: string, today?: string): string {
  const d = dayOf(date.slice(0, 10));
  if (d === null) return date;
  const near = today !== undefined && today.startsWith(String(d.year));
  if (inEnglish) return `${DAYS[d.weekday]}, ${d.day} ${MONTHS[d.month - 1]}${near ? '' : ` ${d.year}`}`;
  const year = near ? '' : `${d.year} 年 `;
  return `${year}${d.month} 月 ${d.day} 日（星期${WEEKDAYS[d.weekday]}）`;
}

/** The day of an instant in Shanghai, as `YYYY-MM-DD`. */
export function dateOfInstant(instant: string): string {
  return new Date(Date.parse(instant) + SHANGHAI).toISOString().slice(0, 10);
}

/** 11 月 22 日 10:12, Shanghai time. */
export function moment(instant: string): string {
  if (Number.isNaN(Date.parse(instant))) return instant;
  const shifted = new Date(Date.parse(instant) + SHANGHAI);
  const time = shifted.toISOString().slice(11, 16);
  if (inEnglish) return `${shifted.getUTCDate()} ${MONTHS[shifted.getUTCMonth()]}, ${time}`;
  return `${shifted.getUTCMonth() + 1} 月 ${shifted.getUTCDate()} 日 ${time}`;
}

/** 2026-11-23 10:00:05, in Shanghai: where years and seconds count. */
export function exactMoment(instant: string): string {
  if (Number.isNaN(Date.parse(instant))) return instant;
  return new Date(Date.parse(instant) + SHANGHAI).toISOString().slice(0, 19).replace('T', ' ');
}

/** Today in Shanghai by this device's clock: for showing only, never for a decision. */
export function todayHere(): string {
  return new Date(Date.now() + SHANGHAI).toISOString().slice(0, 10);
}

const units: Record<Duration['unit'], (n: number) => string> = {
  wd: (n) => `${n} 个工作日`,
  'half-wd': (n) => (n === 1 ? '半个工作日' : `${n / 2} 个工作日`),
  d: (n) => `${n} 天`,
  month: (n) => `${n} 个月`,
  year: (n) => `${n} 年`,
  instant: () => '当场办好',
};

const many = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
const englishUnits: Record<Duration['unit'], (n: number) => string> = {
  wd: (n) => many(n, 'working day'),
  'half-wd': (n) => (n === 1 ? 'half a working day' : many(n / 2, 'working day')),
  d: (n) => many(n, 'day'),
  month: (n) => many(n, 'month'),
  year: (n) => many(n, 'year'),
  instant: () => 'on the spot',
};

/** 3 个工作日 · 半个工作日 · 当场办好 · 3 working days · on the spot */
export function duration(time: Duration): string {
  if (inEnglish) return englishUnits[time.unit](time.n);
  return units[time.unit](time.n);
}

/** 1,234.50 from canonical decimal text; digits are never lost. */
export function number(value: string): string {
  const [whole = '0', part] = value.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** 80 元 · 1,200.50 元 */
export function money(value: string): string {
  return `${number(value.replace(/\.0+$/, ''))} ${inEnglish ? 'yuan' : '元'}`;
}

/** An amount as a licence has it (`15 元`) as `money` shows it; any other words as they are. */
export function amount(words: string): string {
  const [, digits] = /^(\d+(?:\.\d+)?) 元$/.exec(words) ?? [];
  return digits === undefined ? words : money(digits);
}

/** 1.2 MB, for the size of a file. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${inEnglish ? 'bytes' : '字节'}`;
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
