/** Our own PostgreSQL as a real process: started, killed, orphaned, refused, moved, stopped. */
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { startPostgres, type Postgres } from './embedded.ts';

const folders: string[] = [];
const running = new Set<Postgres>();
let parent: ChildProcess | undefined;
const config = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' };

function folder(mode = 0o755): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-embedded-'));
  fs.chmodSync(made, mode);
  folders.push(made);
  return made;
}

async function started(at: string, say: (text: string) => void = () => undefined): Promise<Postgres> {
  const postgres = await startPostgres({ folder: at, config, say });
  running.add(postgres);
  return postgres;
}

async function stop(postgres: Postgres): Promise<void> {
  running.delete(postgres);
  await postgres.stop();
}

afterAll(async () => {
  parent?.kill('SIGKILL');
  for (const postgres of running) await postgres.stop();
  for (const at of folders) {
    const id = path.join(at, 'postgres-id');
    if (fs.existsSync(id)) fs.rmSync(path.join('/var/lib/bantuo', fs.readFileSync(id, 'utf8')), { recursive: true, force: true });
    fs.rmSync(at, { recursive: true, force: true });
  }
});

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const answers = [await client.query(text)].flat();
    return Object.values(answers.at(-1)?.rows[0] as object)[0];
  } finally {
    await client.end();
  }
}

async function until<T>(within: number, look: () => Promise<T>): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((next) => setTimeout(next, 50));
    }
  }
}

const socketOf = (url: string): string => decodeURIComponent(/host=([^&]+)/.exec(url)?.[1] ?? '');
const lives = (pid: number): boolean => fs.existsSync(`/proc/${pid}`) && !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));

test('listens on a socket only, by password, keeps the order of text by code points, in UTC', async () => {
  const postgres = await started(folder());
  expect(await ask(postgres.url, 'show listen_addresses')).toBe('');
  expect(await ask(postgres.url, 'show timezone')).toBe('UTC');
  expect(await ask(postgres.url, 'show log_min_error_statement')).toBe('panic');
  expect(await ask(postgres.url, `select array_agg(t order by t) from (values ('b'), ('A'), ('a'), ('B')) v(t)`)).toEqual(['A', 'B', 'a', 'b']);
  await expect(ask(postgres.url.replace(/:[0-9a-f]+@/, ':guessed@'), 'select 1')).rejects.toThrow(/password/);
  expect(fs.statSync(socketOf(postgres.url)).mode & 0o077).toBe(0);
  await stop(postgres);
});

test('killed, it comes back by itself with what was committed; again and again', async () => {
  const heard: string[] = [];
  const postgres = await started(folder(), (text) => heard.push(text));
  await ask(postgres.url, 'create table kept as select 7 as n; select 1');
  for (let round = 0; round < 2; round++) {
    const pid = postgres.pid() ?? 0;
    process.kill(pid, 'SIGKILL');
    await until(2000, async () => expect(lives(pid)).toBe(false));
    // Within ten seconds; a machine under load gets as many again before the test gives up.
    expect(await until(20_000, () => ask(postgres.url, 'select n from kept'))).toBe(7);
    expect(postgres.pid()).not.toBe(pid);
  }
  expect(heard.length).toBeGreaterThanOrEqual(2);
  expect(heard[0]).toContain('正在重新启动');
  await stop(postgres);
}, 60_000);

test('stopped, it leaves no process and no socket, and starts again on the same data', async () => {
  const at = folder();
  const first = await started(at);
  await ask(first.url, 'create table kept as select 8 as n; select 1');
  const pid = first.pid() ?? 0;
  await stop(first);
  expect(lives(pid)).toBe(false);
  expect(fs.existsSync(socketOf(first.url))).toBe(false);
  expect(fs.existsSync(path.join(at, 'postgres/postmaster.pid'))).toBe(false);
  const second = await started(at);
  expect(await ask(second.url, 'select n from kept')).toBe(8);
  await stop(second);
});

