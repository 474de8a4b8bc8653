/** Which types go together, and what they are called to an author. */
import type { RuleType, Shape } from './shape.ts';
import type { ArithmeticOp } from './tree.ts';

export const ANY: Shape = { type: 'any' };
export const BOOLEAN: Shape = { type: 'boolean' };
export const NUMBER: Shape = { type: 'number' };
export const TEXT: Shape = { type: 'text' };
export const DATE: Shape = { type: 'date' };
export const DURATION: Shape = { type: 'duration' };
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
  return zh[shape.type];
}

/** Not known before the rule runs, or the literal null: goes with everything. */
export function open(shape: Shape): boolean {
  return shape.type === 'any' || shape.type === 'none';
}

const families: Partial<Record<Shape['type'], Shape['type']>> = { choice: 'text', choices: 'list' };
const family = (shape: Shape): Shape['type'] => families[shape.type] ?? shape.type;

/** Values of the two may be equal. */
export function comparable(a: Shape, b: Shape): boolean {
  if (open(a) || open(b)) return true;
  if (family(a) !== family(b)) return false;
  return a.of === undefined || b.of === undefined || comparable(a.of, b.of);
}

const ordered = new Set<Shape['type']>(['number', 'text', 'date', 'duration']);

/** Values of the two have an order. */
export function orderable(a: Shape, b: Shape): boolean {
  if (!open(a) && !ordered.has(a.type)) return false;
  if (!open(b) && !ordered.has(b.type)) return false;
  return open(a) || open(b) || a.type === b.type;
}

/** A value of the shape may be given where the type is wanted. */
export function given(shape: Shape, wanted: RuleType): boolean {
  if (wanted === 'any' || wanted === 'list' || open(shape)) return true;
  return family(shape) === family({ type: wanted });
}

function uniteSame(a: Shape, b: Shape): Shape {
  if (a === b) return a;
  if (a.of !== undefined && b.of !== undefined) return { type: a.type, of: unite(a.of, b.of) };
  const same = a.fields === b.fields && a.options === b.options && a.at === b.at;
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
    ['duration', 'duration', DURATION],
  ],
  '-': [
    ['number', 'number', NUMBER],
    ['date', 'date', DURATION],
    ['date', 'duration', DATE],
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

/** The shape of a sum, difference …; null where the two types have none. */
export function arithmeticShape(op: ArithmeticOp, a: Shape, b: Shape): Shape | null {
  const fits = arithmeticTable[op].filter(
    ([left, right]) => (open(a) || a.type === left) && (open(b) || b.type === right),
  );
  const [only] = fits;
  if (only === undefined) return null;
  return fits.length === 1 ? only[2] : ANY;
}
