/** What one evaluation carries along, and how facts are read into it. */
import type { Shape } from '../check/shape.ts';
import type { Json, Value } from '../values/values.ts';
import type { Day } from '../values/day.ts';
import { parseDay } from '../values/day.ts';
import { numberOf } from '../values/number.ts';
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
};

/** A tree as a closure. */
export type Run = (at: Frame) => Value;

/** Takes back what was noted since `mark`: the result no longer depends on it. */
export function decided(at: Frame, mark: number): void {
  if (at.waits.length !== mark) at.waits.length = mark;
}

/** What a fact is that is no text where its type wants one: none, or unknown and waited for. */
function absent(at: Frame, address: string, value: Json | undefined): Value {
  if (value !== undefined) return null;
  at.waits.push(address);
  return undefined;
}

/** The closure that reads one fact; the types rules read most have their own. */
export function readRun(address: string, shape: Shape): Run {
  switch (shape.type) {
    case 'number':
      return (at) => {
        const json = at.read(address);
        return typeof json === 'string' ? numberOf(json) : absent(at, address, json);
      };
    case 'date':
      return (at) => {
        const json = at.read(address);
        return typeof json === 'string' ? parseDay(json) : absent(at, address, json);
      };
    case 'text':
    case 'choice':
      return (at) => {
        const json = at.read(address);
        return typeof json === 'string' ? json : absent(at, address, json);
      };
    case 'boolean':
      return (at) => {
        const json = at.read(address);
        return typeof json === 'boolean' ? json : absent(at, address, json);
      };
    default:
      return (at) => readFact(at, address, shape);
  }
}

let today: { text: string; day: Day | null } = { text: '', day: null };

/** The day a rule is asked for; it is the same day many times over. */
export function todayOf(env: Env): Day | null {
  if (env.today !== today.text) today = { text: env.today, day: parseDay(env.today) };
  return today.day;
}

/** Reads one fact as a value of its shape, noting that it is waited for when it is unknown. */
export function readFact(at: Frame, address: string, shape: Shape): Value {
  const json = at.read(address);
  if (json === undefined) {
    at.waits.push(address);
    return undefined;
  }
  return json === null ? null : fromJson(json, shape);
}
