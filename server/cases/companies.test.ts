/** A company comes to exist by a decision, moves, takes up another business, and gets interest back: over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { readCreditCode } from '#graph';
import { castOf, type Newcomer } from '../../tests/matrix/cast.ts';
import { demoPassword, file, fillDraft } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

type Licence = {
  id: string; kind: string; number: string; version: number; state: string; holderName: string; holderCode: string;
  attributes: { id: string; value: unknown; shown?: { zh: string; en?: string } }[]; item: string; predecessor: string | null;
};

let server: TestServer;
let founder: Newcomer;
const cast = castOf(() => server);
const name = '样张新苗（上海）文化有限公司';

beforeAll(async () => {
  server = await testServer();
  server.world.clock.set('2026-11-23T10:00:00+08:00');
  founder = await cast.newcomer('李歌唱');
});
afterAll(() => server?.close());

async function must(client: Client, endpoint: string, input: object): Promise<Record<string, unknown>> {
  const answer = await client.call(endpoint as 'cases.accept', input as never);
  if (answer.status !== 200) throw new Error(`${endpoint}: ${JSON.stringify(answer.body)}`);
  return answer.body as unknown as Record<string, unknown>;
}

/** Accepted, reviewed, granted and delivered by the three officers of an office. */
async function granted(id: string, office: string, last: string): Promise<void> {
  const [clerk, reviewer, decider] = await Promise.all(
    ['clerk', 'reviewer', 'decider'].map((duty) => cast.officer(`${office}.${duty}`)));
  if (!clerk || !reviewer || !decider) throw new Error(`no officers of ${office}`);
  await must(clerk, 'cases.accept', { id });
  await must(reviewer, 'cases.review', { id });
  await must(decider, 'cases.decide', { id, outcome: 'grant' });
  await must(decider, last, { id });
}

async function licencesOf(holder: string): Promise<Licence[]> {
  const { rows } = await sql<Licence>`select l.id, l.kind, l.number, l.version, l.state, l.holder_name as "holderName",
    l.holder_code as "holderCode", l.attributes, l.item, l.predecessor from licences.licence l
    join identity.subject s on s.id::text = l.holder where s.name = ${holder} order by l.version, l.kind`.execute(server.world.db);
  return rows;
}

const said = (licence: Licence | undefined): Record<string, unknown> =>
  Object.fromEntries((licence?.attributes ?? []).map(({ id, value }) => [id, value]));

/** The founder signed in anew, acting for the company. */
async function forCompany(): Promise<Client> {
  const client = await server.client().signIn(founder.phone, demoPassword);
  const me = await must(client, 'identity.me', {}) as { canActFor: { organisation: string; name: string; as: string }[] };
  const found = me.canActFor.find((one) => one.name === name);
  if (!found) throw new Error(`cannot act for ${name}`);
  await must(client, 'identity.act-for', { organisation: found.organisation });
  return client;
}

