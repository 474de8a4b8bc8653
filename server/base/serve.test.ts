/** The street door over real HTTP: headers, refusals, faults and what the log keeps of them, OpenAPI. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { allEndpoints, makeApp } from '../app.ts';
import { citizen } from '../../tests/people.ts';
import { Client } from '../../tests/server.ts';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { endpointFor } from './endpoint.ts';
import { Live } from './live.ts';
import { makeLog } from './log.ts';
import type { openApi } from './openapi.ts';
import { serve, type Caller } from './serve.ts';
import { sql } from './db.ts';

const planted = { name: '欧阳样芳', number: '310199194401010029', phone: '15400000987', latin: 'Secret Value 7' };
let world: TestWorld;
let url: string;
let faulty: string;
const logged: string[] = [];
const closing: (() => Promise<unknown>)[] = [];

const endpoint = endpointFor<Caller, never>();
const about = { method: 'POST', who: 'anyone', summary: { zh: '试', en: 'test' }, output: z.object({ n: z.number() }) } as const;
const text = z.object({ text: z.string() });
const faultyEndpoints = {
  'test.throws': endpoint({ ...about, path: '/api/test/throws', input: text,
    run: async (_, input) => { throw new Error(`no way for ${input.text} "${input.text}"`); } }),
  'test.parses': endpoint({ ...about, path: '/api/test/parses', input: text,
    run: async (_, input) => JSON.parse(`{"name": ${input.text}`) as { n: number } }),
  'test.asks': endpoint({ ...about, path: '/api/test/asks', input: text, run: async (c, input) => {
    await sql`select n from nowhere where name = ${input.text}`.execute(c.db);
    return { n: 1 };
  } }),
  'test.doubles': endpoint({ ...about, path: '/api/test/doubles', input: text, run: async (c, input) => {
    await c.tx(async (trx) => {
      for (let i = 0; i < 2; i++) {
        await sql`insert into base.beat (process, role, at) values (${input.text}, 'test', now())`.execute(trx);
      }
    });
    return { n: 1 };
  } }),
  'test.misfits': endpoint({ ...about, path: '/api/test/misfits', input: text,
    run: async (_, input) => ({ n: input.text as unknown as number }) }),
  'test.limited': endpoint({ ...about, path: '/api/test/limited', input: z.object({}), limit: { perMinute: 3 },
    run: async () => ({ n: 1, hidden: planted.name }) }),
};

beforeAll(async () => {
  world = await testWorld();
  const web = fs.mkdtempSync(path.join(world.world.settings.folder, 'web-'));
  for (const app of ['citizen', 'workbench']) {
    fs.mkdirSync(path.join(web, app));
    fs.writeFileSync(path.join(web, app, 'index.html'), `<!doctype html><title>${app}</title>`);
  }
  fs.mkdirSync(path.join(web, 'assets'));
  fs.writeFileSync(path.join(web, 'assets/a-1b2c.js'), 'export {}');
  const app = await makeApp({ world: world.world, databaseUrl: world.databaseUrl, web });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  const log = makeLog('test', { write: (line) => void logged.push(line) });
  log.level = 'info';
  const other = await serve<Caller>({
    world: { ...world.world, log }, live: new Live(''), endpoints: faultyEndpoints, channels: () => [],
    authenticate: async () => ({ id: '', roles: [], csrf: '' }),
  });
  faulty = await other.listen({ host: '127.0.0.1', port: 0 });
  closing.push(() => other.close(), () => app.close(), () => world.close());
});
afterAll(async () => {
  for (const close of closing) await close();
});

const json = { 'content-type': 'application/json' };
const post = (at: string, body: string, headers: Record<string, string> = json): Promise<Response> =>
  fetch(at, { method: 'POST', headers, body });
type Told = { error: { code: string; message: string; fault?: string; fields?: { at: string }[] } };
const told = async (answer: Response): Promise<[number, string]> =>
  [answer.status, ((await answer.json()) as Told).error.code];

describe('headers', () => {
  test.each([
    ['/', 200, 'text/html'], ['/workbench/queue', 200, 'text/html'], ['/some/page', 200, 'text/html'], ['/assets/a-1b2c.js', 200, 'javascript'],
    ['/api/health', 200, 'application/json'], ['/api/openapi.json', 200, 'application/json'], ['/api/cases/drafts', 401, 'application/json'],
    ['/api/nowhere', 404, 'application/json'], [`/api/cases/${'x'.repeat(300)}`, 404, 'application/json'], ['/%zz', 404, 'application/json'],
  ])('of %s', async (at, status, type) => {
    const answer = await fetch(`${url}${at}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain(type);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy.split('; ')).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('x-powered-by') ?? answer.headers.get('server')).toBeNull();
    if (at.startsWith('/api/')) {
      if (status !== 404 || at === '/api/nowhere') expect(answer.headers.get('cache-control')).toBe('no-store');
      if (status !== 200) expect(((await answer.json()) as Told).error.message).toMatch(/[\u4e00-\u9fff]{4,}/);
    }
    if (type === 'text/html') expect(answer.headers.get('cache-control')).toBe('no-cache');
    if (at.startsWith('/assets/')) expect(answer.headers.get('cache-control')).toContain('immutable');
  });

  test('which app a page is of', async () => {
    const title = async (at: string): Promise<string> => (await fetch(`${url}${at}`)).text();
    expect(await title('/workbench')).toContain('workbench');
    expect(await title('/workbench/cases/1')).toContain('workbench');
    expect(await title('/workbenches')).toContain('citizen');
  });

  test.each(['/', '/some/page', '/api/health'])('HEAD %s is GET without a body', async (at) => {
    const [head, get] = await Promise.all([fetch(`${url}${at}`, { method: 'HEAD' }), fetch(`${url}${at}`)]);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    expect(head.headers.get('content-security-policy')).toBe(get.headers.get('content-security-policy'));
  });

  test('HEAD of live events ends at once, and nobody is taken for a listener', async () => {
    const client = await citizen({ client: () => new Client(url) } as never, 'senior');
    const head = await fetch(`${url}/api/live`, { method: 'HEAD', headers: { cookie: client.cookie }, signal: AbortSignal.timeout(5000) });
    expect(head.status).toBe(404);
  });
});

describe('requests that are not as they should be', () => {
  const start = '/api/identity/sign-in';
  test.each([
    ['no JSON', '{"a":', json, 400], ['a list', '[1]', json, 400], ['a number', '7', json, 400], ['nothing', '', json, 400],
    ['text', 'account=1', { 'content-type': 'text/plain' }, 400], ['a form', 'account=1', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['bytes', '\u0001', { 'content-type': 'application/octet-stream' }, 400], ['a prototype', '{"__proto__":{"roles":["decider"]}}', json, 400],
    ['too much', JSON.stringify({ account: 'x'.repeat(1_100_000) }), json, 413], ['too deep', `${'{"a":'.repeat(60)}1${'}'.repeat(60)}`, json, 400],
    ['a type that is none', '{}', { 'content-type': 'no type' }, 400],
  ] as [string, string, Record<string, string>, number][])('%s', async (_, body, headers, status) => {
    const answer = await post(`${url}${start}`, body, headers);
    expect([400, 415].includes(answer.status) ? 400 : answer.status).toBe(status);
    expect(((await answer.json()) as Told).error.message).toMatch(/[\u4e00-\u9fff]{4,}/);
  });

  test('another method than there is', async () => {
    for (const method of ['DELETE', 'PUT', 'OPTIONS']) {
      expect(await told(await fetch(`${url}/api/health`, { method }))).toEqual([404, 'not-there']);
    }
  });

  test('every input that is wrong is named', async () => {
    const answer = await post(`${url}${start}`, '{"account":7}');
    const { error } = (await answer.json()) as Told;
    expect([answer.status, error.code, error.fields?.map((f) => f.at)]).toEqual([400, 'bad-input', ['account', 'password']]);
  });

  test('from another page: no token, a wrong one, one of another session; the right one is let in', async () => {
    const open = { client: () => new Client(url) } as never;
    const [client, other] = await Promise.all([citizen(open, 'senior'), citizen(open, 'disabled')]);
    for (const csrf of [null, 'x', `${client.csrf}x`, other.csrf]) {
      const answer = await client.send('POST', '/api/cases/drafts', { json: { item: 'senior-meals' }, csrf });
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'stale-page']);
    }
    expect((await client.send('POST', '/api/cases/drafts', { json: { item: 'senior-meals' } })).status).toBe(200);
  });

  test('too many in a minute: 429, how long to wait in words and in the header, others go on', async () => {
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await post(`${faulty}/api/test/limited`, '{}'));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 429, 429]);
    expect(await answers[0]?.json()).toEqual({ n: 1 });
    const last = answers[4] as Response;
    const { error } = (await last.json()) as Told;
    const seconds = Number(/请等 (\d+) 秒再试/.exec(error.message)?.[1]);
    expect(seconds).toBeGreaterThan(2);
    expect(Math.abs(Number(last.headers.get('retry-after')) - seconds)).toBeLessThanOrEqual(1);
    expect((await post(`${faulty}/api/test/throws`, '{"text":"x"}')).status).toBe(500);
  });
});

describe('faults', () => {
  test.each(Object.keys(faultyEndpoints).filter((name) => name !== 'test.limited').flatMap((name) =>
    Object.entries(planted).map(([kind, value]) => [name, kind, value] as const)))('%s with a %s: an id, and the log keeps no value', async (name, _, value) => {
    logged.length = 0;
    const answer = await post(`${faulty}/api/test/${name.split('.')[1]}`, JSON.stringify({ text: value }));
    const body = await answer.text();
    const { error } = JSON.parse(body) as Told;
    expect([answer.status, error.code]).toEqual([500, 'fault']);
    expect(error.message).toContain(`编号 ${error.fault}`);
    const lines = logged.filter((line) => line.includes(error.fault ?? '?'));
    expect(lines).toHaveLength(1);
    const entry = JSON.parse(lines[0] ?? '') as { err: { name: string; frames: string[] } };
    expect(entry.err.frames.join('\n')).toMatch(/\.ts:\d+/);
    expect(logged.join('')).not.toContain(value);
    expect(body).not.toContain(value);
    expect(logged.join('')).not.toMatch(/insert into|select n|nowhere/);
  });
});

describe('OpenAPI', () => {
  type Schema = Record<string, unknown>;
  type Operation = { operationId: string; parameters: { name: string; in: string; required: boolean; schema?: unknown }[];
    responses: Record<string, { description: string }>; security?: unknown; requestBody?: unknown };
  const endpoints = allEndpoints(new Live('')) as unknown as Parameters<typeof openApi>[0];
  const read = async (): Promise<Schema & { paths: Record<string, Record<string, Operation>> }> =>
    (await (await fetch(`${url}/api/openapi.json`)).json()) as never;

  test('3.1, every endpoint is in it once, each path parameter declared, each refusal in words', async () => {
    const document = await read();
    expect(document['openapi']).toMatch(/^3\.1\./);
    expect(document['info']).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    const all = Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ at, method, operation })));
    expect(all.map((o) => o.operation.operationId).toSorted()).toEqual(Object.keys(endpoints).toSorted());
    for (const { at, method, operation } of all) {
      const declared = endpoints[operation.operationId];
      expect([method.toUpperCase(), at]).toEqual([declared?.method, declared?.path.replace(/:(\w+)/g, '{$1}')]);
      const inPath = [...at.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
      const told = operation.parameters.filter((p) => p.in === 'path');
      expect(told.map((p) => p.name)).toEqual(inPath);
      expect(told.every((p) => p.required && p.schema !== undefined)).toBe(true);
      expect(operation.parameters.every((p) => p.schema !== undefined), operation.operationId).toBe(true);
      expect(new Set(operation.parameters.map((p) => `${p.in} ${p.name}`)).size).toBe(operation.parameters.length);
      expect(Object.keys(operation.responses)).toContain('200');
      for (const { description } of Object.values(operation.responses)) expect(description.length).toBeGreaterThan(1);
      expect(operation.security !== undefined).toBe(declared?.who !== 'anyone');
      if (method === 'get') expect(operation.requestBody).toBeUndefined();
      for (const status of declared?.refusals ?? []) expect(Object.keys(operation.responses)).toContain(String(status));
    }
  });

  test('every reference leads somewhere', async () => {
    const document = await read();
    const refs = new Set(JSON.stringify(document).match(/"\$ref":"[^"]+"/g)?.map((r) => r.slice(8, -1)));
    expect(refs.size).toBeGreaterThan(0);
    expect([...refs].filter((ref) => !ref.startsWith('#/components/schemas/'))).toEqual([]);
    for (const ref of refs) {
      let at: unknown = document;
      for (const part of ref.replace(/^#\//, '').split('/')) at = (at as Schema | undefined)?.[part.replaceAll('~1', '/')];
      expect(at, ref).toBeTypeOf('object');
    }
  });
});
