/** Outbox, relay and jobs: each row once, whoever relays; what a killed worker held is free again. */
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld } from '../world.ts';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { beat } from './beat.ts';
import { openDb, sql } from './db.ts';
import { Jobs } from './jobs.ts';
import { announce, relayOnce, type Subscriptions } from './outbox.ts';

let over: TestWorld;
const closing: (() => Promise<unknown>)[] = [];
let killed: ChildProcess | undefined;
beforeAll(async () => {
  over = await testWorld();
});
afterAll(async () => {
  killed?.kill('SIGKILL');
  for (const close of closing) await close();
  await over?.close();
});
beforeEach(() => sql`delete from base.outbox; delete from graphile_worker._private_jobs; delete from base.beat`.execute(over.world.db));

const subscriptions: Subscriptions = {
  'test.happened': [{ task: 'note', batch: 7 }, { task: 'count', batch: 1000 }], 'test.other': [{ task: 'note', batch: 7 }],
};
type Queued = { task: string; payload: { events: { topic: string; n: number }[] } };

const say = (topic: string, n: number, live?: { topic: string; to: string[] }): Promise<void> =>
  over.world.db.transaction().execute((trx) => announce(trx, { topic, payload: { n }, ...(live ? { live } : {}) }));

async function queued(task: string): Promise<Queued['payload']['events'][]> {
  const { rows } = await sql<Queued>`select t.identifier as task, j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${task} order by j.id`.execute(over.world.db);
  return rows.map((row) => row.payload.events);
}

describe('the relay', () => {
  test('two at once give each row to each who wants it exactly once', async () => {
    await sql`insert into base.outbox (topic, payload) select 'test.happened', jsonb_build_object('n', n)
      from generate_series(1, 1700) n`.execute(over.world.db);
    const other = openDb({ url: over.databaseUrl, max: 2 });
    closing.push(() => other.db.destroy());
    let relayed = 0;
    const relay = async (db: typeof over.world.db): Promise<void> => {
      for (let idle = 0; idle < 3;) {
        const n = await relayOnce(db, subscriptions);
        relayed += n;
        idle = n === 0 ? idle + 1 : 0;
      }
    };
    await Promise.all([relay(over.world.db), relay(other.db), relay(over.world.db)]);
    expect(relayed).toBe(1700);
    for (const task of ['note', 'count']) {
      const seen = (await queued(task)).flat().map((event) => event.n);
      expect(seen).toHaveLength(1700);
      expect(new Set(seen).size).toBe(1700);
    }
    expect(Math.max(...(await queued('note')).map((events) => events.length))).toBe(7);
  });

  test('in one batch in the order it happened, each with its topic; what nobody wants goes quietly', async () => {
    for (const [topic, n] of [['test.happened', 1], ['test.other', 2], ['test.unheard', 3], ['test.happened', 4]] as const) await say(topic, n);
    expect(await relayOnce(over.world.db, subscriptions)).toBe(4);
    expect(await queued('note')).toEqual([[{ topic: 'test.happened', n: 1 }, { topic: 'test.other', n: 2 }, { topic: 'test.happened', n: 4 }]]);
    expect(await relayOnce(over.world.db, subscriptions)).toBe(0);
  });

  test('an act that is undone tells nobody', async () => {
    await over.world.db.transaction().execute(async (trx) => {
      await announce(trx, { topic: 'test.happened', payload: { n: 1 } });
      throw new Error('undone');
    }).catch(() => undefined);
    expect(await relayOnce(over.world.db, subscriptions)).toBe(0);
  });

  test('a relay that fails half-way leaves its rows for the next', async () => {
    await say('test.happened', 1);
    const broken = { 'test.happened': [{ task: 'note', get batch(): number { throw new Error('killed'); } }] };
    await expect(relayOnce(over.world.db, broken)).rejects.toThrow('killed');
    expect(await relayOnce(over.world.db, subscriptions)).toBe(1);
    expect(await queued('note')).toHaveLength(1);
  });

  test('live events of a batch come merged, each channel once, in texts that fit a NOTIFY', async () => {
    const client = new pg.Client({ connectionString: over.databaseUrl });
    await client.connect();
    closing.push(() => client.end());
    const heard: { topic: string; to: string[] }[] = [];
    client.on('notification', (m) => heard.push(JSON.parse(m.payload ?? '') as never));
    await client.query('listen bantuo_live');
    const channels = Array.from({ length: 400 }, (_, i) => `subject:${String(i).padStart(36, '0')}`);
    for (let i = 0; i < 4; i++) await say('test.happened', i, { topic: 'cases', to: channels.slice(i * 90, i * 90 + 130) });
    await say('test.happened', 9, { topic: 'messages', to: [channels[0] ?? ''] });
    await relayOnce(over.world.db, subscriptions);
    await client.query('select 1');
    const told = heard.filter((h) => h.topic === 'cases').flatMap((h) => h.to);
    expect(told.toSorted()).toEqual(channels.toSorted());
    expect(heard.filter((h) => h.topic === 'messages')).toEqual([{ topic: 'messages', to: [channels[0]] }]);
    expect(heard.length).toBeGreaterThan(2);
    expect(JSON.stringify(await queued('note'))).not.toContain('subject:');
  });
});

