/** Arithmetic between columns, taken only where declared ranges prove every step exact. */
import type { Node } from '../check/tree.ts';
import type { Layout, Refusal } from '../layout.ts';
import { makeRun } from '../closure/closure.ts';
import { nodesOf } from '../layout.ts';
import { Day, DAY_SECONDS, Span } from '../values/day.ts';
import { isNum } from '../values/number.ts';
import { FUEL } from '../closure/loops.ts';
import { declared, FARTHEST_DAY, placesOf, scaled } from './encode.ts';

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
  | { kind: 'constant'; value: number }
  | { kind: '+' | '-' | '*'; left: Whole; right: Whole };

/**
 * What is compared. `reads`: the columns; with one of them none it is none, with one unknown
 * unknown. `of` tells days, numbers, seconds and texts apart; `none` is the literal.
 */
export type Term =
  | { of: 'none'; reads: [] }
  | { of: 'number' | 'seconds' | 'day'; reads: number[]; whole: Whole; scale: number; size: number }
  | { of: 'text'; reads: number[]; columns: number[] };

type Numeric = Extract<Term, { whole: Whole }>;
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

function constant(node: Node): Term {
  const fixed = nodesOf(node).every(({ kind }) => ['literal', 'arithmetic', 'call'].includes(kind));
  const calls = nodesOf(node).some((one) => one.kind === 'call' && !one.builtin.constant);
  if (!fixed || calls) throw no(node, '和别的字段一起的这个值');
  const env = { today: '', calendar: { workdays: () => 0, addWorkdays: () => '' } };
  const value = makeRun(node)({ read: () => null, env, waits: [], locals: [], fuel: FUEL });
  if (value === null) return { of: 'none', reads: [] };
  const made = (of: Numeric['of'], n: number, scale: number): Numeric =>
    checked(node, {
      of,
      reads: [],
      whole: { kind: 'constant', value: n },
      scale,
      size: Math.abs(n),
    });
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
  if (shape?.type === 'date') {
    const whole: Whole = { kind: 'column', column, scale: 0 };
    return { of: 'day', reads: [column], whole, scale: 0, size: FARTHEST_DAY };
  }
  if (shape?.type !== 'number') throw no(node, '这种类型的字段之间的关系');
  const ends = declared(shape);
  if (ends === null) {
    throw no(
      node,
      `没有声明范围和小数位数的数（${node.address}，请在字段典里声明最小、最大和小数位数）`,
    );
  }
  const size = Math.max(Math.abs(ends.least), Math.abs(ends.most));
  const whole: Whole = { kind: 'column', column, scale: ends.scale };
  return { of: 'number', reads: [column], whole, scale: ends.scale, size };
}

function numeric(node: Node, at: At): Numeric {
  const term = termOf(node, at);
  if (term.of === 'none' || term.of === 'text') throw no(node, '这里的值');
  return term;
}

function sum(node: Node, op: '+' | '-', terms: [Numeric, Numeric]): Numeric {
  const [a, b] = aligned(node, ...terms);
  const whole: Whole = { kind: op, left: a.whole, right: b.whole };
  const reads = [...new Set([...a.reads, ...b.reads])];
  return checked(node, { of: a.of, reads, whole, scale: a.scale, size: a.size + b.size });
}

function product(node: Node, a: Numeric, b: Numeric): Numeric {
  const whole: Whole = { kind: '*', left: a.whole, right: b.whole };
  const reads = [...new Set([...a.reads, ...b.reads])];
  const of = a.of === 'number' ? b.of : a.of;
  return checked(node, { of, reads, whole, scale: a.scale + b.scale, size: a.size * b.size });
}

/** Days as seconds, for the duration between two dates. */
function seconds(node: Node, term: Numeric): Numeric {
  const day: Whole = { kind: 'constant', value: DAY_SECONDS };
  const whole: Whole = { kind: '*', left: term.whole, right: day };
  return checked(node, { ...term, of: 'seconds', whole, size: term.size * DAY_SECONDS });
}

function arithmetic(node: Extract<Node, { kind: 'arithmetic' }>, at: At): Numeric {
  const { op } = node;
  if (op === '/' || op === '**') throw no(node, '字段之间的除法和乘方（除法可以写成另一边的乘法）');
  const [a, b] = [numeric(node.left, at), numeric(node.right, at)];
  if (op === '*') {
    if (a.of !== 'number' || b.of !== 'number') throw no(node, '时长的倍数');
    return product(node, a, b);
  }
  if (a.of === 'day' && b.of === 'day' && op === '-') return seconds(node, sum(node, '-', [a, b]));
  if (a.of !== b.of || a.of === 'day') throw no(node, '几个字段的日期加减');
  return sum(node, op, [a, b]);
}

/** What stands on a side of a comparison. Throws `Halt` where it cannot be exact. */
export function termOf(node: Node, at: At): Term {
  if (!nodesOf(node).some(({ kind }) => kind === 'read')) return constant(node);
  if (node.kind === 'read') return ofColumn(node, at);
  if (node.kind === 'arithmetic') return arithmetic(node, at);
  const [from, to] = node.kind === 'call' ? node.args : [];
  if (
    node.kind === 'call' &&
    node.builtin.name === '日数' &&
    from !== undefined &&
    to !== undefined
  ) {
    const [a, b] = [numeric(from, at), numeric(to, at)];
    if (a.of === 'day' && b.of === 'day') return { ...sum(node, '-', [b, a]), of: 'number' };
  }
  throw no(node, '几个字段一起的这种写法');
}

/** Two columns of texts beside each other; null for anything else. */
export function texts(left: Node, right: Node, at: At): [Term, Term] | null {
  if (left.kind !== 'read' || right.kind !== 'read') return null;
  const isText = (node: Node): boolean =>
    node.shape.type === 'text' || node.shape.type === 'choice';
  if (!isText(left) || !isText(right)) return null;
  const columns = [at.index.get(left.address) ?? -1, at.index.get(right.address) ?? -1];
  const [a = -1, b = -1] = columns;
  return [
    { of: 'text', reads: [a], columns },
    { of: 'text', reads: [b], columns },
  ];
}
