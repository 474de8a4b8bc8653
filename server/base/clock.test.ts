import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumber, makeCalendar } from './calendar.ts';
import {
  addMonths,
  dueDate,
  light,
  makeClock,
  receivedOn,
  shanghaiDate,
  shanghaiTime,
} from './clock.ts';
import type { Duration, Stop } from './clock.ts';

const calendar = makeCalendar();
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`clock.test seed ${seed}`);
const runs = { seed, numRuns: 1500 };
const wd = (n: number): Duration => ({ n, unit: 'wd' });
const anyDate = fc
  .integer({ min: dayNumber('2000-01-01'), max: dayNumber('2060-12-31') })
  .map(dateOfDay);
const anyStops = fc.array(
  fc.tuple(anyDate, fc.integer({ min: 0, max: 60 })).map(([from, days]): Stop => ({
    from,
    to: dateOfDay(dayNumber(from) + days),
    why: '现场检查',
  })),
  { maxLength: 6 },
);

describe('dueDate', () => {
  test('twenty working days over the National Day holiday, with every day passed over', () => {
    const result = dueDate('2026-09-22', wd(5), { calendar });
    expect(result).toMatchObject({
      due: '2026-09-30',
      from: '2026-09-22',
      until: 'end of day',
      counted: { n: 5, unit: 'wd' },
      provisional: false,
      stops: [],
    });
    expect(result.skipped.map((day) => day.date)).toEqual([
      '2026-09-25',
      '2026-09-26',
      '2026-09-27',
    ]);
    expect(result.text.zh).toBe(
      '从2026年9月22日（星期二）的次日起算 5 个工作日；不计入：2026-09-25 至 2026-09-27 中秋节放假；' +
        '截止 2026年9月30日（星期三）当日。',
    );
    expect(result.text.en).toContain('ends on 2026-09-30');
  });

  test('days, months and years run through and are clamped to the end of a month', () => {
    const due = (start: string, n: number, unit: Duration['unit']): string =>
      dueDate(start, { n, unit }, { calendar }).due;
    expect(due('2026-09-25', 10, 'd')).toBe('2026-10-05');
    expect(due('2026-01-31', 1, 'month')).toBe('2026-02-28');
    expect(due('2024-01-31', 1, 'month')).toBe('2024-02-29');
    expect(due('2024-02-29', 1, 'year')).toBe('2025-02-28');
    expect(due('2026-11-30', 3, 'month')).toBe('2027-02-28');
    expect(due('2026-03-05', 2, 'year')).toBe('2028-03-05');
    expect(due('2026-03-05', 99, 'instant')).toBe('2026-03-05');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  });

  test('an end on an off day moves only when asked', () => {
    const period: Duration = { n: 10, unit: 'd' };
    const moved = dueDate('2026-09-25', period, { calendar, endOn: 'working day' });
    expect(moved.due).toBe('2026-10-08');
    expect(moved.text.zh).toContain('顺延');
    expect(dueDate('2026-09-21', period, { calendar, endOn: 'working day' }).due).toBe(
      '2026-10-08',
    );
    expect(dueDate('2026-09-11', period, { calendar, endOn: 'working day' }).due).toBe(
      '2026-09-21',
    );
  });

  test('half working days: an odd number ends at noon', () => {
    const half = (n: number) => dueDate('2026-03-05', { n, unit: 'half-wd' }, { calendar });
    expect(half(1)).toMatchObject({ due: '2026-03-06', until: 'noon' });
    expect(half(2)).toMatchObject({ due: '2026-03-06', until: 'end of day' });
    expect(half(3)).toMatchObject({ due: '2026-03-09', until: 'noon' });
    expect(half(1).text.zh).toContain('中午');
  });
});

