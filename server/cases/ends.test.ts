/** How cases end: taken back, terminated, not accepted, settled, paid; and the papers of each step. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkPdf, sql } from '#base';
import { castOf, caseIn, fetchResult } from '../../tests/matrix/cast.ts';
import { file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
beforeEach(() => server.world.clock.set('2026-11-23T10:00:00+08:00'));
afterAll(() => server?.close());

const reason = '申请单位已经注销';
const street = { facts: { 'applicant.residence-street': '310107022' } };

describe('withdrawing', () => {
  test.each(['received', 'accepted', 'in-review'])('from %s, by the applicant; all clocks stop for good', async (state) => {
    const id = await caseIn(server, cast, { state });
    const applicant = await cast.acting('bathHouse', 'bathHouse');
    const done = await applicant.call('cases.withdraw', { id, reason: '不办了' });
    expect(done.body).toMatchObject({ state: 'withdrawn' });
    const { rows } = await sql<{ state: string }>`select distinct state from cases.deadline
      where "case" = ${id} and state in ('open', 'stopped')`.execute(server.world.db);
    expect(rows).toEqual([]);
    expect((await applicant.call('cases.withdraw', { id })).status).toBe(409);
    expect((await (await cast.officer('health.clerk')).call('cases.accept', { id })).status).toBe(409);
  });

  test('not after the decision, and not by the counter', async () => {
    const id = await caseIn(server, cast, { state: 'decided' });
    const applicant = await cast.acting('bathHouse', 'bathHouse');
    const late = await applicant.call('cases.withdraw', { id });
    expect([late.status, late.body.error?.code]).toEqual([409, 'wrong-state']);
    const received = await caseIn(server, cast, { state: 'received' });
    expect((await (await cast.officer('health.clerk')).call('cases.withdraw', { id: received })).status).toBe(403);
  });

  test('though an officer has it in hand', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    await (await cast.officer('health.clerk')).call('cases.claim', { id });
    const done = await (await cast.acting('bathHouse', 'bathHouse')).call('cases.withdraw', { id });
    expect(done.body).toMatchObject({ state: 'withdrawn' });
  });
});

describe('terminating', () => {
  test('with a reason, by reviewer or decider; not while the time for a supplement still runs', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    const clerk = await cast.officer('health.clerk');
    const reviewer = await cast.officer('health.reviewer');
    expect((await reviewer.call('cases.terminate', { id, reason: '无' })).status).toBe(400);
    // Before a supplement is overdue it would be a refusal by one person.
    expect((await reviewer.call('cases.terminate', { id, reason })).status).toBe(403);
    await clerk.call('cases.ask-supplement', { id, points: [{ at: 'bath-house.area', message: '请核对建筑面积' }] });
    const early = await reviewer.call('cases.terminate', { id, reason });
    expect([early.status, early.body.error?.code]).toEqual([409, 'not-yet']);
    server.world.clock.set('2026-12-14T10:00:00+08:00');
    expect((await reviewer.call('cases.terminate', { id, reason })).status).toBe(409);
    server.world.clock.set('2026-12-15T10:00:00+08:00');
    const done = await reviewer.call('cases.terminate', { id, reason });
    expect(done.body).toMatchObject({ state: 'terminated' });
    const { body } = await (await cast.acting('bathHouse', 'bathHouse')).call('cases.case', { id });
    expect(body.log.at(-1)).toMatchObject({ action: 'terminate', reason });
    expect(body.papers.map((p) => p.kind)).toEqual(['receipt', 'supplement', 'termination']);
  });
});

test('not accepted: reasons, where to go, and the way to review and lawsuit on the paper', async () => {
  const id = await caseIn(server, cast, { state: 'received' });
  const decider = await cast.officer('health.decider');
  const done = await decider.call('cases.not-accept', { id, reason: '不属于本机关职权', goTo: '区市场监管局' });
  expect(done.body).toMatchObject({ state: 'not-accepted' });
  const { rows } = await sql<{ content: Record<string, unknown> }>`select content from cases.paper
    where "case" = ${id} and kind = 'not-accepted'`.execute(server.world.db);
  expect(rows[0]?.content).toMatchObject({ reason: '不属于本机关职权', goTo: '区市场监管局' });
});

describe('settling at once', () => {
  test('refuses while a condition is not true, saying which and what to do instead', async () => {
    const { client } = await cast.newcomer('样张十', '19800101');
    const id = await olderThanHeIs(client);
    const clerk = await cast.officer('zhenru.clerk');
    const answer = await clerk.call('cases.settle', { id });
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'conditions']);
    expect(answer.body.error?.fields?.map((f) => f.at)).toEqual(['old-enough']);
    expect(answer.body.error?.message).toMatch(/补正|研究/);
    expect((await clerk.call('cases.case', { id })).body.state).toBe('received');
  });

  test('accepts, decides, makes the licence and closes in one act', async () => {
    const filed = await file(await cast.citizen('senior'), 'senior-meals', street);
    const clerk = await cast.officer('zhenru.clerk');
    expect((await clerk.call('cases.settle', { id: filed.case })).body).toMatchObject({ state: 'licence-made' });
    const { body } = await clerk.call('cases.case', { id: filed.case });
    expect(body.log.map((l) => l.action)).toEqual(['submit', 'receive', 'settle']);
    expect(body.deadlines.filter((d) => d.state === 'open')).toEqual([]);
    expect((await clerk.call('cases.settle', { id: filed.case })).status).toBe(409);
  });
});

/** A case filed by somebody who is too young: the clock of the law stands years later while he files. */
async function olderThanHeIs(client: Client): Promise<string> {
  server.world.clock.set('2041-01-07T10:00:00+08:00');
  const { case: id } = await file(client, 'senior-meals', street);
  server.world.clock.set('2026-11-23T10:00:00+08:00');
  return id;
}

