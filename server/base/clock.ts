/**
 * Legal time, pure: due dates with their computation, the day an online filing counts as received,
 * the warning light, and a clock that tests and the demonstration can set.
 * Everything is a date of Asia/Shanghai, which has been +08:00 all year round since 1992; the time
 * zone of the process is never used. Rules: 行政许可法 as read in the domain reference §1.7 (periods
 * are working days, the start day is not counted, special procedures stop the clock).
 */
import { civilDate, dateOfDay, dayNumber, daysInMonth, weekdayName } from './calendar.ts';
import { inWords } from './english.ts';
import type { Calendar, SkippedDay } from './calendar.ts';

/** A legal period. `half-wd` is half a working day, `instant` is at once (n is not read). */
export type Duration = { n: number; unit: 'wd' | 'half-wd' | 'd' | 'month' | 'year' | 'instant' };

/**
 * A span in which the clock stands (a special procedure: hearing, inspection, expert review …).
 * The day it begins still counts, the day it ends does not: the days after `from` up to and
 * including `to`. While it is still open, `to` is the end that was told in writing.
 */
export type Stop = { from: string; to: string; why: string; open?: boolean };

/** A due date with everything that leads to it. */
export type DueDate = {
  due: string;
  /** `noon` when the period ends with the morning (an odd number of half working days). */
  until: 'end of day' | 'noon';
  /** The day the period starts from, itself not counted. */
  from: string;
  /** How many days were counted, and which kind. */
  counted: { n: number; unit: 'wd' | 'd' };
  /** Days that are not worked and so were not counted; only where working days are counted. */
  skipped: SkippedDay[];
  /** Stops that moved the due date, with the days of the counted kind that each took out. */
  stops: (Stop & { days: number })[];
  /** True where the calendar of a year is not announced or a stop is still open. */
  provisional: boolean;
  text: { zh: string; en: string };
};

/** What `dueDate` needs beside start and period. */
export type DueOptions = {
  calendar: Calendar;
  stops?: readonly Stop[];
  /** Periods in days, months and years end on any day unless this asks for the next working day. */
  endOn?: 'any day' | 'working day';
};

type Counter = { between(a: string, b: string): number; add(date: string, n: number): string };

const CALENDAR_DAYS: Counter = {
  between: (a, b) => dayNumber(b) - dayNumber(a),
  add: (date, n) => dateOfDay(dayNumber(date) + n),
};

const STOP_LIMIT = 1000;

/**
 * The same day n months later; a month without that day gives its last day (31 January + 1 month =
 * 28 or 29 February).
 * @throws RangeError (Chinese) for an impossible date or a count that is not whole.
 */
