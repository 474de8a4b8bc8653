import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => { server = await testServer(); });
afterAll(() => server?.close());

test('health', async () => {
  const answer = await server.client().call('base.health', {});
  expect(answer.status).toBe(200);
});
