/** Beside the course, over HTTP: hearings, records, questions, notes, opinions, own documents, sending back, levels. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { smallPdf } from '../../tests/people.ts';
import { promising, publishWith } from '../../tests/publish-with.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

const reason = '核对之后认为应当这样办理';
const cites = ['disinfection-room'];
let server: TestServer;
let firm: Client;
let clerk: Client;
let reviewer: Client;
let decider: Client;
let other: Client;
const cast = castOf(() => server);
const on = (date: string): void => server.world.clock.set(`${date}T10:00:00+08:00`);

beforeAll(async () => {
  server = await testServer();
  on('2026-11-23');
  // Everything a bath-house can have, but for the material that comes later.
  await publishWith(server, 'bath-house-hygiene', promising.slice(1));
  [firm, clerk, reviewer, decider, other] = await Promise.all([cast.acting('bathHouse', 'bathHouse'),
    cast.officer('health.clerk'), cast.officer('health.reviewer'), cast.officer('health.decider'),
    cast.officer('culture.reviewer')]);
});
beforeEach(() => on('2026-11-23'));
afterAll(() => server?.close());

/** Reaches behind the pages, for what only time or another officer could bring about. */
const sqlRows = <T>(text: string) => sql.raw<T>(text).execute(server.world.db);

const code = (answer: { status: number; body: { error?: { code: string } } }): unknown =>
  [answer.status, answer.body.error?.code];

describe('special procedures', () => {
  const inspection = { procedure: 'on-site-inspection', reason, staff: ['林悦', '林森'] };

  test('two at once, a stranger, a party: each refused with words', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    const stranger = await reviewer.call('cases.start-procedure', { id, ...inspection, staff: ['林森', '陈静'] });
    expect(code(stranger)).toEqual([400, 'unknown-staff']);
    expect(stranger.body.error?.message).toContain('陈静');
    expect((await reviewer.call('cases.start-procedure', { id, ...inspection })).status).toBe(200);
    const second = await reviewer.call('cases.start-procedure', { id, ...inspection, procedure: 'water-test' });
    expect(code(second)).toEqual([409, 'wrong-state']);
    expect(second.body.error?.message).toContain('特别程序中');
  });

  test('an inspection leaves a record by review point; one over its day is late; then the review goes on', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    await reviewer.call('cases.start-procedure', { id, ...inspection });
    const find = async () => (await reviewer.call('cases.queue', { box: 'late' })).body.rows.some((row) => row.id === id);
    expect(await find()).toBe(false);
    on('2026-12-08');
    expect(await find()).toBe(true);
    const { body: late } = await reviewer.call('cases.case', { id });
    expect(late.stops).toMatchObject([{ procedure: 'on-site-inspection', late: true, until: null, staff: ['林悦', '林森'] }]);
    const end = { id, result: '现场核查完毕' };
    expect(code(await reviewer.call('cases.end-procedure', end))).toEqual([400, 'no-record']);
    const unknown = { point: 'no-such-point', holds: true, words: '看过了' };
    expect(code(await reviewer.call('cases.end-procedure', { ...end, findings: [unknown] }))).toEqual([400, 'unknown-point']);
    const twice = { point: 'pool-water-tested', holds: true, words: '看过了' };
    expect(code(await reviewer.call('cases.end-procedure', { ...end, findings: [twice, twice] }))).toEqual([400, 'unknown-point']);
    const done = await reviewer.call('cases.end-procedure', { ...end, findings: [
      twice, { point: 'disinfection-room', holds: false, words: '消毒间没有上下水' }] });
    expect([done.status, done.body.state]).toEqual([200, 'in-review']);
    const { body } = await firm.call('cases.case', { id });
    expect(body.stops[0]?.findings).toEqual([
      { point: 'pool-water-tested', name: expect.anything(), holds: true, words: '看过了' },
      { point: 'disinfection-room', name: expect.anything(), holds: false, words: '消毒间没有上下水' }]);
    expect(body.stops[0]?.staff).toEqual(['林*', '林*']);
    expect(code(await decider.call('cases.decide', { id, outcome: 'grant' }))).toEqual([409, 'not-reviewed']);
  });

  test('a hearing is told seven working days before, presided by another, minuted and signed', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    const hearing = { id, procedure: 'hearing', reason, staff: ['林悦'], heldOn: '2026-12-02', heldTime: '14:30',
      place: '区政务服务中心三楼', presider: '何康' };
    const ask = async (more: object) => reviewer.call('cases.start-procedure', { ...hearing, ...more });
    for (const [at, more] of [['place', { place: '' }], ['heldOn', { heldOn: undefined }], ['heldTime', { heldTime: undefined }],
      ['presider', { presider: undefined }], ['heldOn', { heldOn: '2026-12-01' }], ['presider', { presider: '林森' }],
    ] as const) {
      const no = await ask(more);
      expect([...code(no) as unknown[], no.body.error?.fields?.[0]?.at]).toEqual([400, 'hearing', at]);
    }
    expect((await ask({ heldOn: '2026-02-31' })).body.error?.fields?.[0]?.at).toBe('heldOn');
    expect((await ask({})).status).toBe(200);
    const { body: begun } = await firm.call('cases.case', { id });
    expect(begun.papers.map((p) => p.kind)).toContain('hearing');
    expect(begun.stops[0]).toMatchObject({ kind: 'hearing', place: '区政务服务中心三楼', heldAt: '2026-12-02T06:30:00.000Z' });
    const end = { id, result: '听证完毕，双方意见记录在案' };
    expect(code(await reviewer.call('cases.end-procedure', end))).toEqual([400, 'no-minutes']);
    const minutes = '主持人核对到场人员，申请人陈述，审查人员说明理由。';
    expect(code(await reviewer.call('cases.end-procedure', { ...end, minutes }))).toEqual([400, 'no-minutes']);
    expect((await reviewer.call('cases.end-procedure', { ...end, minutes, signed: true })).status).toBe(200);
    await server.drain();
    const { body } = await firm.call('cases.case', { id });
    expect(body.stops[0]?.minutes).toBe(minutes);
    expect(body.papers.every((p) => p.ready)).toBe(true);
  });
});

