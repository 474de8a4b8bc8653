/** Rules of an item, each compiled once: check, assembly, proofs and guides share what was made. */
import { compile, compileTable } from '#rules';
import type { Problem, Rule, RuleType, Scope, Table, TableProblem } from '#rules';

/** A rule, or what is wrong with its text; with its cell where it is a table. */
export type Compiled = { rule?: Rule; problems: (Problem | TableProblem)[] };

/** Rules live as long as the names they were written in. */
const kept = new WeakMap<Scope, Map<string, Compiled>>();

/** Compiles a text or a table against names it has been, or will be, compiled against again. */
export function compiled(written: string | Table, scope: Scope, type: RuleType): Compiled {
  let byText = kept.get(scope);
  if (byText === undefined) kept.set(scope, (byText = new Map()));
  const key = `${type} ${typeof written === 'string' ? written : JSON.stringify(written)}`;
  const before = byText.get(key);
  if (before !== undefined) return before;
  const made =
    typeof written === 'string'
      ? compile(written, scope, { type })
      : compileTable(written, scope, { type });
  byText.set(key, made);
  return made;
}
