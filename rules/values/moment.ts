/** Dates with a time of day, local or at a place: moments. */
import type { Span } from './day.ts';
import type { Num } from './number.ts';
import type { Place } from './zone.ts';
import type { Time } from './time.ts';
import { Day, DAY_SECONDS, dayText, FIRST_DAY, LAST_DAY, parseDay, shift } from './day.ts';
import { add, multiply, orderNumbers, subtract } from './number.ts';
import { carry, clockText, parseClock, reversed } from './time.ts';
import { LOCAL, offsetAt, offsetOf, parsePlace, placeText } from './zone.ts';

/** A date and a time of day. `second`: since midnight there; `offset` is known of a zone too. */
export class DateTime {
  readonly day: number;
  readonly second: Num;
  readonly offset: number | null;
  readonly zone: string | null;
  constructor(day: number, second: Num, place: Place) {
    this.day = day;
    this.second = second;
    this.offset = place.offset;
    this.zone = place.zone;
  }
}

const whole = (second: Num): number =>
  typeof second === 'number' ? second : second.floor().toNumber();

/** A moment at a place; null for a year beyond ±999,999,999 or a zone there is not. */
export function momentOf(day: number, second: Num, { offset, zone }: Place): DateTime | null {
  if (day < FIRST_DAY || day > LAST_DAY) return null;
  if (zone === null) return new DateTime(day, second, { offset, zone });
  const there = offsetOf(zone, day, whole(second));
  return there === null ? null : new DateTime(day, second, { offset: there, zone });
}

const dated = /^(-?\d+-\d\d-\d\d)(T|[Z+-].*)?/;

/** Reads `YYYY-MM-DDThh:mm:ss` with a place, or a date alone (its midnight); null: anything else. */
export function parseMoment(text: string): DateTime | null {
  const [, date = '', rest = ''] = dated.exec(text) ?? [];
  const day = parseDay(date);
  if (day === null) return null;
  if (rest !== 'T') {
    const place = date.length + rest.length === text.length ? parsePlace(rest) : null;
    return place === null ? null : momentOf(day.n, 0, place);
  }
  const mark = date.length;
  const clock = parseClock(text.slice(mark + 1));
  if (clock === null) return null;
  return clock.second === DAY_SECONDS
    ? momentOf(day.n + 1, 0, clock.place)
    : momentOf(day.n, clock.second, clock.place);
}

/**
 * A moment as it is written; it reads back as the same instant. Of a time that comes twice in its
 * zone the second is written with its offset, because the name alone would mean the first.
 */
export function momentText(at: DateTime): string {
  const { day, second, offset, zone } = at;
  const clear = zone === null || offsetOf(zone, day, whole(second)) === offset;
  const place = clear ? at : { offset, zone: null };
  return `${dayText(new Day(day))}T${clockText(second)}${placeText(place)}`;
}

/** The given date (any time of it is left out) at the given time. */
export function joined(date: Day | DateTime, time: Time): DateTime | null {
  const place = time.zone === null ? time : { offset: null, zone: time.zone };
  return momentOf(date instanceof Day ? date.n : date.day, time.second, place);
}

/** What a date is where a moment is wanted: its midnight of UTC (DMN 1.5 §10.3.2.3.5). */
export function midnight(day: Day): DateTime {
  return new DateTime(day.n, 0, { offset: 0, zone: null });
}

/** Seconds from one moment to another whose places are taken as given. */
function apart(from: DateTime, to: DateTime, offsets: [number, number]): Num {
  const days = multiply(to.day - from.day, DAY_SECONDS) ?? 0;
  const clocks = subtract(to.second, from.second) ?? 0;
  return add(add(days, clocks) ?? 0, offsets[0] - offsets[1]) ?? 0;
}

/** Orders two moments; a local one is taken for one at the other's offset (DMN 1.5, table 54). */
export function orderMoments(a: DateTime, b: DateTime): number {
  if (a.offset === b.offset || a.offset === null || b.offset === null) {
    return a.day - b.day || orderNumbers(a.second, b.second);
  }
  return orderNumbers(apart(b, a, [b.offset, a.offset]), 0);
}

/** Seconds from one moment to another; null where one of them is local and the other is not. */
export function secondsApart(from: DateTime, to: DateTime): Num | null {
  if ((from.offset === null) !== (to.offset === null)) return null;
  return apart(from, to, [from.offset ?? 0, to.offset ?? 0]);
}

/** Seconds since 1970-01-01T00:00:00 of UTC; a local moment is taken for one of UTC. */
export function momentValue(at: DateTime): Num {
  return apart(new DateTime(0, 0, LOCAL), at, [0, at.offset ?? 0]);
}

function later(at: DateTime, seconds: Num): DateTime | null {
  const { zone, offset } = at;
  const sum = add(at.second, seconds);
  if (sum === null) return null;
  if (zone === null || offset === null) {
    const { days, second } = carry(sum);
    return momentOf(at.day + days, second, at);
  }
  const utc = carry(subtract(sum, offset) ?? 0);
  const there = offsetAt(zone, at.day + utc.days, whole(utc.second));
  if (there === null) return null;
  const { days, second } = carry(add(utc.second, there) ?? 0);
  const day = at.day + utc.days + days;
  return day < FIRST_DAY || day > LAST_DAY
    ? null
    : new DateTime(day, second, { offset: there, zone });
}

/**
 * Moment + duration (`sign` 1 or −1). Months move the date (its day cut to the month's last), the
 * clock stays; seconds move the instant, also over a change of the clock.
 */
export function shiftMoment(at: DateTime, span: Span, sign: 1 | -1): DateTime | null {
  if (!span.months) return later(at, sign === 1 ? span.n : reversed(span.n));
  const day = shift(new Day(at.day), span, sign);
  return day === null ? null : momentOf(day.n, at.second, at);
}
