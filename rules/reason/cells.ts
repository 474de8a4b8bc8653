/**
 * One value for every cell of a domain. What rules compare a value with cuts its domain into cells
 * within which no comparison tells two values apart; where values are also compared with each
 * other, a cell gets as many values as there are such variables, so that every order among them
 * is met.
 */
import type { NumberRange } from '../check/shape.ts';
import type { Num } from '../values/number.ts';
import type { Value } from '../values/values.ts';
import { Day, Span } from '../values/day.ts';
import { add, Decimal, divide, isNum, multiply, numberOf, orderNumbers, round, subtract } from '../values/number.ts';
import { order } from '../values/values.ts';

/** A domain in order, the points it is compared with, and how many values each cell needs. */
export type Cells = {
  type: 'number' | 'date' | 'text' | 'duration';
  /** Of numbers: ends and decimals. */
  range?: NumberRange;
  /** Of durations: years and months. */
  months?: boolean;
  points: Value[];
  /** Variables compared with each other in this domain. */
  beside: number;
  /** Texts are compared by order too, not for equality alone. */
  ordered: boolean;
};

/** Days of the first and the last date there is (years ±999,999,999). */
export const FIRST_DAY = -365_243_219_162;
export const LAST_DAY = 365_241_780_471;

function unique(values: Num[]): Num[] {
  const sorted = values.toSorted(orderNumbers);
  return sorted.filter((value, at) => at === 0 || orderNumbers(value, sorted[at - 1] as Num) !== 0);
}

const known = (value: Num | null): Num[] => (value === null ? [] : [value]);

/** Values on a grid of the step 10^-decimals: each point, and `beside` steps to either side. */
function onGrid(points: Num[], decimals: number, beside: number): Num[] {
  const step = numberOf(`1e-${decimals}`) ?? 1;
  return points.flatMap((point) => {
    const low = round(point, decimals, 'floor');
    const high = round(point, decimals, 'ceiling');
    if (low === null || high === null) return [];
    const found = [low, high];
    for (let n = 1; n <= beside; n++) {
      const way = multiply(step, n) ?? 0;
      found.push(...known(subtract(low, way)), ...known(add(high, way)));
    }
    return found;
  });
}

/** Values between, below and above points that lie as close as one likes. */
function between(points: Num[], beside: number): Num[] {
  const sorted = unique(points);
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const found = [...sorted];
  for (let n = 1; n <= beside; n++) {
    found.push(...known(subtract(low, n)), ...known(add(high, n)));
    for (let at = 1; at < sorted.length; at++) {
      const [a, b] = [sorted[at - 1] as Num, sorted[at] as Num];
      const part = divide(multiply(subtract(b, a) ?? 0, n) ?? 0, beside + 1);
      const middle = part === null ? null : add(a, part);
      if (middle !== null && orderNumbers(a, middle) < 0 && orderNumbers(middle, b) < 0) {
        found.push(middle);
      }
    }
  }
  return found;
}

function numbers(points: Num[], range: NumberRange, beside: number): Num[] {
  const min = range.min === undefined ? null : numberOf(range.min);
  const max = range.max === undefined ? null : numberOf(range.max);
  const all = unique([...points, ...known(min), ...known(max)]);
  const from = all.length === 0 ? [0] : all;
  const found =
    range.decimals === undefined ? between(from, beside) : onGrid(from, range.decimals, beside);
  const inside = found.filter(
    (n) =>
      (min === null || orderNumbers(n, min) >= 0) && (max === null || orderNumbers(n, max) <= 0),
  );
  return unique(inside);
}

const MARK = '\u0001';

/** Texts: those written, and others that are none of them. Null where two stand too close. */
function texts(points: string[], beside: number, ordered: boolean): string[] | null {
  const written = [...new Set(points)].toSorted((a, b) => order(a, b) ?? 0);
  if (!ordered) {
    const others: string[] = [];
    for (let n = 0; others.length < beside; n++) {
      const other = `另一${'个'.repeat(n + 1)}`;
      if (!written.includes(other)) others.push(other);
    }
    return [...written, ...others];
  }
  const list = written[0] === '' ? written : ['', ...written];
  const found = new Set<string>(list);
  for (const [at, text] of list.entries()) {
    for (let n = 1; n <= beside; n++) {
      const after = text + MARK.repeat(n);
      const next = list[at + 1];
      if (next !== undefined && (order(after, next) ?? 0) >= 0) return null;
      found.add(after);
    }
  }
  return [...found];
}

const isDay = (value: Value): value is Day => value instanceof Day;
const isSpan = (value: Value): value is Span => value instanceof Span;

/**
 * At least one value of every cell; null where that cannot be told (durations of two kinds, texts
 * with nothing between them). None is not among them. Points of another type cut nothing: a
 * comparison of two types is none whatever the value.
 */
export function valuesIn(cells: Cells): Value[] | null {
  const { beside, points } = cells;
  switch (cells.type) {
    case 'number':
      return numbers(points.filter(isNum), cells.range ?? {}, beside);
    case 'date': {
      const written = points.filter(isDay).map((day) => day.n);
      const days = written.length === 0 ? [20_000] : written;
      return numbers(days, { decimals: 0 }, beside)
        .filter((n) => typeof n === 'number' && n >= FIRST_DAY && n <= LAST_DAY)
        .map((n) => new Day(Number(n)));
    }
    case 'duration': {
      const { months } = cells;
      const spans = points.filter(isSpan);
      // Of no length, the two kinds are equal.
      if (months === undefined || spans.some((span) => span.months !== months)) return null;
      const range = months ? { decimals: 0 } : {};
      return numbers(spans.map((span) => span.n), range, beside).map((n) => new Span(months, n));
    }
    case 'text':
      return texts(points.filter((point) => typeof point === 'string'), beside, cells.ordered);
  }
}

/** The number of grid steps from zero to a value, and back: for halving a stretch of a domain. */
export function gridOf(decimals: number): { at: (value: Num) => bigint; value: (at: bigint) => Num } {
  const unit = new Decimal(10).pow(decimals);
  return {
    at: (value) => BigInt(new Decimal(value).times(unit).floor().toFixed()),
    value: (at) => numberOf(new Decimal(at.toString()).div(unit).toFixed()) ?? 0,
  };
}
