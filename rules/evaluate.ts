/** A compiled rule and how it is run. No parser here: the page of a citizen loads only this. */
import type { Env, Read, Run } from './closure/frame.ts';
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

/**
 * Evaluates a rule. FEEL's null rules hold for none; unknown goes by Kleene and is never taken for
 * none. Throws only what `read` or the calendar throw.
 */
export function evaluate(rule: Rule, read: Read, env: Env): Outcome {
  const waits: string[] = [];
  const value = toJson(rule.run({ read, env, waits, locals: [], fuel: FUEL }));
  if (value !== undefined) waits.length = 0;
  return { value, waits: waits.length > 1 ? [...new Set(waits)] : waits };
}
