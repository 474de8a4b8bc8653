/** Ours beside FEEL: ages, days between dates, working days, and units as words. */
import type { Row } from './builtin.ts';
import type { Num } from '../values/number.ts';
import type { Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';
import { age, Day, DAY_SECONDS, dayText, parseDay, Span } from '../values/day.ts';
import { isNum, multiply } from '../values/number.ts';

const day = (value: Value): Day => (value instanceof Day ? value : new Day(0));

/** `n` units of money: 万元(12.5) is 125000. */
function money(name: string, size: number): Row {
  return {
    signature: `${name}(n: number)`,
    result: 'number',
    act: ([n]) => (isNum(n) ? multiply(n, size) : null),
    constant: true,
  };
}

/** A duration of `n` units; months are whole, so 年(1.5) is 18 months and 月(1.5) none. */
function span(name: string, months: boolean, size: number): Row {
  const shape: Shape = { type: 'duration', months };
  const made = (n: Num): Span | null => {
    const units = multiply(n, size);
    return units === null || (months && typeof units !== 'number') ? null : new Span(months, units);
  };
  return {
    signature: `${name}(n: number)`,
    result: () => shape,
    act: ([n]) => (isNum(n) ? made(n) : null),
    constant: true,
  };
}

/** Ages, working days and units. */
export const ownRows: Row[] = [
  {
    signature: '日数(from: date, to: date)',
    result: 'number',
    act: ([from, to]) => day(to).n - day(from).n,
  },
  {
    signature: '周岁(birth: date, at: date)',
    result: 'number',
    act: ([birth, at]) => age(day(birth), day(at)),
  },
  {
    signature: '年龄(birth: date)',
    result: 'number',
    act: ([birth], env) => {
      const today = parseDay(env.today);
      return today === null ? null : age(day(birth), today);
    },
  },
  {
    signature: '工作日数(from: date, to: date)',
    result: 'number',
    act: ([from, to], env) =>
      day(from).n <= day(to).n
        ? env.calendar.workdays(dayText(day(from)), dayText(day(to)))
        : 0 - env.calendar.workdays(dayText(day(to)), dayText(day(from))),
  },
  {
    signature: '工作日后(from: date, n: number)',
    result: 'date',
    act: ([from, n], env) =>
      typeof n === 'number' && Number.isInteger(n) && Math.abs(n) <= 10_000
        ? parseDay(env.calendar.addWorkdays(dayText(day(from)), n))
        : null,
  },
  money('万元', 10_000),
  money('亿元', 100_000_000),
  span('年', true, 12),
  span('月', true, 1),
  span('天', false, DAY_SECONDS),
  span('小时', false, 3600),
];
