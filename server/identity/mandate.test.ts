import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { identityCheck } from '#graph';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { demoOrganisations, demoPassword, demoPeople, makeDemo } from './demo.ts';

let server: TestServer;
let leader: Client;
let agent: Client;
let stranger: Client;
let organisation: string;

beforeAll(async () => {
  server = await testServer();
  await makeDemo(server.world.db, server.world.clock.today());
  leader = await server.client().signIn(demoPeople.representative.phone, demoPassword);
  agent = await server.client().signIn(demoPeople.agent.phone, demoPassword);
  stranger = await server.client().signIn(demoPeople.bathHouse.phone, demoPassword);
  organisation = (await canActFor(leader))[0]?.organisation ?? '';
});
afterAll(() => server.close());
beforeEach(async () => {
  await sql`delete from identity.mandate`.execute(server.world.db);
  await sql`update identity.session set acting_for = null`.execute(server.world.db);
});

async function canActFor(client: Client) {
  const { body } = await client.call('identity.me', {});
  return body.signedIn ? body.canActFor : [];
}

const { name: agentName, idNumber: agentIdNumber } = demoPeople.agent;

async function give(until = '2027-06-30', items: string[] | 'all' = ['commercial-performance']) {
  const answer = await leader.call('identity.give-mandate', {
    organisation,
    agentName,
    agentIdNumber,
    items,
    until,
  });
  expect(answer.status).toBe(200);
  return answer.body.mandate;
}

describe('giving', () => {
  test('the agent sees it, takes the company’s name and gets the role', async () => {
    expect(await canActFor(agent)).toEqual([]);
    const mandate = await give();
    expect(await canActFor(agent)).toEqual([
      {
        organisation,
        name: demoOrganisations.performance.name,
        creditCode: demoOrganisations.performance.creditCode,
        as: 'agent',
        mandate,
        items: ['commercial-performance'],
        until: '2027-06-30',
      },
    ]);
    const me = await agent.call('identity.act-for', { organisation });
    expect(me.body).toMatchObject({
      roles: ['citizen', 'agent'],
      actingFor: { organisation, as: 'agent', mandate },
    });
    const own = await agent.call('identity.act-for', { organisation: null });
    expect(own.body).toMatchObject({ roles: ['citizen'], actingFor: null });
  });

  test('several mandates add up, and each can be ended by itself', async () => {
    const first = await give('2027-01-31', ['commercial-performance']);
    await give('2027-03-31', ['bath-house-hygiene']);
    expect(await canActFor(agent)).toMatchObject([
      {
        items: ['commercial-performance', 'bath-house-hygiene'],
        until: '2027-03-31',
      },
    ]);
    await agent.call('identity.act-for', { organisation });
    await leader.call('identity.end-mandate', { id: first });
    expect((await agent.call('identity.mandates', {})).status).toBe(200);
    expect(await canActFor(agent)).toMatchObject([{ items: ['bath-house-hygiene'] }]);
    await give('2026-12-31', 'all');
    expect(await canActFor(agent)).toMatchObject([{ items: 'all', until: '2027-03-31' }]);
  });

  test('an agent may be named before he registers', async () => {
    const idNumber = `31019919950101001${identityCheck('31019919950101001')}`;
    const answer = await leader.call('identity.give-mandate', {
      organisation,
      agentName: '后来人',
      agentIdNumber: idNumber,
      items: 'all',
      until: '2026-12-31',
    });
    expect(answer.status).toBe(200);
    const late = server.client();
    await late.call('identity.register', {
      name: '后来人',
      idNumber,
      phone: '15433330001',
      password: 'correct horse 8',
    });
    await late.call('identity.me', {});
    expect(await canActFor(late)).toMatchObject([{ organisation, as: 'agent', items: 'all' }]);
  });

  test('the right number under another name is nobody’s', async () => {
    await leader.call('identity.give-mandate', {
      organisation,
      agentName: '别的人',
      agentIdNumber,
      items: 'all',
      until: '2026-12-31',
    });
    expect(await canActFor(agent)).toEqual([]);
    expect((await agent.call('identity.act-for', { organisation })).status).toBe(404);
  });

  test.each([
    ['yesterday', { until: '2026-11-22' }, 'until', '不能早于今天'],
    ['too far', { until: '2028-11-24' }, 'until', '最长两年'],
    ['no such day', { until: '2027-02-30' }, 'until', ''],
    ['a wrong digit', { agentIdNumber: '310199199004040021' }, 'agentIdNumber', '校验'],
    [
      'himself',
      { agentIdNumber: demoPeople.representative.idNumber },
      'agentIdNumber',
      '不用给自己',
    ],
    ['no item', { items: [] }, 'items', '至少选一个'],
    ['an item that is none', { items: ["x'; --"] }, 'items', ''],
  ])('refused: %s', async (_, change, at, words) => {
    const answer = await leader.call('identity.give-mandate', {
      organisation,
      agentName,
      agentIdNumber,
      items: 'all',
      until: '2027-01-01',
      ...change,
    });
    expect(answer.status).toBe(400);
    const fields = answer.body.error?.fields ?? [];
    expect(fields.map((f) => f.at.split('.')[0])).toContain(at);
    expect(fields.map((f) => f.message).join()).toContain(words);
  });

  test('today and two years on are the ends', async () => {
    await give('2026-11-23');
    await give('2028-11-23');
    expect(await canActFor(agent)).toHaveLength(1);
  });

  test('only the legal representative gives; a stranger finds no company', async () => {
    await give('2027-01-01', 'all');
    await agent.call('identity.act-for', { organisation });
    const input = {
      organisation,
      agentName: '周海',
      agentIdNumber: demoPeople.bathHouse.idNumber,
      items: 'all' as const,
      until: '2027-01-01',
    };
    const byAgent = await agent.call('identity.give-mandate', input);
    expect([byAgent.status, byAgent.body.error?.code]).toEqual([403, 'not-representative']);
    const byStranger = await stranger.call('identity.give-mandate', input);
    const unknown = await stranger.call('identity.give-mandate', {
      ...input,
      organisation: '00000000-0000-4000-8000-000000000000',
    });
    expect(byStranger.status).toBe(404);
    expect(byStranger.body).toEqual(unknown.body);
  });

  test('the same intent sent twice is one mandate', async () => {
    const input = {
      organisation,
      agentName,
      agentIdNumber,
      items: 'all' as const,
      until: '2027-01-01',
    };
    const answers = await Promise.all(
      [1, 2, 3].map(() => leader.call('identity.give-mandate', input, { key: 'one-intent-1' })),
    );
    expect(new Set(answers.map((a) => a.body.mandate)).size).toBe(1);
    expect((await leader.call('identity.mandates', {})).body.given).toHaveLength(1);
  });
});

