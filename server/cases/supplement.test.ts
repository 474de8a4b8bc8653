/** Told once and completely; only what was told is mended; silence accepts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { file, smallPdf } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';
import { deemAccepted } from './sweep.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
beforeEach(() => server.world.clock.set('2026-11-23T10:00:00+08:00'));
afterAll(() => server?.close());

const at = (instant: string): void => server.world.clock.set(`${instant}+08:00`);
const points = [
  { at: 'bath-house.hygiene-manager-phone', message: '请写卫生管理员本人的电话' },
  { at: 'hygiene-test-report', message: '报告缺第二页，请重新扫描上传' },
];
const mended = { 'bath-house.hygiene-manager-phone': '13900000099' };

async function asked(): Promise<{ id: string; applicant: Client; clerk: Client }> {
  const applicant = await cast.acting('bathHouse', 'bathHouse');
  const id = await caseIn(server, cast, { state: 'received' });
  const clerk = await cast.officer('health.clerk');
  const answer = await clerk.call('cases.ask-supplement', { id, points });
  expect(answer.body).toMatchObject({ state: 'supplement-asked' });
  return { id, applicant, clerk };
}

async function upload(client: Client, id: string, material = 'hygiene-test-report'): Promise<number> {
  const answer = await client.call('cases.upload-supplement', { id, material, name: '重新扫描.pdf' },
    { file: smallPdf(1700, 'again'), type: 'application/pdf' });
  return answer.status;
}

describe('asking', () => {
  test('each side reads whom it waits for', async () => {
    const { id, applicant, clerk } = await asked();
    const [his, hers] = [await applicant.call('cases.case', { id }), await clerk.call('cases.case', { id })];
    expect([his.body.stateName.zh, hers.body.stateName.zh]).toEqual(['等您补正', '等申请人补正']);
    expect(his.body.needsYou).toBe(true);
    const asker = (view: typeof his) => view.body.log.find((row) => row.action === 'ask-supplement')?.by.name ?? '';
    expect(asker(hers)).not.toContain('*');
    expect(asker(his)).toMatch(new RegExp(`^${asker(hers)[0]}\\*+$`));
  });

  test('every point stands on something of the item; at least one; words that say what to do', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    const clerk = await cast.officer('health.clerk');
    for (const wrong of [
      [], [{ at: 'no.such', message: '请补上这一项' }], [{ at: 'hygiene-test-report', message: '补' }],
      [{ at: '', message: '请补上这一项' }],
    ]) {
      const answer = await clerk.call('cases.ask-supplement', { id, points: wrong });
      expect(answer.status).toBe(400);
    }
    const view = await clerk.call('cases.case', { id });
    expect(view.body.state).toBe('received');
  });

  test('the applicant sees all points and the date; the five days of the office have ended', async () => {
    const { id, applicant } = await asked();
    const { body } = await applicant.call('cases.case', { id });
    expect(body.supplement).toMatchObject({ points, until: '2026-12-14' });
    expect(body.needsYou).toBe(true);
    expect(body.deadlines.find((d) => d.kind === 'notice')?.state).toBe('met');
    expect(body.deadlines.find((d) => d.kind === 'supplement')).toMatchObject({ due: '2026-12-14', state: 'open' });
    const inbox = await applicant.call('messages.list', {});
    expect(inbox.body.messages.filter((m) => m.case === id).map((m) => m.title.zh).toSorted())
      .toEqual(['申请已收到', '请补正材料'].toSorted());
  });

  test('later only what was told before', async () => {
    const { id, applicant, clerk } = await asked();
    expect(await upload(applicant, id)).toBe(200);
    expect((await applicant.call('cases.supplement', { id, facts: mended })).status).toBe(200);
    const beyond = await clerk.call('cases.ask-supplement', { id,
      points: [points[0] ?? { at: '', message: '' }, { at: 'bath-house.area', message: '请核对建筑面积' }] });
    expect([beyond.status, beyond.body.error?.code]).toEqual([409, 'told-once']);
    expect(beyond.body.error?.fields?.map((f) => f.at)).toEqual(['bath-house.area']);
    const again = await clerk.call('cases.ask-supplement', { id, points: points.slice(0, 1) });
    expect(again.body).toMatchObject({ state: 'supplement-asked' });
  });
});

describe('mending', () => {
  test('only told facts change, and a told document must come anew', async () => {
    const { id, applicant } = await asked();
    const other = await applicant.call('cases.supplement', { id, facts: { ...mended, 'bath-house.area': '999' } });
    expect([other.status, other.body.error?.code]).toEqual([400, 'not-told']);
    expect(other.body.error?.fields).toEqual([{ at: 'bath-house.area', message: expect.stringMatching(/补正/) }]);
    const without = await applicant.call('cases.supplement', { id, facts: mended });
    expect([without.status, without.body.error?.code]).toEqual([400, 'incomplete']);
    const bad = await applicant.call('cases.supplement', { id, facts: { 'bath-house.hygiene-manager-phone': '12' } });
    expect(bad.status).toBe(400);
    expect(await upload(applicant, id)).toBe(200);
    const before = (await applicant.call('cases.case', { id })).body.facts as Record<string, { value?: unknown }>;
    const done = await applicant.call('cases.supplement', { id, facts: mended });
    expect(done.body).toMatchObject({ state: 'received' });
    const { body } = await applicant.call('cases.case', { id });
    const facts = body.facts as Record<string, { value?: unknown }>;
    const changed = Object.keys(facts).filter((key) => JSON.stringify(facts[key]) !== JSON.stringify(before[key]));
    expect(changed).toEqual(['bath-house.hygiene-manager-phone']);
    expect(body.log.map((l) => l.action)).toEqual(['submit', 'receive', 'ask-supplement', 'supplement']);
  });

  test('a document for a material that was not told, or of no such material, changes nothing told', async () => {
    const { id, applicant } = await asked();
    expect(await upload(applicant, id, 'no-such-material')).toBe(400);
    const stranger = await cast.citizen('disabled');
    expect(await upload(stranger, id)).toBe(404);
    const clerk = await cast.officer('health.clerk');
    // Filed online: the counter cannot slip papers into the applicant's case.
    expect(await upload(clerk, id)).toBe(409);
  });

  test('the five days run anew from the day of the supplement', async () => {
    const { id, applicant } = await asked();
    at('2026-12-03T11:00:00');
    expect(await upload(applicant, id)).toBe(200);
    await applicant.call('cases.supplement', { id, facts: mended });
    const { body } = await applicant.call('cases.case', { id });
    expect(body.due).toBe('2026-12-10');
    expect(body.deadlines.filter((d) => d.kind === 'notice').map((d) => [d.due, d.state]).toSorted())
      .toEqual([['2026-11-30', 'met'], ['2026-12-10', 'open']]);
    expect(body.deadlines.find((d) => d.kind === 'supplement')?.state).toBe('met');
  });

  test('a supplement that nobody asked for is refused', async () => {
    const applicant = await cast.acting('bathHouse', 'bathHouse');
    const id = await caseIn(server, cast, { state: 'received' });
    expect((await applicant.call('cases.supplement', { id, facts: {} })).status).toBe(409);
    expect(await upload(applicant, id)).toBe(409);
  });
});

describe('silence', () => {
  test('five working days without notice accept, from the day of receipt; not a day earlier', async () => {
    const applicant = await cast.acting('bathHouse', 'bathHouse');
    const id = await caseIn(server, cast, { state: 'received' });
    const state = async () => (await applicant.call('cases.case', { id })).body.state;
    at('2026-11-30T23:59:00');
    await deemAccepted(server.world);
    expect(await state()).toBe('received');
    at('2026-12-01T00:01:00');
    expect(await deemAccepted(server.world)).toBeGreaterThan(0);
    const { body } = await applicant.call('cases.case', { id });
    expect(body.state).toBe('accepted');
    expect(body.log.at(-1)).toMatchObject({ action: 'deem-accepted', by: { role: { zh: '系统' } } });
    // 20 working days from 2026-11-23 (the start day not counted).
    expect(body.deadlines.find((d) => d.kind === 'statutory')?.due).toBe('2026-12-21');
    expect(await deemAccepted(server.world)).toBe(0);
  });

  test('after a supplement silence accepts from the day the supplement came', async () => {
    const { id, applicant } = await asked();
    at('2026-12-03T11:00:00');
    await upload(applicant, id);
    await applicant.call('cases.supplement', { id, facts: mended });
    at('2026-12-11T09:00:00');
    expect(await deemAccepted(server.world)).toBeGreaterThan(0);
    const { body } = await applicant.call('cases.case', { id });
    expect(body.state).toBe('accepted');
    expect(body.deadlines.find((d) => d.kind === 'statutory')?.due).toBe('2026-12-31');
  });

  test('a case whose supplement is asked is not deemed accepted, however long it takes', async () => {
    const { id, applicant } = await asked();
    at('2026-12-30T09:00:00');
    await deemAccepted(server.world);
    expect((await applicant.call('cases.case', { id })).body.state).toBe('supplement-asked');
  });

  test.each([
    ['a Saturday', '2026-11-28T10:00:00', '2026-11-30', '2026-12-07'],
    ['after hours on a Friday', '2026-11-27T21:30:00', '2026-11-30', '2026-12-07'],
    ['in hours on a Friday', '2026-11-27T10:00:00', '2026-11-27', '2026-12-04'],
    ['the night before a working day', '2026-11-30T03:00:00', '2026-11-30', '2026-12-07'],
  ])('filed on %s it counts from the next working day', async (_, instant, received, due) => {
    at(instant);
    const filed = await file(await cast.acting('bathHouse', 'bathHouse'), 'bath-house-hygiene');
    const { body } = await (await cast.officer('health.clerk')).call('cases.case', { id: filed.case });
    expect(body.due).toBe(due);
    const log = body.log.find((l) => l.action === 'receive');
    expect(log?.computed).toMatch(/[\u4e00-\u9fff]/);
    const { rows } = await sql<{ received_on: string }>`select received_on from cases.case
      where id = ${filed.case}`.execute(server.world.db);
    expect(rows[0]?.received_on).toBe(received);
  });
});

test('everything holds afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
