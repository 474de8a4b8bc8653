import crypto from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announce, sql } from '#base';
import { current } from '#catalogue';
import type { Facts } from '#graph';
import {
  demoOrganisations,
  demoPeople,
  findByNumber,
  nobody,
  type Actor,
  type Subject,
} from '#identity';
import { actingFor, citizen } from '../../tests/people.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { learn, look, prefillFor } from './index.ts';

const today = '2026-11-23';
let server: TestServer;
let senior: Subject;
let company: Subject;
beforeAll(async () => {
  server = await testServer();
  senior = await subject(demoPeople.senior.idNumber);
  company = await subject(demoOrganisations.performance.creditCode);
});
afterAll(() => server.close());

async function subject(number: string): Promise<Subject> {
  const found = await findByNumber(server.world.db, number);
  if (!found) throw new Error(`the demonstration lacks ${number}`);
  return found;
}

const stated = (
  value: string,
  more: Partial<{ grade: 'A' | 'B' | 'D'; on: string; until: string }> = {},
) => ({ state: 'known', value, source: 'applicant', grade: 'D', on: today, ...more }) as const;

async function meals() {
  const item = await current(server.world, 'senior-meals');
  const applicant = item.parties.find((p) => p.role === 'applicant');
  if (!applicant) throw new Error('senior-meals has no applicant');
  return { item, party: applicant.id };
}

async function teach(facts: (party: string) => Facts, on = today): Promise<number> {
  const { item, party } = await meals();
  return server.world.db.transaction().execute((trx) =>
    learn(trx, {
      item,
      subject: senior.id,
      facts: facts(party),
      case: crypto.randomUUID(),
      on,
    }),
  );
}

async function filledIn(day = today): Promise<Facts> {
  const { item, party } = await meals();
  return prefillFor(server.world.db, { item, parties: { [party]: senior.id }, today: day });
}

describe('prefill', () => {
  test('gives who the person proved to be, with source and grade', async () => {
    const { party } = await meals();
    const facts = await filledIn();
    expect(facts[`${party}.name`]).toEqual({
      state: 'known',
      value: demoPeople.senior.name,
      source: 'identity',
      grade: 'B',
      on: today,
    });
    expect(facts[`${party}.id-number`]).toMatchObject({ value: demoPeople.senior.idNumber });
    expect(facts[`${party}.birth-date`]).toMatchObject({ value: '1944-01-01' });
    expect(facts[`${party}.phone`]).toMatchObject({ value: demoPeople.senior.phone, grade: 'D' });
  });

  test('gives an organisation its name, code and legal representative', async () => {
    const item = await current(server.world, 'commercial-performance');
    const parties = { company: company.id };
    const facts = await prefillFor(server.world.db, { item, parties, today });
    expect(facts['company.name']).toMatchObject({ value: company.name, source: 'identity' });
    expect(facts['company.credit-code']).toMatchObject({ value: company.creditCode });
    expect(facts['company.legal-representative']).toMatchObject({
      value: demoPeople.representative.name,
    });
    expect(Object.keys(facts).filter((at) => !at.startsWith('company.'))).toEqual([]);
  });

  test('looks up nothing the item does not ask of this party', async () => {
    const item = await current(server.world, 'commercial-performance');
    const agent = await subject(demoPeople.agent.idNumber);
    const facts = await prefillFor(server.world.db, { item, parties: { agent: agent.id }, today });
    expect(Object.keys(facts).sort()).toEqual(['agent.name', 'agent.phone']);
  });

  test('knows nothing of a subject that is not there', async () => {
    const { item, party } = await meals();
    const parties = { [party]: crypto.randomUUID() };
    expect(await prefillFor(server.world.db, { item, parties, today })).toEqual({});
  });
});

