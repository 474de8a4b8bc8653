/** A seeded part of `bantuo agree` and `bantuo fuzz`; and both find what is planted. */
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import type { Through } from './agree.ts';
import { makeFunction } from '../function/function.ts';
import { toSql } from '../sql/sql.ts';
import { layoutOf, refused } from '../layout.ts';
import { agreement } from './agree.ts';
import { fuzz } from './fuzz.ts';

const seed = Number(process.env['SEED'] ?? 20261122);

test('every back end comes to what the closure comes to', { timeout: 240_000 }, async () => {
  console.info(`agreement: seed ${seed}`);
  const client = new pg.Client({ connectionString: inject('server').url });
  await client.connect();
  try {
    const so = await agreement({ pairs: 60_000, seed, client });
    expect(so.difference).toBeUndefined();
    for (const state of ['true', 'false', 'none', 'unknown', 'value'])
      expect(so.states[state], state).toBeGreaterThan(5000);
    for (const backend of ['function', 'columns', 'sql'] as const) {
      expect(so.counts[backend].pairs, backend).toBeGreaterThanOrEqual(60_000);
      expect(so.counts[backend].refused, backend).toBeLessThan(0.6 * so.rules);
    }
  } finally {
    await client.end();
  }
});

/** Agrees with the closures but where they come to none: there it says unknown. */
const wrong: Through = (_, rows, closure) => {
  for (const [at, line] of closure.entries()) {
    const n = line.indexOf('none');
    const row = rows[n];
    if (row !== undefined)
      return { refused: 0, pairs: 1, found: { at, row, closure: 'none', other: 'unknown' } };
  }
  return { refused: 0, pairs: closure.flat().length };
};

test('a planted difference is found and made small', async () => {
  const { difference } = await agreement({ pairs: 10_000, seed, another: wrong });
  expect(difference?.backend).toBe('another');
  expect([difference?.closure, difference?.other]).toEqual(['none', 'unknown']);
  expect(difference?.text.length).toBeLessThanOrEqual(20);
  expect(Object.keys(difference?.row ?? {}).length).toBeLessThanOrEqual(1);
});

test('random texts do no harm, also in generated code and SQL', { timeout: 240_000 }, () => {
  console.info(`fuzz: seed ${seed}`);
  let taken = 0;
  const { compiled, faults } = fuzz(20_000, seed, (rule) => {
    const layout = layoutOf([rule.tree]);
    makeFunction(rule, layout);
    const sql = toSql(rule, layout);
    if (refused(sql)) return;
    taken++;
    for (const text of [sql.value, sql.true, sql.unknown]) {
      if (!/^[\x20-\x7e\n]*$/.test(text) || /__proto__|drop table/i.test(text))
        throw new Error(`a rule's text in SQL: ${text}`);
    }
  });
  expect(faults).toEqual([]);
  expect(compiled).toBeGreaterThan(2000);
  expect(taken).toBeGreaterThan(200);
});

test('what the fuzz looks for is found', () => {
  const { faults } = fuzz(2000, seed, () => {
    throw new Error('planted');
  });
  expect(faults[0]?.what).toBe('Error: planted');
});
