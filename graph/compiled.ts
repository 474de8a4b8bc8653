/** Rules of an item, each compiled once: check, assembly, proofs and guides share what was made. */
import { compile } from '#rules';
import type { Problem, Rule, RuleType, Scope } from '#rules';

/** A rule, or what is wrong with its text. */
export type Compiled = { rule?: Rule; problems: Problem[] };

/** Rules live as long as the names they were written in. */
const kept = new WeakMap<Scope, Map<string, Compiled>>();

/** Compiles a text against names it has been, or will be, compiled against again. */
export function compiled(text: string, scope: Scope, type: RuleType): Compiled {
  let byText = kept.get(scope);
  if (byText === undefined) kept.set(scope, (byText = new Map()));
  const key = `${type} ${text}`;
  const before = byText.get(key);
  if (before !== undefined) return before;
  const made = compile(text, scope, { type });
  byText.set(key, made);
  return made;
}