test('an allowance ends in one order to pay, with amount, payee and account', async () => {
  const id = await caseIn(server, cast, { item: 'disability-allowance', state: 'pay-ordered' });
  const { rows } = await sql<Record<string, unknown>>`select amount::text, every, payee, account
    from cases.payment where "case" = ${id}`.execute(server.world.db);
  expect(rows).toEqual([{ amount: expect.stringMatching(/^\d{2,4}(\.\d\d?)?$/), every: 'month',
    payee: '赵平', account: expect.stringMatching(/^\d{16,19}$/) }]);
  const decider = await cast.officer('civil.decider');
  expect((await decider.call('cases.pay-order', { id })).status).toBe(409);
  expect((await decider.call('cases.issue', { id })).status).toBe(409);
});

describe('papers', () => {
  test('each step has its own, numbered once in the world, signed, and openable by both sides', async () => {
    const id = await caseIn(server, cast, { item: 'commercial-performance', state: 'licence-made' });
    const applicant = await cast.acting('representative', 'performance');
    const waiting = (await applicant.call('cases.case', { id })).body.papers;
    const early = await applicant.call('cases.file', { id: waiting[0]?.id ?? '' });
    expect([early.status, early.body.error?.code]).toEqual([409, 'being-made']);
    expect(await fetchResult(server, applicant, id)).toBe('closed');
    const { papers } = (await applicant.call('cases.case', { id })).body;
    expect(papers.map((p) => [p.kind, p.ready])).toEqual(
      [['receipt', true], ['acceptance', true], ['grant', true], ['delivery', true]]);
    for (const paper of papers) {
      for (const client of [applicant, await cast.officer('culture.clerk')]) {
        const { status, headers, body } = await client.call('cases.file', { id: paper.id });
        expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
        expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain(`${paper.name.zh} `);
        const { bytes } = body as unknown as { bytes: Buffer };
        expect(bytes.toString('latin1', 0, 5)).toBe('%PDF-');
        expect(checkPdf(bytes)).toMatchObject({ signed: true, intact: true });
      }
    }
    expect((await (await cast.citizen('senior')).call('cases.file', { id: papers[0]?.id ?? '' })).status).toBe(404);
  });

  test('no number stands on two papers, no paper without its file', async () => {
    await server.drain();
    const { rows } = await sql<{ papers: number; numbers: number; made: number; kinds: number }>`select
      count(*)::int as papers, count(distinct number)::int as numbers, count(file)::int as made,
      count(distinct kind)::int as kinds from cases.paper`.execute(server.world.db);
    expect(rows[0]?.numbers).toBe(rows[0]?.papers);
    expect(rows[0]?.made).toBe(rows[0]?.papers);
    expect(rows[0]?.kinds).toBeGreaterThan(7);
  });
});

test('everything holds afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