test('once the statutory day has passed nothing is extended any more', async () => {
  const id = await caseIn(server, cast, { state: 'in-review' });
  on('2027-02-10');
  const late = await decider.call('cases.extend', { id, reason });
  expect(code(late)).toEqual([409, 'over']);
});

describe('grounds of termination', () => {
  test('each has to hold, and a reviewer has only one', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    expect(code(await decider.call('cases.terminate', { id, reason }))).toEqual([400, 'no-ground']);
    expect(code(await decider.call('cases.terminate', { id, reason, ground: 'not-mended' }))).toEqual([409, 'not-yet']);
    expect(code(await decider.call('cases.terminate', { id, reason, ground: 'promise-not-kept' }))).toEqual([409, 'not-yet']);
    const received = await caseIn(server, cast, { state: 'received' });
    await clerk.call('cases.ask-supplement', { id: received, points: [{ at: 'bath-house.area', message: '请核对面积' }] });
    expect(code(await reviewer.call('cases.terminate', { id: received, reason, ground: 'subject-ended' }))).toEqual([403, 'not-your-role']);
    expect((await decider.call('cases.terminate', { id, reason, ground: 'object-gone' })).body.state).toBe('terminated');
  });
});

describe('refusals and who decides', () => {
  test('a proposal cites what is not met, with its law; the paper has it', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    expect(code(await reviewer.call('cases.propose-refusal', { id, reason }))).toEqual([400, 'no-cites']);
    expect(code(await reviewer.call('cases.propose-refusal', { id, reason, cites: ['x'] }))).toEqual([400, 'no-cites']);
    expect((await reviewer.call('cases.propose-refusal', { id, reason, cites })).status).toBe(200);
    expect((await decider.call('cases.decide', { id, outcome: 'refuse', reason })).status).toBe(200);
    await server.drain();
    const { rows } = await sqlRows<{ content: { cited: string[] } }>(`select content from cases.paper where "case" = '${id}' and kind = 'refusal'`);
    expect(rows[0]?.content.cited[0]).toMatch(/不符合“有消毒间和相应设施”（《.+》第十五条）/);
  });

  test('who reviewed earlier does not decide later either; the decider sends it back', async () => {
    const id = await caseIn(server, cast, { state: 'in-review' });
    expect(code(await clerk.call('cases.return-review', { id, reason }))).toEqual([403, 'not-your-role']);
    expect((await decider.call('cases.return-review', { id, reason })).status).toBe(200);
    expect(code(await decider.call('cases.return-review', { id, reason }))).toEqual([409, 'not-reviewed']);
    expect(code(await decider.call('cases.decide', { id, outcome: 'grant' }))).toEqual([409, 'not-reviewed']);
    const { rows: staff } = await sqlRows<{ account: string; subject: string }>(`select a.id as account, a.subject from identity.account a
      where a.login in ('health.reviewer', 'health.decider') order by a.login desc`);
    const [was, now] = staff;
    // The first reviewer's row, as if the one who decides now had been he.
    await sqlRows(`update cases.action set content = jsonb_set(content, '{set,reviewer}', '"${now?.subject}"')
      where "case" = '${id}' and action = 'review'`);
    await reviewer.call('cases.review', { id });
    const barred = await decider.call('cases.decide', { id, outcome: 'grant' });
    expect(code(barred)).toEqual([403, 'same-person']);
    const { body } = await decider.call('cases.case', { id });
    expect(body.actions.find((a) => a.action === 'decide')).toMatchObject({ allowed: false });
    await sqlRows(`update cases.action set content = jsonb_set(content, '{set,reviewer}', '"${was?.subject}"')
      where "case" = '${id}' and action = 'review'`);
    expect((await decider.call('cases.decide', { id, outcome: 'grant' })).status).toBe(200);
  });

  test('no more levels than declared: a second reviewer adds none', async () => {
    const id = await caseIn(server, cast, { state: 'in-review' });
    const { rows } = await sqlRows<{ subject: string }>(`select a.subject from identity.account a where a.login = 'health.clerk'`);
    const first = rows[0]?.subject ?? '';
    const { rows: was } = await sqlRows<{ reviewer: string }>(`select reviewer from cases.case where id = '${id}'`);
    const as = (who: string) => sqlRows(`with c as (update cases.case set reviewer = '${who}' where id = '${id}')
      update cases.action set content = jsonb_set(content, '{set,reviewer}', '"${who}"') where "case" = '${id}' and action = 'review'`);
    await as(first);
    const more = await reviewer.call('cases.review', { id });
    expect(code(more)).toEqual([409, 'levels']);
    expect(more.body.error?.message).toContain('2 级');
    await as(was[0]?.reviewer ?? '');
    expect((await reviewer.call('cases.review', { id })).status).toBe(200);
  });
});

