/** Ranges as values. */
import type { Run } from './frame.ts';
import type { Node } from '../check/tree.ts';
import { order, Range } from '../values/values.ts';

type Make = (node: Node) => Run;

/** The closure of `[low..high]`: none where the ends have no order between them. */
export function intervalRun(node: Extract<Node, { kind: 'interval' }>, make: Make): Run {
  const [lowRun, highRun] = [make(node.low), make(node.high)];
  const { openLow, openHigh } = node;
  return (at) => {
    const low = lowRun(at);
    const high = highRun(at);
    if (low === null || high === null) return ended(low, high, node);
    if (low === undefined || high === undefined) return undefined;
    return order(low, high) === null ? null : new Range({ low, high, openLow, openHigh });
  };
}

/** An end that is none is no end at all, but one that nothing compares with; its bracket is open. */
function ended(
  low: ReturnType<Run>,
  high: ReturnType<Run>,
  node: { openLow: boolean; openHigh: boolean },
): Range | null {
  if (low === null && high === null) return null;
  if ((low === null && !node.openLow) || (high === null && !node.openHigh)) return null;
  const { openLow, openHigh } = node;
  return new Range({ low, high, openLow, openHigh });
}

/** The closure of `(>= 10)`; `(!= 10)` is no range. */
export function rayRun(node: Extract<Node, { kind: 'ray' }>, make: Make): Run {
  const thanRun = make(node.than);
  const { op } = node;
  return (at) => {
    const than = thanRun(at);
    if (than === undefined) return undefined;
    if (than === null || op === '!=' || order(than, than) === null) return null;
    const below = op === '<' || op === '<=' || op === '=';
    const above = op === '>' || op === '>=' || op === '=';
    return new Range({
      low: above ? than : undefined,
      high: below ? than : undefined,
      openLow: op !== '>=' && op !== '=',
      openHigh: op !== '<=' && op !== '=',
    });
  };
}