describe('ending', () => {
  test('takes effect at the next request, and nothing is done in the wrong name', async () => {
    const mandate = await give();
    await agent.call('identity.act-for', { organisation });
    expect((await agent.call('identity.mandates', {})).status).toBe(200);
    expect((await leader.call('identity.end-mandate', { id: mandate })).status).toBe(200);
    for (let i = 0; i < 2; i++) {
      const next = await agent.call('identity.mandates', {});
      expect([next.status, next.body.error?.code]).toEqual([403, 'mandate-ended']);
      expect(next.body.error?.message).toContain('授权已经结束');
    }
    expect((await agent.call('identity.act-for', { organisation })).status).toBe(404);
    // Once the page has asked who he is, he goes on in his own name.
    expect((await agent.call('identity.me', {})).body).toMatchObject({
      actingFor: null,
      canActFor: [],
      roles: ['citizen'],
    });
    expect((await agent.call('identity.mandates', {})).status).toBe(200);
  });

  test('the agent can go back to himself without asking first', async () => {
    const mandate = await give();
    await agent.call('identity.act-for', { organisation });
    await leader.call('identity.end-mandate', { id: mandate });
    const me = await agent.call('identity.act-for', { organisation: null });
    expect([me.status, me.body.actingFor]).toEqual([200, null]);
  });

  test('a mandate runs out with its last day', async () => {
    await give('2026-11-23');
    await agent.call('identity.act-for', { organisation });
    expect((await agent.call('identity.mandates', {})).status).toBe(200);
    server.world.clock.advance({ days: 1 });
    try {
      expect((await agent.call('identity.mandates', {})).status).toBe(403);
      await agent.call('identity.me', {});
      expect((await agent.call('identity.mandates', {})).body.held).toMatchObject([
        { state: 'expired' },
      ]);
    } finally {
      server.world.clock.advance({ days: -1 });
    }
  });

  test('the agent ends it too; twice is told; a stranger finds nothing', async () => {
    const id = await give();
    const foreign = await stranger.call('identity.end-mandate', { id });
    const unknown = await stranger.call('identity.end-mandate', {
      id: '00000000-0000-4000-8000-000000000000',
    });
    expect(foreign.status).toBe(404);
    expect(foreign.body).toEqual(unknown.body);
    expect((await stranger.call('identity.end-mandate', { id: 'x' })).status).toBe(400);
    expect((await agent.call('identity.end-mandate', { id })).status).toBe(200);
    const again = await leader.call('identity.end-mandate', { id });
    expect([again.status, again.body.error?.code]).toEqual([409, 'mandate-ended']);
    expect((await leader.call('identity.mandates', {})).body.given).toMatchObject([
      { id, state: 'ended', endedBy: 'agent', agentName },
    ]);
  });

  test('both ends at once: one of them did it', async () => {
    const id = await give();
    const answers = await Promise.all(
      [agent, leader].map((client) => client.call('identity.end-mandate', { id })),
    );
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409]);
  });

  test('everything is written down, without whole numbers, and cannot be changed', async () => {
    const id = await give();
    await agent.call('identity.end-mandate', { id });
    const { rows } = await sql<{ what: string; text: string }>`select what, details::text as text
      from identity.event where about = ${id} order by id`.execute(server.world.db);
    expect(rows.map(({ what }) => what)).toEqual(['mandate.given', 'mandate.ended']);
    const all = await sql<{ text: string }>`select string_agg(details::text, '') as text
      from identity.event`.execute(server.world.db);
    expect(all.rows[0]?.text).not.toMatch(/310199\d{11}|bantuo-demo/);
    await expect(
      sql`delete from identity.event where about = ${id}`.execute(server.world.db),
    ).rejects.toThrow(/only ever added/);
  });

  test('both sides’ open pages are told', async () => {
    await server.drain();
    const id = await give();
    await leader.call('identity.end-mandate', { id });
    const { rows } = await sql<{ topic: string; to: string[] }>`select topic,
      payload->'live'->'to' as to from base.outbox order by id`.execute(server.world.db);
    expect(rows.map(({ topic }) => topic)).toEqual(['mandate.given', 'mandate.ended']);
    const people = await sql<{ id: string }>`select id from identity.subject where id_number in
      (${agentIdNumber}, ${demoPeople.representative.idNumber})`.execute(server.world.db);
    for (const { to } of rows) {
      for (const person of people.rows) expect(to).toContain(`subject:${person.id}`);
    }
  });
});

