/** The door of the rule engine: compile a text once, evaluate it often. Pure: no I/O, no clock. */
import type { Scope } from './language/names.ts';
import type { Problem } from './language/problem.ts';
import type { RuleType } from './check/shape.ts';
import type { Rule } from './evaluate.ts';
import { builtins, KNOWN } from './builtins/table.ts';
import { beginCheck, checkRule } from './check/check.ts';
import { makeRun } from './closure/closure.ts';
import { finder, isPlain, knownNames } from './language/names.ts';
import { parse } from './language/parse.ts';

export type { Calendar, Env, Read } from './closure/frame.ts';
export type { Name, Scope } from './language/names.ts';
export type { Problem, ProblemCode } from './language/problem.ts';
export type { NumberRange, RuleType, Shape } from './check/shape.ts';
export type { Node } from './check/tree.ts';
export type { Json } from './values/values.ts';
export type { Outcome, Rule } from './evaluate.ts';
export { evaluate } from './evaluate.ts';
export { memberAddress } from './closure/members.ts';

/** What a rule's place wants of it. `type`: the type of its value; a wrong one is a problem. */
export type Want = { type?: RuleType };

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
