/** Closures over rows say what closures over facts say. */
import { expect, test } from 'vitest';
import { row as someFacts, scope } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { chance } from '../agreement/random.ts';
import { compile, evaluate } from '../index.ts';
import { layoutOf } from '../layout.ts';
import { fromJson, toJson } from '../values/values.ts';
import { makeRowRun } from './rows.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`rows.test seed ${seed}`);
const env = { today: '2026-11-22', calendar: { workdays: () => 0, addWorkdays: (d: string) => d } };

test('random rules, also with loops that bind names of their own', () => {
  const from = chance(seed);
  let tried = 0;
  for (let at = 0; at < 400; at++) {
    const text = written(randomRule(from));
    const looped = `(${text}) = null or some i in [1, x, y] satisfies i > x and i in [1..3]`;
    const { rule } = compile(at % 4 === 0 ? looped : text, scope);
    if (rule === undefined) continue;
    const layout = layoutOf([rule.tree]);
    const { run } = makeRowRun(rule.tree, layout);
    for (let n = 0; n < 8; n++) {
      const facts = someFacts(from);
      const cells = layout.map(({ address, shape }) => {
        const json = facts[address];
        return json === undefined ? undefined : fromJson(json, shape);
      });
      const { value } = evaluate(rule, (address) => facts[address], env);
      expect(toJson(run(cells, env)), rule.text).toEqual(value);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(1000);
});
