/** What is known of a term's values before any fact is: ends, and whether they are whole. */
import type { Node } from '../check/tree.ts';
import type { NumberRange } from '../check/shape.ts';
import type { Num } from '../values/number.ts';
import { add, isNum, multiply, numberOf, numberText, orderNumbers, subtract } from '../values/number.ts';

/** Ends of a number, each absent where there is none, and whether it is always whole. */
type Bounds = { min?: Num; max?: Num; whole: boolean };

const free: Bounds = { whole: false };

function bounds(min: Num | null | undefined, max: Num | null | undefined, whole: boolean): Bounds {
  return {
    ...(min !== null && min !== undefined && { min }),
    ...(max !== null && max !== undefined && { max }),
    whole,
  };
}

const counted: Record<string, Bounds> = {
  count: { min: 0, whole: true },
  'string length': { min: 0, whole: true },
  周岁: { min: 0, whole: true },
  年龄: { min: 0, whole: true },
  日数: { whole: true },
  工作日数: { whole: true },
  'day of year': { min: 1, max: 366, whole: true },
  floor: { whole: true },
  ceiling: { whole: true },
  abs: { min: 0, whole: false },
  sqrt: { min: 0, whole: false },
};

const parts: Record<string, Bounds> = {
  year: { whole: true },
  month: { min: 1, max: 12, whole: true },
  day: { min: 1, max: 31, whole: true },
  weekday: { min: 1, max: 7, whole: true },
};

const least = (a: Num, b: Num): Num => (orderNumbers(a, b) <= 0 ? a : b);
const most = (a: Num, b: Num): Num => (orderNumbers(a, b) >= 0 ? a : b);

function product(a: Bounds, b: Bounds): Bounds {
  const whole = a.whole && b.whole;
  const ends = [a.min, a.max].flatMap((x) => [b.min, b.max].map((y) => [x, y] as const));
  const made = ends.map(([x, y]) => (x === undefined || y === undefined ? null : multiply(x, y)));
  const known = made.filter((n) => n !== null);
  if (known.length < 4) {
    const signs = [a, b].every((one) => one.min !== undefined && orderNumbers(one.min, 0) >= 0);
    return signs ? bounds(multiply(a.min ?? 0, b.min ?? 0), undefined, whole) : bounds(null, null, whole);
  }
  return bounds(known.reduce(least), known.reduce(most), whole);
}

const together = (
  a: Num | undefined,
  b: Num | undefined,
  how: (a: Num, b: Num) => Num | null,
): Num | null => (a === undefined || b === undefined ? null : how(a, b));

function arithmetic(node: Extract<Node, { kind: 'arithmetic' }>): Bounds {
  const [a, b] = [boundsOf(node.left), boundsOf(node.right)];
  const whole = a.whole && b.whole;
  if (node.op === '+') return bounds(together(a.min, b.min, add), together(a.max, b.max, add), whole);
  if (node.op === '-') {
    return bounds(together(a.min, b.max, subtract), together(a.max, b.min, subtract), whole);
  }
  return node.op === '*' ? product(a, b) : free;
}

function declared({ shape }: Node): Bounds {
  const { min, max, decimals } = shape.range ?? {};
  const end = (text: string | undefined): Num | null => (text === undefined ? null : numberOf(text));
  return bounds(end(min), end(max), decimals === 0);
}

/** Ends of a node of type number; none of it is a promise about being none. */
function boundsOf(node: Node): Bounds {
  switch (node.kind) {
    case 'literal':
      return isNum(node.value) ? bounds(node.value, node.value, typeof node.value === 'number') : free;
    case 'read':
      return declared(node);
    case 'arithmetic':
      return node.shape.type === 'number' ? arithmetic(node) : free;
    case 'call':
      return Object.hasOwn(counted, node.builtin.name) ? (counted[node.builtin.name] ?? free) : free;
    case 'member': {
      const ofDay = node.of.shape.type === 'date' && Object.hasOwn(parts, node.name);
      return ofDay ? (parts[node.name] ?? free) : declared(node);
    }
    case 'if': {
      const [yes, no] = [boundsOf(node.yes), boundsOf(node.no)];
      return bounds(together(yes.min, no.min, least), together(yes.max, no.max, most), yes.whole && no.whole);
    }
    default:
      return free;
  }
}

/** The range of a number-valued term, as a dictionary would declare it. */
export function rangeOf(node: Node): NumberRange {
  const { min, max, whole } = boundsOf(node);
  return {
    ...(min !== undefined && { min: numberText(min) }),
    ...(max !== undefined && { max: numberText(max) }),
    ...(whole && { decimals: 0 }),
  };
}
