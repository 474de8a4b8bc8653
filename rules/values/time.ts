/** Times of day, with or without a place; seconds are exact, whatever fraction they have. */
import type { Num } from './number.ts';
import type { Place } from './zone.ts';
import { DAY_SECONDS } from './day.ts';
import { add, Decimal, multiply, numberOf, numberText, orderNumbers, subtract } from './number.ts';
import { LOCAL, parsePlace, placeText, standardOffset, two } from './zone.ts';

/** A time of day. `second`: since midnight, [0, 86400). `offset` is known of a named zone too. */
export class Time {
  readonly second: Num;
  readonly offset: number | null;
  readonly zone: string | null;
  constructor(second: Num, place: Place) {
    this.second = second;
    this.offset = place.zone === null ? place.offset : standardOffset(place.zone);
    this.zone = place.zone;
  }
}

/** What is written of a time; `second` may be 86400: the midnight that ends a day. */
export type Clock = { second: Num; place: Place };

const pattern = /^(\d\d):(\d\d):(\d\d)(\.\d+)?(.*)$/;
/** Characters of a time, at most. */
const LONGEST = 100;

/** Reads `hh:mm:ss`, a fraction and a place; null for anything else. */
export function parseClock(text: string): Clock | null {
  const [, hours, minutes, seconds, fraction = '', rest = ''] =
    (text.length > LONGEST ? null : pattern.exec(text)) ?? [];
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (hours === undefined || h > 24 || m > 59 || s > 59) return null;
  const whole = h * 3600 + m * 60 + s;
  const second = fraction === '' ? whole : add(whole, numberOf(`0${fraction}`) ?? 0);
  const place = parsePlace(rest);
  if (second === null || place === null || orderNumbers(second, DAY_SECONDS) > 0) return null;
  return { second, place };
}

/** Reads a time; `24:00:00` is midnight (XML Schema). */
export function parseTime(text: string): Time | null {
  const clock = parseClock(text);
  if (clock === null) return null;
  return new Time(clock.second === DAY_SECONDS ? 0 : clock.second, clock.place);
}

/** Seconds since midnight as hours, minutes and seconds. */
export function clockParts(second: Num): { hour: number; minute: number; second: Num } {
  const whole = typeof second === 'number' ? second : second.floor().toNumber();
  const minutes = Math.floor(whole / 60);
  return {
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
    second: subtract(second, minutes * 60) ?? 0,
  };
}

/** `hh:mm:ss` and the fraction, as short as can be. */
export function clockText(at: Num): string {
  const { hour, minute, second } = clockParts(at);
  const text = numberText(second);
  return `${two(hour)}:${two(minute)}:${orderNumbers(second, 10) < 0 ? '0' : ''}${text}`;
}

/** A time as it is written. */
export function timeText(time: Time): string {
  return clockText(time.second) + placeText(time);
}

/** A time from its parts; null where one is out of its range. */
export function timeOf(hour: Num, minute: Num, second: Num, offset: number | null): Time | null {
  if (typeof hour !== 'number' || hour < 0 || hour > 23) return null;
  if (typeof minute !== 'number' || minute < 0 || minute > 59) return null;
  if (orderNumbers(second, 0) < 0 || orderNumbers(second, 60) >= 0) return null;
  const at = add(hour * 3600 + minute * 60, second);
  return at === null ? null : new Time(at, offset === null ? LOCAL : { offset, zone: null });
}

/** Seconds since midnight of UTC; a local time is taken for one at the other's place (DMN). */
function value(time: Time, beside: number | null): Num {
  return subtract(time.second, time.offset ?? beside ?? 0) ?? 0;
}

/** Orders two times: negative, zero, positive. */
export function orderTimes(a: Time, b: Time): number {
  if (a.offset === b.offset) return orderNumbers(a.second, b.second);
  return orderNumbers(value(a, b.offset), value(b, a.offset));
}

/** Whole days in a number of seconds, and the seconds of the day that are left. */
export function carry(seconds: Num): { days: number; second: Num } {
  if (typeof seconds === 'number') {
    const days = Math.floor(seconds / DAY_SECONDS);
    return { days, second: seconds - days * DAY_SECONDS };
  }
  const days = new Decimal(seconds).div(DAY_SECONDS).floor();
  const second = seconds.minus(days.times(DAY_SECONDS));
  return { days: days.toNumber(), second: add(second, 0) ?? 0 };
}

/** A time so many seconds later (or earlier), around midnight. */
export function laterTime(time: Time, seconds: Num): Time | null {
  const at = add(time.second, seconds);
  return at === null ? null : new Time(carry(at).second, time);
}

/** Seconds from one time to another; null where one of them is local and the other is not. */
export function secondsBetween(from: Time, to: Time): Num | null {
  if ((from.offset === null) !== (to.offset === null)) return null;
  return subtract(value(to, null), value(from, null));
}

/** Seconds since midnight of UTC, local time taken as it is. */
export function timeValue(time: Time): Num {
  return value(time, null);
}

/** The same seconds with the other sign. */
export function reversed(seconds: Num): Num {
  return multiply(seconds, -1) ?? 0;
}