describe('learning', () => {
  test('what was stated once fills the next form, while it is fresh', async () => {
    const { item, party } = await meals();
    const [name, address] = [`${party}.emergency-name`, `${party}.residence-address`];
    expect(item.names.byAddress.get(name)?.field?.reuse).toMatchObject({ grade: 'D' });
    expect(item.names.byAddress.get(address)?.field?.reuse).toMatchObject({ grade: 'A' });
    expect(
      await teach(() => ({ [name]: stated('王小明'), [address]: stated('示范路 1 号') })),
    ).toBe(2);
    const facts = await filledIn('2026-11-24');
    expect(facts[name]).toEqual(stated('王小明'));
    // What only an agency may tell is asked again.
    expect(facts[address]).toBeUndefined();
    expect((await filledIn('2029-01-01'))[name]).toBeUndefined();
  });

  test('a fact of an agency is used for thirty days and no longer', async () => {
    const { item, party } = await meals();
    const at = `${party}.residence-street`;
    expect(item.names.byAddress.get(at)?.field?.reuse).toMatchObject({
      grade: 'A',
      fresh: { n: 30 },
    });
    await teach(() => ({ [at]: stated('310107014', { grade: 'A', on: '2026-11-01' }) }));
    expect((await filledIn('2026-12-01'))[at]).toMatchObject({ value: '310107014', grade: 'A' });
    expect((await filledIn('2026-12-02'))[at]).toBeUndefined();
  });

  test('the newest of the best grade goes first; history is kept', async () => {
    const { party } = await meals();
    const at = `${party}.residence-street`;
    await teach(() => ({ [at]: stated('310107015', { grade: 'A', on: '2026-11-20' }) }));
    await teach(() => ({ [at]: stated('310107016', { grade: 'A', on: '2026-11-10' }) }));
    await teach(() => ({ [at]: stated('310107017', { grade: 'D', on: '2026-11-22' }) }));
    expect((await filledIn())[at]).toMatchObject({ value: '310107015' });
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from facts.subject_fact
      where subject = ${senior.id} and field = 'residence-street'`.execute(server.world.db);
    expect(rows[0]?.n).toBeGreaterThanOrEqual(4);
  });

  test('a fact that ran out itself is not used', async () => {
    const { party } = await meals();
    const at = `${party}.residence-street`;
    await teach(() => ({
      [at]: stated('310107020', { grade: 'A', on: today, until: '2026-11-30' }),
    }));
    expect((await filledIn('2026-11-30'))[at]).toMatchObject({ value: '310107020' });
    // Nor the one before, which it had replaced.
    expect((await filledIn('2026-12-01'))[at]).toBeUndefined();
  });

  test('the same again, identity, answers and empty fields are not learnt', async () => {
    const { party } = await meals();
    const at = `${party}.residence-street`;
    const fact = stated('310107015', { grade: 'A', on: '2026-11-20' });
    expect(await teach(() => ({ [at]: fact }))).toBe(0);
    expect(
      await teach((p) => ({
        [`${p}.name`]: { ...stated('王桂芳'), source: 'identity' },
        [`${p}.residence-address`]: { state: 'none', source: 'applicant', grade: 'D', on: today },
        'ask.anything': stated('x'),
        'other.name': stated('李四'),
      })),
    ).toBe(0);
  });
});

const officerAs = (role: 'reviewer' | 'clerk'): Actor => ({
  ...nobody,
  id: crypto.randomUUID(),
  kind: 'staff',
  roles: [role],
  subject: crypto.randomUUID(),
  name: '陈明',
  units: [
    {
      id: 'culture-tourism-bureau',
      name: { zh: '区文化和旅游局' },
      path: 'x/',
      kind: 'bureau',
      area: '310107',
    },
  ],
});

describe('ledger', () => {
  test('the holder sees who looked, with the name masked; a stranger does not', async () => {
    const kase = { id: crypto.randomUUID(), number: '3101070001262600001' };
    const now = server.world.clock.now();
    await look(server.world.db, {
      subject: senior.id,
      actor: officerAs('reviewer'),
      now,
      what: '办件材料',
      purpose: '审核“老年助餐”',
      case: kase,
    });
    const client = await citizen(server, 'senior');
    const { body, status } = await client.call('facts.ledger', {});
    expect(status).toBe(200);
    expect(body.rows[0]).toEqual({
      at: now.toISOString(),
      who: '区文化和旅游局 审核人员 陈*',
      what: '办件材料',
      purpose: '审核“老年助餐”',
      about: 'person',
      case: kase.id,
      caseNumber: kase.number,
    });
    expect(JSON.stringify(body)).not.toContain('陈明');
    const other = await (await citizen(server, 'disabled')).call('facts.ledger', {});
    expect(other.body.rows.filter((r) => r.caseNumber === kase.number)).toEqual([]);
  });

  test('each opening is a row, and pages follow each other without a gap', async () => {
    const holder = await subject(demoPeople.disabled.idNumber);
    for (let i = 0; i < 120; i++) {
      await look(server.world.db, {
        subject: holder.id,
        actor: officerAs('clerk'),
        now: server.world.clock.now(),
        what: `第 ${i} 次`,
        purpose: '测试',
      });
    }
    const client = await citizen(server, 'disabled');
    const seen: string[] = [];
    let page: string | undefined;
    for (let n = 0; n < 5; n++) {
      const { body } = await client.call('facts.ledger', page === undefined ? {} : { page });
      seen.push(...body.rows.map((r) => r.what));
      if (body.next === null) break;
      page = body.next;
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => `第 ${119 - i} 次`));
  });

  test('a legal representative sees the organisation’s rows, an agent does not', async () => {
    await look(server.world.db, {
      subject: company.id,
      actor: officerAs('clerk'),
      now: server.world.clock.now(),
      what: '单位的材料',
      purpose: '受理',
    });
    const rows = async (who: 'representative' | 'agent') => {
      const client = await actingFor(server, who, 'performance');
      return (await client.call('facts.ledger', {})).body.rows;
    };
    expect(await rows('representative')).toContainEqual(
      expect.objectContaining({ what: '单位的材料', about: 'organisation' }),
    );
    expect((await rows('agent')).map((r) => r.what)).not.toContain('单位的材料');
  });

  test('a use of a query item becomes one row, however often the job runs', async () => {
    const account = crypto.randomUUID();
    const news = {
      subject: senior.id,
      account,
      item: 'licensing-decision-query',
      itemName: { zh: '行政许可决定查询' },
      by: ['number'],
      at: '2026-11-23T02:00:00.000Z',
    };
    for (let i = 0; i < 2; i++) {
      await server.world.db
        .transaction()
        .execute((trx) => announce(trx, { topic: 'register.queried', payload: news }));
      await server.drain();
    }
    const { body } = await (await citizen(server, 'senior')).call('facts.ledger', {});
    const uses = body.rows.filter((r) => r.what === '使用“行政许可决定查询”');
    expect(uses).toHaveLength(1);
    expect(uses[0]?.who).toBe('您本人');
  });

  test('only a signed-in citizen has one, and a wrong page is told', async () => {
    expect((await server.client().call('facts.ledger', {})).status).toBe(401);
    const officer = await server.client().signIn('culture.clerk', 'bantuo-demo-2026');
    expect((await officer.call('facts.ledger', {})).status).toBe(403);
    const client = await citizen(server, 'senior');
    expect((await client.call('facts.ledger', { page: '-1; drop' })).status).toBe(400);
  });

  test('rows cannot be changed or taken away', async () => {
    const { db } = server.world;
    await expect(sql`update facts.ledger set what = ''`.execute(db)).rejects.toThrow('append-only');
    await expect(sql`delete from facts.subject_fact`.execute(db)).rejects.toThrow('append-only');
  });
});
