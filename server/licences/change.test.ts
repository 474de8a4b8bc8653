/** Changing a licence over HTTP: at once for all, told to the holder, by the right one only. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import {
  citizen, creditCode, makeCast, sample, sampleFile, sampleFor, type Cast,
} from './samples.ts';
import { findEvents } from './store.ts';

let server: TestServer;
let cast: Cast;

const text = '经核查，提交的场地协议是伪造的';
const nobody = () => server.client();
const issued = () => sampleFor(server, cast.holder.subject);
const made = () => sampleFile(server, cast.holder);

beforeAll(async () => {
  server = await testServer();
  cast = await makeCast(server);
}, 60_000);
afterAll(() => server.close());

describe('change', () => {
  const act = (who: Client, id: string, action: string, reason = text) =>
    who.call('licences.change', { id, action: action as 'revoke', reason });

  test('suspended, resumed, annulled, struck off: told at once to whoever verifies', async () => {
    const { licence, bytes } = await made();
    const state = async () => (await nobody().call('licences.verify', { code: licence.code })).body;
    for (const [action, expected] of [
      ['suspend', 'suspended'], ['resume', 'valid'], ['revoke', 'revoked'], ['cancel', 'cancelled'],
    ] as const) {
      const answer = await act(cast.decider, licence.id, action);
      expect(answer.body).toMatchObject({ state: expected });
      expect(await state()).toMatchObject({ state: expected });
    }
    const file = await nobody().call('licences.verify-file', {}, { file: bytes });
    expect(file.body).toMatchObject({ intact: true, state: 'cancelled', stateSince: '2026-11-23' });
    const events = await findEvents(server.world.db, licence.id);
    expect(events.map((e) => e.action)).toEqual(['issue', 'suspend', 'resume', 'revoke', 'cancel']);
    expect(events.at(-1)).toMatchObject({ byName: '王样', byRole: 'decider', reason: text });
  });
  test('the holder is told, once, with reason and law', async () => {
    const licence = await issued();
    await server.drain();
    const before = (await cast.holder.client.call('messages.unread', {})).body.unread;
    await act(cast.decider, licence.id, 'revoke');
    await server.drain();
    const { body } = await cast.holder.client.call('messages.list', {});
    expect(body.unread).toBe(before + 1);
    expect(body.messages[0]?.body.zh).toContain(text);
    expect(body.messages[0]?.body.zh).toContain('第69条');
  });
  test('two at once: the second is told who did it', async () => {
    const licence = await issued();
    const both = await Promise.all(
      [cast.decider, cast.second].map((who) => act(who, licence.id, 'revoke')));
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
    const late = both.find((a) => a.status === 409)?.body.error;
    expect(['王样', '赵样']).toContain(late?.details?.['by']);
    expect(late?.message).toMatch(/(王|赵)样.*撤销/);
    expect(await findEvents(server.world.db, licence.id)).toHaveLength(2);
  });
  test('the same key twice is one change', async () => {
    const licence = await issued();
    const key = 'change-once-please';
    const input = { id: licence.id, action: 'suspend' as const, reason: text };
    const first = await cast.decider.call('licences.change', input, { key });
    const again = await cast.decider.call('licences.change', input, { key });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await findEvents(server.world.db, licence.id)).toHaveLength(2);
  });
  test('who may not', async () => {
    const licence = await issued();
    expect((await act(nobody(), licence.id, 'revoke')).status).toBe(401);
    for (const who of [cast.holder.client, cast.clerk]) {
      expect((await act(who, licence.id, 'revoke')).status).toBe(403);
    }
    expect((await act(cast.elsewhere, licence.id, 'revoke')).status).toBe(404);
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect((await act(cast.decider, unknown, 'revoke')).status).toBe(404);
    expect((await act(cast.decider, licence.id, 'destroy')).status).toBe(400);
    for (const reason of ['', '  ', '不行', 'x'.repeat(501), '坏\u0000字符坏']) {
      const answer = await act(cast.decider, licence.id, 'revoke', reason);
      expect([answer.status, answer.body.error?.fields?.[0]?.at]).toEqual([400, 'reason']);
    }
    expect((await act(cast.head, licence.id, 'suspend')).status).toBe(200);
    expect(await findEvents(server.world.db, licence.id)).toHaveLength(2);
  });
  test('nobody ends a licence of his own, nor of the firm he leads', async () => {
    const { client, subject } = await citizen(server, { name: '王样', order: 11 });
    const firm = await client.call('identity.add-organisation',
      { creditCode: creditCode(9), name: '样张养老服务有限公司' });
    const ofFirm = await sample(server, {
      subject: firm.body.organisation, name: '样张养老服务有限公司', kind: 'organisation',
    }, { unit: 'elderly-care-section' });
    for (const licence of [await sampleFor(server, subject), ofFirm]) {
      const answer = await act(cast.decider, licence.id, 'suspend');
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'own-licence']);
      expect((await act(cast.second, licence.id, 'suspend')).status).toBe(200);
    }
  });
  test('the log only grows', async () => {
    const licence = await issued();
    for (const statement of [
      sql`update licences.licence_event set reason = 'x' where licence = ${licence.id}`,
      sql`delete from licences.licence_event where licence = ${licence.id}`,
    ]) await expect(statement.execute(server.world.db)).rejects.toThrow('only added');
  });
});