describe('dueDate with stops', () => {
  test('a special procedure stops the clock: its first day counts, its last does not', () => {
    const stops: Stop[] = [{ from: '2026-03-04', to: '2026-03-11', why: '现场检查' }];
    const result = dueDate('2026-03-02', wd(5), { calendar, stops });
    // Counted: 3, 4 | 12, 13, 16 March.
    expect(result.due).toBe('2026-03-16');
    expect(result.stops).toEqual([{ ...stops[0], days: 5 }]);
    expect(result.skipped.map((day) => day.date)).toEqual(['2026-03-14', '2026-03-15']);
    expect(result.text.zh).toContain('2026-03-04 至 2026-03-11 现场检查，停止计时 5 个工作日');
    expect(dueDate('2026-03-02', wd(2), { calendar, stops }).due).toBe('2026-03-04');
    expect(dueDate('2026-03-02', wd(2), { calendar, stops }).stops).toEqual([]);
    const days = dueDate('2026-03-02', { n: 5, unit: 'd' }, { calendar, stops });
    expect(days.due).toBe('2026-03-14');
  });

  test('an open stop makes the date provisional, and so does a year not announced', () => {
    const stops: Stop[] = [{ from: '2026-03-04', to: '2026-03-11', why: '听证', open: true }];
    expect(dueDate('2026-03-02', wd(5), { calendar, stops }).provisional).toBe(true);
    const far = dueDate('2026-12-25', wd(5), { calendar });
    expect(far).toMatchObject({ due: '2027-01-04', provisional: true });
    expect(far.text.zh).toContain('重新计算');
  });
});

describe('dueDate with any stops', () => {
  test('with any stops: as many days are counted as were asked for', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 120 }), anyStops, (start, n, stops) => {
        const { due } = dueDate(start, wd(n), { calendar, stops });
        const inStop = (date: string): boolean =>
          stops.some((stop) => stop.from < date && date <= stop.to);
        let counted = 0;
        for (let day = dayNumber(start) + 1; day <= dayNumber(due); day++) {
          const date = dateOfDay(day);
          if (calendar.isWorkday(date) && !inStop(date)) counted += 1;
        }
        expect(counted).toBe(n);
        expect(calendar.isWorkday(due)).toBe(true);
        expect(inStop(due)).toBe(false);
        expect(due >= dueDate(start, wd(n), { calendar }).due).toBe(true);
      }),
      runs,
    );
  });

  test('the same for calendar days, in any order of the stops', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 400 }), anyStops, (start, n, stops) => {
        const period: Duration = { n, unit: 'd' };
        const result = dueDate(start, period, { calendar, stops });
        const taken = result.stops.reduce((sum, stop) => sum + stop.days, 0);
        expect(dayNumber(result.due) - dayNumber(start)).toBe(n + taken);
        expect(dueDate(start, period, { calendar, stops: stops.toReversed() })).toEqual(result);
      }),
      runs,
    );
  });

  test('what cannot be a period or a stop is refused', () => {
    const refuse = (duration: Duration, stops: Stop[] = []) =>
      expect(() => dueDate('2026-03-02', duration, { calendar, stops }));
    refuse(wd(1.5)).toThrow(/整数/);
    refuse(wd(-1)).toThrow(/整数/);
    refuse({ n: 1e9, unit: 'd' }).toThrow(/整数/);
    refuse(wd(1), [{ from: '2026-03-04', to: '2026-03-03', why: '' }]).toThrow(/早于/);
    refuse(wd(1), [{ from: '2026-02-30', to: '2026-03-03', why: '' }]).toThrow(/没有/);
    expect(() => dueDate('2026-02-30', wd(1), { calendar })).toThrow(/没有/);
  });
});

describe('receivedOn', () => {
  const hours = { opens: '09:00', closes: '17:00' };
  const on = (instant: string) => receivedOn(new Date(instant), hours, calendar);

  test('office hours, evenings, weekends, holidays and make-up days', () => {
    expect(on('2026-03-05T10:00:00+08:00')).toMatchObject({ date: '2026-03-05', next: false });
    expect(on('2026-03-05T03:00:00+08:00').date).toBe('2026-03-05');
    expect(on('2026-03-05T17:00:00+08:00').date).toBe('2026-03-05');
    expect(on('2026-03-05T17:00:01+08:00')).toMatchObject({ date: '2026-03-06', next: true });
    expect(on('2026-03-06T23:59:59+08:00').date).toBe('2026-03-09');
    expect(on('2026-03-07T10:00:00+08:00')).toMatchObject({
      date: '2026-03-09',
      text: { zh: '2026年3月7日（星期六）不是工作日，2026年3月9日（星期一）收件。' },
    });
    expect(on('2026-10-01T10:00:00+08:00')).toMatchObject({
      date: '2026-10-08',
      text: { zh: '2026年10月1日（星期四）不是工作日（国庆节放假），2026年10月8日（星期四）收件。' },
    });
    expect(on('2026-09-20T10:00:00+08:00').date).toBe('2026-09-20');
    // 18:00 UTC on the 5th is already the 6th in Shanghai.
    expect(on('2026-03-05T18:00:00Z').date).toBe('2026-03-06');
  });

  test('hours that cannot be', () => {
    const at = new Date('2026-03-05T10:00:00+08:00');
    expect(() => receivedOn(at, { opens: '9点', closes: '17:00' }, calendar)).toThrow(/09:00/);
    expect(() => receivedOn(at, { opens: '18:00', closes: '17:00' }, calendar)).toThrow(/早于/);
    expect(() => receivedOn(new Date('x'), hours, calendar)).toThrow(/无法识别/);
  });
});

