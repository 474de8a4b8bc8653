import { afterAll, beforeAll, expect, test } from 'vitest';
import { guideShape } from './guide-answer.ts';
import { testServer, type TestServer } from '../../tests/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

const performance = 'commercial-performance';

test('lists what can be done, by topic and audience', async () => {
  const all = await server.client().call('catalogue.items', {});
  expect(all.status).toBe(200);
  const ids = all.body.items.map((i) => i.id);
  expect(ids).toContain(performance);
  expect(ids).toContain('bath-house-hygiene');
  const people = await server.client().call('catalogue.items', { audience: 'person' });
  expect(people.body.items.length).toBeGreaterThan(0);
  expect(people.body.items.map((i) => i.id)).not.toContain(performance);
  const culture = await server.client().call('catalogue.items', { topic: 'culture-and-tourism' });
  expect(culture.body.items.map((i) => i.id)).toContain(performance);
  const none = await server.client().call('catalogue.items', { topic: 'no-such-topic' });
  expect(none.body.items).toEqual([]);
});

test('finds an item by an alias and says what matched', async () => {
  const found = await server.client().call('catalogue.items', { q: '脱口秀' });
  expect(found.body.items[0]).toMatchObject({ id: performance, matched: '脱口秀演出审批' });
  const long = await server.client().call('catalogue.items', { q: '演'.repeat(201) });
  expect(long.status).toBe(400);
});

test('gives the page of an item, and 404 for one that is not there', async () => {
  const page = await server.client().call('catalogue.item', { id: performance });
  expect(page.status).toBe(200);
  expect(page.body).toMatchObject({
    id: performance,
    procedure: 'permit',
    unit: { id: 'culture-tourism-bureau' },
  });
  expect(page.body.version).toMatch(/^[0-9a-f]{64}$/);
  expect(page.body.fields['company.name']?.type).toBe('text');
  expect((await server.client().call('catalogue.item', { id: 'no-such-item' })).status).toBe(404);
  expect((await server.client().call('catalogue.item', { id: 'x'.repeat(101) })).status).toBe(400);
  expect((await server.client().call('catalogue.item', { id: "x' or 1=1 --" })).status).toBe(404);
});

test('the guide follows the facts and keeps to its documented shape', async () => {
  const client = server.client();
  const before = await client.call('catalogue.guide', { id: performance, facts: {} });
  expect(before.status).toBe(200);
  guideShape.parse(before.body);
  expect(before.body.conditions.find((c) => c.id === 'mainland-cast')?.verdict).toBe('unknown');
  const facts = { 'ask.foreign': true, 'company.name': '上海示范演艺有限公司', performer: '3' };
  const after = await client.call('catalogue.guide', { id: performance, facts });
  guideShape.parse(after.body);
  expect(after.body.conditions.find((c) => c.id === 'mainland-cast')?.verdict).toBe('false');
  expect(after.body.asks.find((a) => a.id === 'joint')?.state).toBe('dead');
});

test('the guide takes values as people write them and keeps null as none', async () => {
  const facts = {
    'performance.audience': '1,200',
    'performance.first-day': '2026年12月24日',
    'performer[2].name': '王秀英',
    'ask.joint': null,
  };
  const answer = await server.client().call('catalogue.guide', { id: performance, facts });
  expect(answer.status).toBe(200);
});

test.each([
  ['an unknown address', { 'company.shoe-size': '43' }, 'company.shoe-size'],
  [
    'a parameter, which no person states',
    { 'parameter.large-event-people': '1' },
    'parameter.large-event-people',
  ],
  ['a template', { 'performer[].name': '王秀英' }, 'performer[].name'],
  ['a party that is one', { company: '2' }, 'company'],
  ['an impossible date', { 'performance.first-day': '2026-02-30' }, 'performance.first-day'],
  ['an option that is not there', { 'ask.place-kind': 'moon' }, 'ask.place-kind'],
  ['a word where yes or no is asked', { 'ask.foreign': 'perhaps' }, 'ask.foreign'],
  ['a name every object has', { constructor: true }, 'constructor'],
])('the guide refuses %s and names it', async (_, facts, at) => {
  const answer = await server.client().send('POST', `/api/catalogue/items/${performance}/guide`, {
    json: { facts },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.error?.fields?.[0]?.at).toBe(at);
});

test('the guide refuses too much and what is no object', async () => {
  const client = server.client();
  const path = `/api/catalogue/items/${performance}/guide`;
  const many = Object.fromEntries(
    Array.from({ length: 201 }, (_, i) => [`performer[${i}].name`, '王']),
  );
  expect((await client.send('POST', path, { json: { facts: many } })).body.error?.code).toBe(
    'too-many-facts',
  );
  const long = { 'company.name': '演'.repeat(30_000) };
  expect((await client.send('POST', path, { json: { facts: long } })).body.error?.code).toBe(
    'too-many-facts',
  );
  expect((await client.send('POST', path, { json: { facts: [] } })).status).toBe(400);
  expect((await client.send('POST', path, { json: { facts: 'x' } })).status).toBe(400);
  expect(
    (await client.send('POST', '/api/catalogue/items/nothing/guide', { json: {} })).status,
  ).toBe(404);
});
