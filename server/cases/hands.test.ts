/** Whose hands a case is in: two officers at once, claiming, parties among the staff, four eyes. */
import crypto from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoStaff } from '#identity';
import { castOf, caseIn, demoNumber, demoPassword, fetchResult } from '../../tests/matrix/cast.ts';
import { file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { addStaff } from '#identity';
import { audit } from './audit.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

/** The demonstration officer's own identity number, made as the demonstration makes it. */
function numberOf(login: string): { name: string; idNumber: string; birth: string } {
  const n = demoStaff.findIndex((s) => s.login === login);
  const birth = `198801${String((n % 28) + 1).padStart(2, '0')}`;
  return { name: demoStaff[n]?.name ?? '', idNumber: demoNumber(birth, String(101 + n)), birth };
}

let order = 700;
async function newOfficer(login: string, unit: string, roles: string[]): Promise<Client> {
  order += 1;
  await addStaff(server.world.db, {
    login, name: '样张员', idNumber: demoNumber('19880601', String(order)), unit, roles,
    password: demoPassword, by: 'test',
  }, server.world.clock.today());
  return cast.officer(login);
}

describe('two officers at once', () => {
  test('the second is told who did what and when; the case moved once', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    const clerks = [await cast.officer('health.clerk'), await newOfficer('health.second', 'health-commission', ['clerk'])];
    const answers = await Promise.all(clerks.map((c) => c.call('cases.accept', { id })));
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409]);
    const told = answers.find((a) => a.status === 409)?.body.error;
    expect(told).toMatchObject({ code: 'wrong-state', details: { action: 'accept' } });
    expect(told?.message).toMatch(/^(林悦|样张员) 在 \d\d:\d\d 已经“受理”。/);
    const { body } = await clerks[0]!.call('cases.case', { id });
    expect(body.log.filter((l) => l.action === 'accept')).toHaveLength(1);
  });

  test('who looked before something happened is told to look again, even where the act were allowed', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    const clerk = await cast.officer('health.clerk');
    const { body } = await clerk.call('cases.case', { id });
    await clerk.call('cases.raise', { id, reason: '请部门看一下' });
    const late = await clerk.call('cases.accept', { id, seen: body.seq });
    expect([late.status, late.body.error?.code]).toEqual([409, 'moved-on']);
    expect(late.body.error?.message).toContain('提请部门研究');
    expect((await clerk.call('cases.accept', { id, seen: body.seq + 1 })).status).toBe(200);
  });

  test('one officer twice with one key: one act, one answer', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    const clerk = await cast.officer('health.clerk');
    const key = crypto.randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => clerk.call('cases.accept', { id }, { key })));
    expect(new Set(answers.map((a) => `${a.status} ${JSON.stringify(a.body)}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  test('a preview tells what would come, and keeps nothing', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    const clerk = await cast.officer('health.clerk');
    const before = (await clerk.call('cases.case', { id })).body;
    const seen = await clerk.call('cases.accept', { id, preview: true });
    expect(seen.body).toMatchObject({ state: 'accepted', foreseen: { stateName: { zh: '已受理' } } });
    expect(seen.body.foreseen?.papers.map((p) => p.zh)).toEqual(['受理通知书']);
    const after = (await clerk.call('cases.case', { id })).body;
    expect([after.state, after.seq, after.papers.length]).toEqual([before.state, before.seq, before.papers.length]);
  });
});

describe('claiming', () => {
  test('what one has in hand another cannot take; handed back he can', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    const first = await cast.officer('health.reviewer');
    const second = await newOfficer('health.reviewer2', 'health-commission', ['reviewer']);
    expect((await first.call('cases.claim', { id })).status).toBe(200);
    for (const answer of [await second.call('cases.claim', { id }), await second.call('cases.review', { id })]) {
      expect([answer.status, answer.body.error?.code]).toEqual([409, 'taken']);
      expect(answer.body.error?.message).toContain('林森');
    }
    const mine = await first.call('cases.queue', { box: 'mine' });
    expect(mine.body.rows.map((r) => r.id)).toEqual([id]);
    expect(mine.body.rows[0]?.owner).toEqual({ name: '林森', me: true });
    expect((await first.call('cases.hand-back', { id })).status).toBe(200);
    expect((await second.call('cases.review', { id })).status).toBe(200);
    expect((await second.call('cases.case', { id })).body.owner).toBeNull();
  });

  test('two claim at once: one has it', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    const officers = await Promise.all(['health.reviewer', 'health.clerk', 'health.decider'].map(cast.officer));
    const answers = await Promise.all(officers.map((o) => o.call('cases.claim', { id })));
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409, 409]);
  });

  test('applicants learn the officer’s role, not his whole name', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    const { body } = await (await cast.acting('bathHouse', 'bathHouse')).call('cases.case', { id });
    const accept = body.log.find((l) => l.action === 'accept');
    expect(accept?.by.role.zh).toBe('窗口人员');
    expect(accept?.by.name).toMatch(/^林\*+$/);
    expect(JSON.stringify(body)).not.toContain('林悦');
  });
});

describe('nobody handles his own case', () => {
  test('an officer who is the applicant', async () => {
    const { name, idNumber } = numberOf('civil.reviewer');
    const client = server.client();
    const registered = await client.call('identity.register',
      { name, idNumber, phone: '15388880001', password: demoPassword });
    expect(registered.status).toBe(200);
    await client.call('identity.me', {});
    const { case: id } = await file(client, 'disability-allowance');
    expect((await (await cast.officer('civil.clerk')).call('cases.accept', { id })).status).toBe(200);
    const reviewer = await cast.officer('civil.reviewer');
    for (const answer of [
      await reviewer.call('cases.review', { id }), await reviewer.call('cases.claim', { id }),
      await reviewer.call('cases.propose-refusal', { id, reason: '不符合条件', cites: ['disinfection-room'] }),
    ]) expect([answer.status, answer.body.error?.code]).toEqual([403, 'own-case']);
    const view = await reviewer.call('cases.case', { id });
    expect(view.body.actions.filter((a) => a.allowed)).toEqual([]);
  });

  test('an officer who stands among the performers, by his identity number alone', async () => {
    const { idNumber } = numberOf('culture.reviewer');
    const company = await cast.acting('representative', 'performance');
    const { case: id } = await file(company, 'commercial-performance', { facts: {
      'performer[0].id-number': idNumber, 'performer[0].birth-date': birthDate(idNumber), 'performer[0].name': '艺名',
    } });
    expect((await (await cast.officer('culture.clerk')).call('cases.accept', { id })).status).toBe(200);
    const reviewer = await cast.officer('culture.reviewer');
    const answer = await reviewer.call('cases.review', { id });
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'own-case']);
    const other = await newOfficer('culture.reviewer2', 'culture-tourism-bureau', ['reviewer']);
    expect((await other.call('cases.review', { id })).status).toBe(200);
  });
});

const birthDate = (n: string): string => `${n.slice(6, 10)}-${n.slice(10, 12)}-${n.slice(12, 14)}`;

describe('four eyes', () => {
  test('who reviewed does not decide, though he has both roles', async () => {
    const both = await newOfficer('health.both', 'health-commission', ['reviewer', 'decider']);
    const id = await caseIn(server, cast, { state: 'accepted' });
    expect((await both.call('cases.review', { id })).status).toBe(200);
    const own = await both.call('cases.decide', { id, outcome: 'grant' });
    expect([own.status, own.body.error?.code]).toEqual([403, 'same-person']);
    const view = await both.call('cases.case', { id });
    expect(view.body.actions.find((a) => a.action === 'decide')).toMatchObject({ allowed: false, why: expect.stringContaining('另一个人') });
    const other = await cast.officer('health.decider');
    expect((await other.call('cases.decide', { id, outcome: 'grant' })).status).toBe(200);
  });

  test('nor does one with both roles get there by way of a special procedure', async () => {
    const both = await cast.officer('health.both');
    const id = await caseIn(server, cast, { state: 'accepted' });
    await both.call('cases.start-procedure', { id, procedure: 'water-test', reason: '抽样检测水质', staff: ['林森', '何康'] });
    expect((await both.call('cases.end-procedure', { id, result: '水质合格' })).status).toBe(200);
    const answer = await both.call('cases.decide', { id, outcome: 'grant' });
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'not-reviewed']);
  });

  test('a refusal needs the reviewer’s proposal and reasons', async () => {
    const id = await caseIn(server, cast, { state: 'in-review' });
    const decider = await cast.officer('health.decider');
    const bare = await decider.call('cases.decide', { id, outcome: 'refuse' });
    expect([bare.status, bare.body.error?.code]).toEqual([400, 'no-reason']);
    const alone = await decider.call('cases.decide', { id, outcome: 'refuse', reason: '布局不符合要求' });
    expect([alone.status, alone.body.error?.code]).toEqual([409, 'not-proposed']);
    const reviewer = await cast.officer('health.reviewer');
    expect((await reviewer.call('cases.propose-refusal', { id, reason: '布局不符合要求', cites: ['disinfection-room'] })).status).toBe(200);
    const refused = await decider.call('cases.decide', { id, outcome: 'refuse', reason: '布局不符合要求' });
    expect(refused.body).toMatchObject({ state: 'decided' });
    expect((await decider.call('cases.issue', { id })).status).toBe(409);
    expect(await fetchResult(server, await cast.acting('bathHouse', 'bathHouse'), id)).toBe('closed');
    const { body } = await (await cast.acting('bathHouse', 'bathHouse')).call('cases.case', { id });
    expect(body.outcome).toBe('refuse');
    expect(body.licence).toBeNull();
    expect(body.log.find((l) => l.action === 'decide')?.reason).toBe('布局不符合要求');
  });

  test('the counter says no nowhere: each negative act is refused with another way', async () => {
    const clerk = await cast.officer('health.clerk');
    const received = await caseIn(server, cast, { state: 'received' });
    const inReview = await caseIn(server, cast, { state: 'in-review' });
    const reason = '材料不符合要求';
    for (const answer of [
      await clerk.call('cases.not-accept', { id: received, reason }),
      await clerk.call('cases.terminate', { id: received, reason }),
      await clerk.call('cases.propose-refusal', { id: inReview, reason }),
      await clerk.call('cases.decide', { id: inReview, outcome: 'refuse', reason }),
    ]) {
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'not-your-role']);
      expect(answer.body.error?.message).toContain('补正');
    }
    const { body } = await clerk.call('cases.case', { id: received });
    const shown = body.actions.map((a) => a.action);
    for (const negative of ['not-accept', 'terminate', 'propose-refusal', 'decide']) expect(shown).not.toContain(negative);
    expect((await clerk.call('cases.raise', { id: received, reason })).status).toBe(200);
  });
});

test('everything holds afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
