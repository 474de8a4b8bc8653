/** Refusals over HTTP, asked for in English: every endpoint, wrong input, by nobody, a citizen and an officer. */
import crypto from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castOf, type Cast } from './matrix/cast.ts';
import { call, declared, samples } from './matrix/stage.ts';
import { testServer, type Client, type TestServer } from './server.ts';

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await testServer();
  cast = castOf(() => server);
});
afterAll(() => server?.close());

const han = /[\u3400-\u9fff]/;

/** What is wrong with an endpoint's input: nothing in it, and every place of its sample of another kind. */
function wrongInputs(name: string): object[] {
  const sample = samples[name];
  const id = sample?.thing ? { [sample.key ?? 'id']: crypto.randomUUID() } : {};
  const good = { ...sample?.input, ...id };
  const each = (value: unknown): object => Object.fromEntries(
    [...Object.keys(good), ...Object.keys(declared[name]?.input.shape ?? {})].map((key) => [key, value]));
  return [{}, good, each(''), each('x'), each(-1), each([]), { ...each('9'.repeat(300)), ...id }];
}

/** The Chinese of a refusal that the caller did not send himself. */
function chineseIn(answer: { status: number; body: Record<string, unknown> }, sent: object): string[] {
  const { error } = answer.body as { error?: { message: string; fields?: { at: string; message: string }[] } };
  const said = error ? [error.message, ...(error.fields ?? []).map((field) => field.message)] : [];
  const own = JSON.stringify(sent);
  return said.filter((words) => [...words.matchAll(/[\u3400-\u9fff]+/g)].some(([part]) => !own.includes(part)));
}

const never = new Set(['base.live', 'identity.sign-out', 'identity.close-account']);
const names = Object.keys(declared).filter((name) => !never.has(name) && declared[name]?.answer !== 'stream');

test('an endpoint refuses in English whoever asks in English', async () => {
  const askers: [string, Client][] = [
    ['nobody', server.client()], ['citizen', await cast.acting('bathHouse', 'bathHouse')],
    ['clerk', await cast.officer('health.clerk')], ['decider', await cast.officer('health.decider')],
  ];
  const found = new Set<string>();
  let refused = 0;
  for (const name of names) {
    for (const [who, client] of askers) {
      for (const input of wrongInputs(name)) {
        const answer = await call(client, name, input, { lang: 'en', version: 1 });
        if (answer.status >= 400) refused += 1;
        if (answer.status >= 500) found.add(`${name} by ${who}: ${answer.status}`);
        for (const words of chineseIn(answer, input)) found.add(`${name}: ${words}`);
      }
    }
  }
  expect([...found]).toEqual([]);
  expect(refused).toBeGreaterThan(names.length * 5);
}, 240_000);

test('the same in Chinese is Chinese: the language is the asker’s', async () => {
  const { body } = await call(server.client(), 'cases.mine', {}, { lang: 'zh-CN' });
  expect(body.error).toMatchObject({ message: expect.stringMatching(han) as string });
});
