/** Text → rule: parse, check, closure. Tables and tests make their syntax themselves. */
import type { Finder, Scope } from './language/names.ts';
import type { Problem } from './language/problem.ts';
import type { Syntax, SyntaxTests } from './language/syntax.ts';
import type { Local } from './check/checking.ts';
import type { RuleType } from './check/shape.ts';
import type { Rule } from './evaluate.ts';
import { builtins, KNOWN } from './builtins/table.ts';
import { beginCheck, checkRule } from './check/check.ts';
import { makeRun } from './closure/closure.ts';
import { findByTrying } from './values/pattern-back.ts';
import { serveBackReferences } from './values/pattern.ts';
import { finder, isKeyword, isPlain, knownNames } from './language/names.ts';
import { parse, parseTests } from './language/parse.ts';

/** What a rule's place wants of it. `type`: the type of its value; a wrong one is a problem. */
export type Want = {
  type?: RuleType;
  /** What is ill-typed or unknown is no problem but none when the rule runs, as in any DMN engine. */
  lenient?: boolean;
  /** Calls of literals are left to the back end: for its tests. */
  unfolded?: boolean;
};

const oddNames = [...builtins.keys(), KNOWN].filter((name) => !isPlain(name));
/** A name with a word of the language in it is a function's only before its arguments. */
const isRisky = (name: string): boolean => name.split(' ').some(isKeyword);
const functionNames = [
  finder(
    oddNames.filter((name) => !isRisky(name)),
    '',
  ),
  finder(oddNames.filter(isRisky), '(?=\\s*[(),])'),
  finder(['time offset', 'start included', 'end included'], ''),
];

/** Compiles a rule's text against the names it may use. With problems there is no rule. */
export function compile(
  text: string,
  scope: Scope,
  want: Want = {},
): { rule?: Rule; problems: Problem[] } {
  const { syntax, problems } = parseText(text, scope);
  return syntax === undefined ? { problems } : compileSyntax({ syntax, text }, scope, want);
}

/** Reads a text with the names of a scope; what cannot be read is a problem. */
export function parseText(text: string, scope: Scope): { syntax?: Syntax; problems: Problem[] } {
  return parse(text, findersOf(scope));
}

/** Reads unary tests (a cell of a table) with the names of a scope; `?` is the value under test. */
export function parseCell(
  text: string,
  scope: Scope,
): { syntax?: SyntaxTests; problems: Problem[] } {
  return parseTests(text, findersOf(scope));
}

function findersOf(scope: Scope): Finder[] {
  const { odd, members } = knownNames(scope);
  return [...functionNames, odd, members].filter((one) => one !== null);
}

/** What was read or put together; `locals` are names it may write besides those of its scope. */
export type Draft = { syntax: Syntax; text: string; locals?: Local[] };

/** Compiles what was read or put together; its places are places in `text`. */
export function compileSyntax(
  { syntax, text, locals = [] }: Draft,
  scope: Scope,
  want: Want,
): { rule?: Rule; problems: Problem[] } {
  if (want.lenient === true) serveBackReferences(findByTrying);
  const check = beginCheck(knownNames(scope), want.lenient);
  if (want.unfolded === true) check.unfolded = true;
  check.locals.push(...locals);
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
