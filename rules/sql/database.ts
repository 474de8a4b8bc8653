/** For tests: a database with the prelude, rules made for them, and rules that have to agree in it. */
import crypto from 'node:crypto';
import pg from 'pg';
import { expect, inject } from 'vitest';
import type { Env, Rule, Scope } from '../index.ts';
import type { Layout } from '../layout.ts';
import type { RowOfFacts } from './against.ts';
import { compile } from '../index.ts';
import { agree, fillTable } from './against.ts';
import { sqlPrelude } from './sql.ts';

/** A database of the test file's own; it goes with the tests' template. */
export async function ownDatabase(): Promise<pg.Client> {
  const { url, template } = inject('server');
  const name = `${template}_${crypto.randomBytes(5).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`create database ${name} template template0`);
  } finally {
    await admin.end();
  }
  const client = new pg.Client({
    connectionString: url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`),
  });
  await client.connect();
  await client.query(sqlPrelude());
  return client;
}

/** The day of the tests. */
export const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

/** A rule that has to compile. */
export function made(text: string, names: Scope): Rule {
  const { rule, problems } = compile(text, names);
  if (rule === undefined)
    throw new Error(`${text}: ${problems.map((one) => one.message).join(' ')}`);
  return rule;
}

let tables = 0;

/** Rules over rows: no cell may differ from the closure's. Gives what was compared and refused. */
export async function expectAgreement(
  client: pg.Client,
  given: { layout: Layout; rules: Rule[]; rows: RowOfFacts[] },
): Promise<{ pairs: number; refused: string[] }> {
  const table = `facts${tables++}`;
  await fillTable(client, table, given.layout, given.rows);
  let pairs = 0;
  const refusals: string[] = [];
  for (let from = 0; from < given.rules.length; from += 100) {
    const found = await agree(client, table, {
      ...given,
      rules: given.rules.slice(from, from + 100),
      env,
    });
    expect(found.differences.slice(0, 3)).toEqual([]);
    pairs += found.pairs;
    refusals.push(...found.refused.map((one) => `${one.text}: ${one.message}`));
  }
  await client.query(`DROP TABLE "${table}"`);
  return { pairs, refused: refusals };
}
