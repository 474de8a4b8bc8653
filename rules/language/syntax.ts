/** What the text says, before names and types are looked up. */
import type { ArithmeticOp, CompareOp } from '../check/tree.ts';
import type { FeelType } from '../values/feel-type.ts';

/** A place in the text. */
export type Place = { from: number; to: number };

/**
 * `unary` is a test of what stands left of `in` (`in < 3`, `in (<3, >5)`) or of `?`; elsewhere in
 * parentheses it is a range without one end: `(>= 10)`.
 */
export type Syntax = Place &
  (
    | { kind: 'null' }
    | { kind: 'number'; text: string }
    | { kind: 'text'; value: string }
    | { kind: 'boolean'; value: boolean }
    | { kind: 'at'; value: string }
    | { kind: 'name'; name: string }
    | { kind: 'path'; of: Syntax; name: string; nameFrom: number }
    | { kind: 'filter'; of: Syntax; by: Syntax }
    | { kind: 'call'; name: string; nameTo: number; args: Syntax[]; keys: string[] | null }
    | { kind: 'invoke'; of: Syntax; args: Syntax[]; keys: string[] | null }
    | { kind: 'compare'; op: CompareOp; left: Syntax; right: Syntax }
    | { kind: 'arithmetic'; op: ArithmeticOp; left: Syntax; right: Syntax }
    | { kind: 'negate'; of: Syntax }
    | { kind: 'logic'; op: 'and' | 'or'; parts: Syntax[] }
    | { kind: 'between'; of: Syntax; low: Syntax; high: Syntax }
    | { kind: 'in'; of: Syntax; tests: Syntax[] }
    | { kind: 'unary'; op: CompareOp; than: Syntax }
    | { kind: 'interval'; low: Syntax; high: Syntax; openLow: boolean; openHigh: boolean }
    | { kind: 'if'; test: Syntax; yes: Syntax; no: Syntax }
    | { kind: 'loop'; how: 'for' | 'some' | 'every'; binds: SyntaxBind[]; body: Syntax }
    | { kind: 'list'; items: Syntax[] }
    | { kind: 'context'; entries: { key: string; of: Syntax }[] }
    | { kind: 'instance'; of: Syntax; type: FeelType; typeFrom: number }
    | { kind: 'function'; params: SyntaxParam[]; body: Syntax | null }
  );

/** A bound name of a loop. */
export type SyntaxBind = { name: string; over: Syntax; until?: Syntax };

/** A parameter of an own function. `body: null` of the function: it is external. */
export type SyntaxParam = { name: string; type: FeelType };

/** Unary tests: of any value (`-`, no tests), or one of the tests, or none of them (`not`). */
export type SyntaxTests = { tests: Syntax[] | null; not: boolean };
