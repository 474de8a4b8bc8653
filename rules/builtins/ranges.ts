/** Ranges and points: before, meets, overlaps … (DMN 1.5, table 78), and the range of a text. */
import type { Row } from './builtin.ts';
import type { Value } from '../values/values.ts';
import { rangeOf } from '../values/range.ts';
import { order, Range } from '../values/values.ts';

/** No order between two ends: the function gives none. */
const APART = Symbol('apart');

type End = { at: Value; included: boolean; side: -1 | 1 };

const low = (range: Range): End => ({ at: range.low, included: !range.openLow, side: -1 });
const high = (range: Range): End => ({ at: range.high, included: !range.openHigh, side: 1 });
const point = (at: Value): End => ({ at, included: true, side: 1 });

/** Orders two ends; no end lies beyond all values, on its own side. */
function sign(a: End, b: End): number {
  if (a.at === undefined || b.at === undefined) {
    if (a.at === b.at) return a.side - b.side;
    return a.at === undefined ? a.side : -b.side;
  }
  const made = order(a.at, b.at);
  if (made === null) throw APART;
  return made;
}

type Relation = (a: Range, b: Range) => boolean;
type Of = { points?: (a: End, b: End) => boolean; pointRange?: (p: End, r: Range) => boolean };

const less = (a: End, b: End): boolean => sign(a, b) < 0;
const same = (a: End, b: End): boolean => sign(a, b) === 0;

/** a ends before b begins. */
const endsBefore = (a: End, b: End): boolean =>
  less(a, b) || (same(a, b) && !(a.included && b.included));
/** a ends and b begins with something in common, or later. */
const reaches = (a: End, b: End): boolean => less(b, a) || (same(a, b) && a.included && b.included);
/** a begins before b, or with it and no later. */
const beginsBy = (a: Range, b: Range): boolean =>
  less(low(a), low(b)) || (same(low(a), low(b)) && (a.openLow === false || b.openLow));
const endsBy = (a: Range, b: Range): boolean =>
  less(high(a), high(b)) || (same(high(a), high(b)) && (a.openHigh || !b.openHigh));
const sameLow: Relation = (a, b) => a.openLow === b.openLow && same(low(a), low(b));
const sameHigh: Relation = (a, b) => a.openHigh === b.openHigh && same(high(a), high(b));

const before: Relation = (a, b) => endsBefore(high(a), low(b));
const meets: Relation = (a, b) => !a.openHigh && !b.openLow && same(high(a), low(b));
const overlaps: Relation = (a, b) => reaches(high(a), low(b)) && reaches(high(b), low(a));
const overlapsBefore: Relation = (a, b) =>
  beginsBy(a, b) && !sameLow(a, b) && reaches(high(a), low(b)) && endsBy(a, b);
const includes: Relation = (a, b) => beginsBy(a, b) && endsBy(b, a);
const starts: Relation = (a, b) => sameLow(a, b) && endsBy(a, b);
const finishes: Relation = (a, b) => sameHigh(a, b) && beginsBy(b, a);
const coincides: Relation = (a, b) => sameLow(a, b) && sameHigh(a, b);

const within = (p: End, r: Range): boolean => reaches(p, low(r)) && reaches(high(r), p);

/** What a relation says of two points, of a point and a range (`mirrored`: the range first). */
function relation(ranges: Relation | null, of: Of, mirrored: boolean): Row['act'] {
  const judge = (first: Value, second: Value): boolean | null => {
    const [a, b] = mirrored ? [second, first] : [first, second];
    if (a instanceof Range) return b instanceof Range && ranges !== null ? ranges(a, b) : null;
    if (b instanceof Range) return of.pointRange === undefined ? null : of.pointRange(point(a), b);
    return of.points === undefined ? null : of.points(point(a), point(b));
  };
  return ([first, second]) => {
    try {
      return judge(first, second);
    } catch (stop) {
      if (stop === APART) return null;
      throw stop;
    }
  };
}

const pair = 'range1: range, range2: range';
const pairOther = 'point: any, range: any; range1: any, range2: any';

function row(name: string, params: string, act: Row['act']): Row {
  const [first = '', ...others] = params.split('; ');
  return {
    signature: `${name}(${first})`,
    ...(others.length > 0 && { other: others.join('; ') }),
    result: 'boolean',
    act,
  };
}

const points = 'point1: any, point2: any; range1: any, range2: any';
const mixed = `${points}; point: any, range: any; range: any, point: any`;
const mirror = 'range: any, point: any; range1: any, range2: any';

/** before: also of a range and a point, which mirrors after of a point and a range. */
function sides(first: 'before' | 'after'): Row['act'] {
  return ([a, b], env, call) => {
    const [x, y] = first === 'before' ? [a, b] : [b, a];
    const ranges = [x, y].map((one) =>
      one instanceof Range
        ? one
        : new Range({ low: one, high: one, openLow: false, openHigh: false }),
    );
    return relation(before, {}, false)(ranges, env, call);
  };
}

/** The functions of ranges. */
export const rangeRows: Row[] = [
  row('before', mixed, sides('before')),
  row('after', mixed, sides('after')),
  row('meets', pair, relation(meets, {}, false)),
  row('met by', pair, relation(meets, {}, true)),
  row('overlaps', pair, relation(overlaps, {}, false)),
  row('overlaps before', pair, relation(overlapsBefore, {}, false)),
  row('overlaps after', pair, relation(overlapsBefore, {}, true)),
  row(
    'finishes',
    pairOther,
    relation(finishes, { pointRange: (p, r) => !r.openHigh && same(p, high(r)) }, false),
  ),
  row(
    'finished by',
    mirror,
    relation(finishes, { pointRange: (p, r) => !r.openHigh && same(p, high(r)) }, true),
  ),
  row(
    'includes',
    mirror,
    relation((a, b) => includes(b, a), { pointRange: within }, true),
  ),
  row(
    'during',
    pairOther,
    relation((a, b) => includes(b, a), { pointRange: within }, false),
  ),
  row(
    'starts',
    pairOther,
    relation(starts, { pointRange: (p, r) => !r.openLow && same(p, low(r)) }, false),
  ),
  row(
    'started by',
    mirror,
    relation(starts, { pointRange: (p, r) => !r.openLow && same(p, low(r)) }, true),
  ),
  row('coincides', points, relation(coincides, { points: same }, false)),
  {
    signature: 'range(from: text)',
    result: () => ({ type: 'range' }),
    act: ([from]) => (typeof from === 'string' ? rangeOf(from) : null),
    constant: true,
  },
];
