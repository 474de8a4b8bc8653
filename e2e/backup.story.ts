/**
 * A backup taken while people file, restored elsewhere: nothing that was answered before it is missing,
 * what is there is what was there, and everything holds. Taken in quiet it is equal, row by row.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, startPostgres } from '#base';
import { demoPassword, demoPeople } from '#identity';
import { runningUrl } from '../cli/with-db.ts';
import { freePort } from '../tests/fleet.ts';
import { file } from '../tests/people.ts';
import { Client } from '../tests/server.ts';

const made: string[] = [];
const newFolder = (name: string): string => {
  const at = fs.mkdtempSync(path.join(os.tmpdir(), `bantuo-${name}-`));
  made.push(at);
  return at;
};
const source = newFolder('backup-source');
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const envOf = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PORT: String(port),
  BANTUO_VAR: folder,
  BANTUO_LOG: 'silent',
  BANTUO_URL: url,
  DATABASE_URL: '',
});
let parent: ChildProcess;

/** Runs a command of ours to its end. */
function bantuo(
  folder: string,
  args: string[],
  more: NodeJS.ProcessEnv = {},
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [path.join(root, 'cli/bantuo.ts'), ...args], {
    env: { ...envOf(folder), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code: code ?? -1, said })));
}

beforeAll(async () => {
  parent = spawn(process.execPath, [path.join(root, 'cli/bantuo.ts'), 'start'], {
    env: envOf(source),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const end = Date.now() + 280_000;
  while (!(await fetch(`${url}/api/health`).catch(() => undefined))?.ok) {
    if (Date.now() > end) throw new Error('not up within 280 s');
    await new Promise((next) => setTimeout(next, 200));
  }
}, 300_000);

afterAll(async () => {
  parent.kill('SIGTERM');
  await new Promise((done) => parent.once('exit', done));
  for (const folder of made) {
    const id = path.join(folder, 'postgres-id');
    const away = fs.existsSync(id)
      ? path.join('/var/lib/bantuo', fs.readFileSync(id, 'utf8').trim())
      : folder;
    for (const at of [folder, away]) fs.rmSync(at, { recursive: true, force: true });
  }
}, 60_000);

async function rowsOf<T extends pg.QueryResultRow>(at: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A restored folder's database, for as long as `look` looks. */
async function lookInto<T>(folder: string, look: (at: string) => Promise<T>): Promise<T> {
  const postgres = await startPostgres({ folder });
  try {
    return await look(postgres.url);
  } finally {
    await postgres.stop();
  }
}

type Act = { case: string; seq: number; hash: string };
const acts = (at: string): Promise<Act[]> =>
  rowsOf<Act>(at, `select "case", seq, hash from cases.action order by "case", seq`);

/** Digest and number of the rows of every table of ours; beats and jobs move by themselves. */
async function digests(at: string): Promise<Record<string, string>> {
  const tables = await rowsOf<{ name: string }>(
    at,
    `select format('%I.%I', schemaname, tablename) as name
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker')
      and format('%I.%I', schemaname, tablename) <> 'base.beat' order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await rowsOf<{ n: number; d: string }>(
      at,
      `select count(*)::int as n,
      md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as d from ${name} t`,
    );
    found[name] = `${row?.n} ${row?.d}`;
  }
  return found;
}

async function fileForever(until: () => boolean, done: (id: string) => void): Promise<void> {
  while (!until()) {
    const client = await new Client(url).signIn(demoPeople.disabled.phone, demoPassword);
    const filed = await file(client, 'disability-allowance');
    done(filed.case);
    await client.call('cases.withdraw', { id: filed.case, reason: '备份时撤回' } as never);
  }
}

test(
  'taken under load: all that was answered before is there, and everything holds',
  { timeout: 240_000 },
  async () => {
    const answered: { id: string; at: number }[] = [];
    let over = false;
    const load = fileForever(
      () => over,
      (id) => answered.push({ id, at: Date.now() }),
    );
    while (answered.length < 3) await new Promise((next) => setTimeout(next, 100));
    const began = Date.now();
    const folder = path.join(newFolder('backups'), 'loaded');
    const taken = await bantuo(source, ['backup', folder]);
    const stopped = answered.length;
    while (answered.length < stopped + 2) await new Promise((next) => setTimeout(next, 100));
    over = true;
    await load;
    expect(taken.said).toContain('备份做好了');
    expect(taken.code).toBe(0);

    const back = newFolder('restored');
    const restored = await bantuo(back, ['restore', folder]);
    expect(restored.said).toContain('都完好');
    expect(restored.code).toBe(0);
    const there = await lookInto(back, acts);
    const here = new Map(
      (await acts(runningUrl(source) ?? '')).map((a) => [`${a.case}/${a.seq}`, a.hash]),
    );
    const cases = new Set(there.map((a) => a.case));
    const before = answered.filter(({ at }) => at < began);
    expect(before.length).toBeGreaterThan(2);
    expect(before.filter(({ id }) => !cases.has(id))).toEqual([]);
    expect(there.filter((a) => here.get(`${a.case}/${a.seq}`) !== a.hash)).toEqual([]);
    // What was filed after it is not in it: the load went on all the while.
    expect(here.size).toBeGreaterThan(there.length);
  },
);

test('taken in quiet: equal row by row, and it starts', { timeout: 240_000 }, async () => {
  const at = runningUrl(source) ?? '';
  const waiting = async (): Promise<number> =>
    (
      await rowsOf<{ n: number }>(
        at,
        `select
    (select count(*) from base.outbox)::int + (select count(*) from graphile_worker._private_jobs)::int as n`,
      )
    )[0]?.n ?? 1;
  for (let i = 0; (await waiting()) > 0; i++) {
    if (i > 900) throw new Error('jobs do not end');
    await new Promise((next) => setTimeout(next, 200));
  }
  const folder = path.join(newFolder('backups'), 'quiet');
  const before = await digests(at);
  expect((await bantuo(source, ['backup', folder])).code).toBe(0);
  const after = await digests(at);
  const back = newFolder('restored');
  expect((await bantuo(back, ['restore', folder])).code).toBe(0);
  const there = await lookInto(back, digests);
  // Only what a round may have written meanwhile (a checkpoint) can be of the one or the other moment.
  const faults = Object.keys(there).filter(
    (name) => there[name] !== before[name] && there[name] !== after[name],
  );
  expect(faults).toEqual([]);
  expect(Object.keys(there).length).toBeGreaterThan(25);
});

test(
  'never onto other data, never from a damaged one, never beside another server',
  { timeout: 240_000 },
  async () => {
    const folder = path.join(newFolder('backups'), 'again');
    expect((await bantuo(source, ['backup', folder])).code).toBe(0);
    const twice = await bantuo(source, ['backup', folder]);
    expect([twice.code, twice.said]).toEqual([1, expect.stringContaining('已经有了')]);
    const onto = await bantuo(source, ['restore', folder]);
    expect([onto.code, onto.said]).toEqual([1, expect.stringContaining('不会盖掉')]);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);

    fs.appendFileSync(path.join(folder, 'secrets/BANTUO_HMAC_KEY'), 'x');
    const empty = newFolder('restored');
    const damaged = await bantuo(empty, ['restore', folder]);
    expect([damaged.code, damaged.said]).toEqual([1, expect.stringContaining('备份坏了')]);
    expect(fs.readdirSync(empty).filter((name) => name !== 'log')).toEqual([]);
    const none = await bantuo(empty, ['restore', newFolder('none')]);
    expect([none.code, none.said]).toEqual([1, expect.stringContaining('manifest.json')]);
    const other = await bantuo(empty, ['backup', path.join(empty, 'b')], {
      DATABASE_URL: 'postgres://localhost/x',
    });
    expect([other.code, other.said]).toEqual([1, expect.stringContaining('pg_basebackup')]);
  },
);
