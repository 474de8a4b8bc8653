/** What one evaluation carries along, and how facts are read into it. */
import type { Shape } from '../check/shape.ts';
import type { Json, Value } from '../values/values.ts';
import { fromJson } from '../values/values.ts';

/** Reads a fact: its value, null for none, undefined for unknown. */
export type Read = (address: string) => Json | undefined;

/** The working-day calendar of the jurisdiction; dates are `YYYY-MM-DD`. */
export type Calendar = {
  /** Working days after the first date up to and including the second (not before the first). */
  workdays(fromExclusive: string, toInclusive: string): number;
  addWorkdays(date: string, n: number): string;
};

/**
 * What a rule may know besides facts; recorded with the verdict. `now`: a moment with its offset
 * (`2026-11-22T09:30:00+08:00`); where it is left out `now()` is none.
 */
export type Env = { today: string; now?: string; calendar: Calendar };

/** One evaluation under way. `fuel` bounds the turns of loops, `depth` counts calls within calls. */
export type Frame = {
  read: Read;
  env: Env;
  waits: string[];
  locals: Value[];
  fuel: number;
  depth?: number;
  /** Facts already read as values of their shapes; where they are given nothing else is read. */
  values?: ReadonlyMap<string, Value>;
};

/** A tree as a closure. */
export type Run = (at: Frame) => Value;

/** Takes back what was noted since `mark`: the result no longer depends on it. */
export function decided(at: Frame, mark: number): void {
  if (at.waits.length !== mark) at.waits.length = mark;
}

/** Reads one fact as a value of its shape, noting that it is waited for when it is unknown. */
export function readFact(at: Frame, address: string, shape: Shape): Value {
  if (at.values !== undefined) {
    const value = at.values.get(address);
    if (value === undefined) at.waits.push(address);
    return value;
  }
  const json = at.read(address);
  if (json === undefined) {
    at.waits.push(address);
    return undefined;
  }
  return json === null ? null : fromJson(json, shape);
}
