/**
 * The database away and back under running servers, and live events. Between server and database
 * stands a door that the test shuts: connections break as they do when PostgreSQL is killed.
 */
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { makeApp } from '../app.ts';
import { openWorld, type Opened } from '../world.ts';
import { citizen, officer } from '../../tests/people.ts';
import { Client } from '../../tests/server.ts';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { databaseAway, sql } from './db.ts';

type Door = { port: number; shut: () => Promise<void>; open: () => Promise<void> };

/** Passes everything on to the real server while it is open. */
async function doorTo(url: string): Promise<Door> {
  const { host, port } = new URL(url.replace('@/', '@socket/'));
  const socket = /[?&]host=([^&]+)/.exec(url)?.[1];
  const target = socket ? { path: `${decodeURIComponent(socket)}/.s.PGSQL.5432` }
    : { host: host.split(':')[0] ?? '', port: Number(port || 5432) };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((from) => {
    const to = net.connect(target as net.NetConnectOpts);
    for (const one of [from, to]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        from.destroy();
        to.destroy();
        sockets.delete(one);
      });
    }
    from.pipe(to).pipe(from);
  });
  const listen = (at: number): Promise<void> => new Promise((done) => server.listen(at, '127.0.0.1', done));
  await listen(0);
  const at = (server.address() as AddressInfo).port;
  return {
    port: at,
    open: () => listen(at),
    shut: async () => {
      const closed = new Promise((done) => server.close(done));
      for (const one of sockets) one.destroy();
      await closed;
    },
  };
}

let over: TestWorld;
let door: Door;
let opened: Opened;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  over = await testWorld();
  door = await doorTo(over.databaseUrl);
  const user = /^postgres(?:ql)?:\/\/([^@]*)@[^/]*\/([^?]*)/.exec(over.databaseUrl);
  const through = `postgres://${user?.[1]}@127.0.0.1:${door.port}/${user?.[2]}`;
  opened = openWorld('test', through, over.world.settings, 6);
  app = await makeApp({ world: opened.world, databaseUrl: through });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app?.close();
  await opened?.close();
  await door?.shut().catch(() => undefined);
  await over?.close();
});

const here = { client: () => new Client(url) } as never;

/** Listens until closed; `heard` are the topics so far. */
async function listen(client: Client): Promise<{ heard: string[]; close: () => void }> {
  const stop = new AbortController();
  const answer = await fetch(`${url}/api/live`, { headers: { cookie: client.cookie }, signal: stop.signal });
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'text/event-stream', 'no-store']);
  const heard: string[] = [];
  void (async () => {
    const decoder = new TextDecoder();
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      for (const [, topic = ''] of decoder.decode(part).matchAll(/"topic":"([\w-]+)"/g)) heard.push(topic);
    }
  })().catch(() => undefined);
  return { heard, close: () => stop.abort() };
}

const notify = (topic: string, to: string[]): Promise<unknown> =>
  sql`select pg_notify('bantuo_live', ${JSON.stringify({ topic, to })})`.execute(over.world.db);

