/** Arithmetic between columns, taken only where declared ranges prove every step exact. */
import type { Node } from '../check/tree.ts';
import type { Env, Run } from '../closure/frame.ts';
import type { Layout, Refusal } from '../layout.ts';
import type { Value } from '../values/values.ts';
import type { Mapped } from './mapped.ts';
import type { Operation } from './planes.ts';
import { makeRun } from '../closure/closure.ts';
import { nodesOf } from '../layout.ts';
import { Day, DAY_SECONDS, Span } from '../values/day.ts';
import { isNum } from '../values/number.ts';
import { FUEL } from '../closure/loops.ts';
import { declared, FARTHEST_DAY, placesOf, scaled } from './encode.ts';
import { FARTHEST, mappedOf } from './mapped.ts';

/** Ends the lowering of a rule. */
export class Halt extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** A whole number of every row before columns are known: value × 10^scale. */
export type Whole =
  | { kind: 'column'; column: number; scale: number }
  | { kind: 'mapped'; mapped: Mapped }
  | { kind: 'constant'; value: number }
  /** A date that is the same for every row of one run: it follows from today. */
  | { kind: 'later'; run: Run }
  | { kind: Operation; left: Whole; right: Whole };

/** What a term reads; with one of them none it is none, with one unknown unknown. */
export type Read = { column: number; mapped?: Mapped } | { run: Run };

/**
 * What is compared. `of` tells days, numbers, seconds and texts apart; `none` and `unknown` are so
 * for every row.
 * `size`: no value times 10^scale is further from 0; `positive`: none is below it.
 */
export type Term =
  | { of: 'none' | 'unknown'; reads: [] }
  | {
      of: 'number' | 'seconds' | 'day';
      reads: Read[];
      whole: Whole;
      scale: number;
      size: number;
      positive: boolean;
    }
  | { of: 'text'; reads: Read[]; mapped: Mapped };

/** A term that is a number. */
export type Numeric = Extract<Term, { whole: Whole }>;
type At = { layout: Layout; index: Map<string, number> };

/** A quarter of what doubles hold exactly: a code before its base is added may be twice the value. */
const SAFE = 2 ** 51;

function no(node: Node, why: string): Halt {
  const message = `批量匹配不能精确计算${why}，请改写这一处，或者用逐行判断`;
  return new Halt({ message, from: node.from, to: node.to });
}

function checked(node: Node, term: Numeric): Numeric {
  if (term.size <= SAFE && term.scale <= 15) return term;
  throw no(node, '这么大的数：按字段典声明的范围，中间结果会超过 2 的 51 次方');
}

/** The same value at a larger scale. */
function rescaled(node: Node, term: Numeric, scale: number): Numeric {
  if (term.scale === scale) return term;
  const by = 10 ** (scale - term.scale);
  const whole: Whole =
    term.whole.kind === 'constant'
      ? { kind: 'constant', value: term.whole.value * by }
      : { kind: '*', left: term.whole, right: { kind: 'constant', value: by } };
  return checked(node, { ...term, whole, scale, size: term.size * by });
}

/** Two terms at one scale, as comparing and adding them needs. Throws `Halt` where it grows unsafe. */
export function aligned(node: Node, a: Numeric, b: Numeric): [Numeric, Numeric] {
  const scale = Math.max(a.scale, b.scale);
  return [rescaled(node, a, scale), rescaled(node, b, scale)];
}

/** Thrown where a constant asks for the day, the moment or the calendar. */
class Later extends Error {}

const later = (): never => {
  throw new Later();
};

/** A day, a moment and a calendar that nothing may ask for. */
const noEnv: Env = Object.defineProperties({} as Env, {
  today: { get: later },
  now: { get: later },
  calendar: { get: later },
});

/** A value without columns: known now, unknown, or (a date only) known when the day is. */
function constantValue(node: Node): Value | Later {
  try {
    const frame = { read: () => null, env: noEnv, waits: [], locals: [], fuel: FUEL };
    return makeRun(node)(frame);
  } catch (thrown) {
    if (thrown instanceof Later) return thrown;
    throw thrown;
  }
}