test('an orphan whose parent was killed is stopped by the next start, which keeps its data', async () => {
  const at = folder();
  const script = path.join(at, 'parent.mjs');
  fs.writeFileSync(script, `
    const { startPostgres } = await import(${JSON.stringify(path.join(import.meta.dirname, 'embedded.ts'))});
    const postgres = await startPostgres({ folder: ${JSON.stringify(at)}, config: ${JSON.stringify(config)} });
    process.send({ pid: postgres.pid(), url: postgres.url });`);
  parent = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const orphan = await new Promise<{ pid: number; url: string }>((resolve, reject) => {
    parent?.once('message', (message) => resolve(message as { pid: number; url: string }));
    parent?.once('exit', () => reject(new Error('the parent ended')));
  });
  await ask(orphan.url, 'create table kept as select 9 as n; select 1');
  const gone = new Promise((done) => parent?.once('exit', done));
  parent.kill('SIGKILL');
  await gone;
  expect(lives(orphan.pid)).toBe(true);
  const next = await started(at);
  expect(lives(orphan.pid)).toBe(false);
  expect(next.pid()).not.toBe(orphan.pid);
  expect(await ask(next.url, 'select n from kept')).toBe(9);
  await stop(next);
}, 60_000);

describe('what is in the folder already', () => {
  test('data of another major version is not opened, and not touched', async () => {
    const at = folder();
    fs.mkdirSync(path.join(at, 'postgres'));
    fs.writeFileSync(path.join(at, 'postgres/PG_VERSION'), '17\n');
    await expect(startPostgres({ folder: at, config })).rejects.toThrow(/PostgreSQL 17 的，这一版办妥带的是 18，没有打开它.*导出/s);
    expect(fs.readdirSync(path.join(at, 'postgres'))).toEqual(['PG_VERSION']);
  });

  test('a database that was being made when the start was killed is made anew', async () => {
    const at = folder();
    fs.mkdirSync(path.join(at, 'postgres.half/base'), { recursive: true });
    fs.writeFileSync(path.join(at, 'postgres.half/PG_VERSION'), '18\n');
    const postgres = await started(at);
    expect(await ask(postgres.url, 'select 1')).toBe(1);
    expect(fs.existsSync(path.join(at, 'postgres.half'))).toBe(false);
    await stop(postgres);
  });

  test('a pid file that names a process of others: that one is left alone', async () => {
    const at = folder();
    await stop(await started(at));
    fs.writeFileSync(path.join(at, 'postgres/postmaster.pid'), `${process.pid}\n${at}/postgres\n1\n5432\n\n*\n`);
    const postgres = await started(at).catch((error: Error) => error);
    expect(lives(process.pid)).toBe(true);
    if (!(postgres instanceof Error)) await stop(postgres);
  });
});

// PostgreSQL refuses to be root: only then somebody else has to come to the folder.
describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('runs as nobody, in a folder that nobody can enter under /var/lib/bantuo', async () => {
    const at = folder(0o700);
    const postgres = await started(at);
    expect(postgres.movedTo).toMatch(/^\/var\/lib\/bantuo\/[0-9a-f]{10}$/);
    expect(fs.existsSync(path.join(at, 'postgres'))).toBe(false);
    expect(fs.statSync(`/proc/${postgres.pid()}`).uid).toBe(65534);
    await ask(postgres.url, 'create table kept as select 3 as n; select 1');
    await stop(postgres);
    const again = await started(at);
    expect(again.movedTo).toBe(postgres.movedTo);
    expect(await ask(again.url, 'select n from kept')).toBe(3);
    await stop(again);
  });

  test('a way to the folder by a link counts as the place it leads to', async () => {
    const inside = path.join(folder(0o700), 'data');
    fs.mkdirSync(inside);
    const at = path.join(folder(), 'link');
    fs.symlinkSync(inside, at);
    folders.unshift(inside);
    const postgres = await started(at);
    expect(postgres.movedTo).toBeDefined();
    await stop(postgres);
  });

  test('a temp folder of one’s own is no place for the socket', async () => {
    const [at, before] = [folder(), process.env['TMPDIR']];
    process.env['TMPDIR'] = folder(0o700);
    try {
      const postgres = await started(at);
      expect(socketOf(postgres.url)).toMatch(/^\/tmp\/bantuo-/);
      await stop(postgres);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });
});