test('away, every request is told so and when to come again; back, all goes on without a restart', async () => {
  const client = await citizen(here, 'senior');
  const started = await client.call('cases.start', { item: 'senior-meals' });
  expect(started.status).toBe(200);
  await door.shut();
  for (const [method, at] of [['GET', '/api/health'], ['GET', '/api/identity/me'], ['POST', '/api/cases/drafts'], ['GET', '/api/catalogue/items']] as const) {
    const answer = await client.send(method, at, method === 'POST' ? { json: { item: 'senior-meals' } } : {});
    // What needs no database may go on answering.
    if (answer.status === 404 || answer.status === 200) continue;
    expect([at, answer.status, answer.body.error?.code]).toEqual([at, 503, 'database-away']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.body.error?.message).toMatch(/稍等几秒再试/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  }
  expect((await client.send('GET', '/api/health')).status).toBe(503);
  await door.open();
  await expect.poll(async () => (await client.send('GET', '/api/health')).status, { timeout: 10_000 }).toBe(200);
  const again = await client.call('cases.draft', { id: started.body.id });
  expect([again.status, again.body.id]).toEqual([200, started.body.id]);
});

test('broken off in the middle of a transaction: told, nothing half done, done with the same key afterwards', async () => {
  const client = await citizen(here, 'disabled');
  const drafts = async (): Promise<number> => (await sql<{ n: number }>`select count(*)::int as n from cases.draft
    where item = 'disability-allowance'`.execute(over.world.db)).rows[0]?.n ?? -1;
  const key = crypto.randomUUID();
  const before = await drafts();
  const blocker = over.world.db.transaction().execute(async (trx) => {
    await sql`lock table cases.draft in exclusive mode`.execute(trx);
    const sent = client.call('cases.start', { item: 'disability-allowance' }, { key });
    await expect.poll(async () => (await sql<{ n: number }>`select count(*)::int as n from pg_locks l
      join pg_class c on c.oid = l.relation where c.relname = 'draft' and not l.granted`.execute(over.world.db)).rows[0]?.n, { timeout: 10_000 }).toBeGreaterThan(0);
    await door.shut();
    return [sent];
  });
  const [sent] = await blocker;
  expect((await sent)?.status).toBe(503);
  await door.open();
  await expect.poll(async () => (await client.call('cases.start', { item: 'disability-allowance' }, { key })).status, { timeout: 15_000 }).toBe(200);
  expect(await drafts()).toBe(before + 1);
});

test('events reach the open pages of their channels only, and nobody who is not signed in', async () => {
  const [senior, disabled, clerk] = [await citizen(here, 'senior'), await citizen(here, 'disabled'), await officer(here, 'zhenru.clerk')];
  const pages = [await listen(senior), await listen(disabled), await listen(clerk)];
  const { rows: people } = await sql<{ id: string; name: string }>`select id, name from identity.subject where name in ('王桂芳', '赵平')`.execute(over.world.db);
  const of = (name: string): string => `subject:${people.find((p) => p.name === name)?.id}`;
  // The test before broke the connection that listens; what is sent until it is back is lost by design.
  await expect.poll(async () => {
    await notify('ready', [of('王桂芳'), of('赵平')]);
    return pages.slice(0, 2).every((p) => p.heard.includes('ready'));
  }, { timeout: 10_000 }).toBe(true);
  const since = (): string[][] => pages.map((p) => p.heard.filter((topic) => topic !== 'ready' && topic !== 'again'));
  await notify('for-senior', [of('王桂芳')]);
  await notify('for-both', [of('王桂芳'), of('赵平')]);
  await notify('for-nobody', ['subject:00000000-0000-4000-8000-000000000000', 'unit:nowhere']);
  await notify('last', [of('王桂芳'), of('赵平')]);
  await expect.poll(() => pages.slice(0, 2).map((p) => p.heard.at(-1)), { timeout: 10_000 }).toEqual(['last', 'last']);
  expect(since()).toEqual([['for-senior', 'for-both', 'last'], ['for-both', 'last'], []]);
  const stranger = await fetch(`${url}/api/live`);
  expect(stranger.status).toBe(401);
  for (const page of pages) page.close();
});

test('after the database was away open pages are told to look again, and hear as before', async () => {
  const page = await listen(await citizen(here, 'senior'));
  const { rows } = await sql<{ id: string }>`select id from identity.subject where name = '王桂芳'`.execute(over.world.db);
  await door.shut();
  await new Promise((next) => setTimeout(next, 700));
  expect(page.heard).toEqual([]);
  await door.open();
  await expect.poll(() => page.heard, { timeout: 10_000 }).toEqual(['again']);
  await notify('cases', [`subject:${rows[0]?.id}`]);
  await expect.poll(() => page.heard, { timeout: 10_000 }).toEqual(['again', 'cases']);
  page.close();
});

test('what is the database being away, and what is a fault of ours', () => {
  const error = (message: string, more: object = {}): Error => Object.assign(new Error(message), more);
  for (const away of [error('x', { code: '57P01' }), error('x', { code: '57P03' }), error('x', { code: 'ECONNREFUSED' }), error('x', { code: 'ENOENT', syscall: 'connect' }),
    error('Connection terminated unexpectedly'), error('timeout exceeded when trying to connect')]) expect(databaseAway(away), away.message).toBe(true);
  for (const ours of [error('x', { code: 'ENOENT', syscall: 'open' }), error('x', { code: '23505' }), error('x', { code: '57014' }), error('x'), 'x', undefined]) {
    expect(databaseAway(ours)).toBe(false);
  }
});
