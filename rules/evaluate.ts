/** A compiled rule and how it is run. No parser here: the page of a citizen loads only this. */
import type { Env, Frame, Read, Run } from './closure/frame.ts';
import type { RuleType } from './check/shape.ts';
import type { Node } from './check/tree.ts';
import type { Json } from './values/values.ts';
import { FUEL } from './closure/loops.ts';
import { toJson } from './values/values.ts';

/** A compiled rule. `reads` are the addresses it may read; of group members `performer[].name`. */
export type Rule = {
  text: string;
  type: RuleType;
  reads: string[];
  tree: Node;
  run: Run;
};

/** `undefined` is unknown; `waits` are the addresses that can still matter then. */
export type Outcome = { value: Json | undefined; waits: string[] };

const nothing: Read = () => undefined;

/** The frame of the evaluation before, to be used again; `read` may evaluate other rules meanwhile. */
let spare: Frame | null = null;

/**
 * Evaluates a rule. FEEL's null rules hold for none; unknown goes by Kleene and is never taken for
 * none. Throws only what `read` or the calendar throw.
 */
export function evaluate(rule: Rule, read: Read, env: Env): Outcome {
  const at = spare ?? { read, env, waits: [], locals: [], fuel: FUEL, depth: 0 };
  spare = null;
  at.read = read;
  at.env = env;
  at.fuel = FUEL;
  at.depth = 0;
  const value = toJson(rule.run(at));
  const waits = value === undefined ? [...new Set(at.waits)] : [];
  at.read = nothing;
  if (at.waits.length > 0) at.waits = [];
  if (at.locals.length > 0) at.locals = [];
  spare = at;
  return { value, waits };
}
