/** The public DMN conformance cases that need nothing but one expression. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Env, Json, Name, RuleType, Scope } from './index.ts';
import { compile, evaluate } from './index.ts';

type Typed =
  | null
  | { b: boolean }
  | { n: string }
  | { s: string }
  | { date: string }
  | { dur: string }
  | { time: string }
  | { dt: string }
  | { list: Typed[] }
  | { ctx: Record<string, Typed> };

type Case = {
  suite: string;
  id: string;
  kind: string;
  feel: string;
  inputTypes?: Record<string, string>;
  input?: Record<string, Typed>;
  prelude?: unknown;
  expected: Typed;
  error?: boolean;
};

const path = new URL('../../shared/tck/cases.json', import.meta.url);
const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};
const types: Record<string, RuleType> = {
  b: 'boolean',
  n: 'number',
  s: 'text',
  date: 'date',
  dur: 'duration',
};

function fact(typed: Typed): { type: RuleType; json: Json } | null {
  if (typed === null) return { type: 'any', json: null };
  const [kind, value] = Object.entries(typed)[0] ?? [];
  const type = types[kind ?? ''];
  return type === undefined ? null : { type, json: value as Json };
}

/** What a decision's declared type makes of its result is no part of the expression language. */
const coerced = /^0082/;
const declared: Record<string, RuleType> = {
  string: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
};

/** An expression case: null when it needs inputs this language does not have. */
function prepare(one: Case): { scope: Scope; facts: Map<string, Json> } | null {
  if (one.kind !== 'literal' && one.kind !== 'literal+input') return null;
  if (one.prelude !== undefined || coerced.test(one.suite)) return null;
  const facts = new Map<string, Json>();
  const names: Record<string, Name> = {};
  for (const [name, type] of Object.entries(one.inputTypes ?? {})) {
    facts.set(name, null);
    names[name] = { kind: 'value', address: name, type: declared[type] ?? 'any' };
  }
  for (const [name, typed] of Object.entries(one.input ?? {})) {
    const made = fact(typed);
    if (made === null) return null;
    facts.set(name, made.json);
    if (typed !== null) names[name] = { kind: 'value', address: name, type: made.type };
    else names[name] ??= { kind: 'value', address: name, type: 'any' };
  }
  return { scope: { names }, facts };
}

function close(a: string, b: string): boolean {
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= 1e-8 * Math.max(1, Math.abs(y));
}

function same(value: Json | undefined, expected: Typed): boolean {
  if (expected === null) return value === null;
  if ('n' in expected) return typeof value === 'string' && close(value, expected.n);
  if ('dur' in expected) {
    const made = compile(`duration("${expected.dur}")`, { names: {} }).rule;
    return made !== undefined && evaluate(made, () => undefined, env).value === value;
  }
  if ('list' in expected) {
    return (
      Array.isArray(value) &&
      value.length === expected.list.length &&
      value.every((item, at) => same(item, expected.list[at] ?? null))
    );
  }
  if ('ctx' in expected) {
    const { ctx } = expected;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const keys = Object.keys(ctx);
    return (
      keys.length === Object.keys(value).length &&
      keys.every((key) => same(value[key], ctx[key] ?? null))
    );
  }
  return JSON.stringify(value) === JSON.stringify(Object.values(expected)[0]);
}

type Verdict = 'right' | 'refused' | 'wrong';

function judge(one: Case, scope: Scope, facts: Map<string, Json>): Verdict {
  const { rule } = compile(one.feel, scope);
  if (rule === undefined) return one.error === true ? 'right' : 'refused';
  const { value } = evaluate(rule, (address) => facts.get(address), env);
  if (same(value, one.expected)) return 'right';
  return one.error === true && value === null ? 'right' : 'wrong';
}

function run(): {
  suites: Map<string, Record<Verdict, number>>;
  wrong: string[];
  refused: string[];
} {
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] };
  const suites = new Map<string, Record<Verdict, number>>();
  const wrong: string[] = [];
  const refused: string[] = [];
  for (const one of cases) {
    const made = prepare(one);
    if (made === null) continue;
    const verdict = judge(one, made.scope, made.facts);
    const suite = suites.get(one.suite) ?? { right: 0, refused: 0, wrong: 0 };
    suite[verdict]++;
    suites.set(one.suite, suite);
    const line = `${one.suite} ${one.id}: ${one.feel} → ${JSON.stringify(one.expected)}`;
    if (verdict === 'wrong') wrong.push(line);
    if (verdict === 'refused') refused.push(line);
  }
  return { suites, wrong, refused };
}

const logic = /^(0064|0065|0066|0106|0107)/;

test.skipIf(!existsSync(path))('conformance cases', () => {
  const { suites, wrong, refused } = run();
  const sum = (verdict: Verdict): number =>
    [...suites.values()].reduce((total, suite) => total + suite[verdict], 0);
  const [right, no, bad] = [sum('right'), sum('refused'), sum('wrong')];
  const all = right + no + bad;
  const rate = ((100 * right) / all).toFixed(1);
  console.info(
    `conformance: ${right} of ${all} cases right (${rate} %), ${no} refused, ${bad} wrong`,
  );
  if (process.env['TCK'] === 'show') console.info([...wrong, '--- refused', ...refused].join('\n'));
  const logical = [...suites].filter(([suite]) => logic.test(suite));
  expect(logical.length).toBeGreaterThanOrEqual(2);
  for (const [suite, { refused: r, wrong: w }] of logical)
    expect([suite, r, w]).toEqual([suite, 0, 0]);
});

test.runIf(!existsSync(path))('conformance cases are not on this machine', () => {
  console.info('conformance: skipped, the folder of cases is not beside the project');
  expect(existsSync(path)).toBe(false);
});
