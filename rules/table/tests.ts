/** Unary tests: what is asked of a value (DMN 1.5, §7.3.3 and grammar rules 7 to 17). */
import type { Place, Syntax, SyntaxTests } from '../language/syntax.ts';
import type { Problem } from '../language/problem.ts';
import type { Scope } from '../language/names.ts';
import type { Shape } from '../check/shape.ts';
import type { Node } from '../check/tree.ts';
import type { Rule } from '../evaluate.ts';
import type { Want } from '../compile.ts';
import { compileSyntax, parseCell } from '../compile.ts';
import { asked, asks, called, joined, yes } from './words.ts';

/** The value under test, what is known of it, and where its tests stand. */
type Subject = { of: Syntax; shape: Shape; at: Place };

const truths = new Set<Syntax['kind']>(['logic', 'compare', 'between', 'in', 'instance']);

/** Says by itself whether it holds: true or false whatever stands under test. */
function isCondition(test: Syntax, { shape }: Subject): boolean {
  if (asks(test)) return true;
  if (shape.type === 'boolean') return false;
  return truths.has(test.kind) || (test.kind === 'loop' && test.how !== 'for');
}

/**
 * Tests as a condition; null where they ask nothing. A value is compared, a list or a range holds
 * the value, an expression with `?` is the condition itself; so is one that is a comparison, unless
 * a boolean is under test (then the two are compared).
 */
export function conditionOf(tests: SyntaxTests, subject: Subject): Syntax | null {
  if (tests.tests === null) return null;
  const { of, at } = subject;
  const held = tests.tests.filter((test) => !isCondition(test, subject));
  const own = tests.tests.filter((test) => isCondition(test, subject));
  const parts: Syntax[] = own.map((test) => asked(test, of));
  if (held.length > 0) parts.unshift({ kind: 'in', of, tests: held, from: at.from, to: at.to });
  const any = parts.length === 0 ? yes(at, false) : joined('or', parts, at);
  return tests.not ? called('not', [any], at) : any;
}

/** What unary tests want: `address`, where the value under test is read (`?` when not given). */
export type TestsWant = Want & { address?: string };

/**
 * Compiles unary tests over a value of a shape: `-`, `>= 18`, `"a", "b"`, `[1..5]`, `not(…)`,
 * expressions with `?`. The rule reads the value at `want.address`, and gives true, false or none.
 */
export function compileTests(
  text: string,
  scope: Scope,
  of: Shape,
  want: TestsWant = {},
): { rule?: Rule; problems: Problem[] } {
  const { syntax, problems } = parseCell(text, scope);
  if (syntax === undefined) return { problems };
  const { address = '?', ...rest } = want;
  const whole = { from: 0, to: text.length };
  const node: Node = { kind: 'read', address, shape: of, ...whole };
  const local = { name: '?', shape: of, slot: -1, bare: false, node };
  const tested: Syntax = { kind: 'name', name: '?', ...whole };
  const condition = conditionOf(syntax, { of: tested, shape: of, at: whole });
  const made = compileSyntax(
    { syntax: condition ?? yes(whole, true), text, locals: [local] },
    scope,
    { type: 'boolean', ...rest },
  );
  if (made.rule !== undefined && condition !== null) made.rule.reads.push(address);
  return made;
}
