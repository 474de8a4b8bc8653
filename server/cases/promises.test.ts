/** Promises over HTTP: materials that come later, conditions taken on a word, and what follows from a broken one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { castOf, fetchResult } from '../../tests/matrix/cast.ts';
import { fillDraft, smallPdf } from '../../tests/people.ts';
import { promising, publishWith } from '../../tests/publish-with.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { sql } from '#base';
import { archiveEnded } from './archive.ts';
import { audit } from './audit.ts';
import { changeLights } from './change-lights.ts';

const item = 'bath-house-hygiene';
const reason = '核对之后认为应当这样办理';
let server: TestServer;
let firm: Client;
let clerk: Client;
let reviewer: Client;
let decider: Client;
const cast = castOf(() => server);
const on = (date: string): void => server.world.clock.set(`${date}T10:00:00+08:00`);

beforeAll(async () => {
  server = await testServer();
  on('2026-11-23');
  await publishWith(server, item, promising);
  [firm, clerk, reviewer, decider] = await Promise.all([cast.acting('bathHouse', 'bathHouse'),
    cast.officer('health.clerk'), cast.officer('health.reviewer'), cast.officer('health.decider')]);
});
beforeEach(() => on('2026-11-23'));
afterAll(() => server?.close());

/** Filed without the drawings, which may come later. */
async function filed(): Promise<string> {
  const draft = await fillDraft(firm, item);
  const { status, body } = await firm.call('cases.submit', { id: draft.id, declared: true, again: true, later: true });
  expect([status, body.error]).toEqual([200, undefined]);
  return body.case;
}

async function promiseOf(id: string, kind = 'later') {
  const { body } = await reviewer.call('cases.case', { id });
  const found = body.promises.find((p) => p.kind === kind);
  if (!found) throw new Error(`no promise in ${id}`);
  return found;
}

const upload = (id: string) => firm.call('cases.upload-supplement', { id, material: 'premises-drawings', name: '图纸.pdf' },
  { file: smallPdf(), type: 'application/pdf' });

describe('what comes later (容缺受理)', () => {
  test('nothing is filed without it unless he promises; the promise runs from acceptance', async () => {
    const draft = await fillDraft(firm, item);
    const seen = await firm.call('cases.draft', { id: draft.id });
    expect(seen.body.later.map((l) => l.material)).toEqual(['premises-drawings']);
    expect(seen.body.later[0]?.words).toContain('5 个工作日内补交');
    const silent = await firm.call('cases.submit', { id: draft.id, declared: true, again: true });
    expect([silent.status, silent.body.error?.fields?.map((f) => f.at)]).toEqual([400, ['premises-drawings']]);
    const done = await firm.call('cases.submit', { id: draft.id, declared: true, again: true, later: true });
    const id = done.body.case;
    expect(await promiseOf(id)).toMatchObject({ state: 'offered', due: null });
    const before = await upload(id);
    expect([before.status, before.body.error?.code]).toEqual([409, 'wrong-state']);
    expect((await clerk.call('cases.accept', { id })).status).toBe(200);
    expect(await promiseOf(id)).toMatchObject({ state: 'open', due: '2026-11-30', late: false });
    const { body } = await firm.call('cases.case', { id });
    expect(body.papers.map((p) => p.kind)).toEqual(['receipt', 'promise', 'acceptance']);
    await firm.call('cases.withdraw', { id });
    expect(await promiseOf(id)).toMatchObject({ state: 'void' });
  });

  test('no grant before it came; handed in it is kept', async () => {
    const id = await filed();
    await clerk.call('cases.accept', { id });
    await reviewer.call('cases.review', { id });
    const early = await decider.call('cases.decide', { id, outcome: 'grant' });
    expect([early.status, early.body.error?.code, early.body.error?.fields?.[0]?.at])
      .toEqual([409, 'promise-open', 'premises-drawings']);
    const nothing = await firm.call('cases.hand-in-later', { id });
    expect([nothing.status, nothing.body.error?.code]).toEqual([400, 'incomplete']);
    const other = await firm.call('cases.upload-supplement', { id, material: 'equipment-list', name: 'x.pdf' },
      { file: smallPdf(), type: 'application/pdf' });
    expect(other.status).toBe(409);
    expect((await upload(id)).status).toBe(200);
    const byClerk = await clerk.call('cases.hand-in-later', { id });
    expect([byClerk.status, byClerk.body.error?.code]).toEqual([403, 'applicant-mends']);
    expect((await firm.call('cases.hand-in-later', { id })).status).toBe(200);
    expect(await promiseOf(id)).toMatchObject({ state: 'kept' });
    const again = await firm.call('cases.hand-in-later', { id });
    expect([again.status, again.body.error?.code]).toEqual([409, 'nothing-promised']);
    expect((await decider.call('cases.decide', { id, outcome: 'grant' })).status).toBe(200);
  });

  test('overdue it stands in the ledger, ends the case, closes promising, and can be put right', async () => {
    const id = await filed();
    await clerk.call('cases.accept', { id });
    const soon = await decider.call('cases.terminate', { id, reason, ground: 'promise-not-kept' });
    expect([soon.status, soon.body.error?.code]).toEqual([409, 'not-yet']);
    on('2026-12-01');
    const { body: due } = await reviewer.call('cases.promises', { box: 'due' });
    expect(due.rows.map((p) => [p.case, p.late])).toEqual([[id, true]]);
    expect(due.counts.due).toBe(1);
    const draft = await fillDraft(firm, item);
    const blocked = await firm.call('cases.submit', { id: draft.id, declared: true, again: true, later: true });
    expect([blocked.status, blocked.body.error?.code]).toEqual([409, 'promise-broken']);
    expect((await decider.call('cases.terminate', { id, reason, ground: 'promise-not-kept' })).status).toBe(200);
    const broken = await promiseOf(id);
    expect(broken.state).toBe('broken');
    const shown = await firm.call('cases.draft', { id: draft.id });
    expect(shown.body.promise.blocked?.zh).toContain('没有兑现');
    const chosen = await firm.call('cases.save', { id: draft.id, facts: {}, promise: true }, { version: shown.body.version });
    expect([chosen.status, chosen.body.error?.code]).toEqual([409, 'promise-broken']);
    const notHis = await reviewer.call('cases.repair-promise', { id: broken.id, reason });
    expect(notHis.status).toBe(403);
    expect((await decider.call('cases.repair-promise', { id: broken.id, reason })).body.state).toBe('repaired');
    const now = await firm.call('cases.submit', { id: draft.id, declared: true, again: true, later: true });
    expect(now.status).toBe(200);
    const elsewhere = await (await cast.officer('culture.reviewer')).call('cases.promises', { box: 'all' });
    expect(elsewhere.body.rows).toEqual([]);
  });
});

