/** Who the applicant is, and what a licence says, cannot be stated: on no way into a draft or a case. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { demoPeople, fillDraft } from '../../tests/people.ts';
import { testServer, type TestServer } from '../../tests/server.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
beforeEach(() => server.world.clock.set('2026-11-23T10:00:00+08:00'));
afterAll(() => server?.close());

test('answers of the guide do not take the place of a proved identity', async () => {
  const client = await cast.citizen('disabled');
  const answers = { 'applicant.birth-date': '1930-01-01', 'applicant.name': '别人', 'applicant.hukou-kind': 'local' };
  const { status, body } = await client.call('cases.start', { item: 'senior-meals', answers });
  expect(status).toBe(200);
  const facts = body.facts as Record<string, { value?: unknown; source: string }>;
  expect(facts['applicant.birth-date']).toMatchObject({ value: '1985-06-06', source: 'identity' });
  expect(facts['applicant.name']).toMatchObject({ value: demoPeople.disabled.name, source: 'identity' });
  expect(facts['applicant.hukou-kind']).toMatchObject({ value: 'local', source: 'applicant' });
});

test('a supplement does not change who the applicant is, even where it was told', async () => {
  const applicant = await cast.acting('bathHouse', 'bathHouse');
  const id = await caseIn(server, cast, { state: 'received' });
  const clerk = await cast.officer('health.clerk');
  const at = 'company.name';
  const { body: view } = await applicant.call('cases.case', { id });
  const before = (view.facts as Record<string, { source: string }>)[at];
  expect(before).toMatchObject({ source: 'identity' });
  const asked = await clerk.call('cases.ask-supplement', { id, points: [{ at, message: '请核对单位名称' }] });
  expect(asked.status).toBe(200);
  const other = await applicant.call('cases.supplement', { id, facts: { [at]: '样张另一家浴室有限公司' } });
  expect([other.status, other.body.error?.code]).toEqual([400, 'proved']);
  const forHim = await clerk.call('cases.supplement', { id, facts: {} });
  expect([forHim.status, forHim.body.error?.code]).toEqual([403, 'applicant-mends']);
  const same = await applicant.call('cases.supplement', { id, facts: {} });
  expect(same.status).toBe(200);
});

test('a licence that ended since it was taken proves nothing when the draft is submitted', async () => {
  const applicant = await cast.acting('bathHouse', 'bathHouse');
  const { id } = await fillDraft(applicant, 'bath-house-hygiene');
  const { body: draft } = await applicant.call('cases.draft', { id });
  const [take] = draft.takes;
  expect(take).toBeDefined();
  await sql`update licences.licence set state = 'suspended' where id = ${take?.licence}`.execute(server.world.db);
  const late = await applicant.call('cases.submit', { id, declared: true, again: true });
  expect([late.status, late.body.error?.code]).toEqual([400, 'incomplete']);
  expect(late.body.error?.fields?.map((f) => f.at)).toEqual([take?.material]);
  await sql`update licences.licence set state = 'valid' where id = ${take?.licence}`.execute(server.world.db);
  const now = await applicant.call('cases.submit', { id, declared: true, again: true });
  expect(now.status).toBe(200);
});
