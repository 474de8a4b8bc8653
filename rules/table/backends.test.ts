/** Decision tables in every back end: as generated function, packed, and in real PostgreSQL. */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Aggregate, Env, Hit, Json, Rule, Scope, Table } from '../index.ts';
import { makeFunction, rowOf } from '../function/function.ts';
import { compileTable, evaluate } from '../index.ts';
import { layoutOf } from '../layout.ts';
import { pack } from '../pack/pack.ts';
import { unpack } from '../pack/whole.ts';
import { agree, fillTable } from '../sql/against.ts';
import { ownDatabase } from '../sql/database.ts';
import { sqlPrelude } from '../sql/sql.ts';
import { toJson } from '../values/values.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};
const scope: Scope = {
  names: {
    x: { kind: 'value', address: 'x', type: 'number', range: { min: '0', max: '9', decimals: 1 } },
    s: { kind: 'value', address: 's', type: 'choice', options: { a: '甲', b: '乙', c: '丙' } },
    p: { kind: 'value', address: 'p', type: 'boolean' },
  },
};

const seed = 20261122;

/** Numbers that are the same every time (mulberry32). */
function chance(from: number): (n: number) => number {
  let at = from;
  return (n) => {
    at = (at + 0x6d2b79f5) | 0;
    let t = Math.imul(at ^ (at >>> 15), 1 | at);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const policies: [Hit, Aggregate?][] = [
  ['UNIQUE'],
  ['ANY'],
  ['PRIORITY'],
  ['FIRST'],
  ['COLLECT', 'SUM'],
  ['COLLECT', 'MIN'],
  ['COLLECT', 'MAX'],
  ['COLLECT', 'COUNT'],
];
const numbers = ['-', '< 3', '>= 3', '[2..5)', '1, 4', 'not(4)', '? > 2 or ? = 0', 'null'];
const choices = ['-', '"甲"', '"甲", "乙"', 'not("丙")', 'null', '-'];
const truths = ['-', '-', 'true', 'false', 'not(true)'];
const outputs = ['0', '1', '2', '3'];

/** Tables of every policy whose result is one value. */
function tables(count: number): Table[] {
  const n = chance(seed);
  const of = (list: string[]): string => list[n(list.length)] ?? '-';
  return Array.from({ length: count }, (): Table => {
    const [hit, agg] = policies[n(policies.length)] ?? ['FIRST'];
    const rows = Array.from({ length: 1 + n(5) }, () => ({
      if: [of(numbers), of(choices), of(truths)],
      then: [of(outputs)],
    }));
    return {
      hit,
      ...(agg && { agg }),
      inputs: [{ expr: 'x' }, { expr: 's' }, { expr: 'p' }],
      outputs: [{ values: '3, 1, 2, 0', ...(n(3) === 0 && { default: '9' }) }],
      rules: rows,
    };
  });
}

type Facts = Record<string, Json | undefined>;

/** Every state of the facts: known in kinds the cells tell apart, none, unknown. */
const states: Facts[] = ['0', '1', '2.5', '3', '4', '5', null, undefined].flatMap((x) =>
  ['a', 'b', 'c', null, undefined].flatMap((s) =>
    [true, false, null, undefined].map((p) => ({ x, s, p })),
  ),
);

function made(table: Table): Rule {
  const { rule, problems } = compileTable(table, scope);
  if (rule === undefined) throw new Error(problems.map((one) => one.message).join(' '));
  return rule;
}

let client: pg.Client;
beforeAll(async () => {
  client = await ownDatabase();
  await client.query(sqlPrelude());
});
afterAll(() => client.end());

test(`generated functions and packed tables give what closures give (seed ${seed})`, () => {
  for (const table of tables(120)) {
    const rule = made(table);
    const layout = layoutOf([rule.tree]);
    const program = makeFunction(rule, layout);
    const again = unpack(pack(rule));
    for (const facts of states) {
      const read = (address: string): Json | undefined => facts[address];
      const { value } = evaluate(rule, read, env);
      expect(toJson(program.run(rowOf(layout, read), env))).toEqual(value);
      expect(evaluate(again, read, env).value).toEqual(value);
    }
  }
});

test(`PostgreSQL gives what closures give, in every state (seed ${seed})`, async () => {
  const rules = tables(240).map(made);
  const layout = layoutOf(rules.map((rule) => rule.tree));
  await fillTable(client, 'states', layout, states);
  let pairs = 0;
  let refused = 0;
  for (let from = 0; from < rules.length; from += 40) {
    const found = await agree(client, 'states', {
      layout,
      rules: rules.slice(from, from + 40),
      rows: states,
      env,
    });
    expect(found.differences.slice(0, 2)).toEqual([]);
    pairs += found.pairs;
    refused += found.refused.length;
  }
  console.info(
    `tables in SQL: ${pairs} pairs agree, ${refused} of ${rules.length} tables refused (seed ${seed})`,
  );
  expect(pairs).toBeGreaterThan(25_000);
  expect(refused).toBeLessThan(rules.length / 5);
});

test('a long table is taken by SQL, and is as long as its rows', async () => {
  const rules = Array.from({ length: 90 }, (_, n) => ({
    if: [`[${n / 10}..${(n + 1) / 10})`, '-'],
    then: [String(n % 7)],
  }));
  const rule = made({
    hit: 'UNIQUE',
    inputs: [{ expr: 'x' }, { expr: 'p' }],
    outputs: [{}],
    rules,
  });
  const layout = layoutOf([rule.tree]);
  const rows: Facts[] = ['0', '0.1', '3.3', '8.9', null, undefined].map((x) => ({ x }));
  await fillTable(client, 'long_table', layout, rows);
  const found = await agree(client, 'long_table', { layout, rules: [rule], rows, env });
  expect(found).toMatchObject({ pairs: 6, refused: [], differences: [] });
});
