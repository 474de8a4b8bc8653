/** Acting for a company: within the mandate's items, in its name, and out the moment it ends. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { castOf, demoOrganisations, demoPeople } from '../../tests/matrix/cast.ts';
import { file, fillDraft } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

let server: TestServer;
let leader: Client;
let agent: Client;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
  leader = await cast.acting('representative', 'performance');
  agent = await cast.acting('agent', 'performance');
});
afterAll(() => server?.close());

test('files in the company’s name; log and view say that he did it, for whom and by what', async () => {
  const { case: id } = await file(agent, 'commercial-performance');
  const { body } = await leader.call('cases.case', { id });
  expect(body.applicant).toBe(demoOrganisations.performance.name);
  expect(body.agent).toBe(true);
  expect(body.mandate).toMatchObject({ until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), endedOn: null });
  expect(body.mandate?.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(body.log[0]?.by).toMatchObject({ role: { zh: '代办人' } });
});

test('an item that the mandate does not name: he can neither file nor see it', async () => {
  const { case: id } = await file(leader, 'bath-house-hygiene');
  const begun = await agent.call('cases.start', { item: 'bath-house-hygiene' });
  expect([begun.status, begun.body.error?.code]).toEqual([403, 'not-in-mandate']);
  expect((await agent.call('cases.case', { id })).status).toBe(404);
  expect((await agent.call('cases.withdraw', { id })).status).toBe(404);
  expect((await agent.call('cases.mine', {})).body.cases.map((c) => c.id)).not.toContain(id);
  const inbox = await agent.call('messages.list', {});
  expect(inbox.body.messages.map((m) => m.case)).not.toContain(id);
  expect((await leader.call('cases.case', { id })).status).toBe(200);
});

test('for himself he sees nothing of the company’s', async () => {
  const { case: id } = await file(agent, 'commercial-performance');
  const alone = await cast.citizen('agent');
  expect((await alone.call('cases.case', { id })).status).toBe(404);
  expect((await alone.call('cases.mine', {})).body.cases).toEqual([]);
});

describe('ended', () => {
  test('he is out at once, also of drafts he began, and nothing goes into his own name', async () => {
    const { case: id } = await file(agent, 'commercial-performance');
    const draft = await fillDraft(agent, 'commercial-performance');
    const mandates = await leader.call('identity.mandates', {});
    const given = (mandates.body as unknown as { given: { id: string }[] }).given[0]?.id ?? '';
    expect((await leader.call('identity.end-mandate', { id: given })).status).toBe(200);
    const known = (await leader.call('cases.case', { id })).body;
    // The day on which it was ended is the database's own, not the clock of this test.
    expect(known.mandate).toMatchObject({ id: given, endedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    for (const answer of [
      await agent.call('cases.case', { id }), await agent.call('cases.withdraw', { id }),
      await agent.call('cases.mine', {}), await agent.call('cases.draft', { id: draft.id }),
      await agent.call('cases.submit', { id: draft.id, declared: true, again: true }),
      await agent.call('cases.start', { item: 'commercial-performance' }),
      await agent.call('licences.mine', {}),
    ]) expect([answer.status, answer.body.error?.code]).toEqual([403, 'mandate-ended']);
    expect((await agent.call('identity.act-for', { organisation: null })).status).toBe(200);
    expect((await agent.call('cases.case', { id })).status).toBe(404);
    const submitted = await agent.call('cases.submit', { id: draft.id, declared: true, again: true });
    expect([403, 404]).toContain(submitted.status);
    const saved = await agent.call('cases.save', { id: draft.id, facts: {} }, { version: draft.version });
    expect([403, 404]).toContain(saved.status);
    expect((await agent.call('cases.drafts', {})).body.drafts).toEqual([]);
    const seen = await agent.call('cases.draft', { id: draft.id });
    expect([seen.status, JSON.stringify(seen.body)]).toEqual([404, expect.not.stringContaining('苏州河')]);
  });

  test('given anew for another item it opens only that one', async () => {
    const me = await leader.call('identity.me', {});
    const organisation = me.body.signedIn ? me.body.actingFor?.organisation ?? '' : '';
    const { name: agentName, idNumber: agentIdNumber } = demoPeople.agent;
    expect((await leader.call('identity.give-mandate', {
      organisation, agentName, agentIdNumber, items: ['bath-house-hygiene'], until: '2027-01-31',
    })).status).toBe(200);
    await agent.call('identity.act-for', { organisation });
    expect((await agent.call('cases.start', { item: 'bath-house-hygiene' })).status).toBe(200);
    expect((await agent.call('cases.start', { item: 'commercial-performance' })).status).toBe(403);
    const items = (await agent.call('cases.mine', {})).body.cases.map((c) => c.item);
    expect(new Set(items)).toEqual(new Set(['bath-house-hygiene']));
    server.world.clock.set('2027-02-01T10:00:00+08:00');
    const late = await agent.call('cases.mine', {});
    expect([late.status, late.body.error?.code]).toEqual([403, 'mandate-ended']);
    server.world.clock.set('2026-11-23T10:00:00+08:00');
  });
});

test('everything holds afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