export function addMonths(date: string, n: number): string {
  if (!Number.isInteger(n)) throw new RangeError(`月数要填整数，“${n}”不是整数`);
  const { year, month, day } = civilDate(date);
  const months = year * 12 + (month - 1) + n;
  const toYear = Math.floor(months / 12);
  const toMonth = months - toYear * 12 + 1;
  const first = dayNumber(`${String(toYear).padStart(4, '0')}-${two(toMonth)}-01`);
  return dateOfDay(first + Math.min(day, daysInMonth(toYear, toMonth)) - 1);
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Which days are counted, and how many of them the period has without any stop. */
function plan(start: string, { n, unit }: Duration, calendar: Calendar) {
  if (unit !== 'instant' && (!Number.isInteger(n) || n < 0 || n > 36_500)) {
    throw new RangeError(`期限要填 0 至 36500 的整数，“${n}”不行`);
  }
  const workdays: Counter = { between: calendar.workdays, add: calendar.addWorkdays };
  switch (unit) {
    case 'wd':
      return { counter: workdays, kind: 'wd' as const, n };
    case 'half-wd':
      return { counter: workdays, kind: 'wd' as const, n: Math.ceil(n / 2) };
    case 'instant':
      return { counter: CALENDAR_DAYS, kind: 'd' as const, n: 0 };
    case 'd':
      return { counter: CALENDAR_DAYS, kind: 'd' as const, n };
    case 'month':
    case 'year': {
      const end = addMonths(start, unit === 'month' ? n : n * 12);
      return { counter: CALENDAR_DAYS, kind: 'd' as const, n: CALENDAR_DAYS.between(start, end) };
    }
    default:
      throw new RangeError(`不认识的期限单位“${String(unit)}”`);
  }
}

/** Stops in order of time, overlaps merged so that no day is taken out twice. */
function orderStops(stops: readonly Stop[]): Stop[] {
  if (stops.length > STOP_LIMIT) throw new RangeError(`停止计时的记录超过 ${STOP_LIMIT} 条`);
  const sorted = stops.map((stop) => ({ ...stop }));
  for (const { from, to } of sorted) {
    if (dayNumber(to) < dayNumber(from)) {
      throw new RangeError(`停止计时的结束日 ${to} 早于开始日 ${from}`);
    }
  }
  sorted.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
  return sorted;
}

/** Walks from the start over the stops until n days have been counted. */
function walk(start: string, n: number, { counter, stops }: { counter: Counter; stops: Stop[] }) {
  const used: (Stop & { days: number })[] = [];
  let cursor = start;
  let left = n;
  for (const stop of stops) {
    if (stop.to <= cursor) continue;
    const begins = stop.from > cursor ? stop.from : cursor;
    const before = counter.between(cursor, begins);
    if (left <= before) break;
    left -= before;
    cursor = stop.to;
    used.push({ ...stop, days: counter.between(begins, stop.to) });
  }
  return { due: counter.add(cursor, left), used };
}

const inside = (date: string, stops: readonly Stop[]): boolean =>
  stops.some((stop) => stop.from < date && date <= stop.to);

function skippedDays(start: string, due: string, { calendar, stops }: SkipContext): SkippedDay[] {
  const skipped: SkippedDay[] = [];
  for (let day = dayNumber(start) + 1; day <= dayNumber(due); day++) {
    const date = dateOfDay(day);
    const why = inside(date, stops) ? undefined : calendar.why(date);
    if (why) skipped.push({ date, why });
  }
  return skipped;
}
type SkipContext = { calendar: Calendar; stops: readonly Stop[] };

/**
 * When a period that starts on a day ends, with its computation. The start day is not counted and
 * the period ends at the close of the last day. Working days leave out what the calendar says is
 * not worked; days, months and years run through and, unless asked, also end on an off day.
 * @param start date `YYYY-MM-DD` of the event that starts the period
 * @throws RangeError (Chinese) for impossible dates, periods or stops
 */
export function dueDate(start: string, duration: Duration, options: DueOptions): DueDate {
  const { calendar, endOn = 'any day' } = options;
  const { counter, kind, n } = plan(start, duration, calendar);
  const ordered = orderStops(options.stops ?? []);
  const { due: counted, used } = walk(start, n, { counter, stops: n === 0 ? [] : ordered });
  const due =
    endOn === 'working day' && !calendar.isWorkday(counted)
      ? calendar.addWorkdays(counted, 1)
      : counted;
  const result: Omit<DueDate, 'text'> = {
    due,
    until: duration.unit === 'half-wd' && duration.n % 2 === 1 ? 'noon' : 'end of day',
    from: start,
    counted: { n, unit: kind },
    skipped: kind === 'wd' ? skippedDays(start, due, { calendar, stops: used }) : [],
    stops: used,
    provisional: calendar.provisional(start, due) || used.some((stop) => stop.open === true),
  };
  return { ...result, text: tell(result, duration, due !== counted) };
}

const UNIT_WORDS = {
  wd: ['个工作日', 'working day(s)'],
  'half-wd': ['个半工作日', 'half working day(s)'],
  d: ['日', 'calendar day(s)'],
  month: ['个月', 'month(s)'],
  year: ['年', 'year(s)'],
} as const;

/** `2026年3月5日（星期四）` */
export function longDate(date: string): string {
  const { year, month, day } = civilDate(date);
  return `${year}年${month}月${day}日（${weekdayName(date)}）`;
}

/** Runs of neighbouring skipped days with one reason become one phrase. */
function skippedText(skipped: readonly SkippedDay[]): { zh: string; en: string } {
  const runs: { first: string; last: string; why: string }[] = [];
  const holidays = skipped.filter(({ why }) => !why.startsWith('星期'));
  for (const { date, why } of holidays) {
    const run = runs.at(-1);
    if (run && run.why === why && dayNumber(run.last) + 1 === dayNumber(date)) run.last = date;
    else runs.push({ first: date, last: date, why });
  }
  const phrases = runs.map(({ first, last, why }) => (first === last
    ? { zh: `${first} ${why}`, en: `${first} (${inWords(why, 'en')})` }
    : { zh: `${first} 至 ${last} ${why}`, en: `${first} to ${last} (${inWords(why, 'en')})` }));
  const weekend = skipped.length - holidays.length;
  if (weekend > 0) {
    phrases.unshift({ zh: `周末 ${weekend} 天`, en: `${weekend} weekend day${weekend === 1 ? '' : 's'}` });
  }
  return { zh: phrases.map(({ zh }) => zh).join('，'), en: phrases.map(({ en }) => en).join(', ') };
}

function tell(result: Omit<DueDate, 'text'>, { n, unit }: Duration, moved: boolean) {
  const { due, from, skipped, stops } = result;
  if (unit === 'instant') {
    return { zh: `当场办理：${longDate(due)}。`, en: `Handled at once: ${due}.` };
  }
  const [zhUnit, plural] = UNIT_WORDS[unit];
  const enUnit = plural.replace('(s)', n === 1 ? '' : 's');
  const zh = [`从${longDate(from)}的次日起算 ${n} ${zhUnit}`];
  const en = [`${n} ${enUnit} from the day after ${from}`];
  if (skipped.length > 0) {
    const days = skippedText(skipped);
    zh.push(`不计入：${days.zh}`);
    en.push(`not counted: ${days.en}`);
  }
  for (const stop of stops) {
    const word = result.counted.unit === 'wd' ? '个工作日' : '日';
    zh.push(`${stop.from} 至 ${stop.to} ${stop.why}，停止计时 ${stop.days} ${word}`);
    const stopped = `${stop.days}${result.counted.unit === 'wd' ? ' working' : ''} day${stop.days === 1 ? '' : 's'}`;
    en.push(`stopped from ${stop.from} to ${stop.to}: ${inWords(stop.why, 'en')} (${stopped} not counted)`);
  }
  if (moved) {
    zh.push('末日不是工作日，顺延到下一个工作日');
    en.push('moved to the next working day');
  }
  const noon = result.until === 'noon';
  zh.push(`截止 ${longDate(due)}${noon ? '中午' : '当日'}`);
  en.push(`ends on ${due}${noon ? ' at noon' : ''}`);
  if (result.provisional) {
    zh.push('其中有尚未确定的日期，确定后重新计算');
    en.push('provisional: parts are not yet settled and will be computed again');
  }
  return { zh: `${zh.join('；')}。`, en: `${en.join('; ')}.` };
}

const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Date `YYYY-MM-DD` in Asia/Shanghai of an instant. */
export function shanghaiDate(instant: Date): string {
  return dateOfDay(Math.floor((readInstant(instant) + SHANGHAI_MS) / DAY_MS));
}

/** An instant as text with its offset, `2026-03-05T09:00:00.000+08:00`. */
export function shanghaiTime(instant: Date): string {
  const shifted = new Date(readInstant(instant) + SHANGHAI_MS).toISOString();
  return `${shifted.slice(0, -1)}+08:00`;
}

function readInstant(instant: Date): number {
  const ms = instant.getTime();
  if (Number.isNaN(ms)) throw new RangeError('时间无法识别');
  return ms;
}

/** A unit's hours on its working days, `HH:MM` of Asia/Shanghai. */
export type OfficeHours = { opens: string; closes: string };

const minutesOf = (time: string): number => {
  const found = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  if (!found) throw new RangeError(`办公时间“${time}”要写成 09:00 这样`);
  return Number(found[1]) * 60 + Number(found[2]);
};

/**
 * The working day an online filing counts as received on: the day itself when it is a working day
 * and the unit has not closed (before opening counts for the same day, the closing minute sharp
 * still counts), otherwise the next working day.
 * @returns the day, whether it is a later day than the filing's, and why in words
 * @throws RangeError (Chinese) for hours or an instant that cannot be read
 */
export function receivedOn(
  instant: Date,
  hours: OfficeHours,
  calendar: Calendar,
): { date: string; next: boolean; text: { zh: string; en: string } } {
  const filed = shanghaiDate(instant);
  const closes = minutesOf(hours.closes);
  if (minutesOf(hours.opens) >= closes) throw new RangeError('办公时间的开始要早于结束');
  const sinceMidnight = readInstant(instant) + SHANGHAI_MS - dayNumber(filed) * DAY_MS;
  const off = calendar.why(filed);
  if (!off && sinceMidnight <= closes * 60_000) {
    const text = {
      zh: '办公时间内提交，当日收件。',
      en: 'Filed in office hours, received that day.',
    };
    return { date: filed, next: false, text };
  }
  const date = calendar.addWorkdays(filed, 1);
  const zh = off
    ? offWords(longDate(filed), off)
    : `提交时已过当日办公时间（${hours.closes}）`;
  const en = off
    ? `${filed} is not a working day (${inWords(off, 'en')})`
    : `Filed after office hours (${hours.closes})`;
  const text = { zh: `${zh}，${longDate(date)}收件。`, en: `${en}, received on ${date}.` };
  return { date, next: true, text };
}

const offWords = (day: string, why: string): string =>
  (why.startsWith('星期') ? `${day}不是工作日` : `${day}不是工作日（${why}）`);

/** Warning light of an open case. */
export type Light = 'green' | 'yellow' | 'red' | 'grey';

/**
 * The light of a due date: red once the due day is over, yellow when no more working days are left
 * than one or a fifth of the promise (whichever is more), grey while the clock is stopped.
 * Source: domain reference §3, simplified to four colours.
 * @param context.promised the whole promise in working days; without it yellow is the last day
 * @returns the light and the working days left after today (negative when overdue)
 */
export function light(
  due: string,
  today: string,
  context: { calendar: Calendar; promised?: number; stopped?: boolean },
): { light: Light; left: number } {
  const left = context.calendar.workdays(today, due);
  if (context.stopped) return { light: 'grey', left };
  if (dayNumber(today) > dayNumber(due)) return { light: 'red', left };
  const near = Math.max(1, 0.2 * (context.promised ?? 0));
  return { light: left <= near ? 'yellow' : 'green', left };
}

/** The only clock of the platform: law and jobs ask it, nothing else reads the time. */
export type Clock = {
  now(): Date;
  /** Date of Asia/Shanghai, `YYYY-MM-DD`. */
  today(): string;
  /** Moves the clock to an instant (a text needs its offset); it runs on from there. */
  set(instant: Date | string): void;
  advance(by: { days?: number; ms?: number }): void;
  /** Back to real time. */
  reset(): void;
  /** Milliseconds ahead of real time; other processes take it over by `setOffset`. */
  offset(): number;
  setOffset(ms: number): void;
};

/**
 * A clock that runs with the source, moved by an offset.
 * @param source milliseconds since 1970; a test passes a constant to stop time
 */
export function makeClock(source: () => number = Date.now): Clock {
  let ahead = 0;
  const now = (): Date => new Date(source() + ahead);
  const setOffset = (ms: number): void => {
    if (Number.isNaN(new Date(source() + ms).getTime())) throw new RangeError('时间无法识别');
    ahead = ms;
  };
  return {
    now,
    today: () => shanghaiDate(now()),
    set(instant) {
      const text = typeof instant === 'string';
      if (text && !/(?:Z|[+-]\d\d:\d\d)$/.test(instant)) {
        throw new RangeError(`时间“${instant}”缺少时区，例如 2026-03-05T09:00:00+08:00`);
      }
      setOffset(readInstant(text ? new Date(instant) : instant) - source());
    },
    advance: ({ days = 0, ms = 0 }) => setOffset(ahead + days * DAY_MS + ms),
    reset: () => setOffset(0),
    offset: () => ahead,
    setOffset,
  };
}