describe('a company', () => {
  let setUp = '';

  test('is not there before the licence is issued, and once it is the founder leads it', async () => {
    ({ case: setUp } = await file(founder.client, 'company-setup'));
    const clerk = await cast.officer('market.clerk');
    await must(clerk, 'cases.accept', { id: setUp });
    await must(await cast.officer('market.reviewer'), 'cases.review', { id: setUp });
    const decider = await cast.officer('market.decider');
    await must(decider, 'cases.decide', { id: setUp, outcome: 'grant' });
    await must(decider, 'cases.issue', { id: setUp, preview: true });
    expect(await licencesOf(name)).toEqual([]);
    await must(decider, 'cases.issue', { id: setUp });
    const [licence, ...more] = await licencesOf(name);
    expect(more).toEqual([]);
    expect(licence).toMatchObject({ kind: 'business-licence', version: 1, state: 'valid', holderName: name });
    expect(readCreditCode(licence?.holderCode ?? '')).toMatchObject({ code: licence?.holderCode });
    expect(licence?.holderCode).toMatch(/^91310107MAXN/);
    expect(said(licence)).toEqual({
      'credit-code': licence?.holderCode, name, 'legal-representative': '李歌唱', capital: '100',
      address: '示范路 300 号 2 楼 201 室', scope: ['catering', 'culture', 'exhibition'], established: '2026-11-23',
    });
    expect(licence?.attributes.find(({ id }) => id === 'scope')?.shown).toEqual({
      zh: '组织文化艺术交流活动；会议及展览服务；许可项目：餐饮服务',
      en: 'Organising cultural exchange; Meetings and exhibitions; Licensed: catering',
    });
    const { rows } = await sql`select r.person from identity.representative r
      join identity.subject o on o.id = r.organisation join identity.subject p on p.id = r.person
      where o.name = ${name} and p.id_number = ${founder.idNumber} and r.ended_at is null`.execute(server.world.db);
    expect(rows).toHaveLength(1);
    await server.drain();
    const { licence: made } = await must(founder.client, 'cases.case', { id: setUp }) as { licence: { id: string } };
    expect((await (await forCompany()).call('licences.file', { id: made.id })).status).toBe(200);
    await server.drain();
  });

  test('has its licence among its own, and the founder’s case tells of it', async () => {
    const client = await forCompany();
    const mine = await must(client, 'licences.mine', {}) as { licences: { number: string; kind: string }[] };
    expect(mine.licences.map(({ kind }) => kind)).toContain('business-licence');
    const view = await must(founder.client, 'cases.case', { id: setUp }) as { state: string; licence: { number: string } };
    expect(view).toMatchObject({ state: 'closed', licence: { number: mine.licences[0]?.number } });
  });

  test('moves: its address is known from the licence, and a newer version replaces it', async () => {
    const client = await forCompany();
    const begun = await must(client, 'cases.start', { item: 'premises-change' }) as {
      id: string; facts: Record<string, { value?: unknown; source: string; grade: string }>;
    };
    expect(begun.facts['company.address']).toMatchObject({
      value: '示范路 300 号 2 楼 201 室', source: 'business-licence', grade: 'A',
    });
    expect(begun.facts['agent.name']).toMatchObject({ value: '李歌唱', source: 'identity', grade: 'D' });
    const { case: id } = await file(client, 'premises-change', {
      facts: { 'premises.address': '示范路 500 号 8 楼' },
    });
    await granted(id, 'market', 'cases.issue');
    const [first, second] = await licencesOf(name);
    expect([first?.state, second?.state, second?.version]).toEqual(['replaced', 'valid', 2]);
    expect(second).toMatchObject({ number: first?.number, predecessor: first?.id });
    expect(said(second)).toEqual({ ...said(first), address: '示范路 500 号 8 楼' });
  });

  test('what its licence says goes again when the licence is not taken', async () => {
    type Draft = { id: string; version: number; facts: Record<string, { source: string }> };
    const client = await forCompany();
    const begun = await must(client, 'cases.start', { item: 'start-up-loan-subsidy' }) as Draft;
    expect(begun.facts['company.address']).toMatchObject({ source: 'business-licence', value: '示范路 500 号 8 楼' });
    const saved = await client.call('cases.save',
      { id: begun.id, facts: {}, take: { 'business-licence-copy': false } }, { version: begun.version });
    const { facts } = saved.body as unknown as Draft;
    expect(Object.values(facts).filter(({ source }) => source === 'business-licence')).toEqual([]);
    expect(facts['company.name']).toMatchObject({ source: 'identity', value: name });
  });

  test('cannot move to where it is', async () => {
    const client = await forCompany();
    const { id } = await fillDraft(client, 'premises-change', { facts: { 'premises.address': '示范路 500 号 8 楼' } });
    const answer = await client.call('cases.submit', { id, declared: true, again: true });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining('新住所和营业执照上的一样')]);
  });

  test('takes up another business: the licence says all of it', async () => {
    const client = await forCompany();
    const { case: id } = await file(client, 'business-scope-change', {
      facts: { 'registration-change.scope': ['culture', 'exhibition', 'catering', 'food'] },
    });
    await granted(id, 'market', 'cases.issue');
    const all = await licencesOf(name);
    expect(all.map(({ version, state }) => [version, state])).toEqual([[1, 'replaced'], [2, 'replaced'], [3, 'valid']]);
    expect(said(all[2])).toEqual({ ...said(all[1]), scope: ['catering', 'culture', 'exhibition', 'food'] });
  });

  test('gets half of its interest back, once, into its account', async () => {
    const client = await forCompany();
    const { case: id } = await file(client, 'start-up-loan-subsidy', { facts: { 'company.account-name': name } });
    await granted(id, 'employment', 'cases.pay-order');
    const { rows } = await sql`select amount::text as amount, every, account, payee from cases.payment
      where "case" = ${id}`.execute(server.world.db);
    expect(rows).toEqual([{ amount: '17250.00', every: 'once', account: '1000000000000001', payee: name }]);
    const decision = (await licencesOf(name)).find(({ kind }) => kind === 'interest-subsidy-decision');
    expect(said(decision)).toMatchObject({ borrower: name, interest: '34499.99', share: '0.5', amount: '17250' });
  });

  test('its name cannot be taken by another', async () => {
    const other = await cast.newcomer('王另立');
    const { id } = await fillDraft(other.client, 'company-setup');
    const answer = await other.client.call('cases.submit', { id, declared: true });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining('已经有单位用了')]);
  });

  test('nobody else acts for it, and it is not in the register of licensing decisions', async () => {
    const stranger = await cast.newcomer('赵旁观');
    const me = await must(stranger.client, 'identity.me', {}) as { canActFor?: { name: string }[] };
    expect((me.canActFor ?? []).map((one) => one.name)).not.toContain(name);
    const found = await must(stranger.client, 'licences.query', {
      item: 'licensing-decision-query', by: { 'decision-search.holder': '样张新苗' },
    });
    expect(found).toMatchObject({ rows: [] });
  });

  test('and all logs and columns agree', async () => {
    expect((await audit(server.world)).faults).toEqual([]);
  });
});
