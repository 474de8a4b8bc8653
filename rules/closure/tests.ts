/** `in`: a value against one test or several. */
import type { Frame, Run } from './frame.ts';
import type { Node, Test } from '../check/tree.ts';
import type { Truth, Value } from '../values/values.ts';
import { compare } from '../values/compare.ts';
import { decided } from './frame.ts';
import { spend } from './spend.ts';
import { both, either, equal, Range } from '../values/values.ts';

type Probe = (value: Value, at: Parameters<Run>[0]) => Truth;

/** A value within two ends, as far as they are there. */
export function within(value: Value, range: Range): Truth {
  const { low, high } = range;
  if (value === null) return null;
  return both(
    low === undefined ? true : compare(range.openLow ? '>' : '>=', value, low),
    high === undefined ? true : compare(range.openHigh ? '<' : '<=', value, high),
  );
}

/** A value against what stands on the right: a range, a list of such, or a value. */
function against(value: Value, right: Value): Truth {
  if (right instanceof Range) return within(value, right);
  if (!Array.isArray(right)) return equal(value, right);
  if (Array.isArray(value) && equal(value, right) === true) return true;
  let verdict: Truth = false;
  for (const item of right) {
    const one = against(value, item);
    verdict = either(verdict, one === null && value !== null && item !== null ? false : one);
  }
  return verdict;
}

function probe(test: Test, makeRun: (node: Node) => Run): Probe {
  if (test.kind === 'compare') {
    const to = makeRun(test.to);
    return (value, at) => compare(test.op, value, to(at));
  }
  if (test.kind === 'value') {
    const of = makeRun(test.of);
    return (value, at) => {
      const right = of(at);
      if (typeof right === 'object') spend(at, right);
      if (typeof value === 'object') spend(at, value);
      return at.fuel < 0 ? null : against(value, right);
    };
  }
  const low = makeRun(test.low);
  const high = makeRun(test.high);
  const above = test.openLow ? '>' : '>=';
  const below = test.openHigh ? '<' : '<=';
  return (value, at) => both(compare(above, value, low(at)), compare(below, value, high(at)));
}

/** The closure of an `in`. */
export function inRun(node: Extract<Node, { kind: 'in' }>, makeRun: (node: Node) => Run): Run {
  const of = makeRun(node.of);
  const probes = node.tests.map((test) => probe(test, makeRun));
  const judge = (value: Value, at: Frame, mark: number): Truth => {
    let verdict: Truth = false;
    for (const one of probes) {
      verdict = either(verdict, one(value, at));
      if (verdict === true) break;
    }
    if (verdict !== undefined) decided(at, mark);
    return verdict;
  };
  return (at) => {
    const mark = at.waits.length;
    return judge(of(at), at, mark);
  };
}
