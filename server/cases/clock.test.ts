/** The clock of the law over HTTP: stops, their computation, the one extension, the real end of a stop. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

let server: TestServer;
let reviewer: Client;
let decider: Client;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
  reviewer = await cast.officer('health.reviewer');
  decider = await cast.officer('health.decider');
});
beforeEach(() => server.world.clock.set('2026-11-23T10:00:00+08:00'));
afterAll(() => server?.close());

const on = (date: string): void => server.world.clock.set(`${date}T10:00:00+08:00`);
const inspection = { procedure: 'on-site-inspection', reason: '需要到现场核对布局', staff: ['林森', '何康'] };

async function due(id: string, client = reviewer): Promise<Record<string, string>> {
  const { body } = await client.call('cases.case', { id });
  return Object.fromEntries(body.deadlines.map((d) => [d.kind, `${d.due} ${d.state}`]));
}

describe('special procedure', () => {
  test('stops the clock, tells until when and why, and needs two for an inspection', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    expect(await due(id)).toMatchObject({ statutory: '2026-12-21 open', decision: '2026-12-21 open' });
    const alone = await reviewer.call('cases.start-procedure', { id, ...inspection, staff: ['林森'] });
    expect([alone.status, alone.body.error?.code]).toEqual([400, 'too-few-staff']);
    const twice = await reviewer.call('cases.start-procedure', { id, ...inspection, staff: ['林森', '林森'] });
    expect([twice.status, twice.body.error?.code]).toEqual([400, 'too-few-staff']);
    const other = await reviewer.call('cases.start-procedure', { id, ...inspection, procedure: 'expert-review' });
    expect([other.status, other.body.error?.code]).toEqual([400, 'no-procedure']);
    on('2026-11-25');
    const done = await reviewer.call('cases.start-procedure', { id, ...inspection });
    expect(done.body).toMatchObject({ state: 'special-procedure' });
    const { body } = await reviewer.call('cases.case', { id });
    expect(body.light).toBe('grey');
    const statutory = body.deadlines.find((d) => d.kind === 'statutory');
    // Told for five working days from 25 November: until 2 December; those days are not counted.
    expect(statutory).toMatchObject({ state: 'stopped', light: 'grey' });
    expect(statutory?.stops).toMatchObject([{ from: '2026-11-25', to: '2026-12-02', open: true }]);
    expect(statutory?.computation.zh).toContain('现场审核');
    expect(statutory?.due && statutory.due > '2026-12-21').toBe(true);
    const { rows } = await sql<{ staff: { name: string }[]; told_until: string }>`select staff, told_until from cases.stop
      where "case" = ${id}`.execute(server.world.db);
    expect(rows.map((row) => ({ ...row, staff: row.staff.map((one) => one.name) }))).toEqual([{ staff: ['林森', '何康'], told_until: '2026-12-02' }]);
  });

  test('ended earlier or later than told: only the days that really passed are taken out', async () => {
    const early = await caseIn(server, cast, { state: 'accepted' });
    const late = await caseIn(server, cast, { state: 'accepted' });
    const asTold = await caseIn(server, cast, { state: 'accepted' });
    for (const id of [early, late, asTold]) {
      on('2026-11-25');
      expect((await reviewer.call('cases.start-procedure', { id, ...inspection })).status).toBe(200);
    }
    const end = async (id: string, date: string): Promise<string> => {
      on(date);
      const answer = await reviewer.call('cases.end-procedure', { id, result: '布局与图纸一致', findings: [{ point: 'pool-water-tested', holds: true, words: '现场看过，与图纸一致' }] });
      expect(answer.body).toMatchObject({ state: 'in-review' });
      return (await due(id))['statutory'] ?? '';
    };
    const [a, b, c] = [await end(early, '2026-11-26'), await end(asTold, '2026-12-02'), await end(late, '2026-12-09')];
    expect([a, b, c].every((text) => text.endsWith(' open'))).toBe(true);
    expect(a < b && b < c).toBe(true);
    // From told to late are five working days more, so is the due date.
    expect(workingDays(b.slice(0, 10), c.slice(0, 10))).toBe(5);
    expect(workingDays(a.slice(0, 10), b.slice(0, 10))).toBe(4);
  });

  test('nobody decides while it runs; deciding needs a reviewer’s opinion first', async () => {
    const id = await caseIn(server, cast, { state: 'accepted' });
    await reviewer.call('cases.start-procedure', { id, ...inspection });
    expect((await decider.call('cases.decide', { id, outcome: 'grant' })).status).toBe(409);
    await reviewer.call('cases.end-procedure', { id, result: '布局与图纸一致', findings: [{ point: 'pool-water-tested', holds: true, words: '现场看过，与图纸一致' }] });
    const without = await decider.call('cases.decide', { id, outcome: 'grant' });
    expect([without.status, without.body.error?.code]).toEqual([409, 'not-reviewed']);
    expect((await reviewer.call('cases.review', { id })).status).toBe(200);
    expect((await decider.call('cases.decide', { id, outcome: 'grant' })).status).toBe(200);
  });
});

/** Working days after `from` up to `to`. */
const workingDays = (from: string, to: string): number => server.world.calendar.workdays(from, to);

describe('extension', () => {
  test('once, by the decider, with a reason, ten working days', async () => {
    const id = await caseIn(server, cast, { state: 'in-review' });
    const reason = '需要核实检测报告';
    expect((await reviewer.call('cases.extend', { id, reason })).status).toBe(403);
    expect((await decider.call('cases.extend', { id, reason: '慢' })).status).toBe(400);
    const before = (await due(id))['statutory'] ?? '';
    const done = await decider.call('cases.extend', { id, reason });
    expect(done.body).toMatchObject({ state: 'extended' });
    const after = (await due(id))['statutory'] ?? '';
    expect(workingDays(before.slice(0, 10), after.slice(0, 10))).toBe(10);
    const again = await decider.call('cases.extend', { id, reason });
    expect(again.status).toBe(409);
    expect((await reviewer.call('cases.review', { id })).status).toBe(200);
    const third = await decider.call('cases.extend', { id, reason });
    expect([third.status, third.body.error?.code]).toEqual([409, 'extended-already']);
  });

  test('a stop after the extension keeps the ten days', async () => {
    const id = await caseIn(server, cast, { state: 'in-review' });
    await decider.call('cases.extend', { id, reason: '需要核实检测报告' });
    const extended = (await due(id))['statutory'] ?? '';
    await reviewer.call('cases.start-procedure', { id, ...inspection });
    await reviewer.call('cases.end-procedure', { id, result: '布局与图纸一致', findings: [{ point: 'pool-water-tested', holds: true, words: '现场看过，与图纸一致' }] });
    const ended = (await due(id))['statutory'] ?? '';
    expect(ended >= extended).toBe(true);
  });
});

test('every due date of an open case shows how it was computed', async () => {
  const id = await caseIn(server, cast, { state: 'in-review' });
  const { body } = await reviewer.call('cases.case', { id });
  expect(body.deadlines.length).toBeGreaterThan(2);
  for (const d of body.deadlines) {
    expect(d.computation.zh, d.kind).toMatch(/\d+月\d+日|\d{4}年|\d{4}-\d\d-\d\d/);
    expect(d.computation.en, d.kind).toMatch(/[a-z]{3}/i);
  }
});

test('everything holds afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
