/**
 * Where a term over one fact crosses a constant: 周岁(出生日期, 今天) >= 60, 年收入 / 12 <= 2000. The
 * term has to rise or fall all the way; the point is found by halving, so every value on either
 * side is told apart exactly.
 */
import type { Node } from '../check/tree.ts';
import type { Run } from '../closure/frame.ts';
import type { Num } from '../values/number.ts';
import type { Value } from '../values/values.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { Day } from '../values/day.ts';
import { isNum, numberOf, orderNumbers } from '../values/number.ts';
import { order } from '../values/values.ts';
import { FIRST_DAY, gridOf, LAST_DAY } from './cells.ts';
import { constant, rebuild, valueOf } from './trees.ts';

type Read = Extract<Node, { kind: 'read' }>;
/** A term that rises (1) or falls (-1) with one fact. */
export type Slope = { of: Read; way: 1 | -1 };

const turned = (slope: Slope | null): Slope | null =>
  slope && { of: slope.of, way: slope.way === 1 ? -1 : 1 };

function ofArithmetic(node: Extract<Node, { kind: 'arithmetic' }>): Slope | null {
  const { op, left, right } = node;
  const a = slopeOf(left);
  if (a !== null && constant(right)) {
    if (op === '+' || op === '-') return a;
    const by = valueOf(right);
    if ((op !== '*' && op !== '/') || !isNum(by) || orderNumbers(by, 0) === 0) return null;
    return orderNumbers(by, 0) > 0 ? a : turned(a);
  }
  const b = slopeOf(right);
  if (b === null || !constant(left)) return null;
  if (op === '+') return b;
  if (op === '-') return turned(b);
  const by = valueOf(left);
  if (op !== '*' || !isNum(by) || orderNumbers(by, 0) === 0) return null;
  return orderNumbers(by, 0) > 0 ? b : turned(b);
}

/** Functions that rise with their first argument while the others stand. */
const rising = new Set(['floor', 'ceiling', 'decimal', 'round up', 'round down', 'round half up']);

function ofCall(node: Extract<Node, { kind: 'call' }>): Slope | null {
  const { builtin, args } = node;
  const [first, second] = args;
  if (first === undefined) return null;
  if (rising.has(builtin.name)) return args.slice(1).every(constant) ? slopeOf(first) : null;
  if ((builtin.name !== '周岁' && builtin.name !== '日数') || second === undefined) return null;
  if (constant(second)) return turned(slopeOf(first));
  return constant(first) ? slopeOf(second) : null;
}

/** Whether a term rises or falls with one fact all the way; null where that is not seen. */
export function slopeOf(node: Node): Slope | null {
  switch (node.kind) {
    case 'read':
      return node.shape.type === 'date' || node.shape.range?.decimals !== undefined
        ? { of: node, way: 1 }
        : null;
    case 'arithmetic':
      return ofArithmetic(node);
    case 'call':
      return ofCall(node);
    case 'member':
      return node.of.shape.type === 'date' && node.name === 'year' ? slopeOf(node.of) : null;
    default:
      return null;
  }
}

/** The fact's values by number, in order. */
type Line = { first: bigint; last: bigint; ended: [boolean, boolean]; value: (at: bigint) => Value };

/** Numbers without declared ends are halved between these; what lies beyond must be decided. */
const FAR = '1000000000000000';

function lineOf({ shape }: Read): Line {
  if (shape.type === 'date') {
    return {
      first: BigInt(FIRST_DAY),
      last: BigInt(LAST_DAY),
      ended: [true, true],
      value: (at) => new Day(Number(at)),
    };
  }
  const { min, max, decimals = 0 } = shape.range ?? {};
  const grid = gridOf(decimals);
  const end = (text: string): bigint => grid.at(numberOf(text) ?? 0);
  return {
    first: end(min ?? `-${FAR}`),
    last: end(max ?? FAR),
    ended: [min !== undefined, max !== undefined],
    value: grid.value,
  };
}

/** The first place from `low` (where it does not hold) to `high` (where it does) that holds. */
function firstThat(low: bigint, high: bigint, holds: (at: bigint) => boolean): bigint {
  let [no, yes] = [low, high];
  while (yes - no > 1n) {
    const middle = (no + yes) / 2n;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

type Curve = { line: Line; at: (place: bigint) => Value };

/** The stretch on which the term has a value; null where none is found. */
function stretch(curve: Curve, near: bigint[]): [bigint, bigint] | null {
  const { line, at } = curve;
  const has = (place: bigint): boolean => at(place) !== null;
  const inside = [...near, 0n].find((n) => n >= line.first && n <= line.last && has(n));
  if (inside === undefined) return null;
  const low = has(line.first) ? line.first : firstThat(line.first, inside, has);
  const lacks = (place: bigint): boolean => !has(place);
  const high = has(line.last) ? line.last : firstThat(inside, line.last, lacks) - 1n;
  return [low, high];
}

function placesNear(node: Node, of: Read, than: Value): bigint[] {
  const near: bigint[] = [];
  const look = (value: Value): void => {
    if (value instanceof Day) near.push(BigInt(value.n));
    else if (isNum(value) && of.shape.type === 'number') {
      near.push(gridOf(of.shape.range?.decimals ?? 0).at(value as Num));
    }
  };
  look(than);
  rebuild(node, (one) => {
    if (one.kind === 'literal') look(one.value);
    return undefined;
  });
  return near;
}

/**
 * Values of the fact at which the term crosses a constant, and the ends of where it has a value.
 * Null where the crossing is not found for sure.
 */
export function crossings(node: Node, { of, way }: Slope, than: Value): Value[] | null {
  const line = lineOf(of);
  const run: Run = makeRun(
    rebuild(node, (one) =>
      one.kind === 'read'
        ? { kind: 'local', slot: 0, shape: of.shape, from: one.from, to: one.to }
        : undefined,
    ),
  );
  const env = { today: '1970-01-01', calendar: { workdays: () => 0, addWorkdays: (d: string) => d } };
  const at = (place: bigint): Value =>
    run({ read: () => undefined, env, waits: [], locals: [line.value(place)], fuel: FUEL });
  const ends = stretch({ line, at }, [...placesNear(node, of, than), line.first, line.last]);
  if (ends === null) return null;
  const [low, high] = ends;
  const side = (place: bigint): number | null => {
    const sign = order(at(place), than);
    return sign === null ? null : sign * way;
  };
  const [below, above] = [side(low), side(high)];
  if (below === null || above === null || below > above) return null;
  const beyond = (!line.ended[0] && below >= 0) || (!line.ended[1] && above <= 0);
  if (beyond) return null;
  const found = [low, high];
  if (below < 0 && above >= 0) found.push(firstThat(low, high, (n) => (side(n) ?? -1) >= 0));
  if (below <= 0 && above > 0) found.push(firstThat(low, high, (n) => (side(n) ?? 0) > 0));
  return found.map(line.value);
}