describe('organisations', () => {
  test('a foreign organisation is not there, known or not', async () => {
    const foreign = await stranger.call('identity.act-for', { organisation });
    const unknown = await stranger.call('identity.act-for', {
      organisation: '00000000-0000-4000-8000-000000000000',
    });
    expect(foreign.status).toBe(404);
    expect(foreign.body).toEqual(unknown.body);
  });

  test('one adds the company one leads; a second claim is refused', async () => {
    const own = await server.client().signIn(demoPeople.disabled.phone, demoPassword);
    const input = { creditCode: '91310107MAXN00999X', name: '样张第三公司' };
    const claims = await Promise.all(
      [own, stranger].map((client) => client.call('identity.add-organisation', input)),
    );
    expect(claims.map((a) => a.status).toSorted()).toEqual([200, 409]);
    expect(claims.find((a) => a.status === 409)?.body.error?.message).toContain('法定代表人');
    const taken = await own.call('identity.add-organisation', demoOrganisations.performance);
    expect(taken.status).toBe(409);
    const wrong = await own.call('identity.add-organisation', {
      ...input,
      creditCode: '91310107MAXN00999Y',
    });
    expect(wrong.body.error?.fields).toEqual([
      { at: 'creditCode', message: expect.stringContaining('校验') },
    ]);
  });

  test('the representative acts without a mandate', async () => {
    const me = await leader.call('identity.act-for', { organisation });
    expect(me.body).toMatchObject({
      roles: ['citizen'],
      actingFor: { as: 'legal-representative' },
    });
  });
});
