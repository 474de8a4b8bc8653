/** The door of the rule engine: compile a text once, evaluate it often. Pure: no I/O, no clock. */
import type { Env, Read, Run } from './closure/frame.ts';
import type { Scope } from './language/names.ts';
import type { Problem } from './language/problem.ts';
import type { RuleType } from './check/shape.ts';
import type { Node } from './check/tree.ts';
import type { Json } from './values/values.ts';
import { builtins, KNOWN } from './builtins/table.ts';
import { beginCheck, checkRule } from './check/check.ts';
import { FUEL } from './closure/loops.ts';
import { makeRun } from './closure/closure.ts';
import { finder, isPlain, knownNames } from './language/names.ts';
import { parse } from './language/parse.ts';
import { toJson } from './values/values.ts';

export type { Calendar, Env, Read } from './closure/frame.ts';
export type { Name, Scope } from './language/names.ts';
export type { Problem, ProblemCode } from './language/problem.ts';
export type { NumberRange, RuleType, Shape } from './check/shape.ts';
export type { Node } from './check/tree.ts';
export type { Json } from './values/values.ts';
export { memberAddress } from './closure/members.ts';

/** What a rule's place wants of it. `type`: the type of its value; a wrong one is a problem. */
export type Want = { type?: RuleType };

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

const functionNames = finder(
  [...builtins.keys(), KNOWN].filter((name) => !isPlain(name)),
  '(?=\\s*\\()',
);

/** Compiles a rule's text against the names it may use. With problems there is no rule. */
export function compile(
  text: string,
  scope: Scope,
  want: Want = {},
): { rule?: Rule; problems: Problem[] } {
  const known = knownNames(scope);
  const finders = [functionNames, known.odd].filter((one) => one !== null);
  const { syntax, problems } = parse(text, finders);
  if (syntax === undefined) return { problems };
  const check = beginCheck(known);
  const tree = checkRule(syntax, check, want.type);
  if (check.problems.length > 0) return { problems: check.problems };
  const { type } = tree.shape;
  const rule: Rule = {
    text,
    type: type === 'none' || type === 'range' || type === 'function' ? 'any' : type,
    reads: [...check.reads],
    tree,
    run: makeRun(tree),
  };
  return { rule, problems: [] };
}

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
