/** The counter: walk-ins whose cases wait for them, finding, and what the holder sees of every look. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { castOf, caseIn, demoNumber, demoPassword } from '../../tests/matrix/cast.ts';
import { demoPeople, file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

let server: TestServer;
let clerk: Client;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
  clerk = await cast.officer('zhenru.clerk');
});
afterAll(() => server?.close());

const street = { facts: { 'applicant.residence-street': '310107022' } };
const walkIn = (who: { name: string; idNumber: string }) => file(clerk, 'senior-meals', { for: who, ...street });
const ledgerOf = async (client: Client) => (await client.call('facts.ledger', {})).body.rows;

describe('walk-in', () => {
  const { name, idNumber } = demoPeople.neighbour;

  test('filed and settled for somebody without an account; it is there when he registers', async () => {
    const filed = await walkIn({ name, idNumber });
    expect(filed.number).toMatch(/^310107202611232/);
    const settled = await clerk.call('cases.settle', { id: filed.case });
    expect(settled.body).toMatchObject({ state: 'licence-made' });
    // A walk-in takes it home from the counter.
    await server.drain();
    const given = await clerk.call('cases.deliver',
      { id: filed.case, noCode: '核对身份证原件', checked: true, receiver: '本人', signed: true });
    expect(given.body.error).toBeUndefined();
    const client = server.client();
    const registered = await client.call('identity.register', { name, idNumber, phone: '15388880002', password: demoPassword });
    expect(registered.status).toBe(200);
    await client.call('identity.me', {});
    await server.drain();
    const mine = await client.call('cases.mine', {});
    expect(mine.body.cases).toMatchObject([{ id: filed.case, channel: 'counter', state: 'closed' }]);
    const view = await client.call('cases.case', { id: filed.case });
    expect(view.body.licence).toMatchObject({ state: 'valid', ready: true });
    const licences = await client.call('licences.mine', {});
    expect(licences.body.licences).toHaveLength(1);
  });

  test('what the clerk types after looking at the papers weighs more than what one states', async () => {
    const begun = await clerk.call('cases.start', { item: 'senior-meals', for: { name: '样张七', idNumber: demoNumber('19400101', '301') } });
    const saved = await clerk.call('cases.save', { id: begun.body.id, facts: { 'applicant.phone': '13900000007' } }, { version: begun.body.version });
    const facts = saved.body.facts as Record<string, { source: string; grade: string }>;
    expect(facts['applicant.phone']).toMatchObject({ source: 'counter', grade: 'B' });
  });

  test('only for persons, only by counter staff, never for himself, and with the right name', async () => {
    const given = { name: '样张八', idNumber: demoNumber('19400101', '302') };
    const firm = await clerk.call('cases.start', { item: 'commercial-performance', for: given });
    expect([firm.status, firm.body.error?.code]).toEqual([409, 'organisation-online']);
    const citizen = await (await cast.citizen('senior')).call('cases.start', { item: 'senior-meals', for: given });
    expect([citizen.status, citizen.body.error?.code]).toEqual([403, 'not-your-role']);
    const reviewer = await (await cast.officer('zhenru.reviewer')).call('cases.start', { item: 'senior-meals', for: given });
    expect(reviewer.status).toBe(403);
    const nameless = await clerk.call('cases.start', { item: 'senior-meals' });
    expect([nameless.status, nameless.body.error?.code]).toEqual([409, 'no-walk-in']);
    const otherName = await clerk.call('cases.start', { item: 'senior-meals', for: { name: '王小明', idNumber: demoPeople.senior.idNumber } });
    expect([otherName.status, otherName.body.error?.message]).toEqual([409, expect.stringMatching(/姓名|名/)]);
    const digit = await clerk.call('cases.start', { item: 'senior-meals', for: { ...given, idNumber: given.idNumber.replace(/.$/, (c) => (c === '1' ? '2' : '1')) } });
    expect(digit.status).toBe(400);
    expect(digit.body.error?.fields?.[0]?.message).toMatch(/校验|对不上|不对/);
  });

  test('the counter may withdraw nothing for him, but send his supplement', async () => {
    const filed = await walkIn({ name: '样张九', idNumber: demoNumber('19400101', '303') });
    expect((await clerk.call('cases.withdraw' as never, { id: filed.case } as never)).status).toBe(403);
    const asked = await clerk.call('cases.ask-supplement', { id: filed.case,
      points: [{ at: 'applicant.residence-address', message: '请写到门牌号' }] });
    expect(asked.body).toMatchObject({ state: 'supplement-asked' });
    const sent = await clerk.call('cases.supplement', { id: filed.case, facts: { 'applicant.residence-address': '示范路 9 号' } });
    expect(sent.body).toMatchObject({ state: 'received' });
  });
});

describe('finding', () => {
  test('by number, name and identity number; whoever was found sees it in the ledger', async () => {
    const { client, name, idNumber } = await cast.newcomer('样寻人');
    const filed = await file(client, 'senior-meals', street);
    for (const q of [filed.number, filed.number.toLowerCase(), name, '样寻', idNumber]) {
      const { body } = await clerk.call('cases.find', { q });
      expect(body.rows.map((r) => r.id), q).toContain(filed.case);
    }
    const rows = await ledgerOf(client);
    expect(rows.filter((r) => r.case === filed.case && r.what.includes('查询')).length).toBeGreaterThanOrEqual(5);
    expect(rows[0]?.who).toMatch(/真如.*窗口人员 徐\*/);
    expect(rows[0]?.caseNumber).toBe(filed.number);
  });

  test('performers are found by their number too; wild cards find nothing more', async () => {
    const id = await caseIn(server, cast, { item: 'commercial-performance', state: 'received' });
    const officer = await cast.officer('culture.clerk');
    const { body } = await officer.call('cases.case', { id });
    const facts = body.facts as Record<string, { value?: unknown }>;
    const found = await officer.call('cases.find', { q: String(facts['performer[1].id-number']?.value) });
    expect(found.body.rows.map((r) => r.id)).toEqual([id]);
    for (const q of ['%%', '__', '\\\\', "' or '1'='1", '样张%']) {
      expect((await officer.call('cases.find', { q })).body.rows, q).toEqual([]);
    }
    expect((await officer.call('cases.find', { q: '王' })).status).toBe(400);
  });

  test('nobody finds what is not of his units', async () => {
    const { client, name, idNumber } = await cast.newcomer('样别街');
    const filed = await file(client, 'senior-meals', street);
    const elsewhere = await cast.officer('changfeng.clerk');
    for (const q of [filed.number, name, idNumber]) {
      expect((await elsewhere.call('cases.find', { q })).body.rows).toEqual([]);
    }
    expect(await ledgerOf(client)).toEqual([]);
    const above = await cast.officer('supervisor');
    expect((await above.call('cases.find', { q: filed.number })).body.rows).toHaveLength(1);
  });
});

