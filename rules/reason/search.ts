/** Looks through the states of some facts, leaving out whatever a partial state already decides. */
import type { Env, Read, Run } from '../closure/frame.ts';
import type { Json, Truth, Value } from '../values/values.ts';
import { FUEL } from '../closure/loops.ts';
import { settled } from '../values/values.ts';
import { TODAY } from './facts.ts';

/** Whether a state in which the rules have these values is one that is looked for. */
export type Judge = (values: Value[]) => Truth;

/** The rules, what is looked for, and the values a fact is tried with (undefined: not a fact). */
export type Hunt = {
  runs: Run[];
  judge: Judge;
  env: Env;
  values: (address: string) => Json[] | undefined;
  /** Steps left; each evaluation of all rules is one. */
  left: { steps: number };
};

/** A state that is looked for; `none`: there is none; `lost`: not all was looked at. */
export type Found = Map<string, Json> | 'none' | 'lost';

function stateEnv(env: Env, state: Map<string, Json>): Env {
  const today = state.get(TODAY);
  return typeof today === 'string' ? { ...env, today } : env;
}

/** What one state comes to, and a fact that can still matter. */
function step(hunt: Hunt, state: Map<string, Json>): { verdict: Truth; next: string | undefined } {
  const read: Read = (address) => state.get(address);
  const env = stateEnv(hunt.env, state);
  const waits: string[] = [];
  const values = hunt.runs.map((run) => run({ read, env, waits, locals: [], fuel: FUEL }));
  const verdict = hunt.judge(values.map((value) => (settled(value) ? value : undefined)));
  return { verdict, next: waits.find((address) => !state.has(address)) };
}

/** Every state of the facts that can matter, the first facts waited for first. */
export function search(hunt: Hunt, state = new Map<string, Json>()): Found {
  if (hunt.left.steps-- <= 0) return 'lost';
  const { verdict, next } = step(hunt, state);
  if (verdict === true) return state;
  if (verdict === false) return 'none';
  const values = next === undefined ? undefined : hunt.values(next);
  if (next === undefined || values === undefined) return 'lost';
  let found: Found = 'none';
  for (const value of values) {
    const one = search(hunt, new Map(state).set(next, value));
    if (one instanceof Map) return one;
    if (one === 'lost') found = 'lost';
    if (hunt.left.steps <= 0) return 'lost';
  }
  return found;
}

/**
 * Looks at part of the states, in an order drawn by lot and drawn anew after every `stretch` steps,
 * until the steps are used up. The lots are the same each time (a linear congruential sequence).
 */
export function tryAtRandom(hunt: Hunt, stretch: number): Map<string, Json> | null {
  let random = 1;
  const pick = (n: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((random / 0x80000000) * n);
  };
  const drawn = (address: string): Json[] | undefined => {
    const values = hunt.values(address)?.slice();
    for (let at = (values?.length ?? 0) - 1; values !== undefined && at > 0; at--) {
      const other = pick(at + 1);
      [values[at], values[other]] = [values[other] ?? null, values[at] ?? null];
    }
    return values;
  };
  while (hunt.left.steps > 0) {
    const left = { steps: Math.min(stretch, hunt.left.steps) };
    const begun = left.steps;
    const found = search({ ...hunt, values: drawn, left });
    if (found instanceof Map) return found;
    // All was looked at, and nothing found.
    if (left.steps > 0) return null;
    hunt.left.steps -= begun - Math.max(0, left.steps);
  }
  return null;
}
