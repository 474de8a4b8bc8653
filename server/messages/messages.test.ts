/** The inbox over HTTP: told in the caller's transaction, counted, read, and nobody else's. */
import crypto from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addStaff, findByNumber } from '#identity';
import { identityCheck } from '#graph';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { messageTasks } from './jobs.ts';
import { tell, type Message } from './tell.ts';

const password = 'correct horse 27 battery';
let server: TestServer;
let mine: { client: Client; subject: string };
let other: { client: Client; subject: string };

function idNumber(order: number): string {
  const digits = `310107196101${String(order).padStart(2, '0')}${String(order).padStart(3, '0')}`;
  return digits + identityCheck(digits);
}

async function citizen(name: string, order: number): Promise<{ client: Client; subject: string }> {
  const client = server.client();
  await client.call('identity.register', {
    name, idNumber: idNumber(order), phone: `138${String(order).padStart(8, '0')}`, password,
  });
  await client.call('identity.me', {});
  const found = await findByNumber(server.world.db, idNumber(order));
  return { client, subject: found?.id ?? '' };
}

const send = (messages: Partial<Message> & Pick<Message, 'to'>, n = 1) =>
  server.world.db.transaction().execute((trx) => tell(trx, Array.from({ length: n }, (_, i) => ({
    title: { zh: `通知 ${i}` }, body: { zh: '请看办件页面。' }, at: server.world.clock.now(),
    ...messages,
  }))));

beforeAll(async () => {
  server = await testServer();
  mine = await citizen('张样玲', 1);
  other = await citizen('李样', 2);
}, 60_000);
afterAll(() => server.close());

describe('the inbox', () => {
  test('pages through all, once each, also those of one instant', async () => {
    await send({ to: { subject: mine.subject } }, 45);
    const seen: string[] = [];
    let page: string | null | undefined;
    do {
      const { body } = await mine.client.call('messages.list', page ? { page } : {});
      expect(body.unread).toBe(45);
      seen.push(...body.messages.map(({ id }) => id));
      page = body.next;
    } while (page);
    expect([seen.length, new Set(seen).size]).toEqual([45, 45]);
    expect((await mine.client.call('messages.list', { page: 'eHg' })).status).toBe(400);
  });
  test('reading counts once; a stranger and an unknown id get the same', async () => {
    const { body } = await mine.client.call('messages.list', {});
    const id = body.messages[0]?.id ?? '';
    const unread = async () => (await mine.client.call('messages.unread', {})).body.unread;
    const before = await unread();
    const strangers = await other.client.call('messages.read', { id });
    const unknown = await mine.client.call('messages.read', { id: crypto.randomUUID() });
    expect([strangers.status, strangers.body]).toEqual([404, unknown.body]);
    expect(await unread()).toBe(before);
    for (let i = 0; i < 2; i++) {
      expect((await mine.client.call('messages.read', { id })).status).toBe(200);
      expect(await unread()).toBe(before - 1);
    }
    const again = await mine.client.call('messages.list', {});
    expect(again.body.messages.find((m) => m.id === id)?.read).toBe(true);
    expect((await mine.client.call('messages.read', { id: 'x' })).status).toBe(400);
  });
  test('nobody is asked to sign in first', async () => {
    for (const name of ['messages.list', 'messages.unread'] as const) {
      expect((await server.client().call(name, {})).status).toBe(401);
    }
    const read = await server.client().call('messages.read', { id: crypto.randomUUID() });
    expect(read.status).toBe(401);
  });
  test('an officer has one by account', async () => {
    const account = await addStaff(server.world.db, {
      login: 'officer', name: '王样', idNumber: idNumber(9), unit: 'elderly-care-section',
      roles: ['clerk'], password, by: 'test',
    }, server.world.clock.today());
    await send({ to: { account } });
    const officer = await server.client().signIn('officer', password);
    expect((await officer.call('messages.list', {})).body.messages).toHaveLength(1);
    expect((await other.client.call('messages.list', {})).body.messages).toEqual([]);
  });
});

describe('telling', () => {
  test('is undone with the transaction', async () => {
    await expect(server.world.db.transaction().execute(async (trx) => {
      await tell(trx, {
        to: { subject: other.subject }, title: { zh: '题' }, body: { zh: '文' }, at: new Date(),
      });
      throw new Error('the act failed');
    })).rejects.toThrow('the act failed');
    expect((await other.client.call('messages.unread', {})).body.unread).toBe(0);
  });
  test('the same key tells once, also from a job that runs twice', async () => {
    const event = {
      message: {
        key: 'k1', to: { subject: other.subject }, title: { zh: '证照暂停' }, body: { zh: '理由' },
        item: null, case: null,
      },
    };
    const job = () => messageTasks['messages.tell']?.(server.world, { events: [event, {}] });
    await Promise.all([job(), job()]);
    await job();
    expect((await other.client.call('messages.unread', {})).body.unread).toBe(1);
  });
  test('open pages hear of it', async () => {
    const page = http.get(`${server.url}/api/live`, { headers: { cookie: other.client.cookie } });
    const [response] = await once(page, 'response') as [http.IncomingMessage];
    const heard = (async () => {
      let text = '';
      for await (const chunk of response) {
        text += String(chunk);
        if (text.includes('"messages"')) break;
      }
      return text;
    })();
    await send({ to: { subject: other.subject } });
    await server.drain();
    expect(await heard).toContain('"topic":"messages"');
    page.destroy();
  });
});