function constant(node: Node): Term {
  const value = constantValue(node);
  const { type } = node.shape;
  if (value instanceof Later || value === undefined) {
    const run = makeRun(node);
    const of = type === 'date' ? 'day' : 'number';
    if (value === undefined && of === 'number' && type !== 'number')
      return { of: 'unknown', reads: [] };
    if (value instanceof Later && of === 'number') throw no(node, '和别的字段一起的这个值');
    const whole: Whole = of === 'day' ? { kind: 'later', run } : { kind: 'constant', value: 0 };
    return { of, reads: [{ run }], whole, scale: 0, size: FARTHEST, positive: false };
  }
  if (value === null) return { of: 'none', reads: [] };
  const made = (of: Numeric['of'], n: number, scale: number): Numeric => {
    const whole: Whole = { kind: 'constant', value: n };
    return checked(node, { of, reads: [], whole, scale, size: Math.abs(n), positive: n >= 0 });
  };
  if (value instanceof Day) return made('day', value.n, 0);
  if (value instanceof Span && !value.months && typeof value.n === 'number') {
    return made('seconds', value.n, 0);
  }
  if (!isNum(value)) throw no(node, '和别的字段一起的这个值');
  if (typeof value === 'number') return made('number', value, 0);
  const scale = placesOf(value);
  const n = scaled(value, scale);
  if (scale > 15 || n !== n) throw no(node, '位数这么多的数');
  return made('number', n, scale);
}

function ofColumn(node: Extract<Node, { kind: 'read' }>, at: At): Term {
  const column = at.index.get(node.address) ?? -1;
  const shape = at.layout[column]?.shape;
  const reads = [{ column }];
  if (shape?.type === 'date') {
    const whole: Whole = { kind: 'column', column, scale: 0 };
    return { of: 'day', reads, whole, scale: 0, size: FARTHEST_DAY, positive: false };
  }
  if (shape?.type !== 'number') throw no(node, '这种类型的字段之间的关系');
  const ends = declared(shape);
  if (ends === null) {
    const hint = '请在字段典里声明最小、最大和小数位数';
    throw no(node, `没有声明范围和小数位数的数（${node.address}，${hint}）`);
  }
  const { least, most, scale } = ends;
  const size = Math.max(Math.abs(least), Math.abs(most));
  const whole: Whole = { kind: 'column', column, scale };
  return { of: 'number', reads, whole, scale, size, positive: least >= 0 };
}

/** A value that the closure tells for every code of its column; null where it cannot. */
function ofMapped(node: Node, at: At): Term | null {
  const found = node.kind === 'read' && node.shape.type === 'date' ? null : mappedOf(node, at);
  if (found === null) return null;
  const { of, mapped } = found;
  const reads = [{ column: mapped.column, mapped }];
  if (of === 'text') return { of, reads, mapped };
  const whole: Whole = { kind: 'mapped', mapped };
  return { of, reads, whole, scale: 0, size: FARTHEST, positive: false };
}

function numeric(node: Node, at: At): Numeric {
  const term = termOf(node, at);
  if (!('whole' in term)) throw no(node, '这里的值');
  return term;
}

const grown: Record<Operation, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a + b,
  '*': (a, b) => a * b,
  min: Math.max,
  max: Math.max,
};

/** Two numbers made into one, at one scale unless they are multiplied. */
function joined(node: Node, kind: Operation, terms: [Numeric, Numeric]): Numeric {
  const [a, b] = kind === '*' ? terms : aligned(node, ...terms);
  const both = a.positive && b.positive;
  return checked(node, {
    of: a.of === 'number' ? b.of : a.of,
    reads: [...a.reads, ...b.reads],
    whole: { kind, left: a.whole, right: b.whole },
    scale: kind === '*' ? a.scale + b.scale : a.scale,
    size: grown[kind](a.size, b.size),
    positive: kind === 'max' ? a.positive || b.positive : both && kind !== '-',
  });
}

