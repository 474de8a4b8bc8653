/**
 * How the rows come in: into tables emptied in the same transaction, so that nothing is written twice
 * (`wal_level = minimal`), each table by one of two connections, then vacuumed, indexes and references
 * built by whichever is free. Afterwards all is on disk and the settings are those in use.
 */
import { spawnSync } from 'node:child_process';
import pg from 'pg';
import type { Town } from './town.ts';
import type { Model } from './million-model.ts';

const loading = {
  wal_level: 'minimal', max_wal_senders: '0', fsync: 'off', full_page_writes: 'off',
  synchronous_commit: 'off', autovacuum: 'off', max_wal_size: "'16GB'", checkpoint_timeout: "'1h'",
};

/** What comes in, each by one connection in one go; the largest first. */
const loads = [
  'cases.action', 'cases.case', 'messages.message', 'licences.licence', 'cases.deadline', 'cases.paper',
  'base.file_use', 'cases.document', 'cases.party', 'feedback.contact', 'licences.licence_event',
  'cases.archive_package', 'cases.stop',
] as const;
const tables = [...loads, 'identity.subject'];

type Task = { kind: string; run: (client: pg.Client) => Promise<unknown> };

/** Session seconds by kind of work. */
export type Took = Record<string, number>;

/** A connection, waiting until the database is there. */
export async function connect(town: Town): Promise<pg.Client> {
  for (let i = 0; ; i++) {
    const client = new pg.Client({ connectionString: town.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (i > 200) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** Stops the database; its parent starts it again. Gives when it answers. */
export async function restart(town: Town): Promise<void> {
  const pid = town.databasePid();
  if (pid !== undefined) process.kill(pid, 'SIGINT');
  for (let i = 0; town.databasePid() === pid; i++) {
    if (i > 6000) throw new Error('the database did not stop');
    await new Promise((done) => setTimeout(done, 20));
  }
  await (await connect(town)).end();
}

/** Loads all that `models` make of `made.bench`; `subjects` brings the rows of identity.subject. */
export async function load(
  town: Town, models: Model[], stage: (client: pg.Client) => Promise<(client: pg.Client) => Promise<unknown>>,
): Promise<Took> {
  const took: Took = {};
  const admin = await connect(town);
  for (const [name, value] of Object.entries(loading)) await admin.query(`alter system set ${name} = ${value}`);
  await admin.end();
  await timed(took, 'restarts', () => restart(town));
  const clients = [await connect(town), await connect(town)] as const;
  const [first] = clients;
  const rebuild = await withoutIndexes(first);
  const subjects = await timed(took, 'staging', () => stage(first));
  const { rows: days } = await first.query<{ model: string; shift: number }>(
    'select distinct model, shift from made.bench order by shift desc, model');
  const tasks: Task[] = loads.map((table) => ({ kind: `rows of ${table}`, run: (client) =>
    into(client, table, async () => { for (const day of days) await insert(client, { models, table, day }); }) }));
  tasks.splice(2, 0, { kind: 'rows of identity.subject', run: (client) =>
    into(client, 'identity.subject', () => subjects(client)) });
  for (const client of clients) await client.query(forSession);
  await together(clients, took, tasks, rebuild.indexes);
  // Keys take the indexes that stand; references are declared at once and then gone through.
  await timed(took, 'keys', async () => { for (const one of rebuild.keys) await first.query(one); });
  // Only now: while one of them was still filling a table, no row was yet visible to all.
  await together(clients, took, [
    ...tables.map((table) => statement('vacuum and statistics', `vacuum (analyze) ${table}`)),
    ...rebuild.references.map((sql) => statement('references', sql)),
  ], []);
  await first.query('drop schema made cascade');
  await Promise.all(clients.map((one) => one.end()));
  const after = await connect(town);
  for (const name of Object.keys(loading)) await after.query(`alter system reset ${name}`);
  await after.end();
  await timed(took, 'restarts', () => restart(town));
  await timed(took, 'to disk', () => void spawnSync('sync'));
  return took;
}

const forSession = `set session_replication_role = replica; set work_mem = '64MB';
  set maintenance_work_mem = '1GB'; set max_parallel_maintenance_workers = 0;
  set join_collapse_limit = 1; set from_collapse_limit = 1;
  create temp table said (name text primary key, v jsonb); alter table said alter v set storage main`;

async function timed<T>(took: Took, kind: string, run: () => T): Promise<Awaited<T>> {
  const began = performance.now();
  const result = await run();
  took[kind] = (took[kind] ?? 0) + (performance.now() - began) / 1000;
  return result;
}

/** Each connection takes the next task; a table's indexes come up when its rows are there. */
async function together(
  clients: readonly pg.Client[], took: Took, tasks: Task[], indexes: { table: string; sql: string }[],
): Promise<void> {
  const queue = [...tasks];
  await Promise.all(clients.map(async (client) => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      const { kind, run } = task;
      const filled = await timed(took, kind, () => run(client));
      if (typeof filled !== 'string') continue;
      queue.push(...indexes.filter((i) => i.table === filled).map((i) => statement('indexes', i.sql)));
    }
  }));
}

const statement = (kind: string, sql: string): Task => ({ kind, run: (client) => client.query(sql) });

/** Empties the table, keeping what was there, and fills it, in one transaction. Gives the table. */
async function into(client: pg.Client, table: string, fill: () => Promise<unknown>): Promise<string> {
  const { rows: [names] } = await client.query<{ all: string }>(`
    select string_agg(quote_ident(attname), ', ') as all from pg_attribute
    where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, [table]);
  await client.query(`begin; create temp table kept on commit drop as table ${table}; truncate ${table};
    insert into ${table} (${names?.all}) overriding system value select ${names?.all} from kept`);
  await fill();
  await client.query('commit');
  return table;
}

async function insert(
  client: pg.Client,
  { models, table, day }: { models: Model[]; table: string; day: { model: string; shift: number } },
): Promise<void> {
  const made = models.find((m) => m.name === day.model)?.insert(table, day.shift);
  if (!made) return;
  if (made.said.length > 0) {
    await client.query(`truncate said; insert into said values ${
      made.said.map(([name, text]) => `('${name}', ${text}::jsonb)`).join(', ')}`);
  }
  await client.query(made.sql);
}

type Rebuild = { indexes: { table: string; sql: string }[]; keys: string[]; references: string[] };

/** Takes indexes, keys and references away; gives the statements that build them again. */
async function withoutIndexes(client: pg.Client): Promise<Rebuild> {
  const { rows: constraints } = await client.query<{
    t: string; table: string; name: string; kind: 'p' | 'u' | 'f'; def: string; index: string | null;
  }>(`
    select conrelid::regclass::text as t, ($2::text[])[array_position($1::regclass[], conrelid::regclass)] as table,
      conname as name, contype as kind, pg_get_constraintdef(oid) as def,
      case when contype <> 'f' then pg_get_indexdef(conindid) end as index
    from pg_constraint where contype in ('p', 'u', 'f')
      and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[]))
    order by array_position(array['f', 'u', 'p']::"char"[], contype)`, [tables, tables]);
  const { rows: indexes } = await client.query<{ table: string; name: string; sql: string }>(`
    select ($2::text[])[array_position($1::regclass[], i.indrelid::regclass)] as table,
      i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as sql from pg_index i
    where i.indrelid = any($1::regclass[])
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`, [tables, tables]);
  for (const { t, name } of constraints) await client.query(`alter table ${t} drop constraint "${name}"`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  const own = constraints.filter((c) => c.kind !== 'f');
  const references = constraints.filter((c) => c.kind === 'f');
  const kinds = { p: 'primary key', u: 'unique', f: '' };
  return {
    indexes: [...own.map((c) => ({ table: c.table, sql: c.index ?? '' })), ...indexes],
    keys: [
      ...own.map((c) => `alter table ${c.t} add constraint "${c.name}" ${kinds[c.kind]} using index "${c.name}"`),
      ...references.map((c) => `alter table ${c.t} add constraint "${c.name}" ${c.def} not valid`),
    ],
    references: references.map((c) => `alter table ${c.t} validate constraint "${c.name}"`),
  };
}
