/** Open pages hear of a case: the applicant's, and officers of its unit and of every unit above. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

/** Listens until closed; `heard` are the topics so far. */
async function listen(client: Client): Promise<{ heard: string[]; close: () => void }> {
  const stop = new AbortController();
  const answer = await fetch(`${server.url}/api/live`, { headers: { cookie: client.cookie }, signal: stop.signal });
  expect(answer.status).toBe(200);
  const heard: string[] = [];
  void (async () => {
    const decoder = new TextDecoder();
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      for (const [, topic = ''] of decoder.decode(part).matchAll(/"topic":"([a-z]+)"/g)) heard.push(topic);
    }
  })().catch(() => undefined);
  return { heard, close: () => stop.abort() };
}

test('who has to do with it hears, others do not, and nothing of the case is in the event', async () => {
  const id = await caseIn(server, cast, { state: 'received' });
  await server.drain();
  const concerned = await Promise.all([
    await cast.acting('bathHouse', 'bathHouse'), await cast.officer('health.reviewer'), await cast.officer('supervisor'),
  ].map(listen));
  const others = await Promise.all([await cast.citizen('disabled'), await cast.officer('culture.clerk')].map(listen));
  expect((await (await cast.officer('health.clerk')).call('cases.accept', { id })).status).toBe(200);
  await server.drain();
  await expect.poll(() => concerned.map((l) => l.heard.includes('cases')), { timeout: 10_000 }).toEqual([true, true, true]);
  expect(others.map((l) => l.heard)).toEqual([[], []]);
  for (const listener of [...concerned, ...others]) listener.close();
});