/** A worker of ours over this database. */
function worker(tasks: Record<string, (payload: unknown) => Promise<void>>): Jobs {
  const opened = openWorld('worker', over.databaseUrl, over.world.settings, 4);
  const jobs = new Jobs({
    world: opened.world, pool: opened.pool, process: opened.process, rounds: [], subscriptions,
    tasks: Object.fromEntries(Object.entries(tasks).map(([name, run]) => [name, (_: unknown, payload: unknown) => run(payload)])),
  });
  closing.push(async () => {
    await jobs.stop();
    await opened.close();
  });
  return jobs;
}

describe('jobs', () => {
  test('one in the hand of a killed worker is done by another as soon as the dead one is missed', async () => {
    const script = path.join(over.world.settings.folder, 'worker.mjs');
    const at = (file: string): string => JSON.stringify(path.join(import.meta.dirname, file));
    fs.writeFileSync(script, `
      const { Jobs } = await import(${at('jobs.ts')});
      const { openWorld } = await import(${at('../world.ts')});
      const { readSettings } = await import(${at('settings.ts')});
      const opened = openWorld('worker', ${JSON.stringify(over.databaseUrl)}, { ...readSettings({}), folder: ${JSON.stringify(over.world.settings.folder)} }, 3);
      const jobs = new Jobs({ ...opened, rounds: [], subscriptions: {}, tasks: { hang: async () => { process.send('in hand'); await new Promise(() => {}); } } });
      await jobs.start();`);
    await sql`select graphile_worker.add_job('hang', '{"events":[]}')`.execute(over.world.db);
    killed = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await new Promise((done) => killed?.once('message', done));
    const locked = async (): Promise<string | null | undefined> => (await sql<{ locked_by: string | null }>`
      select locked_by from graphile_worker._private_jobs`.execute(over.world.db)).rows[0]?.locked_by;
    const holder = await locked();
    expect(holder).toBeTypeOf('string');
    // Written down by its beat, so that the living are told from the dead.
    await expect.poll(async () => (await sql<{ n: number }>`select count(*)::int as n from base.beat
      where ${holder} = any(workers)`.execute(over.world.db)).rows[0]?.n, { timeout: 10_000 }).toBe(1);
    killed.kill('SIGKILL');
    await new Promise((done) => killed?.once('exit', done));
    const done: unknown[] = [];
    const first = worker({ hang: async () => void done.push(1) });
    await first.start();
    await new Promise((next) => setTimeout(next, 400));
    expect(await locked(), 'not taken from one that may live').toBe(holder);
    await first.stop();
    // Fifteen seconds later.
    await sql`update base.beat set at = at - interval '16 seconds'; update graphile_worker._private_jobs
      set locked_at = locked_at - interval '16 seconds'`.execute(over.world.db);
    await worker({ hang: async () => void done.push(2) }).start();
    await expect.poll(() => done, { timeout: 15_000 }).toEqual([2]);
    await expect.poll(locked, { timeout: 5000 }).toBeUndefined();
  }, 60_000);

  test('a long one of a worker that beats stays with it', async () => {
    await beat(over.world, { process: 'elsewhere', role: 'worker', workers: ['worker-elsewhere'] });
    await sql`select graphile_worker.add_job('note', '{"events":[]}')`.execute(over.world.db);
    await sql`update graphile_worker._private_jobs set locked_by = 'worker-elsewhere', locked_at = now() - interval '1 hour'`.execute(over.world.db);
    const done: unknown[] = [];
    const jobs = worker({ note: async () => void done.push(1) });
    await jobs.start();
    await new Promise((next) => setTimeout(next, 800));
    await jobs.stop();
    const { rows } = await sql<{ locked_by: string }>`select locked_by from graphile_worker._private_jobs`.execute(over.world.db);
    expect([done, rows]).toEqual([[], [{ locked_by: 'worker-elsewhere' }]]);
  });

  test('one that fails is tried again later, and its fault carries nothing of its payload', async () => {
    let tries = 0;
    const jobs = worker({ note: async () => {
      tries += 1;
      throw new Error('王桂芳');
    } });
    await sql`select graphile_worker.add_job('note', '{"events":[]}')`.execute(over.world.db);
    await jobs.start();
    await expect.poll(() => tries, { timeout: 10_000 }).toBe(1);
    await jobs.stop();
    const { rows } = await sql<{ attempts: number; locked_by: string | null; later: boolean }>`select attempts, locked_by,
      run_at > now() - interval '5 seconds' as later from graphile_worker._private_jobs`.execute(over.world.db);
    expect(rows).toEqual([{ attempts: 1, locked_by: null, later: true }]);
  });

  test('stopping lets the one in hand end', async () => {
    let ended = false;
    let begun: () => void = () => undefined;
    const has = new Promise<void>((resolve) => { begun = resolve; });
    const jobs = worker({ note: async () => {
      begun();
      await new Promise((next) => setTimeout(next, 300));
      ended = true;
    } });
    await sql`select graphile_worker.add_job('note', '{"events":[]}')`.execute(over.world.db);
    await jobs.start();
    await has;
    await jobs.stop();
    expect(ended).toBe(true);
    await expect.poll(async () => (await sql`select from graphile_worker._private_jobs`.execute(over.world.db)).rows.length,
      { timeout: 5000 }).toBe(0);
  });
});
