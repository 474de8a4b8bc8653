import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call, onFailure, withKey } from './client.ts';
import { CallFailed } from './problem.ts';

type Sent = { url: string; method: string; key: string | undefined; csrf: string | undefined };
type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'lost';

/** A server that gives these answers in turn; questions about who one is are answered apart. */
function server(answers: Answer[], me: () => unknown = () => ({ signedIn: true, id: 'p', csrf: 'one' })) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    if (url === '/api/identity/me') return Response.json(me());
    sent.push({
      url, method: init.method ?? '', key: headers['idempotency-key'], csrf: headers['x-csrf'],
    });
    const answer = answers.shift() ?? { status: 200, body: {} };
    if (answer === 'lost') throw new TypeError('network');
    return Response.json(answer.body ?? {}, { status: answer.status, headers: answer.headers ?? {} });
  });
  return sent;
}

async function settled<T>(work: Promise<T>): Promise<T | unknown> {
  const outcome = work.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return outcome;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a write that is lost or meets a busy server goes again with the same key', async () => {
  const sent = server(['lost', { status: 503, headers: { 'retry-after': '2' } }, { status: 200, body: { id: 'd' } }]);
  expect(await settled(call('cases.discard', { id: 'x/1' }))).toEqual({ id: 'd' });
  expect(sent.map((one) => one.url)).toEqual(Array(3).fill('/api/cases/drafts/x%2F1/discard'));
  expect(new Set(sent.map((one) => one.key)).size).toBe(1);
  expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
});

test('two intents have two keys', async () => {
  const sent = server([]);
  await settled(call('cases.discard', { id: '1' }));
  await settled(call('cases.discard', { id: '1' }));
  expect(sent[0]?.key).not.toBe(sent[1]?.key);
});

test('a refusal is not tried again, and its words are the server’s', async () => {
  const sent = server([{ status: 409, body: { error: { code: 'stale', message: '改过了' } } }]);
  const heard: string[] = [];
  const end = onFailure((code) => heard.push(code));
  const failure = await settled(call('cases.discard', { id: '1' }));
  end();
  expect(failure).toBeInstanceOf(CallFailed);
  expect(failure).toMatchObject({ status: 409, said: { code: 'stale', message: '改过了' } });
  expect(sent).toHaveLength(1);
  expect(heard).toEqual(['stale']);
});

test('a page that was open too long takes the new token, but never acts for somebody else', async () => {
  let who = { signedIn: true, id: 'p', csrf: 'one' };
  const stale = { status: 403, body: { error: { code: 'stale-page', message: '请刷新' } } };
  server([], () => who);
  await settled(call('identity.me', {}));
  who = { ...who, csrf: 'two' };
  const sent = server([stale, { status: 200, body: {} }], () => who);
  await settled(call('cases.discard', { id: '1' }));
  expect(sent.map((one) => one.csrf)).toEqual(['one', 'two']);
  who = { signedIn: true, id: 'somebody else', csrf: 'three' };
  const again = server([stale, { status: 200, body: {} }], () => who);
  expect(await settled(call('cases.discard', { id: '1' }))).toMatchObject({ status: 403 });
  expect(again).toHaveLength(1);
});

test('what a read asks for stands in its address, empty things are left out', async () => {
  const sent = server([{ status: 200, body: { items: [] } }]);
  await settled(call('catalogue.items', { q: '开 店', topic: '' }));
  expect(sent[0]).toMatchObject({ method: 'GET', url: '/api/catalogue/items?q=%E5%BC%80+%E5%BA%97', key: undefined });
});

test('an intent keeps its key while no answer came, and has a new one after an answer', async () => {
  const sent = server([...Array<Answer>(8).fill('lost'), { status: 200, body: {} }, { status: 200, body: {} }]);
  const press = () => settled(withKey('end 1', (key) => call('cases.discard', { id: '1' }, { key })));
  expect(await press()).toMatchObject({ status: 0 });
  await press();
  expect(new Set(sent.map((one) => one.key)).size).toBe(1);
  await press();
  expect(sent.at(-1)?.key).not.toBe(sent[0]?.key);
});
