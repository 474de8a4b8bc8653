/** What values the tests of a cell let through, where that can be told from the text alone. */
import type { Syntax, SyntaxTests } from '../language/syntax.ts';
import type { Value } from '../values/values.ts';
import { parseDay } from '../values/day.ts';
import { numberOf, subtract } from '../values/number.ts';
import { order } from '../values/values.ts';

/** A stretch of values of one type; an end left out is open without end. */
type Stretch = { low?: Value; high?: Value; openLow: boolean; openHigh: boolean };
/** `not`: all values but these. */
type Extent = { not: boolean; stretches: Stretch[] };

/** A value written out; undefined where it is not told by the text. */
function valueOf(piece: Syntax): Value {
  switch (piece.kind) {
    case 'null':
      return null;
    case 'number':
      return numberOf(piece.text);
    case 'text':
    case 'boolean':
      return piece.value;
    case 'negate': {
      const of = piece.of.kind === 'number' ? numberOf(piece.of.text) : null;
      return of === null ? undefined : (subtract(0, of) ?? undefined);
    }
    case 'call': {
      const [only] = piece.args;
      const day = piece.name === 'date' && only?.kind === 'text' ? parseDay(only.value) : null;
      return day ?? undefined;
    }
    default:
      return undefined;
  }
}

const point = (value: Value): Stretch => ({
  low: value,
  high: value,
  openLow: false,
  openHigh: false,
});

function stretchOf(test: Syntax): Stretch | null {
  if (test.kind === 'interval') {
    const [low, high] = [valueOf(test.low), valueOf(test.high)];
    if (low === undefined || high === undefined || low === null || high === null) return null;
    return { low, high, openLow: test.openLow, openHigh: test.openHigh };
  }
  if (test.kind !== 'unary') {
    const value = valueOf(test);
    return value === undefined ? null : point(value);
  }
  const value = valueOf(test.than);
  if (value === undefined || value === null || test.op === '!=') return null;
  if (test.op === '=') return point(value);
  return test.op === '<' || test.op === '<='
    ? { high: value, openLow: true, openHigh: test.op === '<' }
    : { low: value, openLow: test.op === '>', openHigh: true };
}

const extents = new WeakMap<SyntaxTests, Extent | null>();

/** Worked out once for a cell: a table of many rules compares each with all others. */
function extentOf(tests: SyntaxTests): Extent | null {
  const before = extents.get(tests);
  if (before !== undefined) return before;
  const made = makeExtent(tests);
  extents.set(tests, made);
  return made;
}

function makeExtent({ tests, not }: SyntaxTests): Extent | null {
  if (tests === null) return null;
  const stretches: Stretch[] = [];
  for (const test of tests) {
    const one = stretchOf(test);
    if (one === null) return null;
    stretches.push(one);
  }
  return { not, stretches };
}

/** The first ends before the second begins. */
function before(a: Stretch, b: Stretch): boolean {
  if (a.high === undefined || b.low === undefined) return false;
  const sign = order(a.high, b.low);
  return sign !== null && (sign < 0 || (sign === 0 && (a.openHigh || b.openLow)));
}

const isPoint = (one: Stretch): boolean => one.low !== undefined && one.low === one.high;

function apart(a: Stretch, b: Stretch): boolean {
  if (before(a, b) || before(b, a)) return true;
  if (!isPoint(a) || !isPoint(b)) return false;
  return a.low !== b.low && order(a.low, b.low) !== 0;
}

function within(inner: Stretch, outer: Stretch): boolean {
  return (
    isPoint(inner) &&
    isPoint(outer) &&
    (inner.low === outer.low || order(inner.low, outer.low) === 0)
  );
}

/** No value passes both: told for values, ranges and comparisons with values written out. */
export function disjoint(a: SyntaxTests, b: SyntaxTests): boolean {
  const [one, other] = [extentOf(a), extentOf(b)];
  if (one === null || other === null || (one.not && other.not)) return false;
  if (!one.not && !other.not) {
    return one.stretches.every((x) => other.stretches.every((y) => apart(x, y)));
  }
  const [kept, left] = one.not ? [other, one] : [one, other];
  return kept.stretches.every((x) => left.stretches.some((y) => within(x, y)));
}
