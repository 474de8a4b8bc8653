/** Functions of dates, durations and working days. */
import type { Row } from './builtin.ts';
import type { Value } from '../values/values.ts';
import {
  age,
  civil,
  Day,
  dayNumber,
  dayOf,
  dayText,
  monthsBetween,
  parseDay,
  parseSpan,
  Span,
} from '../values/day.ts';

const day = (value: Value): Day => (value instanceof Day ? value : new Day(0));

function date(args: Value[]): Value {
  const [from, month, day] = args;
  if (args.length === 1) {
    if (from instanceof Day) return from;
    return typeof from === 'string' ? parseDay(from) : null;
  }
  if (typeof from !== 'number' || typeof month !== 'number' || typeof day !== 'number') return null;
  return dayOf(from, month, day);
}

/** The functions of dates, durations and working days. */
export const timeRows: Row[] = [
  {
    signature: 'date(from: any, month?: number, day?: number)',
    result: 'date',
    act: date,
    constant: true,
  },
  {
    signature: 'duration(from: any)',
    result: 'duration',
    act: ([from]) =>
      from instanceof Span ? from : typeof from === 'string' ? parseSpan(from) : null,
    constant: true,
  },
  {
    signature: 'years and months duration(from: date, to: date)',
    result: 'duration',
    act: ([from, to]) => new Span(true, monthsBetween(day(from), day(to))),
  },
  {
    signature: 'day of year(date: date)',
    result: 'number',
    act: ([at]) => day(at).n - dayNumber(civil(day(at).n).year, 1, 1) + 1,
  },
  { signature: 'today()', result: 'date', act: (_args, env) => parseDay(env.today) },
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
];
