/** The door of the rule engine: compile a text once, evaluate it often. Pure: no I/O, no clock. */
import type { Env, Read, Run } from './frame.ts';
import type { Scope } from './names.ts';
import type { Problem } from './problem.ts';
import type { RuleType } from './shape.ts';
import type { Node } from './tree.ts';
import type { Json } from './values.ts';
import { builtins, KNOWN } from './builtins.ts';
import { beginCheck, checkRule } from './check.ts';
import { FUEL } from './closure-loops.ts';
import { makeRun } from './closure.ts';
import { finder, isPlain, knownNames } from './names.ts';
import { parse } from './parse.ts';
import { toJson } from './values.ts';

export type { Calendar, Env, Read } from './frame.ts';
export type { Name, Scope } from './names.ts';
export type { Problem, ProblemCode } from './problem.ts';
export type { RuleType, Shape } from './shape.ts';
export type { Node } from './tree.ts';
export type { Json } from './values.ts';
export { memberAddress } from './members.ts';

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

/**
 * Compiles a rule's text against the names it may use. With problems there is no rule; `expect` is
 * the type its place wants.
 */
export function compile(
  text: string,
  scope: Scope,
  expect?: RuleType,
): { rule?: Rule; problems: Problem[] } {
  const known = knownNames(scope);
  const finders = [functionNames, known.odd].filter((one) => one !== null);
  const { syntax, problems } = parse(text, finders);
  if (syntax === undefined) return { problems };
  const check = beginCheck(known);
  const tree = checkRule(syntax, check, expect);
  if (check.problems.length > 0) return { problems: check.problems };
  const { type } = tree.shape;
  const rule: Rule = {
    text,
    type: type === 'none' || type === 'range' ? 'any' : type,
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
