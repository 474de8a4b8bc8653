/** The auditor sees every act on every case and no word of it; a harm done to the log is found by the check. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { english, sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { demoPeople, file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
let auditor: Client;
const cast = castOf(() => server);
const bath = { id: '', number: '' };
let meals = '';
beforeAll(async () => {
  server = await testServer();
  auditor = await cast.officer('audit');
  bath.id = await caseIn(server, cast, { state: 'in-review' });
  const filed = await file(await cast.citizen('senior'), 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  meals = filed.number;
  await (await cast.officer('zhenru.clerk')).call('cases.settle', { id: filed.case });
  const { rows } = await sql<{ number: string }>`select number from cases.case where id = ${bath.id}`.execute(server.world.db);
  bath.number = rows[0]?.number ?? '';
  await server.drain();
});
afterAll(() => server?.close());

test('who did what, when, to which case; applicants masked, no words of any case', async () => {
  const { body } = await auditor.call('cases.acts', {});
  expect(body.rows.map((r) => r.at)).toEqual(body.rows.map((r) => r.at).toSorted().toReversed());
  const submitted = body.rows.find((r) => r.number === meals && r.action === 'submit');
  expect(submitted).toMatchObject({ by: { name: '王*', login: null, unit: null }, seq: 1, roleName: { zh: '申请人' } });
  const accepted = body.rows.find((r) => r.number === bath.number && r.action === 'accept');
  expect(accepted).toMatchObject({ by: { login: 'health.clerk', unit: { zh: expect.stringContaining('卫生') } }, roleName: { zh: '窗口人员' } });
  const { senior } = demoPeople;
  const bytes = JSON.stringify(body);
  for (const word of [senior.name, senior.idNumber, senior.phone]) expect(bytes).not.toContain(word);
});

test('by officer, unit with those under it, act, day and number', async () => {
  const of = async (input: object) => (await auditor.call('cases.acts', input)).body.rows;
  expect(new Set((await of({ who: 'HEALTH.' })).map((r) => r.by.login))).toEqual(new Set(['health.clerk', 'health.reviewer']));
  expect(await of({ who: '没有这个人' })).toEqual([]);
  const under = await of({ unit: 'health-commission' });
  expect(under.length).toBeGreaterThan(0);
  expect(under.every((r) => r.number === bath.number)).toBe(true);
  expect(await of({ unit: 'no-such-unit' })).toEqual([]);
  expect((await of({ what: 'settle' })).map((r) => r.number)).toEqual([meals]);
  expect(new Set((await of({ number: meals })).map((r) => r.number))).toEqual(new Set([meals]));
  expect(await of({ from: '2026-01-01', to: '2026-01-02' })).toEqual([]);
  expect((await of({ from: '2026-11-01', to: '2027-01-31' })).length).toBeGreaterThan(4);
});

test('pages follow each other: every act once, none twice', async () => {
  await sql`insert into cases.action select "case", seq + 1000 + n, action, role, actor, actor_name, actor_unit, at, state,
      salt, content, digest, hash from cases.action, generate_series(0, 60) n where "case" = ${bath.id} and seq = 1`.execute(server.world.db);
  const seen: string[] = [];
  for (let page: string | undefined; ;) {
    const { body } = await auditor.call('cases.acts', { what: 'submit', ...(page ? { page } : {}) });
    seen.push(...body.rows.map((r) => `${r.number} ${r.seq}`));
    if (body.next === null) break;
    page = body.next;
  }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases.action where action = 'submit'`.execute(server.world.db);
  await sql`delete from cases.action where seq >= 1000`.execute(server.world.db);
  expect([seen.length, new Set(seen).size]).toEqual([rows[0]?.n, rows[0]?.n]);
  for (const page of ['1', '2026-11-23T00:00:00.000000Z_x_1', `9999-99-99T00:00:00.000000Z_${bath.id}_1`]) {
    expect((await auditor.call('cases.acts', { page })).status, page).toBe(400);
  }
});

test('only the audit administrator', async () => {
  for (const login of ['system', 'security', 'supervisor', 'health.decider', 'designer']) {
    const client = await cast.officer(login);
    expect((await client.call('cases.acts', {})).body.error?.code, login).toBe('not-your-role');
    expect((await client.call('cases.check-chain', {})).body.error?.code, login).toBe('not-your-role');
  }
});

test('the check finds a harm, in one case at once and in all by the job, and keeps what it found', async () => {
  const one = await auditor.call('cases.check-chain', { number: bath.number.toLowerCase() });
  expect(one.body).toMatchObject({ cases: 1, faults: [], more: 0, number: bath.number });
  expect((await auditor.call('cases.check-chain', { number: '31019920261123000000' })).body.error?.code).toBe('no-such-case');
  const asked = await auditor.call('cases.check-chain', {});
  expect(asked.body).toMatchObject({ number: null, doneAt: null, cases: null });
  expect((await auditor.call('cases.check-chain', {})).body.error?.code).toBe('check-running');
  await server.drain();
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases.case`.execute(server.world.db);
  const first = (await auditor.call('cases.chain-checks', {})).body.checks[0];
  expect(first).toMatchObject({ id: asked.body.id, cases: rows[0]?.n, faults: [] });
  expect(first?.doneAt).not.toBeNull();
  await sql`update cases.action set actor_name = '别人' where "case" = ${bath.id} and seq = 2`.execute(server.world.db);
  const harmed = await auditor.call('cases.check-chain', { number: bath.number });
  expect(harmed.body.faults.join()).toContain(`${bath.number} 第 2 步`);
  await auditor.call('cases.check-chain', {});
  await server.drain();
  const [all] = (await auditor.call('cases.chain-checks', {})).body.checks;
  expect(all?.faults).toEqual(harmed.body.faults);
  expect(english(all?.faults[0] ?? '')).toMatch(/step 2 .*: it does not follow the step before$/);
});
