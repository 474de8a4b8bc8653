/** Which types go together, and what they are called to an author. */
import type { Shape } from './shape.ts';
import type { ArithmeticOp } from './tree.ts';
import type { Temporal } from '../values/temporal.ts';
import { Day, Span } from '../values/day.ts';
import { Time } from '../values/time.ts';

export const ANY: Shape = { type: 'any' };
export const BOOLEAN: Shape = { type: 'boolean' };
export const NUMBER: Shape = { type: 'number' };
export const TEXT: Shape = { type: 'text' };
export const DATE: Shape = { type: 'date' };
export const DURATION: Shape = { type: 'duration' };
export const MONTHS: Shape = { type: 'duration', months: true };
export const SECONDS: Shape = { type: 'duration', months: false };
export const TIME: Shape = { type: 'time' };
export const DATE_TIME: Shape = { type: 'date-time' };
export const NONE: Shape = { type: 'none' };
export const RANGE: Shape = { type: 'range' };

const zh: Record<Shape['type'], string> = {
  boolean: '是非',
  number: '数',
  text: '文字',
  date: '日期',
  choice: '选项',
  choices: '多选',
  record: '记录',
  list: '列表',
  duration: '时长',
  time: '时刻',
  'date-time': '日期和时刻',
  file: '文件',
  any: '任意值',
  none: '空值',
  range: '范围',
  function: '函数',
};

/** The Chinese name of a type. */
export function typeName(shape: Shape): string {
  if (shape.type === 'duration' && shape.months !== undefined) {
    return shape.months ? '年月的时长' : '日时的时长';
  }
  return zh[shape.type];
}

/** Not known before the rule runs, or the literal null: goes with everything. */
export function open(shape: Shape): boolean {
  return shape.type === 'any' || shape.type === 'none';
}

const families: Partial<Record<Shape['type'], Shape['type']>> = { choice: 'text', choices: 'list' };
const family = (shape: Shape): Shape['type'] => families[shape.type] ?? shape.type;

/** Durations of months and durations of seconds: they have no order, and nothing but P0D is equal. */
function apart(a: Shape, b: Shape): boolean {
  return a.months !== undefined && b.months !== undefined && a.months !== b.months;
}

/** Values of the two may be equal. */
export function comparable(a: Shape, b: Shape): boolean {
  if (open(a) || open(b)) return true;
  if (family(a) !== family(b) || apart(a, b)) return false;
  return a.of === undefined || b.of === undefined || comparable(a.of, b.of);
}

const ordered = new Set<Shape['type']>(['number', 'text', 'date', 'duration', 'time', 'date-time']);

/** Values of the two have an order. */
export function orderable(a: Shape, b: Shape): boolean {
  if (!open(a) && !ordered.has(a.type)) return false;
  if (!open(b) && !ordered.has(b.type)) return false;
  return open(a) || open(b) || (a.type === b.type && !apart(a, b));
}

/** A value of the shape may be given where the type is wanted. */
export function given(shape: Shape, wanted: Shape['type'] | 'item'): boolean {
  if (wanted === 'any' || wanted === 'item' || wanted === 'list' || open(shape)) return true;
  return family(shape) === family({ type: wanted });
}

function uniteSame(a: Shape, b: Shape): Shape {
  if (a === b) return a;
  if (a.of !== undefined && b.of !== undefined) return { type: a.type, of: unite(a.of, b.of) };
  const same =
    a.fields === b.fields &&
    a.options === b.options &&
    a.at === b.at &&
    a.months === b.months &&
    a.range === b.range;
  return same && a.of === b.of ? a : { type: a.type };
}

/** The shape of a value that is one or the other. */
export function unite(a: Shape, b: Shape): Shape {
  if (a.type === 'none') return b;
  if (b.type === 'none') return a;
  if (a.type === b.type) return uniteSame(a, b);
  return family(a) === family(b) ? { type: family(a) } : ANY;
}

type Triple = readonly [Shape['type'], Shape['type'], Shape];

const arithmeticTable: Record<ArithmeticOp, Triple[]> = {
  '+': [
    ['number', 'number', NUMBER],
    ['text', 'text', TEXT],
    ['date', 'duration', DATE],
    ['duration', 'date', DATE],
    ['time', 'duration', TIME],
    ['duration', 'time', TIME],
    ['date-time', 'duration', DATE_TIME],
    ['duration', 'date-time', DATE_TIME],
    ['duration', 'duration', DURATION],
  ],
  '-': [
    ['number', 'number', NUMBER],
    ['date', 'date', SECONDS],
    ['date', 'date-time', SECONDS],
    ['date-time', 'date', SECONDS],
    ['date-time', 'date-time', SECONDS],
    ['time', 'time', SECONDS],
    ['date', 'duration', DATE],
    ['time', 'duration', TIME],
    ['date-time', 'duration', DATE_TIME],
    ['duration', 'duration', DURATION],
  ],
  '*': [
    ['number', 'number', NUMBER],
    ['duration', 'number', DURATION],
    ['number', 'duration', DURATION],
  ],
  '/': [
    ['number', 'number', NUMBER],
    ['duration', 'number', DURATION],
    ['duration', 'duration', NUMBER],
  ],
  '**': [['number', 'number', NUMBER]],
};

/** Which kind of duration comes of two: that of the one whose kind is known. */
function monthsOf(a: Shape, b: Shape): Shape {
  const months = a.months ?? b.months;
  return months === undefined ? DURATION : months ? MONTHS : SECONDS;
}

/** The shape of a sum, difference …; null where the two types have none. */
export function arithmeticShape(op: ArithmeticOp, a: Shape, b: Shape): Shape | null {
  const never = a.type === 'duration' && b.type === 'duration' && apart(a, b);
  const fits = arithmeticTable[op].filter(
    ([left, right]) => (open(a) || a.type === left) && (open(b) || b.type === right),
  );
  const [only] = fits;
  if (only === undefined || never) return null;
  if (fits.length > 1) return ANY;
  return only[2] === DURATION ? monthsOf(a, b) : only[2];
}

const DATE_PARTS = ['year', 'month', 'day', 'weekday'];
const TIME_PARTS = ['hour', 'minute', 'second', 'time offset', 'timezone'];

/** The parts of values of time, as they are written after a point. */
export const parts: Partial<Record<Shape['type'], string[]>> = {
  date: DATE_PARTS,
  time: TIME_PARTS,
  'date-time': [...DATE_PARTS, ...TIME_PARTS],
  duration: ['years', 'months', 'days', 'hours', 'minutes', 'seconds'],
  range: ['start', 'end', 'start included', 'end included'],
};

/** The shape of a part; null where the type has no such part. */
export function partShape(of: Shape, name: string): Shape | null {
  const known = parts[of.type];
  if (known === undefined || (name !== 'value' && !known.includes(name))) return null;
  if (of.type === 'range') return name.endsWith('included') ? BOOLEAN : ANY;
  if (name === 'time offset') return SECONDS;
  return name === 'timezone' ? TEXT : NUMBER;
}

/** The shape of a value of time. */
export function temporalShape(value: Temporal): Shape {
  if (value instanceof Span) return value.months ? MONTHS : SECONDS;
  if (value instanceof Day) return DATE;
  return value instanceof Time ? TIME : DATE_TIME;
}
