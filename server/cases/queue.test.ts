/** The queue: boxes, filters with counts, pages; batches, assigning, absence, hand-over; the export. */
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addStaff } from '#identity';
import { sql } from '#base';
import { castOf, caseIn, demoNumber, demoPassword } from '../../tests/matrix/cast.ts';
import { file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

let order = 740;
async function newOfficer(login: string, roles: string[], unit = 'health-commission'): Promise<{ client: Client; id: string }> {
  order += 1;
  await addStaff(server.world.db, {
    login, name: `样张${login.slice(-2)}`, idNumber: demoNumber('19880601', String(order)), unit, roles,
    password: demoPassword, by: 'test',
  }, server.world.clock.today());
  const client = await cast.officer(login);
  const { body } = await client.call('cases.colleagues', {});
  return { client, id: body.colleagues.find((c) => c.me)?.id ?? '' };
}

const idOf = async (client: Client): Promise<string> =>
  (await client.call('cases.colleagues', {})).body.colleagues.find((c) => c.me)?.id ?? '';

describe('filters and counts', () => {
  test('every filter narrows the rows, and counts say how many there would be', async () => {
    const clerk = await cast.officer('health.clerk');
    const [a, b] = [await caseIn(server, cast, { state: 'received' }), await caseIn(server, cast, { state: 'accepted' })];
    await clerk.call('cases.claim', { id: a });
    const all = (await clerk.call('cases.queue', {})).body;
    expect(all.counts).toEqual({ mine: 1, unit: 2, late: 0, absent: 0 });
    expect(all.facets.state.map((f) => [f.id, f.n])).toEqual([['accepted', 1], ['received', 1]]);
    expect(all.facets.owner.map((f) => [f.name?.zh, f.n]).toSorted()).toEqual([['林悦', 1], [undefined, 1]].toSorted());
    expect(all.facets.unit[0]).toMatchObject({ name: { zh: expect.any(String) }, n: 2 });
    expect([all.total, all.pages]).toEqual([2, 1]);
    const accepted = (await clerk.call('cases.queue', { state: 'accepted' })).body;
    expect(accepted.rows.map((r) => r.id)).toEqual([b]);
    // The filter of its own dimension still counts all its values, the others count what is left.
    expect(accepted.facets.state.map((f) => f.id)).toEqual(['accepted', 'received']);
    expect(accepted.facets.owner.map((f) => f.id)).toEqual(['none']);
    const nobody = (await clerk.call('cases.queue', { owner: 'none' })).body;
    expect(nobody.rows.map((r) => r.id)).toEqual([b]);
    const mine = (await clerk.call('cases.queue', { box: 'mine', channel: 'online', item: 'bath-house-hygiene' })).body;
    expect(mine.rows.map((r) => r.id)).toEqual([a]);
    expect((await clerk.call('cases.queue', { channel: 'counter' })).body.total).toBe(0);
    for (const light of all.facets.light) {
      expect((await clerk.call('cases.queue', { light: light.id as 'green' })).body.total).toBe(light.n);
    }
  });

  test('what cannot be a filter is refused in words', async () => {
    const clerk = await cast.officer('health.clerk');
    for (const wrong of [{ light: 'pink' }, { owner: 'x' }, { page: 0 }, { channel: 'fax' }]) {
      const { status, body } = await clerk.call('cases.queue', wrong as never);
      expect([status, body.error?.code]).toEqual([400, 'bad-input']);
    }
  });

  test('found by name and number, open and archived, once each', async () => {
    const clerk = await cast.officer('health.clerk');
    const { body: all } = await clerk.call('cases.queue', {});
    const [row] = all.rows;
    await sql`update cases.case set state = 'archived' where id = ${row?.id}`.execute(server.world.db);
    for (const q of [row?.number ?? '', (row?.number ?? '').slice(0, 16), row?.applicant ?? '', (row?.applicant ?? '').slice(0, 4)]) {
      const found = (await clerk.call('cases.find', { q })).body.rows;
      expect(found.filter((r) => r.id === row?.id)).toHaveLength(1);
    }
    expect((await (await cast.officer('culture.clerk')).call('cases.find', { q: row?.number ?? '' })).body.rows).toEqual([]);
    await sql`update cases.case set state = ${row?.state} where id = ${row?.id}`.execute(server.world.db);
  });
});

describe('batches', () => {
  test('each row its own act and result; what fails is listed with why, the rest is done', async () => {
    const clerk = await cast.officer('health.clerk');
    const ids = [await caseIn(server, cast, { state: 'received' }), await caseIn(server, cast, { state: 'accepted' }),
      await caseIn(server, cast, { state: 'received' })];
    const stranger = (await file(await cast.citizen('disabled'), 'disability-allowance')).case;
    const { status, body } = await clerk.call('cases.batch', {
      action: 'accept', rows: [...ids, stranger, ids[0] ?? ''].map((id) => ({ id })),
    });
    expect(status).toBe(200);
    expect([body.done, body.failed]).toEqual([2, 2]);
    expect(body.results.map((r) => [r.id, r.done, r.code])).toEqual([
      [ids[0], true, null], [ids[1], false, 'wrong-state'], [ids[2], true, null], [stranger, false, 'not-there'],
    ]);
    expect(body.results[3]?.number).toBeNull();
    expect(body.results[1]?.message?.zh).toContain('已受理');
    const view = (await clerk.call('cases.case', { id: ids[0] ?? '' })).body;
    expect(view.log.at(-1)?.action).toBe('accept');
  });

  test('a hundred at most, one key once', async () => {
    const clerk = await cast.officer('health.clerk');
    const id = await caseIn(server, cast, { state: 'accepted' });
    const many = Array.from({ length: 101 }, () => ({ id }));
    expect((await clerk.call('cases.batch', { action: 'claim', rows: many })).status).toBe(400);
    expect((await clerk.call('cases.batch', { action: 'claim', rows: [] })).status).toBe(400);
    const key = `batch-${id}`;
    const [one, two] = [await clerk.call('cases.batch', { action: 'claim', rows: [{ id }] }, { key }),
      await clerk.call('cases.batch', { action: 'claim', rows: [{ id }] }, { key })];
    expect(two.body).toEqual(one.body);
    const log = (await clerk.call('cases.case', { id })).body.log;
    expect(log.filter((l) => l.action === 'claim')).toHaveLength(1);
  });

  test('what moved on since he looked is left alone', async () => {
    const clerk = await cast.officer('health.clerk');
    const id = await caseIn(server, cast, { state: 'received' });
    const { body } = await clerk.call('cases.batch', { action: 'accept', rows: [{ id, seen: 1 }] });
    expect(body.results[0]).toMatchObject({ done: false, code: 'moved-on' });
  });
});

describe('who does the work', () => {
  test('a decider assigns to a colleague; a clerk may not; strangers to the unit cannot be given it', async () => {
    const [clerk, decider] = [await cast.officer('health.clerk'), await cast.officer('health.decider')];
    const to = await idOf(await cast.officer('health.reviewer'));
    const id = await caseIn(server, cast, { state: 'accepted' });
    const refused = await clerk.call('cases.batch', { action: 'assign', rows: [{ id }], to });
    expect(refused.body.results[0]).toMatchObject({ done: false, code: 'not-your-role' });
    const done = await decider.call('cases.batch', { action: 'assign', rows: [{ id }], to });
    expect(done.body).toMatchObject({ done: 1, failed: 0 });
    const row = (await clerk.call('cases.case', { id })).body;
    expect(row.owner).toEqual({ name: '林森', me: false });
    const culture = await idOf(await cast.officer('culture.reviewer'));
    expect((await decider.call('cases.batch', { action: 'assign', rows: [{ id }], to: culture })).status).toBe(404);
    expect((await decider.call('cases.batch', { action: 'assign', rows: [{ id }] })).status).toBe(400);
    await server.drain();
    const inbox = (await (await cast.officer('health.reviewer')).call('messages.list', {})).body.messages;
    expect(inbox.some((m) => m.title.zh === '指派给您一件办件' && m.case === id)).toBe(true);
  });

  test('absence: what he holds shows for others, what comes goes to his deputy, he can be relieved', async () => {
    const { client: leaving, id: gone } = await newOfficer('health.aa', ['reviewer']);
    const { client: deputy, id: second } = await newOfficer('health.bb', ['reviewer']);
    const decider = await cast.officer('health.decider');
    const [held, other] = [await caseIn(server, cast, { state: 'accepted' }), await caseIn(server, cast, { state: 'accepted' })];
    for (const id of [held, other]) expect((await leaving.call('cases.claim', { id })).status).toBe(200);
    expect((await deputy.call('cases.review', { id: held })).status).toBe(409);
    const early = await decider.call('cases.batch', { action: 'relieve', rows: [{ id: held }] });
    expect(early.body.results[0]?.code).toBe('at-work');
    const days = { from: '2026-11-23', until: '2026-11-27' };
    const wrong = await leaving.call('cases.go-away', { ...days, until: '2026-11-20', deputy: second });
    expect([wrong.status, wrong.body.error?.fields?.[0]?.at]).toEqual([400, 'until']);
    expect((await leaving.call('cases.go-away', { ...days, deputy: gone })).status).toBe(400);
    expect((await deputy.call('cases.go-away', { ...days, account: gone, deputy: second })).status).toBe(403);
    expect((await leaving.call('cases.go-away', { ...days, deputy: second })).status).toBe(200);
    const twice = await leaving.call('cases.go-away', { from: '2026-11-26', until: '2026-12-01', deputy: second });
    expect([twice.status, twice.body.error?.code]).toEqual([409, 'overlaps']);
    const chain = await deputy.call('cases.go-away', { from: '2026-11-25', until: '2026-11-25', deputy: gone });
    expect([chain.status, chain.body.error?.code]).toEqual([409, 'overlaps']);

    const box = (await decider.call('cases.queue', { box: 'absent' })).body;
    expect(box.rows.map((r) => r.id).toSorted()).toEqual([held, other].toSorted());
    expect(box.counts.absent).toBe(2);
    expect((await decider.call('cases.absences', {})).body.absences).toMatchObject([{ account: gone, inHand: 2, now: true }]);
    // The deputy goes on with what the other held; what is given to him comes to the deputy.
    expect((await deputy.call('cases.review', { id: held })).status).toBe(200);
    const fresh = await caseIn(server, cast, { state: 'accepted' });
    await decider.call('cases.batch', { action: 'assign', rows: [{ id: fresh }], to: gone });
    expect((await deputy.call('cases.case', { id: fresh })).body.owner?.me).toBe(true);
    const relieved = await decider.call('cases.batch', { action: 'relieve', rows: [{ id: other }] });
    expect(relieved.body).toMatchObject({ done: 1 });
    expect((await decider.call('cases.case', { id: other })).body.owner).toBeNull();

    const over = await decider.call('cases.hand-over', { from: second, to: [await idOf(await cast.officer('health.reviewer'))] });
    expect(over.body).toMatchObject({ done: 1, failed: 0 });
    const [absence] = (await leaving.call('cases.absences', {})).body.absences;
    expect((await leaving.call('cases.come-back', { id: absence?.id ?? '' })).status).toBe(200);
    expect((await leaving.call('cases.come-back', { id: absence?.id ?? '' })).status).toBe(404);
    expect((await decider.call('cases.queue', { box: 'absent' })).body.total).toBe(0);
  });
});

describe('export', () => {
  test('cells are text, numbers and days; what begins with = + - @ is text; each look is in the ledger', async () => {
    const clerk = await cast.officer('health.clerk');
    const id = await caseIn(server, cast, { state: 'received' });
    const evil = ['=1+1', '+cmd|calc', '-2', '@SUM(A1)'];
    await sql`update cases.case set item_name = ${JSON.stringify({ zh: evil[0], en: evil[1] })}::jsonb,
      subject_name = ${evil[3]}, owner_name = ${evil[2]}, unit_name = ${JSON.stringify({ zh: '=HYPERLINK("x")' })}::jsonb
      where id = ${id}`.execute(server.world.db);
    const answer = await clerk.send('GET', '/api/cases/queue/export?box=unit');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const files = unzipSync(new Uint8Array(answer.body['bytes'] as Buffer));
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    const strings = strFromU8(files['xl/sharedStrings.xml'] ?? new Uint8Array());
    expect(sheet).not.toMatch(/<f[\s>]/);
    expect(sheet).toMatch(/<c r="E2"(?! t="s")[^>]*><v>\d+(\.\d+)?<\/v>/);
    expect(sheet).toMatch(/<c r="B2"[^>]* t="s"/);
    expect(strings).toContain('=1+1');
    expect(strings).toContain('=HYPERLINK(');
    expect(strings).not.toContain('@SUM(A1)');
    expect(strings).toContain('<t>@*</t>');
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from facts.ledger
      where what like '导出办件清单%'`.execute(server.world.db);
    expect(rows[0]?.n).toBeGreaterThan(0);
  });
});
