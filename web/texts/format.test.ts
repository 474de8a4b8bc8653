import { expect, test } from 'vitest';
import { readDate } from '../ui/read-date.ts';
import { dateOfInstant, duration, longDate, moment, money, number, shortDate, size } from './format.ts';

test('dates are read as people write them, and only days that exist', () => {
  for (const typed of ['1944-03-05', '1944/3/5', '1944.3.5', '1944年3月5日', '19440305', '１９４４年３月５日']) {
    expect(readDate(typed)).toBe('1944-03-05');
  }
  for (const typed of ['', '1944', '1944-13-01', '2026-02-29', '5/3/1944', '昨天']) {
    expect(readDate(typed)).toBeNull();
  }
});

test('dates, instants and durations in words', () => {
  expect(longDate('2026-11-23')).toBe('2026 年 11 月 23 日');
  expect(shortDate('2026-11-23', '2026-01-01')).toBe('11 月 23 日（星期一）');
  expect(shortDate('2027-01-04', '2026-12-31')).toBe('2027 年 1 月 4 日（星期一）');
  expect(moment('2026-11-21T16:30:00.000Z')).toBe('11 月 22 日 00:30');
  expect(dateOfInstant('2026-11-21T16:30:00.000Z')).toBe('2026-11-22');
  expect(duration({ n: 3, unit: 'wd' })).toBe('3 个工作日');
  expect(duration({ n: 1, unit: 'half-wd' })).toBe('半个工作日');
  expect(duration({ n: 0, unit: 'instant' })).toBe('当场办好');
});

test('numbers keep all their digits', () => {
  expect(number('12345678901234567890.10')).toBe('12,345,678,901,234,567,890.10');
  expect(money('80.00')).toBe('80 元');
  expect(money('1200.5')).toBe('1,200.5 元');
  expect(size(1536)).toBe('2 KB');
});