describe('on his word (告知承诺)', () => {
  async function promised(): Promise<string> {
    const { body: begun } = await firm.call('cases.start', { item });
    const chosen = await firm.call('cases.save', { id: begun.id, facts: {}, promise: true }, { version: begun.version });
    expect(chosen.body.promise).toMatchObject({ offered: true, chosen: true });
    await firm.call('cases.discard', { id: begun.id });
    const draft = await fillDraft(firm, item);
    const { body: now } = await firm.call('cases.draft', { id: draft.id });
    const document = now.documents.find((d) => d.material === 'hygiene-rules-document');
    await firm.call('cases.remove-document', { id: draft.id, document: document?.id ?? '' });
    const lacking = await firm.call('cases.draft', { id: draft.id });
    expect(lacking.body.missing.map((m) => m.on)).toEqual(['hygiene-rules-document']);
    const saved = await firm.call('cases.save', { id: draft.id, facts: {}, promise: true }, { version: now.version });
    expect(saved.body.missing).toEqual([]);
    await firm.call('cases.upload', { id: draft.id, material: 'premises-drawings', name: 'a.pdf' },
      { file: smallPdf(), type: 'application/pdf' });
    const { status, body } = await firm.call('cases.submit', { id: draft.id, declared: true, again: true });
    expect([status, body.error]).toEqual([200, undefined]);
    return body.case;
  }

  test('granted at once, checked later, kept', async () => {
    const id = await promised();
    const byClerk = await clerk.call('cases.grant-on-promise', { id });
    expect(byClerk.status).toBe(403);
    const done = await reviewer.call('cases.grant-on-promise', { id });
    expect([done.status, done.body.state]).toEqual([200, 'licence-made']);
    const told = await promiseOf(id, 'told');
    expect(told).toMatchObject({ state: 'open', due: '2026-12-23' });
    expect((await reviewer.call('cases.check-promise', { id: told.id, outcome: 'kept', found: '现场看过，与承诺一致' })).status).toBe(200);
    expect(await promiseOf(id, 'told')).toMatchObject({ state: 'kept', found: '现场看过，与承诺一致' });
    const twice = await reviewer.call('cases.check-promise', { id: told.id, outcome: 'untrue', found: '现场看过不一致' });
    expect([twice.status, twice.body.error?.code]).toEqual([409, 'wrong-state']);
  });

  test('untrue: another decides, the licence is annulled, he is told with remedies, the promise is broken', async () => {
    const id = await promised();
    await reviewer.call('cases.grant-on-promise', { id });
    const told = await promiseOf(id, 'told');
    expect((await decider.call('cases.decide-breach', { id: told.id, outcome: 'revoke', reason })).status).toBe(409);
    await reviewer.call('cases.check-promise', { id: told.id, outcome: 'untrue', found: '现场没有卫生管理制度' });
    expect((await reviewer.call('cases.decide-breach', { id: told.id, outcome: 'revoke', reason })).status).toBe(403);
    const mend = await decider.call('cases.decide-breach', { id: told.id, outcome: 'mend', reason, days: 5 });
    expect(mend.body.state).toBe('open');
    expect(await promiseOf(id, 'told')).toMatchObject({ due: '2026-11-30' });
    await reviewer.call('cases.check-promise', { id: told.id, outcome: 'untrue', found: '整改之后仍没有制度' });
    const done = await decider.call('cases.decide-breach', { id: told.id, outcome: 'revoke', reason });
    expect([done.status, done.body.state]).toEqual([200, 'broken']);
    const { body } = await firm.call('cases.case', { id });
    expect(body.licence?.state).toBe('revoked');
    await server.drain();
    const inbox = await firm.call('messages.list', {});
    const words = inbox.body.messages.map((m) => JSON.stringify(m)).find((m) => m.includes('承诺不实：'));
    expect(words).toMatch(/撤销.*行政复议.*行政诉讼/s);
    await decider.call('cases.repair-promise', { id: told.id, reason });
    // All of it stands in the chain of the case, and each step has its paper.
    const { body: after } = await firm.call('cases.case', { id });
    expect(after.log.slice(-6).map((row) => row.action)).toEqual(
      ['grant-on-promise', 'check-promise', 'order-mending', 'check-promise', 'annul', 'restore-promise']);
    expect(after.papers.slice(-5).map((p) => p.name.zh)).toEqual([
      '承诺核查结果通知书', '责令改正通知书', '承诺核查结果通知书', '撤销决定书', '承诺补正确认书']);
    const { rows } = await sql<{ kind: string; content: Record<string, unknown>; template: string }>`select kind,
      content, template from cases.paper where "case" = ${id} and kind in ('rectification', 'revocation')
      order by kind`.execute(server.world.db);
    expect(rows.map((r) => r.template)).toEqual(['rectification@1', 'revocation@1']);
    expect(rows[0]?.content).toMatchObject({ due: '2026-11-30', found: '现场没有卫生管理制度', reason });
    expect(rows[1]?.content).toMatchObject({ found: '整改之后仍没有制度', licenceNumber: expect.stringMatching(/\S/) });
    await server.drain();
    const ready = (await firm.call('cases.case', { id })).body.papers;
    expect(ready.filter((p) => !p.ready)).toEqual([]);
  });

  test('overdue and nobody looked: the light of the closed case turns, the supervisor sees it; checked, it goes out', async () => {
    const id = await promised();
    await reviewer.call('cases.grant-on-promise', { id });
    expect(await fetchResult(server, firm, id)).toBe('closed');
    const told = await promiseOf(id, 'told');
    const shown = async () => (await reviewer.call('cases.case', { id })).body.light;
    expect(await shown()).toBe('none');
    on('2026-12-22');
    expect(await shown()).toBe('yellow');
    on('2026-12-24');
    expect(await shown()).toBe('red');
    const supervisor = await cast.officer('supervisor');
    const before = await supervisor.call('cases.supervision', {});
    expect(before.body.promises.filter((p) => p.case === id)).toMatchObject([{ id: told.id, kind: 'told', due: '2026-12-23' }]);
    await changeLights(server.world);
    const events = (await supervisor.call('cases.supervision', {})).body.events.filter((e) => e.case === id);
    expect(events).toMatchObject([{ to: 'red', due: '2026-12-23' }]);
    expect((await reviewer.call('cases.check-promise', { id: told.id, outcome: 'kept', found: '现场看过，与承诺一致' })).status).toBe(200);
    expect(await shown()).toBe('none');
    expect((await supervisor.call('cases.supervision', {})).body.promises.filter((p) => p.case === id)).toEqual([]);
  });

  test('a closed case is not put away while its promise is to be checked', async () => {
    const id = await promised();
    await reviewer.call('cases.grant-on-promise', { id });
    await fetchResult(server, firm, id);
    on('2027-03-01');
    await archiveEnded(server.world);
    const state = async () => (await firm.call('cases.case', { id })).body.state;
    expect(await state()).toBe('closed');
    const told = await promiseOf(id, 'told');
    await reviewer.call('cases.check-promise', { id: told.id, outcome: 'kept', found: '现场看过，与承诺一致' });
    await archiveEnded(server.world);
    expect(await state()).toBe('archived');
  });

  test('a promise changed behind the log is found', async () => {
    const id = await promised();
    await reviewer.call('cases.grant-on-promise', { id });
    const told = await promiseOf(id, 'told');
    await sql`update cases.promise set state = 'kept' where id = ${told.id}`.execute(server.world.db);
    expect((await audit(server.world)).faults).toEqual([expect.stringContaining(`承诺 ${told.id} 记的是 kept`)]);
    await sql`update cases.promise set state = 'open' where id = ${told.id}`.execute(server.world.db);
    expect((await audit(server.world)).faults).toEqual([]);
  });

  test('who did not choose it is not granted on it', async () => {
    const id = await filed();
    const answer = await reviewer.call('cases.grant-on-promise', { id });
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'not-promised']);
  });
});

test('the log folds, papers exist, the chain holds', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