describe('questions and notes', () => {
  test('asked and answered while the clock runs; a note stays inside', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    await reviewer.call('cases.claim', { id });
    const before = (await firm.call('cases.case', { id })).body.due;
    expect(code(await firm.call('cases.answer-question', { id, answer: '好的' }))).toEqual([409, 'nothing-asked']);
    expect(code(await clerk.call('cases.ask-question', { id, question: '请问有几个浴池？' }))).toEqual([409, 'taken']);
    expect((await reviewer.call('cases.ask-question', { id, question: '请问有几个浴池？' })).status).toBe(200);
    expect((await clerk.call('cases.note', { id, note: '电话里说过是两个' })).status).toBe(200);
    const { body: mine } = await firm.call('cases.case', { id });
    expect([mine.asked, mine.due, mine.state, mine.needsYou]).toEqual([true, before, 'accepted', true]);
    expect(mine.talk.map((t) => [t.kind, t.words])).toEqual([['question', '请问有几个浴池？']]);
    expect(JSON.stringify(mine)).not.toContain('电话里说过');
    expect(mine.log.map((row) => row.action)).not.toContain('note');
    expect(code(await clerk.call('cases.answer-question', { id, answer: '两个' }))).toEqual([403, 'applicant-mends']);
    expect((await firm.call('cases.answer-question', { id, answer: '两个，都有循环设备' })).status).toBe(200);
    const { body } = await reviewer.call('cases.case', { id });
    expect([body.asked, body.owner?.me, body.talk.map((t) => t.kind)]).toEqual([false, true, ['question', 'note', 'answer']]);
    await reviewer.call('cases.hand-back', { id });
  });
});

