/** Numbered SQL files, applied once each, in order, by one starter at a time. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { root } from './settings.ts';

/** The advisory lock that lets only one starter migrate ("bantuo" as a number). */
const lock = 0x62616e74;

type Migration = { id: number; name: string; sql: string; hash: string };

export function readMigrations(folder = path.join(root, 'migrations')): Migration[] {
  const files = fs.readdirSync(folder).filter((f) => f.endsWith('.sql')).sort();
  return files.map((name) => {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const hash = crypto.createHash('sha256').update(text).digest('hex');
    return { id: Number(name.slice(0, 4)), name, sql: text, hash };
  });
}

/**
 * Brings the database to this version. Refuses (throws, with words for the operator) when the data
 * was written by a newer Bantuo, or when a migration that already ran was edited afterwards.
 */
export async function migrate(url: string, migrations = readMigrations()): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: server } = await client.query<{ n: number }>(
      `select current_setting('server_version_num')::int as n`);
    if ((server[0]?.n ?? 0) < 150_000) {
      throw new Error('这个数据库服务器比 PostgreSQL 15 旧，没有动它。请升级到 15 或更新的版本，或换一个 DATABASE_URL。');
    }
    await client.query('select pg_advisory_lock($1)', [lock]);
    await client.query(`create table if not exists public.migration (
      id int primary key, name text not null, hash text not null,
      at timestamptz not null default now())`);
    const { rows } = await client.query<{ id: number; name: string; hash: string }>(
      'select id, name, hash from public.migration order by id');
    const done = new Map(rows.map((r) => [r.id, r]));
    const known = new Set(migrations.map((m) => m.id));
    const newer = rows.filter((r) => !known.has(r.id));
    if (newer.length > 0) {
      throw new Error(
        `这份数据是更新版本的办妥写的（有这一版不认识的 ${newer.map((r) => r.name).join('、')}），没有打开它。`
          + '请用更新的版本启动，或换一个数据文件夹（BANTUO_VAR）。',
      );
    }
    let ran = 0;
    for (const m of migrations) {
      const before = done.get(m.id);
      if (before && before.hash !== m.hash) {
        throw new Error(`${m.name} 在执行之后被改过。已经执行的迁移不能改，请另写一个编号更大的。`);
      }
      if (before) continue;
      await apply(client, m);
      ran += 1;
    }
    return ran;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, m: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(m.sql);
    await client.query('insert into public.migration (id, name, hash) values ($1, $2, $3)',
      [m.id, m.name, m.hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`${m.name} 没有执行成功：${(error as Error).message}`, { cause: error });
  }
}
