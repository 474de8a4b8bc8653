/**
 * The scalar cases of the public DMN conformance kit in PostgreSQL: inputs and results that are no
 * lists and no contexts. Calls of literals are not worked out beforehand: PostgreSQL works them out.
 */
import { existsSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Case, Typed } from '../tck/case.ts';
import { compileSyntax } from '../compile.ts';
import { refused } from '../layout.ts';
import { readCases } from '../tck/case.ts';
import { coerced } from '../tck/coerce.ts';
import { typedValue, whole } from '../tck/run.ts';
import { sameness } from '../tck/same.ts';
import { valueOf } from './against.ts';
import { bound, toSql } from './sql.ts';
import { env, ownDatabase } from './database.ts';

const path = new URL('../../../shared/tck/cases.json', import.meta.url);

const isScalar = (typed: Typed): boolean => typed === null || !('list' in typed || 'ctx' in typed);

/** The share of the scalar cases SQL has to take. */
const LEAST = 0.7;

let client: pg.Client;
beforeAll(async () => {
  client = await ownDatabase();
});
afterAll(() => client.end());

type Verdict = { taken: boolean; wrong?: string };

async function judge(one: Case): Promise<Verdict> {
  if (one.body === null) return { taken: false };
  const { syntax, scope } = whole(one, one.body);
  const { rule } = compileSyntax({ syntax, text: '' }, scope, { lenient: true, unfolded: true });
  if (rule === undefined) return { taken: false };
  const sql = toSql(rule, []);
  if (refused(sql)) return { taken: false };
  const { value, true: yes, none, unknown } = sql;
  const {
    rows: [row],
  } = await client.query<[string | null, boolean, boolean, boolean, boolean]>({
    text: `SELECT (${value})::text, (${yes}) IS TRUE, (${sql.false}) IS TRUE, ${none}, ${unknown}`,
    values: bound(sql.params, env.today),
    rowMode: 'array',
  });
  if (row === undefined) throw new Error('no row came back');
  const [text, isTrue, isFalse, isNone, isUnknown] = row;
  const result = coerced(valueOf(sql.kind, text), one.typeRef);
  const expected = typedValue(one.expected, env);
  const planes =
    isNone === (text === null) &&
    !isUnknown &&
    (sql.kind !== 'boolean' || (isTrue === (text === 'true') && isFalse === (text === 'false')));
  const right = (one.error && result === null) || sameness(result, expected) !== 'different';
  if (right && planes) return { taken: true };
  return {
    taken: true,
    wrong: `${one.suite} ${one.id}: ${JSON.stringify(one.body)} gave ${text}, wanted ${JSON.stringify(one.expected)}`,
  };
}

test.skipIf(!existsSync(path))(
  'scalar conformance cases: most are taken, all that are taken are right',
  async () => {
    const cases = readCases(JSON.parse(readFileSync(path, 'utf8'))) ?? [];
    const scalar = cases.filter(
      (one) => isScalar(one.expected) && [...one.inputs.values()].every(isScalar),
    );
    const wrong: string[] = [];
    let taken = 0;
    for (const one of scalar) {
      const verdict = await judge(one);
      if (verdict.taken) taken++;
      if (verdict.wrong !== undefined) wrong.push(verdict.wrong);
    }
    const share = taken / scalar.length;
    console.info(
      `SQL: ${taken} of ${scalar.length} scalar conformance cases taken ` +
        `(${(100 * share).toFixed(1)} %), ${taken - wrong.length} right`,
    );
    expect(wrong).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(LEAST);
  },
  120_000,
);

test.runIf(!existsSync(path))('conformance cases are not on this machine', () => {
  console.info('SQL conformance: skipped, the folder of cases is not beside the project');
  expect(existsSync(path)).toBe(false);
});