describe('officers’ documents', () => {
  test('for officers only, or shared; what is no document is refused', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    const pdf = { file: smallPdf(), type: 'application/pdf' };
    expect((await reviewer.call('cases.attach', { id, name: '内部会议.pdf' }, pdf)).status).toBe(200);
    expect((await reviewer.call('cases.attach', { id, name: '现场照片.pdf', shared: 'yes' }, { ...pdf, file: smallPdf(1500) })).status).toBe(200);
    const bad = await reviewer.call('cases.attach', { id, name: 'a.pdf' }, { file: Buffer.from('MZ no document'), type: 'application/pdf' });
    expect(bad.status).toBe(400);
    const { body: theirs } = await reviewer.call('cases.case', { id });
    const { body: mine } = await firm.call('cases.case', { id });
    expect(theirs.ownDocuments.map((d) => d.name)).toEqual(['内部会议.pdf', '现场照片.pdf']);
    expect(mine.ownDocuments.map((d) => d.name)).toEqual(['现场照片.pdf']);
    const [inner, shared] = theirs.ownDocuments.map((d) => d.id);
    expect((await firm.call('cases.file', { id: inner ?? '' })).status).toBe(404);
    expect((await firm.call('cases.file', { id: shared ?? '' })).status).toBe(200);
    expect((await other.call('cases.file', { id: shared ?? '' })).status).toBe(404);
  });
});

describe('opinions of other units', () => {
  test('the asked unit sees what was shared, while it is asked, and the holder sees that it did', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    const ask = { id, unit: 'culture-tourism-bureau', question: '请就场所是否在演出场所内提出意见', shares: ['premises-drawings'] };
    expect(code(await reviewer.call('cases.ask-opinion', { ...ask, unit: 'health-commission' }))).toEqual([400, 'no-unit']);
    expect(code(await reviewer.call('cases.ask-opinion', { ...ask, unit: 'nowhere' }))).toEqual([400, 'no-unit']);
    expect(code(await reviewer.call('cases.ask-opinion', { ...ask, shares: ['x'] }))).toEqual([400, 'unknown-share']);
    expect((await other.call('cases.asked-opinions', {})).body.asked).toEqual([]);
    expect((await reviewer.call('cases.ask-opinion', ask)).status).toBe(200);
    expect(code(await reviewer.call('cases.ask-opinion', ask))).toEqual([409, 'asked-already']);
    const { body: list } = await other.call('cases.asked-opinions', {});
    const [asked] = list.asked;
    expect(asked).toMatchObject({ question: ask.question, due: '2026-11-30' });
    expect(JSON.stringify(list)).not.toContain('applicant');
    expect((await other.call('cases.case', { id })).status).toBe(404);
    const { body: one } = await other.call('cases.asked-opinion', { id: asked?.id ?? '' });
    expect(one.documents.map((d) => d.material)).toEqual(['premises-drawings']);
    expect(one.facts).toEqual({});
    const { body: whole } = await reviewer.call('cases.case', { id });
    const hidden = whole.documents.find((d) => d.material !== 'premises-drawings');
    expect((await other.call('cases.file', { id: one.documents[0]?.id ?? '' })).status).toBe(200);
    expect((await other.call('cases.file', { id: hidden?.id ?? '' })).status).toBe(404);
    const answer = { id: asked?.id ?? '', answer: 'conditions' as const, words: '须与演出场所分设出入口' };
    expect((await reviewer.call('cases.give-opinion', answer)).status).toBe(404);
    expect((await other.call('cases.give-opinion', answer)).status).toBe(200);
    expect((await other.call('cases.give-opinion', answer)).status).toBe(404);
    expect((await other.call('cases.asked-opinion', { id: asked?.id ?? '' })).status).toBe(404);
    expect((await other.call('cases.file', { id: one.documents[0]?.id ?? '' })).status).toBe(404);
    const { body } = await reviewer.call('cases.case', { id });
    expect(body.opinions).toMatchObject([{ answer: 'conditions', words: '须与演出场所分设出入口', answeredBy: '陈明' }]);
    const { body: ledger } = await firm.call('facts.ledger', {});
    expect(JSON.stringify(ledger)).toContain('受托答复意见');
    expect(JSON.stringify((await firm.call('cases.case', { id })).body)).not.toContain('分设出入口');
  });
});

test('the log folds and the papers exist', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
