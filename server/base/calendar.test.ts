import { spawnSync } from 'node:child_process';
import { root } from './settings.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANNOUNCED } from './holidays.ts';
import { civilDate, dateOfDay, dayNumber, daysInMonth, makeCalendar } from './calendar.ts';

const calendar = makeCalendar();
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`calendar.test seed ${seed}`);
const FIRST = dayNumber('1925-01-01');
const LAST = dayNumber('2180-12-31');
const anyDate = fc.integer({ min: FIRST, max: LAST }).map(dateOfDay);
const runs = { seed, numRuns: 3000 };

/** Typed by hand from reference/domain.md §1.8: off runs and make-up days of two years. */
const BY_HAND = {
  off: [
    ['2025-01-01', '2025-01-01'],
    ['2025-01-28', '2025-02-04'],
    ['2025-04-04', '2025-04-06'],
    ['2025-05-01', '2025-05-05'],
    ['2025-05-31', '2025-06-02'],
    ['2025-10-01', '2025-10-08'],
    ['2026-01-01', '2026-01-03'],
    ['2026-02-15', '2026-02-23'],
    ['2026-04-04', '2026-04-06'],
    ['2026-05-01', '2026-05-05'],
    ['2026-06-19', '2026-06-21'],
    ['2026-09-25', '2026-09-27'],
    ['2026-10-01', '2026-10-07'],
  ],
  work: [
    '2025-01-26',
    '2025-02-08',
    '2025-04-27',
    '2025-09-28',
    '2025-10-11',
    '2026-01-04',
    '2026-02-14',
    '2026-02-28',
    '2026-05-09',
    '2026-09-20',
    '2026-10-10',
  ],
};

/** The oracle's working days, asked in a process of the zone that library needs. */
function oracle(first: number, last: number): Set<string> {
  const script = `import days from 'chinese-days';
    const out = [];
    for (let t = Date.UTC(${first}, 0, 1); t <= Date.UTC(${last}, 11, 31); t += 864e5) {
      const date = new Date(t).toISOString().slice(0, 10);
      if (days.isWorkday(date)) out.push(date);
    }
    console.log(out.join());`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root, encoding: 'utf8', env: { ...process.env, TZ: 'Asia/Shanghai' },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return new Set(run.stdout.trim().split(','));
}

describe('the table', () => {
  test('agrees with chinese-days on every day of every year held', () => {
    const wrong: string[] = [];
    const years = ANNOUNCED.map((plan) => plan.year);
    const worked = oracle(Math.min(...years), Math.max(...years));
    for (const { year } of ANNOUNCED) {
      const end = dayNumber(`${year}-12-31`);
      for (let day = dayNumber(`${year}-01-01`); day <= end; day++) {
        const date = dateOfDay(day);
        if (calendar.isWorkday(date) !== worked.has(date)) wrong.push(date);
      }
    }
    expect(ANNOUNCED.map((plan) => plan.year)).toEqual(
      Array.from({ length: 20 }, (_, i) => 2007 + i),
    );
    expect(wrong).toEqual([]);
  });

  test('agrees with the notices of 2025 and 2026 typed by hand', () => {
    const off = new Set<string>();
    for (const [from = '', to = ''] of BY_HAND.off) {
      for (let day = dayNumber(from); day <= dayNumber(to); day++) off.add(dateOfDay(day));
    }
    for (let day = dayNumber('2025-01-01'); day <= dayNumber('2026-12-31'); day++) {
      const date = dateOfDay(day);
      const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
      const worked = BY_HAND.work.includes(date) || (!weekend && !off.has(date));
      expect([date, calendar.isWorkday(date)]).toEqual([date, worked]);
    }
  });

  test('2027 is provisional: weekends and fixed statutory days only', () => {
    expect(calendar.lastAnnouncedYear).toBe(2026);
    expect(calendar.provisional('2026-12-01', '2026-12-31')).toBe(false);
    expect(calendar.provisional('2026-12-31', '2027-01-01')).toBe(true);
    expect(calendar.provisional('2027-01-01', '2026-12-31')).toBe(true);
    expect(calendar.provisional('2006-12-31', '2007-01-01')).toBe(true);
    expect(calendar.isWorkday('2027-01-01')).toBe(false);
    expect(calendar.isWorkday('2027-02-08')).toBe(true);
    expect(calendar.why('2027-01-01')).toMatch(/^元旦放假（.*估算）$/);
  });
});

describe('adding and counting', () => {
  test('known cases', () => {
    expect(calendar.addWorkdays('2026-09-30', 1)).toBe('2026-10-08');
    expect(calendar.addWorkdays('2026-09-25', 20)).toBe('2026-10-29');
    expect(calendar.addWorkdays('2026-02-13', 1)).toBe('2026-02-14');
    expect(calendar.addWorkdays('2026-10-08', -1)).toBe('2026-09-30');
    expect(calendar.addWorkdays('2026-10-03', 0)).toBe('2026-10-03');
    expect(calendar.workdays('2026-09-30', '2026-10-08')).toBe(1);
    expect(calendar.workdays('2026-10-08', '2026-09-30')).toBe(-1);
    expect(calendar.workdays('2026-10-08', '2026-10-08')).toBe(0);
  });

  test('explain tells each day passed over', () => {
    expect(calendar.explain('2026-09-24', 3)).toEqual({
      date: '2026-09-30',
      provisional: false,
      skipped: [
        { date: '2026-09-25', why: '中秋节放假' },
        { date: '2026-09-26', why: '中秋节放假' },
        { date: '2026-09-27', why: '中秋节放假' },
      ],
    });
    expect(calendar.explain('2026-03-09', -1)).toEqual({
      date: '2026-03-06',
      provisional: false,
      skipped: [
        { date: '2026-03-07', why: '星期六' },
        { date: '2026-03-08', why: '星期日' },
      ],
    });
    expect(calendar.explain('2026-12-30', 3).provisional).toBe(true);
    expect(calendar.explain('2026-10-01', 0).skipped).toEqual([]);
  });
});

