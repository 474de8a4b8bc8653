/** Lights before and after the due day, their events and orders; the calendar edited and what follows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';
import { changeLights } from './change-lights.ts';
import { recomputeYear } from './recompute.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer('2026-11-23T10:00:00+08:00');
});
afterAll(() => server?.close());

type Event = { from_light: string; to_light: string; on_date: string };
const eventsOf = async (id: string): Promise<string[]> => {
  const { rows } = await sql<Event>`select from_light, to_light, on_date from cases.light_event
    where "case" = ${id} order by id`.execute(server.world.db);
  return rows.map((e) => `${e.on_date} ${e.from_light} ${e.to_light}`);
};

describe('lights', () => {
  test('yellow ahead, red after, purple with an order; told to lead and supervisor; answered once', async () => {
    const id = await caseIn(server, cast, { state: 'received' });
    const clerk = await cast.officer('health.clerk');
    const decider = await cast.officer('health.decider');
    const supervisor = await cast.officer('supervisor');
    // Accepted late, so that the deemed acceptance does not matter here: five working days to 30 November.
    const light = async (): Promise<string> => (await clerk.call('cases.case', { id })).body.light;
    expect(await light()).toBe('green');
    expect(await changeLights(server.world)).toBe(0);
    for (const [day, colour] of [['2026-11-27', 'yellow'], ['2026-12-01', 'red'], ['2026-12-07', 'purple']] as const) {
      server.world.clock.set(`${day}T10:00:00+08:00`);
      expect([day, await light()]).toEqual([day, colour]);
      expect(await changeLights(server.world)).toBe(1);
      expect(await changeLights(server.world)).toBe(0);
    }
    expect(await eventsOf(id)).toEqual([
      '2026-11-27 green yellow', '2026-12-01 yellow red', '2026-12-07 red purple',
    ]);
    await server.drain();
    for (const client of [decider, supervisor]) {
      const inbox = (await client.call('messages.list', {})).body.messages;
      expect(inbox.filter((m) => m.case === id).map((m) => m.title.zh).toSorted())
        .toEqual(['亮灯：紫灯（督办）', '亮灯：红灯', '亮灯：黄灯'].toSorted());
    }
    const seen = (await supervisor.call('cases.supervision', {})).body;
    expect(seen.byUnit.find((u) => u.unit === 'health-commission')?.lights.purple).toBe(1);
    expect(seen.events.map((e) => e.to)).toEqual(['purple', 'red', 'yellow']);
    const [order] = seen.orders;
    expect(order).toMatchObject({ case: id, openedOn: '2026-12-07', answerBy: '2026-12-10', answer: null });
    const answer = { id: order?.id ?? '', answer: '人手不足，今天办好' };
    expect((await supervisor.call('cases.answer-order', answer)).status).toBe(403);
    expect((await (await cast.officer('culture.decider')).call('cases.answer-order', answer)).status).toBe(404);
    expect((await decider.call('cases.answer-order', { ...answer, answer: '好' })).status).toBe(400);
    expect((await decider.call('cases.answer-order', answer)).status).toBe(200);
    expect((await decider.call('cases.answer-order', answer)).status).toBe(409);
    expect((await supervisor.call('cases.supervision', {})).body.orders[0]?.answeredBy).toBe('何康');
    expect((await (await cast.officer('culture.decider')).call('cases.supervision', {})).body.events).toEqual([]);
    expect((await clerk.call('cases.supervision', {})).status).toBe(403);
  });

  test('an event stays as it was written', async () => {
    for (const statement of ['update cases.light_event set to_light = \'green\'', 'delete from cases.light_event',
      'truncate cases.light_event']) {
      await expect(sql.raw(statement).execute(server.world.db)).rejects.toThrow(/append-only/);
    }
  });

  test('the administrator changes when lights turn; open cases follow', async () => {
    server.world.clock.set('2026-12-08T10:00:00+08:00');
    const id = await caseIn(server, cast, { state: 'received' });
    const clerk = await cast.officer('health.clerk');
    const admin = await cast.officer('system');
    const was = { yellowLeast: 5, yellowPercent: 20, purpleAfter: 3 };
    const rule = { ...was, reason: '年底办件多，提前提醒' };
    expect((await clerk.call('cases.set-light-rule', rule)).status).toBe(403);
    expect((await admin.call('cases.set-light-rule', { ...rule, purpleAfter: 0 })).status).toBe(400);
    expect((await admin.call('cases.set-light-rule', { ...rule, reason: '' })).status).toBe(400);
    expect((await admin.call('cases.set-light-rule', rule)).status).toBe(200);
    const { rows: [told] } = (await (await cast.officer('audit')).call('identity.log', { what: 'lights.set' })).body;
    expect([told?.by.login, told?.details]).toEqual(['system', expect.stringContaining(rule.reason)]);
    await server.drain();
    expect((await clerk.call('cases.case', { id })).body.light).toBe('yellow');
    expect((await clerk.call('cases.light-rule', {})).body).toEqual(was);
    await admin.call('cases.set-light-rule', { yellowLeast: 1, yellowPercent: 20, purpleAfter: 5, reason: '恢复原来的规则' });
    await server.drain();
    expect((await clerk.call('cases.case', { id })).body.light).toBe('green');
  });
});

const year2027 = {
  year: 2027,
  off: '元旦 01-01..01-03\n春节 02-05..02-12\n清明节 04-03..04-05\n劳动节 05-01..05-05\n端午节 06-07..06-09\n'
    + '中秋节 09-15..09-17\n国庆节 10-01..10-07',
  work: '春节 01-31\n春节 02-13\n劳动节 05-08\n国庆节 09-26\n国庆节 10-09',
  document: '样张国办发明电〔2026〕1号', source: '演示用，不是真的通知',
};

describe('the calendar', () => {
  test('what overlaps or contradicts is refused in words, all at once, and nothing is kept', async () => {
    const admin = await cast.officer('system');
    const faults: [Partial<typeof year2027>, RegExp][] = [
      [{ off: `${year2027.off}\n元旦 01-02` }, /写了两次/],
      [{ off: year2027.off.replace('01-01..01-03', '2026-12-31..01-02') }, /2026 年的日子/],
      [{ work: '春节 02-06' }, /又放假.*又上班/], [{ work: '春节 02-15' }, /本来就是工作日/],
      [{ off: year2027.off.replace('元旦 01-01..01-03\n', '') }, /法定的元旦/],
      [{ off: `${year2027.off}\n二月三十 02-30` }, /没有这样的日期/], [{ off: '随便写' }, /看不懂/],
      [{ off: year2027.off.replace('10-01..10-07', '10-07..10-01') }, /首尾颠倒/],
    ];
    for (const [change, words] of faults) {
      const { status, body } = await admin.call('cases.set-calendar', { ...year2027, ...change });
      expect([status, body.error?.code]).toEqual([400, 'contradiction']);
      expect(body.error?.fields?.map((f) => f.message).join()).toMatch(words);
    }
    expect((await admin.call('cases.set-calendar', { ...year2027, year: 2025 })).body.error?.code).toBe('past-year');
    expect((await admin.call('cases.set-calendar', { ...year2027, document: '' })).status).toBe(400);
    expect((await (await cast.officer('health.decider')).call('cases.set-calendar', year2027)).status).toBe(403);
    expect((await admin.call('cases.calendar', {})).body).toMatchObject({ versions: [], lastAnnounced: 2026 });
  });

  test('2027 announced: provisional due dates are computed anew, logged with both computations, told', async () => {
    server.world.clock.set('2026-12-21T10:00:00+08:00');
    const id = await caseIn(server, cast, { state: 'accepted' });
    const admin = await cast.officer('system');
    const owner = await cast.acting('bathHouse', 'bathHouse');
    const before = (await owner.call('cases.case', { id })).body;
    expect(before.deadlines.some((d) => d.provisional)).toBe(true);
    const preview = await admin.call('cases.set-calendar', { ...year2027, preview: true });
    expect(preview.body.affected).toBeGreaterThan(0);
    // Carnival made up: the second half of January is off, so that the day must move.
    const long = { ...year2027, off: `${year2027.off}\n样张假 01-11..01-15` };
    const saved = await admin.call('cases.set-calendar', long);
    expect([saved.status, saved.body.version]).toEqual([200, 1]);
    expect((await admin.call('cases.set-calendar', long)).body.error?.code).toBe('same');
    await server.drain();
    const after = (await owner.call('cases.case', { id })).body;
    expect(after.due! > before.due!).toBe(true);
    expect(after.deadlines.some((d) => d.provisional)).toBe(false);
    expect(after.log.filter((l) => l.action === 'recompute')).toHaveLength(1);
    const { rows } = await sql<{ content: { document: string; deadlines: { before: { due: string }; after: { due: string } }[] } }>`
      select content from cases.action where "case" = ${id} and action = 'recompute'`.execute(server.world.db);
    expect(rows[0]?.content.document).toBe(year2027.document);
    expect(rows[0]?.content.deadlines[0]?.before.due).not.toBe(rows[0]?.content.deadlines[0]?.after.due);
    const inbox = (await owner.call('messages.list', {})).body.messages;
    expect(inbox.filter((m) => m.case === id && m.title.zh === '办理期限重新计算了')).toHaveLength(1);
    // Again comes out the same: no further act. A second version puts the day back.
    expect(await recomputeYear(server.world, 2027)).toBe(0);
    expect((await admin.call('cases.set-calendar', year2027)).body.version).toBe(2);
    await server.drain();
    expect((await owner.call('cases.case', { id })).body.due! < after.due!).toBe(true);
    const { versions, years, lastAnnounced } = (await admin.call('cases.calendar', {})).body;
    expect(versions.map((v) => [v.year, v.version])).toEqual([[2027, 2], [2027, 1]]);
    expect([lastAnnounced, years[0]?.document]).toEqual([2027, year2027.document]);
    await expect(sql`delete from base.calendar_year`.execute(server.world.db)).rejects.toThrow(/only ever added/);
    expect((await audit(server.world)).faults).toEqual([]);
  });
});
