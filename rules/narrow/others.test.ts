/** What is left of a rule is a rule as any other: generated functions of it, and of tables narrowed. */
import { expect, test } from 'vitest';
import type { Env, Json, Rule } from '../index.ts';
import { chance } from '../agreement/random.ts';
import { row, scope } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { makeFunction, rowOf } from '../function/function.ts';
import { compile, compileTable, evaluate } from '../index.ts';
import { layoutOf } from '../layout.ts';
import { toJson } from '../values/values.ts';
import { explain } from '../explain/explain.ts';
import { narrow } from './narrow.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`others.test seed ${seed}`);

const env: Env = { today: '2026-11-22', calendar: { workdays: () => 3, addWorkdays: (date) => date } };

test('a generated function of what is left gives what its closure gives', () => {
  const from = chance(seed);
  let tried = 0;
  for (let n = 0; n < 1500; n++) {
    const text = written(randomRule(from));
    const { rule } = compile(text, scope);
    if (rule === undefined) continue;
    const [known, others] = [row(from), row(from)];
    for (const address of Object.keys(known)) if (from.odds(0.5)) delete known[address];
    const { rest } = narrow(rule, (address) => known[address], env, scope);
    if (rest === undefined) continue;
    const layout = layoutOf([rest.tree]);
    const read = (address: string): Json | undefined => others[address];
    const { value } = evaluate(rest, read, env);
    const made = toJson(makeFunction(rest, layout).run(rowOf(layout, read), env));
    expect(made, `${text} → ${rest.text}`).toEqual(value);
    tried++;
  }
  expect(tried).toBeGreaterThan(100);
});

const table = {
  hit: 'UNIQUE' as const,
  inputs: [{ expr: '年龄岁' }, { expr: '等级' }],
  outputs: [{ name: '补贴' }],
  rules: [
    { if: ['< 60', '-'], then: ['0'] },
    { if: ['[60..80)', '"甲级"'], then: ['100'] },
    { if: ['[60..80)', 'not("甲级")'], then: ['50'] },
    { if: ['>= 80', '-'], then: ['200'] },
  ],
};

function tableRule(): Rule {
  const { rule, problems } = compileTable(table, scope);
  if (rule === undefined) throw new Error(JSON.stringify(problems));
  return rule;
}

test.each<[Record<string, Json>, Json | undefined, string[]]>([
  [{ age: '85' }, '200', []],
  [{ age: '30' }, '0', []],
  [{ age: '70', grade: 'a' }, '100', []],
  [{ age: '70' }, undefined, ['grade']],
  [{}, undefined, ['age', 'grade']],
])('a decision table with %o', (known, value, waits) => {
  const made = narrow(tableRule(), (address) => known[address], env, scope);
  expect([made.value, made.waits]).toEqual([value, waits]);
  for (const grade of ['a', 'b', 'd', null]) {
    const later = (address: string): Json | undefined => (address === 'grade' && !('grade' in known) ? grade : undefined);
    const all = (address: string): Json | undefined => known[address] ?? later(address);
    if (made.rest && 'age' in known) expect(evaluate(made.rest, later, env).value).toEqual(evaluate(tableRule(), all, env).value);
  }
  const reason = explain(tableRule(), (address) => known[address], env, { lang: 'zh', scope });
  expect(reason.value ?? undefined).toEqual(value);
  expect(reason.text).not.toBe('');
});