describe('laws of adding and counting', () => {
  test('the result is a working day, and counting gives n back', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 3000 }), (date, n) => {
        const later = calendar.addWorkdays(date, n);
        expect(calendar.isWorkday(later)).toBe(true);
        expect(calendar.workdays(date, later)).toBe(n);
        const earlier = calendar.addWorkdays(date, -n);
        expect(calendar.isWorkday(earlier)).toBe(true);
        // Backward the date itself is not counted, so only a working day comes back to itself.
        expect(calendar.addWorkdays(earlier, n)).toBe(
          calendar.isWorkday(date) ? date : calendar.addWorkdays(date, 1),
        );
      }),
      runs,
    );
  });

  test('monotone in the date and in n; counting is additive and antisymmetric', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyDate, anyDate, anyDate),
        fc.integer({ min: -500, max: 500 }),
        ([a, b, c], n) => {
          const [early, late] = a < b ? [a, b] : [b, a];
          if (n !== 0) {
            expect(calendar.addWorkdays(early, n) <= calendar.addWorkdays(late, n)).toBe(true);
          }
          expect(calendar.addWorkdays(a, 5) > calendar.addWorkdays(a, 4)).toBe(true);
          expect(calendar.workdays(a, b) + calendar.workdays(b, c)).toBe(calendar.workdays(a, c));
          expect(calendar.workdays(a, b) + calendar.workdays(b, a)).toBe(0);
        },
      ),
      runs,
    );
  });

  test('explain agrees with add and with the days between', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -60, max: 60 }), (date, n) => {
        const explained = calendar.explain(date, n);
        expect(explained.date).toBe(calendar.addWorkdays(date, n));
        const span = Math.abs(dayNumber(explained.date) - dayNumber(date));
        expect(explained.skipped.length).toBe(span - Math.abs(n));
      }),
      runs,
    );
  });
});

describe('dates', () => {
  test('day numbers agree with UTC time and come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
        const date = dateOfDay(day);
        expect(dayNumber(date)).toBe(day);
        expect(date).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
      }),
      runs,
    );
    expect(civilDate('2024-02-29')).toEqual({ year: 2024, month: 2, day: 29 });
    expect(daysInMonth(2100, 2)).toBe(28);
  });

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '',
    'x',
    '0000-01-01',
  ])('no such day: %s', (date) => {
    expect(() => calendar.isWorkday(date)).toThrow(RangeError);
    expect(() => calendar.isWorkday(date)).toThrow(/没有“.*”这一天/);
  });

  test('outside the table, or not a whole number', () => {
    expect(() => calendar.isWorkday('1899-12-31')).toThrow(/1900 年至 2199 年/);
    expect(() => calendar.addWorkdays('2199-12-01', 500)).toThrow(/1900 年至 2199 年/);
    expect(() => calendar.addWorkdays('1900-01-05', -500)).toThrow(/1900 年至 2199 年/);
    expect(() => calendar.addWorkdays('2026-01-05', 1.5)).toThrow(/整数/);
    expect(() => calendar.addWorkdays('2026-01-05', Number.NaN)).toThrow(/整数/);
  });
});

describe('the data', () => {
  test('version follows the data, not the order of the years', () => {
    expect(calendar.version).toMatch(/^[0-9a-f]{16}$/);
    expect(makeCalendar(ANNOUNCED.toReversed()).version).toBe(calendar.version);
    const next = { year: 2027, off: '元旦 01-01..01-03, 春节 02-05..02-11', work: '春节 02-20' };
    const longer = makeCalendar([...ANNOUNCED, next]);
    expect(longer.version).not.toBe(calendar.version);
    expect(longer.provisional('2026-12-31', '2027-12-31')).toBe(false);
    expect(longer.isWorkday('2027-02-08')).toBe(false);
    expect(longer.isWorkday('2027-02-20')).toBe(true);
  });

  test.each([
    ['unreadable', { year: 2027, off: '元旦', work: '' }, /看不懂/],
    ['upside down', { year: 2027, off: '元旦 01-03..01-01', work: '' }, /首尾颠倒/],
    ['no such day', { year: 2027, off: '春节 02-29', work: '' }, /没有/],
    ['make-up on a weekday', { year: 2027, off: '', work: '春节 02-08' }, /不是休息日/],
    ['make-up on an off day', { year: 2027, off: '元旦 01-02', work: '元旦 01-02' }, /不是休息日/],
    ['year twice', { year: 2026, off: '', work: '' }, /两次/],
    ['no year', { year: 20_260, off: '', work: '' }, /不在/],
  ])('a plan that is %s is refused', (_, plan, message) => {
    expect(() => makeCalendar([...ANNOUNCED, plan])).toThrow(message);
  });
});
