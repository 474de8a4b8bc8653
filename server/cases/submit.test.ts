/** Submitting: complete or told everything at once; once, whatever happens on the way. */
import crypto from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf } from '../../tests/matrix/cast.ts';
import { file, fillDraft } from '../../tests/people.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

async function caseCount(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases.case`.execute(server.world.db);
  return rows[0]?.n ?? -1;
}

test('everything that lacks is told at once, and after mending exactly that it goes through', async () => {
  const client = await cast.acting('bathHouse', 'bathHouse');
  const draft = await fillDraft(client, 'bath-house-hygiene');
  const { body: whole } = await client.call('cases.draft', { id: draft.id });
  const document = whole.documents[0];
  expect(document).toBeDefined();
  await client.call('cases.remove-document', { id: draft.id, document: document?.id ?? '' });
  const broken = await client.call('cases.save', { id: draft.id, facts: {
    'bath-house.area': '__unknown__', 'bath-house.hygiene-manager-phone': '12',
  } }, { version: draft.version });
  expect(broken.status).toBe(200);
  const refused = await client.call('cases.submit', { id: draft.id, declared: true });
  expect([refused.status, refused.body.error?.code]).toEqual([400, 'incomplete']);
  const told = refused.body.error?.fields?.map((f) => f.at) ?? [];
  expect(told).toEqual(expect.arrayContaining(
    ['bath-house.area', 'bath-house.hygiene-manager-phone', document?.material]));
  for (const field of refused.body.error?.fields ?? []) expect(field.message).toMatch(/[\u4e00-\u9fff]/);
  expect(await caseCount()).toBe(0);
});

test('it must be declared to be true', async () => {
  const client = await cast.citizen('senior');
  const { id } = await fillDraft(client, 'senior-meals');
  const answer = await client.call('cases.submit', { id, declared: false as true });
  expect(answer.status).toBe(400);
  expect(answer.body.error?.fields).toEqual([{ at: 'declared', message: expect.stringContaining('保证') }]);
});

describe('the same submit twice', () => {
  test('at once with one key: one case, and both get the same answer', async () => {
    const { client } = await cast.newcomer('样张一');
    const { id } = await fillDraft(client, 'senior-meals');
    const before = await caseCount();
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () =>
      client.call('cases.submit', { id, declared: true }, { key })));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect(await caseCount()).toBe(before + 1);
    const later = await client.call('cases.submit', { id, declared: true }, { key });
    expect(later.body).toEqual(answers[0]?.body);
  });

  test('one key with another wish is refused', async () => {
    const { client } = await cast.newcomer('样张二');
    const { id } = await fillDraft(client, 'senior-meals');
    const key = crypto.randomUUID();
    expect((await client.call('cases.submit', { id, declared: true }, { key })).status).toBe(200);
    const other = await client.call('cases.submit', { id, declared: true, again: true }, { key });
    expect([other.status, other.body.error?.code]).toEqual([422, 'key-reused']);
  });

  test('at once with two keys: one case, the other finds no draft any more', async () => {
    const { client } = await cast.newcomer('样张三');
    const { id } = await fillDraft(client, 'senior-meals');
    const before = await caseCount();
    const answers = await Promise.all([1, 2].map(() => client.call('cases.submit', { id, declared: true })));
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 404]);
    expect(await caseCount()).toBe(before + 1);
  });

  test('two drafts of the same thing: told which case is under way; again, when one really wants to', async () => {
    const { client } = await cast.newcomer('样张四');
    const first = await fillDraft(client, 'senior-meals');
    const second = await fillDraft(client, 'senior-meals');
    const filed = await client.call('cases.submit', { id: first.id, declared: true });
    const twin = await client.call('cases.submit', { id: second.id, declared: true });
    expect(twin.status).toBe(409);
    expect(twin.body.error).toMatchObject({ code: 'already-filed',
      details: { case: filed.body.case, number: filed.body.number } });
    expect(twin.body.error?.message).toContain(filed.body.number);
    const again = await client.call('cases.submit', { id: second.id, declared: true, again: true });
    expect(again.status).toBe(200);
    expect(again.body.number).not.toBe(filed.body.number);
  });

  test('two drafts of the same thing at once: still only one, unless wanted', async () => {
    const { client } = await cast.newcomer('样张五');
    const drafts = [await fillDraft(client, 'senior-meals'), await fillDraft(client, 'senior-meals')];
    const before = await caseCount();
    const answers = await Promise.all(drafts.map(({ id }) => client.call('cases.submit', { id, declared: true })));
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409]);
    expect(await caseCount()).toBe(before + 1);
  });
});

test('the case keeps what it was made of: item version, engine, calendar, unit, area', async () => {
  const filed = await file(await cast.citizen('senior'), 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  const { rows } = await sql<Record<string, unknown>>`select item_version, engine, calendar_version, unit, area,
    channel, seq, state from cases.case where id = ${filed.case}`.execute(server.world.db);
  expect(rows[0]).toMatchObject({
    item_version: expect.stringMatching(/^.{20,}$/), engine: expect.any(Number),
    calendar_version: expect.stringMatching(/.+/), unit: 'zhenru-community-centre', channel: 'online',
    seq: 2, state: 'received',
  });
});

test('numbers are unique and readable: area, day, channel, sequence, check character', async () => {
  const { client } = await cast.newcomer('样张六');
  const numbers = [];
  for (let i = 0; i < 3; i++) numbers.push((await file(client, 'senior-meals')).number);
  expect(new Set(numbers).size).toBe(3);
  for (const number of numbers) expect(number).toMatch(/^310107202611231\d{8}[0-9A-Z]$/);
});

test('nothing is half done afterwards', async () => {
  await server.drain();
  const found = await audit(server.world);
  expect(found.faults).toEqual([]);
  expect(found.cases).toBe(await caseCount());
});
