/** Laws of the values of time, tried on random ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Num } from './number.ts';
import type { Temporal } from './temporal.ts';
import { Day, Span } from './day.ts';
import { DateTime, momentOf, shiftMoment } from './moment.ts';
import { add, divide, numberOf } from './number.ts';
import { identical, parseTemporal, temporal, temporalText } from './temporal.ts';
import { Time } from './time.ts';
import { equal, fromJson, order, toJson } from './values.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`temporal.test seed ${seed}`);
const runs = { seed, numRuns: Number(process.env['RUNS'] ?? 500) };

const zones = [
  'Asia/Shanghai',
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Etc/UTC',
];

const fraction = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 999_999_999 }));
const second = fc
  .tuple(fc.integer({ min: 0, max: 86_399 }), fraction)
  .map(([whole, nano]): Num => add(whole, divide(nano, 1e9) ?? 0) ?? 0);
const offset = fc.integer({ min: -14 * 3600, max: 14 * 3600 });
const local = fc.constant({ offset: null, zone: null });
const fixed = offset.map((east) => ({ offset: east, zone: null }));
const named = fc.constantFrom(...zones).map((zone) => ({ offset: null, zone }));
const days = fc.integer({ min: -1_000_000, max: 2_000_000 });
const length = fc
  .tuple(fc.integer({ min: -1e9, max: 1e9 }), fraction)
  .map(([whole, nano]) => new Span(false, add(whole, divide(nano, 1e9) ?? 0) ?? 0));

const date = days.map((n) => new Day(n));
const span = fc.oneof(
  length,
  fc.integer({ min: -100_000, max: 100_000 }).map((n) => new Span(true, n)),
);
const timeAt = (place: fc.Arbitrary<{ offset: number | null; zone: string | null }>) =>
  fc.tuple(second, place).map(([at, where]) => new Time(at, where));
const momentAt = (place: fc.Arbitrary<{ offset: number | null; zone: string | null }>) =>
  fc.tuple(days, second, place).map(([day, at, where]) => {
    const made = momentOf(day, at, where);
    if (made === null) throw new Error('a moment that is not');
    return made;
  });
const anyPlace = fc.oneof(local, fixed, named);
const moment = momentAt(anyPlace);
const anything: fc.Arbitrary<Temporal> = fc.oneof(date, span, timeAt(anyPlace), moment);

describe('texts', () => {
  test('what is written reads back as the same value', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const text = temporalText(value);
        const back = parseTemporal(text);
        expect(back).not.toBeNull();
        expect(temporalText(back as Temporal)).toBe(text);
        expect(equal(back, value)).toBe(true);
      }),
      runs,
    );
  });

  test('a moment that was shifted reads back as the same instant', () => {
    fc.assert(
      fc.property(moment, length, (at, by) => {
        const later = shiftMoment(at, by, 1);
        const back = later === null ? null : parseTemporal(temporalText(later));
        expect(equal(back, later)).toBe(true);
      }),
      runs,
    );
  });

  test('JSON of a fact reads back by its declared type', () => {
    const typed = fc.oneof(
      timeAt(anyPlace).map((value) => ({ value, type: 'time' as const })),
      moment.map((value) => ({ value, type: 'date-time' as const })),
      span.map((value) => ({ value, type: 'duration' as const })),
    );
    fc.assert(
      fc.property(typed, ({ value, type }) => {
        const json = toJson(value);
        expect(typeof json).toBe('string');
        expect(equal(fromJson(json ?? null, { type }), value)).toBe(true);
      }),
      runs,
    );
  });

  test('no text is more than refused', () => {
    const piece = fc.constantFrom(...'0123456789-:+.TZPYMDHS@/ '.split(''), '2026', 'Europe/Paris');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const value = parseTemporal(pieces.join(''));
        if (value !== null) expect(parseTemporal(temporalText(value))).not.toBeNull();
      }),
      runs,
    );
  });
});

const kinds: [string, fc.Arbitrary<Temporal>][] = [
  ['dates', date],
  ['durations of seconds', length],
  ['durations of months', fc.integer({ min: -50, max: 50 }).map((n) => new Span(true, n))],
  ['local times', timeAt(local)],
  ['times at places', timeAt(fc.oneof(fixed, named))],
  ['local moments', momentAt(local)],
  ['moments at places', momentAt(fc.oneof(fixed, named))],
];

describe.each(kinds)('order of %s', (_name, kind) => {
  /** Two values far apart tell little: half of the others are made near the first. */
  const near = fc.tuple(kind, kind, kind, fc.boolean(), fc.boolean());

  test('is total, and equal values are those between which it sees nothing', () => {
    fc.assert(
      fc.property(near, ([a, other, third, same, alike]) => {
        const b = same ? (parseTemporal(temporalText(a)) ?? other) : other;
        const c = alike ? b : third;
        const [ab, ba, bc, ac] = [order(a, b), order(b, a), order(b, c), order(a, c)];
        if (ab === null || ba === null || bc === null || ac === null) throw new Error('no order');
        expect(Math.sign(ab) + Math.sign(ba)).toBe(0);
        expect(equal(a, b)).toBe(ab === 0);
        if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0);
        if (ab >= 0 && bc >= 0) expect(ac).toBeGreaterThanOrEqual(0);
        if (identical(a, b)) expect(ab).toBe(0);
      }),
      runs,
    );
  });
});

