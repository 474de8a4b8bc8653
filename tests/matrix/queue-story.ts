/** The queue, batches, absence, lights and the calendar, each endpoint in all it can answer. */
import { sql } from '#base';
import { changeLights } from '#cases';
import { caseIn, type Cast } from './cast.ts';
import type { call } from './stage.ts';
import type { Client, TestServer } from '../server.ts';

type Go = typeof call;
type Ok = (client: Client, name: string, input: object) => Promise<Record<string, unknown>>;

/** What is done to rows of the queue, and who is away. */
export async function queueStory(server: TestServer, cast: Cast, { ok, go }: { ok: Ok; go: Go }): Promise<void> {
  const [reviewer, decider] = [await cast.officer('health.reviewer'), await cast.officer('health.decider')];
  const id = await caseIn(server, cast, { state: 'accepted' });
  await ok(reviewer, 'cases.batch', { action: 'claim', rows: [{ id }] });
  await ok(decider, 'cases.export', { box: 'unit' });
  const { colleagues } = await ok(reviewer, 'cases.colleagues', {}) as { colleagues: { id: string; me: boolean; name: string }[] };
  const me = colleagues.find((c) => c.me)?.id ?? '';
  const deputy = colleagues.find((c) => c.name === '林悦')?.id ?? '';
  const days = { from: '2027-03-01', until: '2027-03-02', deputy };
  const { id: absence } = await ok(reviewer, 'cases.go-away', days);
  await go(reviewer, 'cases.go-away', days);
  await ok(reviewer, 'cases.absences', {});
  await ok(reviewer, 'cases.come-back', { id: absence });
  await ok(decider, 'cases.hand-over', { from: me, to: [deputy] });
}

/** Lights, an order and its answer, the rule, a year of the calendar. */
export async function lightsStory(server: TestServer, cast: Cast, { ok, go }: { ok: Ok; go: Go }): Promise<void> {
  const [decider, system] = [await cast.officer('health.decider'), await cast.officer('system')];
  const id = await caseIn(server, cast, { state: 'accepted' });
  await sql`update cases.case set due = '2026-11-02' where id = ${id}`.execute(server.world.db);
  await changeLights(server.world);
  await sql`update cases.case c set due = d.due from cases.deadline d
    where c.id = ${id} and d."case" = c.id and d.kind = 'decision'`.execute(server.world.db);
  const { orders } = await ok(decider, 'cases.supervision', {}) as { orders: { id: string }[] };
  const answer = { id: orders[0]?.id, answer: '人手不足，本周办好' };
  await ok(decider, 'cases.answer-order', answer);
  await go(decider, 'cases.answer-order', answer);
  const rule = await ok(system, 'cases.light-rule', {});
  await ok(system, 'cases.set-light-rule', { ...rule, reason: '核对后认为需要这样办理' });
  const { years } = await ok(system, 'cases.calendar', {}) as { years: { year: number; off: string; work: string }[] };
  const next = { ...years[0], document: '样张〔2026〕1号', source: '样张来源，不是真的' };
  await go(system, 'cases.set-calendar', next);
  await ok(system, 'cases.set-calendar', { ...next, work: '元旦 01-04', preview: true });
}
