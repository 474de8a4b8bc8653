/** Runs conformance cases. Whatever a case is, its run ends in right or wrong with a reason. */
import type { Scope } from '../language/names.ts';
import type { Env } from '../closure/frame.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Value } from '../values/values.ts';
import type { Body, Case, Earlier, Typed } from './case.ts';
import type { Made } from './names.ts';
import type { Sameness } from './same.ts';
import { FUEL } from '../closure/loops.ts';
import { compileSyntax, parseText } from '../compile.ts';
import { normal } from '../language/names.ts';
import { tableSyntax } from '../table/table.ts';
import { toJson } from '../values/values.ts';
import { coerced, namedTypes, typeNamed } from './coerce.ts';
import { inOrder, scopeOf } from './names.ts';
import { sameness } from './same.ts';
import { syntaxOf } from './typed.ts';

/** A case that came out wrong, and why. */
export type Failure = { suite: string; id: string; decision: string; reason: string };

/** `tolerated`: passed, but only within the tolerance for irrational numbers. */
export type Report = {
  total: number;
  passed: number;
  failed: Failure[];
  tolerated: number;
  suites: Map<string, { total: number; passed: number; level: string }>;
};

const nowhere = { from: 0, to: 0 };

/** The result's name among the names of a case; nobody writes it. */
const RESULT = '\u0000result';

/** What a name before the decision is: a value, or a table as a function. */
function earlierSyntax(
  { name, body, params }: Earlier,
  scope: Scope,
): Made & { problem: string | null } {
  const { syntax, problem } = bodySyntax(body, scope);
  const one = { name: normal(name), problem };
  if (params === null || syntax.kind === 'function') return { ...one, syntax };
  const list = params.map((param) => ({
    name: normal(param.name),
    type: typeNamed(param.type) ?? 'Any',
  }));
  return { ...one, syntax: { kind: 'function', params: list, body: syntax, ...nowhere } };
}

/** An expression or a table as syntax; one that cannot be read is none. */
function bodySyntax(body: Body, scope: Scope): { syntax: Syntax; problem: string | null } {
  if ('table' in body) return tableSyntax(body.table, scope, { lenient: true });
  const { syntax, problems } = parseText(body.feel, scope);
  const problem = problems[0]?.message ?? null;
  return {
    syntax: syntax === undefined ? { kind: 'null', ...nowhere } : namedTypes(syntax),
    problem,
  };
}

type Whole = { syntax: Syntax; scope: Scope; problem: string | null };

/** The names before, then the decision, as members of one context: each sees those before it. */
export function whole(one: Case, body: Body): Whole {
  const made = wholeIn(one, body, scopeOf(one, false));
  if (made.problem === null) return made;
  const loose = wholeIn(one, body, scopeOf(one, true));
  return loose.problem === null ? loose : made;
}

function wholeIn(one: Case, body: Body, scope: Scope): Whole {
  const entries = new Map<string, Syntax>();
  for (const name of one.inputTypes.keys()) entries.set(normal(name), { kind: 'null', ...nowhere });
  for (const [name, typed] of one.inputs) entries.set(normal(name), syntaxOf(typed));
  const given = new Set(entries.keys());
  const before = one.earlier
    .filter(({ name }) => !given.has(normal(name)))
    .map((two) => earlierSyntax(two, scope));
  for (const { name, syntax } of inOrder(before)) entries.set(name, syntax);
  const { syntax, problem } = bodySyntax(body, scope);
  entries.set(RESULT, syntax);
  const list = [...entries].map(([key, of]) => ({ key, of }));
  const context: Syntax = { kind: 'context', entries: list, ...nowhere };
  const of: Syntax = { kind: 'path', of: context, name: RESULT, nameFrom: 0, ...nowhere };
  const first = problem ?? before.find((two) => two.problem !== null)?.problem ?? null;
  return { syntax: of, scope, problem: first };
}

type Result = { value: Value; problem: string | null };

function valueOf(syntax: Syntax, scope: Scope, env: Env): Result {
  const { rule, problems } = compileSyntax({ syntax, text: '' }, scope, { lenient: true });
  if (rule === undefined) return { value: null, problem: problems[0]?.message ?? null };
  const value = rule.run({ read: () => null, env, waits: [], locals: [], fuel: FUEL });
  return { value, problem: null };
}

/** What a typed value is. */
export function typedValue(typed: Typed, env: Env): Value {
  return valueOf(syntaxOf(typed), { names: {} }, env).value;
}

function shown(value: Value): string {
  const json = toJson(value);
  const text = json === undefined ? '未知' : JSON.stringify(json);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Evaluates a case; a decision without logic is none (DMN 1.5, §10.4). */
export function resultOf(one: Case, env: Env): Result {
  if (one.body === null) return { value: null, problem: '没有表达式，也没有决策表' };
  const { syntax, scope, problem } = whole(one, one.body);
  const made = valueOf(syntax, scope, env);
  return { value: coerced(made.value, one.typeRef), problem: problem ?? made.problem };
}

function judge(one: Case, env: Env): { same: Sameness; reason: string } {
  if (one.body === null && one.suite + one.decision + one.kind === '') {
    return { same: 'different', reason: '不是一个用例' };
  }
  const { value, problem } = resultOf(one, env);
  const expected = typedValue(one.expected, env);
  if (one.error && value === null) return { same: 'exact', reason: '' };
  const same = one.expected !== null && expected === null ? 'different' : sameness(value, expected);
  const why = problem === null ? '' : `（${problem}）`;
  return { same, reason: `应为 ${JSON.stringify(one.expected)}，得到 ${shown(value)}${why}` };
}

/** Runs one case: how its result compares, and the reason when it is wrong. */
export function runCase(one: Case, env: Env): { same: Sameness; reason: string } {
  try {
    return judge(one, env);
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    return { same: 'different', reason: `运行出错：${message}` };
  }
}

/** Runs cases. */
export function runCases(cases: Case[], env: Env): Report {
  const report: Report = { total: 0, passed: 0, failed: [], tolerated: 0, suites: new Map() };
  for (const one of cases) {
    const { same, reason } = runCase(one, env);
    const suite = report.suites.get(one.suite) ?? { total: 0, passed: 0, level: one.level };
    report.suites.set(one.suite, suite);
    report.total++;
    suite.total++;
    if (same === 'different') {
      report.failed.push({ suite: one.suite, id: one.id, decision: one.decision, reason });
      continue;
    }
    report.passed++;
    suite.passed++;
    if (same === 'close') report.tolerated++;
  }
  return report;
}