describe('arithmetic', () => {
  test('date + days − days is the date', () => {
    const whole = fc.integer({ min: -1e6, max: 1e6 }).map((n) => new Span(false, n * 86_400));
    fc.assert(
      fc.property(date, whole, (at, by) => {
        expect(temporal('-', temporal('+', at, by), by)).toEqual(at);
      }),
      runs,
    );
  });

  test('moment + duration − duration is the instant, and the difference the duration', () => {
    fc.assert(
      fc.property(moment, length, (at, by) => {
        const later = temporal('+', at, by);
        expect(equal(temporal('-', later, by), at)).toBe(true);
        expect(equal(temporal('-', later, at), by)).toBe(true);
        expect(equal(temporal('+', by, at), later)).toBe(true);
      }),
      runs,
    );
  });

  test('time + duration − duration is the time, around midnight', () => {
    fc.assert(
      fc.property(timeAt(anyPlace), length, (at, by) => {
        expect(equal(temporal('-', temporal('+', at, by), by), at)).toBe(true);
      }),
      runs,
    );
  });

  test('months keep the clock and the day, or take the last of the month', () => {
    const months = fc.integer({ min: -5000, max: 5000 }).map((n) => new Span(true, n));
    fc.assert(
      fc.property(momentAt(local), months, (at, by) => {
        const later = shiftMoment(at, by, 1);
        expect(later?.second).toEqual(at.second);
        const day = temporal('+', new Day(at.day), by);
        expect(day).toEqual(new Day(later?.day ?? Number.NaN));
      }),
      runs,
    );
  });

  test('durations: sums, differences and multiples agree with numbers', () => {
    fc.assert(
      fc.property(length, length, fc.integer({ min: -1000, max: 1000 }), (a, b, n) => {
        expect(equal(temporal('-', temporal('+', a, b), b), a)).toBe(true);
        if (n !== 0) expect(equal(temporal('/', temporal('*', a, n), n), a)).toBe(true);
      }),
      runs,
    );
  });
});

/** What the platform shows of an instant in a zone, as `YYYY-MM-DDThh:mm:ss`. */
function shown(zone: string, instant: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(instant * 1000).replace(' ', 'T');
}

describe('zones', () => {
  test('an instant is shown in a zone as the platform shows it', () => {
    const instant = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
        const start = momentOf(0, 0, { offset: null, zone });
        const offsetThere = start?.offset ?? 0;
        const there = start && shiftMoment(start, new Span(false, at + offsetThere), 1);
        if (!(there instanceof DateTime)) throw new Error('no moment');
        expect(temporalText(there).slice(0, 19)).toBe(shown(zone, at));
        const utc = momentOf(0, 0, { offset: 0, zone: null });
        expect(equal(utc && shiftMoment(utc, new Span(false, at), 1), there)).toBe(true);
      }),
      runs,
    );
  });

  test('a number of a fact never becomes a time', () => {
    expect(fromJson('12', { type: 'time' })).toBeNull();
    expect(fromJson('P1D', { type: 'duration', months: true })).toBeNull();
    expect(fromJson('P1Y', { type: 'duration', months: true })).toEqual(new Span(true, 12));
    expect(numberOf('09:30')).toBeNull();
  });
});
