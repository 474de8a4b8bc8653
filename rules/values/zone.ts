/**
 * Time zones: offsets from UTC, fixed (`+08:00`) or by the tables of a named zone (`Asia/Shanghai`).
 * The tables are the platform's (Intl), which knows every instant; nothing here reads a clock.
 */
import { DAY_SECONDS, dayNumber } from './day.ts';

/** Where a time of day is told: `offset` in seconds east of UTC, `zone` a name; both null: local. */
export type Place = { offset: number | null; zone: string | null };

/** The place of a time that names none. */
export const LOCAL: Place = { offset: null, zone: null };

const named = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const formats = new Map<string, Intl.DateTimeFormat | null>();
/** More names than the tables have: beyond it the memory is emptied. */
const MOST_ZONES = 1000;

function tables(zone: string): Intl.DateTimeFormat | null {
  const before = formats.get(zone);
  if (before !== undefined) return before;
  let made: Intl.DateTimeFormat | null = null;
  try {
    if (named.test(zone)) {
      made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    }
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
  }
  if (formats.size >= MOST_ZONES) formats.clear();
  formats.set(zone, made);
  return made;
}

/** Days of 400 years: the calendar, and with it the rules of summer time, repeat after them. */
const CYCLE = 146_097;
/** The first day taken as it is; before it every zone keeps its local mean time. */
const FIRST = dayNumber(1600, 1, 1);

/** Asks the tables. */
function asked(format: Intl.DateTimeFormat, day: number, second: number): number {
  const inside = FIRST + 2 * CYCLE > day && day >= FIRST;
  const folded = inside ? day : day < FIRST ? FIRST : FIRST + CYCLE + ((day - FIRST) % CYCLE);
  const text = format.format((folded * DAY_SECONDS + second) * 1000);
  const [, sign, hours, minutes, seconds] = /([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  return sign === '-' ? 0 - size : size;
}

/** Days (of UTC) asked before: their offset, null where it changes. Asking costs microseconds. */
const steady = new Map<string, number | null>();
const MOST_DAYS = 10_000;

/** Offset of a zone at an instant of UTC (days since 1970, seconds of the day); null: no zone. */
export function offsetAt(zone: string, day: number, second: number): number | null {
  const format = tables(zone);
  if (format === null) return null;
  const key = zone + day;
  let known = steady.get(key);
  if (known === undefined) {
    const first = asked(format, day, 0);
    known = first === asked(format, day + 1, 0) ? first : null;
    if (steady.size >= MOST_DAYS) steady.clear();
    steady.set(key, known);
  }
  return known ?? asked(format, day, second);
}

/**
 * Offset of a zone at a local time; null: no such zone. A time that comes twice (the clock is set
 * back) is the first of the two, one that is skipped is told by the clock from before.
 */
export function offsetOf(zone: string, day: number, second: number): number | null {
  const before = offsetAt(zone, day - 1, second);
  const after = offsetAt(zone, day + 1, second);
  if (before === null || after === null || before === after) return before;
  if (offsetAt(zone, day, second - before) === before) return before;
  return offsetAt(zone, day, second - after) === after ? after : before;
}

const SAMPLE = dayNumber(2020, 1, 1);

/** Offset of a zone for a time of day without a date: its standard time (the least of 2020). */
export function standardOffset(zone: string): number | null {
  const winter = offsetAt(zone, SAMPLE, 0);
  const summer = offsetAt(zone, SAMPLE + 182, 0);
  return winter === null || summer === null ? null : Math.min(winter, summer);
}

/** Seconds an offset may have (XML Schema: 14 hours either way). */
export const MOST_OFFSET = 14 * 3600;

const written = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/;

/** Reads what follows a time of day: nothing, `Z`, `+08:00` or `@Asia/Shanghai`; null: no such. */
export function parsePlace(text: string): Place | null {
  if (text === '') return LOCAL;
  if (text === 'Z' || text === 'z') return { offset: 0, zone: null };
  if (text.startsWith('@')) {
    const zone = text.slice(1);
    return tables(zone) === null ? null : { offset: null, zone };
  }
  const [, sign, hours, minutes, seconds = '0'] = written.exec(text) ?? [];
  if (sign === undefined || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return size > MOST_OFFSET ? null : { offset: sign === '-' ? 0 - size : size, zone: null };
}

/** Two digits at least. */
export function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

/** What is written behind a time of day. */
export function placeText({ offset, zone }: Place): string {
  if (zone !== null) return `@${zone}`;
  if (offset === null) return '';
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  const seconds = size % 60;
  const rest = seconds === 0 ? '' : `:${two(seconds)}`;
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${rest}`;
}