test('every opening by an officer is a row that the holder sees; his own is none', async () => {
  const { client } = await cast.newcomer('样看账');
  const filed = await file(client, 'senior-meals', street);
  await client.call('cases.case', { id: filed.case });
  expect(await ledgerOf(client)).toEqual([]);
  await clerk.call('cases.case', { id: filed.case });
  await (await cast.officer('supervisor')).call('cases.case', { id: filed.case });
  await (await cast.officer('changfeng.clerk')).call('cases.case', { id: filed.case });
  const rows = await ledgerOf(client);
  expect(rows.map((r) => r.who.replace(/^.* /, ''))).toEqual(expect.arrayContaining(['徐*', '杜*']));
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toMatchObject({ case: filed.case, about: 'person' });
    expect(row.purpose).toContain('老年助餐');
  }
});

describe('the queue', () => {
  test('the units’ open cases, the most urgent first, late ones counted', async () => {
    const { client } = await cast.newcomer('样排队');
    const filed = await file(client, 'senior-meals', street);
    const before = (await clerk.call('cases.queue', {})).body;
    expect(before.rows.map((r) => r.id)).toContain(filed.case);
    expect(before.counts.late).toBe(0);
    const dues = before.rows.filter((r) => r.state !== 'supplement-asked').map((r) => r.due ?? '9');
    expect(dues).toEqual(dues.toSorted());
    expect((await (await cast.officer('changfeng.clerk')).call('cases.queue', {})).body.rows).toEqual([]);
    server.world.clock.set('2026-12-01T10:00:00+08:00');
    const after = (await clerk.call('cases.queue', { box: 'late' })).body;
    expect(after.counts.late).toBe(after.rows.length);
    expect(after.rows.find((r) => r.id === filed.case)).toMatchObject({ light: 'red' });
    server.world.clock.set('2026-11-23T10:00:00+08:00');
    const byName = await clerk.call('cases.queue', { q: '样排' });
    expect(byName.body.rows.map((r) => r.id)).toEqual([filed.case]);
    const bySql = await clerk.call('cases.queue', { q: "样%' or true --" });
    expect(bySql.body.rows).toEqual([]);
  });
});

test('everything holds afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