describe('light', () => {
  test('green, yellow on the last fifth or day, red after the day, grey when stopped', () => {
    const at = (today: string, context = {}) =>
      light('2026-03-31', today, { calendar, promised: 20, ...context });
    expect(at('2026-03-24')).toEqual({ light: 'green', left: 5 });
    expect(at('2026-03-25')).toEqual({ light: 'yellow', left: 4 });
    expect(at('2026-03-31')).toEqual({ light: 'yellow', left: 0 });
    expect(at('2026-04-01')).toEqual({ light: 'red', left: -1 });
    expect(at('2026-04-01', { stopped: true }).light).toBe('grey');
    expect(at('2026-03-27', { promised: 3 }).light).toBe('green');
    expect(at('2026-03-30', { promised: 3 }).light).toBe('yellow');
    // Overdue on the very next day, even where no working day has passed.
    expect(light('2026-10-01', '2026-10-02', { calendar })).toEqual({ light: 'red', left: 0 });
  });
});

describe('makeClock', () => {
  test('can be set, moved and given to another process', () => {
    const clock = makeClock(() => Date.parse('2026-03-05T15:59:00Z'));
    expect(clock.today()).toBe('2026-03-05');
    clock.advance({ ms: 60_000 });
    expect(clock.today()).toBe('2026-03-06');
    clock.set('2026-10-01T00:00:00+08:00');
    expect(shanghaiTime(clock.now())).toBe('2026-10-01T00:00:00.000+08:00');
    clock.advance({ days: 7 });
    expect(clock.today()).toBe('2026-10-08');
    const other = makeClock(() => Date.parse('2026-03-05T15:59:00Z'));
    other.setOffset(clock.offset());
    expect(other.now()).toEqual(clock.now());
    clock.reset();
    expect(clock.offset()).toBe(0);
    expect(() => clock.set('2026-10-01T00:00:00')).toThrow(/时区/);
    expect(() => clock.set('neverZ')).toThrow(/无法识别/);
    expect(() => clock.advance({ days: Number.NaN })).toThrow(/无法识别/);
  });

  test('runs on by itself', async () => {
    const clock = makeClock();
    clock.set('2030-01-01T00:00:00Z');
    const before = clock.now().getTime();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now().getTime()).toBeGreaterThan(before);
    expect(shanghaiDate(clock.now())).toBe('2030-01-01');
  });
});

test('the time zone of the process has no say', () => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const script = `
    import { makeCalendar } from '${here}calendar.ts';
    import { dueDate, receivedOn, shanghaiDate, addMonths } from '${here}clock.ts';
    const calendar = makeCalendar();
    const hours = { opens: '09:00', closes: '17:00' };
    const out = [new Date(2026, 0, 1).toISOString(), calendar.addWorkdays('2026-09-30', 1),
      calendar.addWorkdays('2026-09-25', 20), addMonths('2026-03-08', 8)];
    for (let hour = 0; hour < 24 * 400; hour += 7) {
      const at = new Date(Date.parse('2025-12-30T00:00:00Z') + hour * 3600000);
      const { date: on } = receivedOn(at, hours, calendar);
      out.push(shanghaiDate(at), on, dueDate(on, { n: 20, unit: 'wd' }, { calendar }).due);
    }
    console.log(JSON.stringify(out));`;
  const run = (zone: string): string[] =>
    JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TZ: zone },
        encoding: 'utf8',
      }),
    ) as string[];
  const [shanghai, newYork, kiritimati] = [
    'Asia/Shanghai',
    'America/New_York',
    'Pacific/Kiritimati',
  ].map(run);
  expect(newYork?.[0]).not.toBe(shanghai?.[0]);
  expect(newYork?.slice(1)).toEqual(shanghai?.slice(1));
  expect(kiritimati?.slice(1)).toEqual(shanghai?.slice(1));
  expect(shanghai?.slice(1, 3)).toEqual(['2026-10-08', '2026-10-29']);
});
