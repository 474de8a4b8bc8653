/** Meters and the reference over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPeople } from '#identity';
import { castOf } from '../../tests/matrix/cast.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { mayMeter } from './metrics.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

const text = async (
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> => {
  const answer = await fetch(`${server.url}${path}`, { headers });
  return { status: answer.status, body: await answer.text() };
};

describe('/metrics', () => {
  test('counts requests by endpoint and status, and what waits', async () => {
    await server.client().call('catalogue.items', {});
    await server.client().call('cases.mine', {});
    const { status, body } = await text('/metrics');
    expect(status).toBe(200);
    expect(body).toMatch(
      /bantuo_request_seconds_count\{endpoint="catalogue.items",status="200"\} 1/,
    );
    expect(body).toMatch(/bantuo_request_seconds_count\{endpoint="cases.mine",status="401"\} 1/);
    expect(body).toMatch(/^bantuo_database_up 1$/m);
    expect(body).toMatch(/^bantuo_outbox_waiting \d+$/m);
    expect(body).toMatch(/^bantuo_process_resident_memory_bytes \d+/m);
  });

  test('carries nothing of a person', async () => {
    const person = await castOf(() => server).citizen('senior');
    await person.call('identity.me', {});
    const { body } = await text('/metrics');
    for (const words of [demoPeople.senior.phone, demoPeople.senior.name])
      expect(body).not.toContain(words);
    expect(body).not.toMatch(/[\u4e00-\u9fff]/);
  });

  test('is not there for whom a proxy asks', async () => {
    expect((await text('/metrics', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(404);
  });

  test('with a token only who brings it', () => {
    const from = (authorization?: string) =>
      mayMeter(
        { ip: '127.0.0.1', headers: authorization === undefined ? {} : { authorization } },
        'secret-of-the-meters',
      );
    expect([from(), from('Bearer secret'), from('Bearer secret-of-the-meters')]).toEqual([
      false,
      false,
      true,
    ]);
    expect(mayMeter({ ip: '203.0.113.7', headers: {} }, undefined)).toBe(false);
  });
});

describe('/api/docs', () => {
  test('shows every endpoint with who may, in both languages', async () => {
    const document = JSON.parse((await text('/api/openapi.json')).body) as {
      paths: Record<
        string,
        Record<string, { operationId: string; summary: string; description: string }>
      >;
    };
    const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(all.length).toBeGreaterThan(60);
    const [zh, en] = [
      (await text('/api/docs?lang=zh')).body,
      (await text('/api/docs?lang=en')).body,
    ];
    for (const one of all) {
      expect(zh).toContain(`<section id="${one.operationId}"`);
      expect(en).toContain(`<section id="${one.operationId}"`);
      expect(en).not.toContain(one.description);
    }
    expect(en.replaceAll('中文', '')).not.toMatch(/<h[1-4]>[^<]*[\u4e00-\u9fff]/);
  });

  test('says ready while it is', async () => {
    expect((await text('/api/ready')).status).toBe(200);
  });
});
