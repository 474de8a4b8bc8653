/** Drafts: what was typed is kept, nobody overwrites unseen, and who one is cannot be changed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { castOf } from '../../tests/matrix/cast.ts';
import { demoPeople, fillDraft, smallPdf } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { dropOldDrafts } from './sweep.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

type Fact = { state: string; value?: unknown; source: string; grade: string };

async function begin(client: Client, item: string) {
  const { status, body } = await client.call('cases.start', { item });
  expect(status).toBe(200);
  return body;
}

describe('beginning', () => {
  test('what is known of the applicant is filled in with where it comes from', async () => {
    const draft = await begin(await cast.citizen('senior'), 'senior-meals');
    const facts = draft.facts as Record<string, Fact>;
    expect(facts['applicant.name']).toMatchObject({ value: demoPeople.senior.name, source: 'identity', grade: 'B' });
    expect(facts['applicant.id-number']).toMatchObject({ value: demoPeople.senior.idNumber, source: 'identity' });
    expect(facts['applicant.birth-date']).toMatchObject({ value: '1944-01-01' });
    expect(draft.version).toBe(1);
    expect(draft.for).toMatchObject({ kind: 'person', name: demoPeople.senior.name });
  });

  test('answers given on the guide come along', async () => {
    const client = await cast.citizen('senior');
    const answers = { 'ask.in-district': true, 'applicant.hukou-kind': 'local' };
    const { body } = await client.call('cases.start', { item: 'senior-meals', answers });
    const facts = body.facts as Record<string, Fact>;
    expect(facts['ask.in-district']).toMatchObject({ state: 'known', value: true, source: 'applicant', grade: 'D' });
  });

  test('a query needs no application; a company’s item needs the company’s name', async () => {
    const client = await cast.citizen('disabled');
    const query = await client.call('cases.start', { item: 'licensing-decision-query' });
    expect([query.status, query.body.error?.code]).toEqual([409, 'no-case']);
    const alone = await client.call('cases.start', { item: 'commercial-performance' });
    expect([alone.status, alone.body.error?.code]).toEqual([409, 'act-for-first']);
    const company = await cast.acting('representative', 'performance');
    const own = await company.call('cases.start', { item: 'senior-meals' });
    expect([own.status, own.body.error?.code]).toEqual([409, 'act-for-yourself']);
    const unknown = await client.call('cases.start', { item: 'no-such-item' });
    expect(unknown.status).toBe(404);
  });
});

describe('saving', () => {
  test('a page that did not see the last change is told, and overwrites nothing', async () => {
    const client = await cast.citizen('senior');
    const { id, version } = await begin(client, 'senior-meals');
    const first = await client.call('cases.save', { id, facts: { 'applicant.phone': '13900000001' } }, { version });
    expect([first.status, first.body.version]).toEqual([200, version + 1]);
    const late = await client.call('cases.save', { id, facts: { 'applicant.phone': '13900000002' } }, { version });
    expect(late.status).toBe(409);
    expect(late.body.error).toMatchObject({ code: 'stale', details: { version: version + 1 } });
    const without = await client.call('cases.save', { id, facts: { 'applicant.phone': '13900000003' } });
    expect(without.status).toBe(409);
    const { body } = await client.call('cases.draft', { id });
    expect((body.facts as Record<string, Fact>)['applicant.phone']?.value).toBe('13900000001');
  });

  test('two pages at once: one wins, the other is told', async () => {
    const client = await cast.citizen('senior');
    const { id, version } = await begin(client, 'senior-meals');
    const both = await Promise.all(['13900000011', '13900000012'].map((phone) =>
      client.call('cases.save', { id, facts: { 'applicant.phone': phone } }, { version })));
    expect(both.map((a) => a.status).toSorted()).toEqual([200, 409]);
  });

  test('what is no value yet is kept as it was typed, with what to do, and blocks only the submit', async () => {
    const client = await cast.citizen('senior');
    const { id, version } = await begin(client, 'senior-meals');
    const typed = { 'applicant.account': '6222', 'applicant.residence-address': '示范路 1 号' };
    const saved = await client.call('cases.save', { id, facts: typed }, { version });
    expect(saved.status).toBe(200);
    const { body } = await client.call('cases.draft', { id });
    expect(body.typed['applicant.account']).toMatchObject({ raw: '6222', problem: expect.stringMatching(/[\u4e00-\u9fff]/) });
    expect((body.facts as Record<string, Fact>)['applicant.residence-address']?.value).toBe('示范路 1 号');
    const submit = await client.call('cases.submit', { id, declared: true });
    expect(submit.status).toBe(400);
    expect(submit.body.error?.fields?.map((f) => f.at)).toContain('applicant.account');
  });

  test('emptied is unknown again, null is none', async () => {
    const client = await cast.citizen('senior');
    const { id, version } = await begin(client, 'senior-meals');
    const save = (facts: Record<string, never>, at: number) => client.call('cases.save', { id, facts }, { version: at });
    await save({ 'applicant.emergency-phone': '13900000005' } as never, version);
    const none = await save({ 'applicant.emergency-phone': null } as never, version + 1);
    expect((none.body.facts as Record<string, Fact>)['applicant.emergency-phone']?.state).toBe('none');
    const gone = await save({ 'applicant.emergency-phone': '__unknown__' } as never, version + 2);
    expect((gone.body.facts as Record<string, Fact>)['applicant.emergency-phone']).toBeUndefined();
  });

  test.each([
    ['applicant.name', '王小芳'], ['applicant.id-number', demoPeople.disabled.idNumber],
    ['applicant.birth-date', '1999-01-01'], ['applicant.name', null], ['applicant.name', '__unknown__'],
  ])('who one is was proved when one registered: %s cannot become %s', async (at, value) => {
    const client = await cast.citizen('senior');
    const { id, version } = await begin(client, 'senior-meals');
    const answer = await client.call('cases.save', { id, facts: { [at]: value } as never }, { version });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ code: 'proved', fields: [{ at }] });
  });

  test('an address that the item does not have is refused whole', async () => {
    const client = await cast.citizen('senior');
    const { id, version } = await begin(client, 'senior-meals');
    for (const at of ['applicant.salary', 'constructor', '__proto__', 'applicant[0].name', 'performer[3].name']) {
      const facts = { [at]: 'x', 'applicant.phone': '13900000009' };
      Object.defineProperty(facts, '__proto__', { value: 'x', enumerable: at === '__proto__' });
      const answer = await client.call('cases.save', { id, facts: facts as never }, { version });
      expect([answer.status, at]).toEqual([400, at]);
    }
    const { body } = await client.call('cases.draft', { id });
    expect(body.version).toBe(version);
  });
});

test('a smaller cast takes the facts of the members that are gone with it', async () => {
  const client = await cast.acting('representative', 'performance');
  const { id } = await fillDraft(client, 'commercial-performance');
  const before = (await client.call('cases.draft', { id })).body;
  expect(Object.keys(before.facts as object)).toContain('performer[1].name');
  const smaller = await client.call('cases.save', { id, facts: { performer: '1' } }, { version: before.version });
  const left = Object.keys(smaller.body.facts as object).filter((at) => at.startsWith('performer['));
  expect(left.every((at) => at.startsWith('performer[0]'))).toBe(true);
  expect(left.length).toBeGreaterThan(0);
});

describe('whose it is', () => {
  test('a stranger’s draft is as unknown as one that never was', async () => {
    const { id } = await begin(await cast.citizen('senior'), 'senior-meals');
    const never = crypto.randomUUID();
    const stranger = await cast.citizen('disabled');
    const clerk = await cast.officer('zhenru.clerk');
    for (const who of [stranger, clerk]) {
      for (const [theirs, none] of [
        [await who.call('cases.draft', { id }), await who.call('cases.draft', { id: never })],
        [await who.call('cases.save', { id }, { version: 1 }), await who.call('cases.save', { id: never }, { version: 1 })],
        [await who.call('cases.submit', { id, declared: true }), await who.call('cases.submit', { id: never, declared: true })],
        [await who.call('cases.discard', { id }), await who.call('cases.discard', { id: never })],
      ] as const) {
        expect(theirs.status).toBe(404);
        expect(theirs.body).toEqual(none.body);
      }
    }
    expect((await (await cast.citizen('senior')).call('cases.draft', { id })).status).toBe(200);
  });

  test('discarding takes the documents along; another’s cannot be taken out', async () => {
    const client = await cast.acting('bathHouse', 'bathHouse');
    const { id } = await begin(client, 'bath-house-hygiene');
    const upload = await client.call('cases.upload', { id, material: 'hygiene-test-report', name: '报告.pdf' },
      { file: smallPdf(), type: 'application/pdf' });
    expect(upload.status).toBe(200);
    const stranger = await cast.citizen('disabled');
    const tried = await stranger.call('cases.remove-document', { id, document: upload.body.id });
    expect(tried.status).toBe(404);
    expect((await stranger.call('cases.file', { id: upload.body.id })).status).toBe(404);
    expect((await client.call('cases.file', { id: upload.body.id })).status).toBe(200);
    expect((await client.call('cases.discard', { id })).status).toBe(200);
    expect((await client.call('cases.draft', { id })).status).toBe(404);
    expect((await client.call('cases.file', { id: upload.body.id })).status).toBe(404);
  });

  test('an untouched draft is gone after 90 days, not a day before', async () => {
    const client = await cast.citizen('disabled');
    const { id } = await begin(client, 'disability-allowance');
    const there = async () => (await client.call('cases.drafts', {})).body.drafts.some((d) => d.id === id);
    server.world.clock.advance({ days: 89 });
    await dropOldDrafts(server.world);
    expect(await there()).toBe(true);
    server.world.clock.advance({ days: 2 });
    await dropOldDrafts(server.world);
    expect(await there()).toBe(false);
    expect((await server.world.files.audit(server.world.db)).lost).toEqual([]);
  });
});