/** 1 ÷ a constant, where that has an end; null for anything else. */
function reciprocal(node: Node, of: Numeric): Numeric | null {
  if (of.whole.kind !== 'constant' || of.of !== 'number' || of.whole.value === 0) return null;
  const { value } = of.whole;
  for (let places = 0; places <= 12; places++) {
    if (10 ** places % value !== 0) continue;
    const n = (10 ** places / value) * 10 ** of.scale;
    const whole: Whole = { kind: 'constant', value: n };
    const size = Math.abs(n);
    return checked(node, { ...of, whole, scale: places, size, positive: n >= 0 });
  }
  return null;
}

/** Days as seconds, for the duration between two dates. */
function seconds(node: Node, term: Numeric): Numeric {
  const day: Whole = { kind: 'constant', value: DAY_SECONDS };
  const whole: Whole = { kind: '*', left: term.whole, right: day };
  return checked(node, { ...term, of: 'seconds', whole, size: term.size * DAY_SECONDS });
}

function arithmetic(node: Extract<Node, { kind: 'arithmetic' }>, at: At): Numeric {
  const { op } = node;
  const [a, b] = [numeric(node.left, at), numeric(node.right, at)];
  if (op === '*' || op === '/') {
    if (a.of !== 'number' || b.of !== 'number') throw no(node, '时长的倍数');
    const by = op === '*' ? b : reciprocal(node, b);
    if (by === null) throw no(node, '这里的除法（可以写成另一边的乘法）');
    return joined(node, '*', [a, by]);
  }
  if (op === '**') throw no(node, '字段之间的乘方');
  if (a.of === 'day' && b.of === 'day' && op === '-')
    return seconds(node, joined(node, '-', [a, b]));
  if (a.of !== b.of || a.of === 'day') throw no(node, '几个字段的日期加减');
  return joined(node, op, [a, b]);
}

function call(node: Extract<Node, { kind: 'call' }>, at: At): Numeric | null {
  const { name } = node.builtin;
  const [first, second] = node.args;
  if (first === undefined) return null;
  if (name === '日数' && second !== undefined) {
    const [a, b] = [numeric(first, at), numeric(second, at)];
    return a.of === 'day' && b.of === 'day' ? { ...joined(node, '-', [b, a]), of: 'number' } : null;
  }
  if (name === 'abs') {
    const of = numeric(first, at);
    const whole: Whole = { kind: 'constant', value: 0 };
    if (of.of !== 'number') return null;
    const less = joined(node, '-', [{ ...of, reads: [], whole, size: 0 }, of]);
    return joined(node, 'max', [of, less]);
  }
  if (name !== 'min' && name !== 'max') return null;
  const items = node.args.length === 1 && first.kind === 'list' ? first.items : node.args;
  const terms = items.map((item) => numeric(item, at));
  const [one, ...rest] = terms;
  if (one === undefined || terms.length < 2 || rest.some(({ of }) => of !== one.of)) return null;
  return rest.reduce((all, term) => joined(node, name, [all, term]), one);
}

/** What stands on a side of a comparison. Throws `Halt` where it cannot be exact. */
export function termOf(node: Node, at: At): Term {
  if (!nodesOf(node).some(({ kind }) => kind === 'read')) return constant(node);
  const mapped = ofMapped(node, at);
  if (mapped !== null) return mapped;
  if (node.kind === 'read') return ofColumn(node, at);
  if (node.kind === 'arithmetic') return arithmetic(node, at);
  const called = node.kind === 'call' ? call(node, at) : null;
  if (called !== null) return called;
  throw no(node, '几个字段一起的这种写法');
}

/** A number divided by a number that reads columns and is never negative: `divided ÷ by`. */
export type Quotient = { divided: Numeric; by: Numeric };

/** The quotient a side of a comparison is; null for anything else. */
export function quotientOf(node: Node, at: At): Quotient | null {
  if (node.kind !== 'arithmetic' || node.op !== '/') return null;
  const [divided, by] = [numeric(node.left, at), numeric(node.right, at)];
  if (by.reads.length === 0 || divided.of !== 'number' || by.of !== 'number') return null;
  if (!by.positive) throw no(node.right, '可能是负数的除数');
  return { divided, by };
}

/** Both sides of `divided ÷ by` beside a number, times `by`. */
export function crossed(node: Node, { divided, by }: Quotient, than: Numeric): [Numeric, Numeric] {
  return aligned(node, divided, joined(node, '*', [than, by]));
}
