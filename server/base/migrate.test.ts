/** Migrations against real databases: once, in order, by one starter; refused where they do not fit. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { withDatabase } from '../../tests/setup.ts';
import { migrate, readMigrations } from './migrate.ts';

const { url, folder, template } = inject('server');
const clients: pg.Client[] = [];
afterAll(() => Promise.all(clients.map((client) => client.end())));

/** An empty database, and a way to ask it. */
async function empty(): Promise<{ at: string; ask: (text: string) => Promise<Record<string, unknown>[]> }> {
  const name = `${template}_${crypto.randomBytes(5).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const at = withDatabase(url, name);
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  clients.push(client);
  return { at, ask: async (text) => (await client.query(text)).rows as Record<string, unknown>[] };
}

/** Migrations as files in a folder. */
function written(files: Record<string, string>): ReturnType<typeof readMigrations> {
  const at = fs.mkdtempSync(path.join(folder, 'migrations-'));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(at, name), text);
  return readMigrations(at);
}

const two = { '0001_first.sql': 'create table first (n int)', '0002_second.sql': 'create table second (n int); insert into first values (2)' };

test('in order of their numbers, once; what is not SQL is no migration', async () => {
  const { at, ask } = await empty();
  const list = written({ ...two, 'README.md': 'not one' });
  expect(list.map((m) => m.id)).toEqual([1, 2]);
  expect(await migrate(at, list)).toBe(2);
  expect(await migrate(at, list)).toBe(0);
  expect(await ask('select * from first')).toEqual([{ n: 2 }]);
  expect(await migrate(at, written({ ...two, '0003_third.sql': 'insert into first values (3)' }))).toBe(1);
  expect(await ask('select id, name from public.migration order by id')).toEqual([
    { id: 1, name: '0001_first.sql' }, { id: 2, name: '0002_second.sql' }, { id: 3, name: '0003_third.sql' }]);
});

test('six starters at once apply each once', async () => {
  const { at, ask } = await empty();
  const slow = written({ '0001_a.sql': 'create table a (n int); insert into a values (1); select pg_sleep(0.2)', '0002_b.sql': 'insert into a values (2)' });
  const ran = await Promise.all(Array.from({ length: 6 }, () => migrate(at, slow)));
  expect(ran.toSorted()).toEqual([0, 0, 0, 0, 0, 2]);
  expect(await ask('select n from a order by n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test('data of a newer version is not opened, and nothing is touched', async () => {
  const { at, ask } = await empty();
  await migrate(at, written(two));
  const older = written({ '0001_first.sql': two['0001_first.sql'] });
  await expect(migrate(at, older)).rejects.toThrow(/更新版本的办妥.*0002_second\.sql.*BANTUO_VAR/s);
  // Also where this version has one of its own that is not there yet.
  const other = written({ '0001_first.sql': two['0001_first.sql'], '0003_other.sql': 'create table other (n int)' });
  await expect(migrate(at, other)).rejects.toThrow('没有打开它');
  expect(await ask(`select to_regclass('other') as there`)).toEqual([{ there: null }]);
});

test('one that ran and was edited afterwards stops the start, before anything new is applied', async () => {
  const { at, ask } = await empty();
  await migrate(at, written({ '0001_first.sql': two['0001_first.sql'] }));
  const edited = written({ ...two, '0001_first.sql': 'create table first (n bigint)' });
  await expect(migrate(at, edited)).rejects.toThrow(/0001_first\.sql 在执行之后被改过.*编号更大/s);
  expect(await ask(`select to_regclass('second') as there`)).toEqual([{ there: null }]);
});

test('one that fails is undone whole and named; those before it stay; mended it goes on', async () => {
  const { at, ask } = await empty();
  const broken = { ...two, '0003_third.sql': 'create table third (n int); insert into nowhere values (1)' };
  await expect(migrate(at, written(broken))).rejects.toThrow(/0003_third\.sql 没有执行成功：.*nowhere/);
  expect(await ask(`select to_regclass('third') as there, (select count(*)::int from public.migration) as ran`))
    .toEqual([{ there: null, ran: 2 }]);
  expect(await migrate(at, written({ ...two, '0003_third.sql': 'create table third (n int)' }))).toBe(1);
});

test('the lock is let go: after a refusal another starter is not kept waiting', async () => {
  const { at } = await empty();
  await migrate(at, written(two));
  await migrate(at, written({})).catch(() => undefined);
  expect(await migrate(at, written(two))).toBe(0);
});

test('the project’s own: numbers of their own, in order, and all are applied here', async () => {
  const own = readMigrations();
  expect(new Set(own.map((m) => m.id)).size).toBe(own.length);
  expect(own.every((m) => /^\d{4}_[a-z-_]+\.sql$/.test(m.name))).toBe(true);
  const { at, ask } = await empty();
  expect(await migrate(at)).toBe(own.length);
  expect(await ask('select count(*)::int as n from public.migration')).toEqual([{ n: own.length }]);
});
