/** A bad rating over HTTP: its task, the answer, the visit, the appeal, who sees what, what is published. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { told } from './figures.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

const words = '让窗口重新核对了清单，以后按指南收。';

/** A case of the bath house whose delivery was rated with one star. Gives the task as the reviewer has it. */
async function badlyRated(kind = 'delivery'): Promise<{ task: string; company: Client; id: string }> {
  const id = await caseIn(server, cast, { state: 'closed' });
  await server.drain();
  const company = await cast.acting('bathHouse', 'bathHouse');
  const contact = (await company.call('feedback.mine', { case: id })).body.contacts.find((one) => one.kind === kind);
  const rated = await company.call('feedback.rate', {
    id: contact?.id ?? '', level: 1, indicators: ['slow'], words: '说好寄出，等了很久',
    about: { kind: 'item', id: 'bath-house-hygiene' },
  });
  expect(rated.body).toEqual({ done: true, bad: true, due: '2026-11-30' });
  const seen = await (await cast.officer('supervisor')).call('feedback.tasks', {});
  const found = await Promise.all(seen.body.tasks.map(async ({ id: one }) => (
    (await (await cast.officer('supervisor')).call('feedback.task', { id: one })).body)));
  return { task: found.find((one) => one.case === id)?.id ?? '', company, id };
}

test('put right, visited again: the rating stands and its giver hears every step', async () => {
  const { task, company, id } = await badlyRated();
  const [clerk, reviewer] = [await cast.officer('health.clerk'), await cast.officer('health.reviewer')];
  expect((await clerk.call('feedback.tasks', {})).status).toBe(403);
  const seen = (await reviewer.call('feedback.task', { id: task })).body;
  expect(seen).toMatchObject({ state: 'open', level: 1, due: '2026-11-30', words: '说好寄出，等了很久', rater: '周*',
    about: { kind: 'item' } });
  expect(seen.can.map(({ action }) => action)).toEqual(['answer', 'appeal']);
  expect((await reviewer.call('feedback.visit', { id: task, result: 'satisfied', words: '电话里说满意' })).body.error?.code).toBe('wrong-state');
  expect((await reviewer.call('feedback.answer', { id: task, answer: '好' })).status).toBe(400);
  expect((await reviewer.call('feedback.answer', { id: task, answer: words })).body).toEqual({ state: 'answered' });
  expect((await reviewer.call('feedback.visit', { id: task, result: 'not-satisfied', words: '还是没有说清楚' })).body).toEqual({ state: 'open' });
  expect((await reviewer.call('feedback.task', { id: task })).body).toMatchObject({ round: 2, due: '2026-11-30' });
  await reviewer.call('feedback.answer', { id: task, answer: '当面道歉并重新寄出。' });
  expect((await reviewer.call('feedback.visit', { id: task, result: 'satisfied', words: '这次满意了' })).body).toEqual({ state: 'closed' });
  expect((await reviewer.call('feedback.answer', { id: task, answer: words })).status).toBe(409);
  const mine = (await company.call('feedback.mine', { case: id })).body.contacts.find((one) => one.kind === 'delivery');
  expect(mine?.rating?.level).toBe(1);
  expect(mine?.task?.steps.map(({ name }) => name.zh)).toEqual(['转给承办单位', '作了整改答复', '回访', '作了整改答复', '回访']);
  expect(mine?.task?.steps.at(-1)?.result?.zh).toBe('对整改满意');
  const inbox = (await company.call('messages.list', {})).body.messages.filter((m) => m.case === id).map((m) => m.title.zh);
  expect(inbox.filter((title) => title === '回访已记录')).toHaveLength(2);
  expect(inbox).toContain('您的评价已转给承办单位');
  expect(inbox).toContain('您的评价有了整改答复');
});

test('the one who was rated does not find the task, a colleague does', async () => {
  const { task } = await badlyRated('decision');
  const decider = await cast.officer('health.decider');
  const unknown = await decider.call('feedback.task', { id: '00000000-0000-4000-8000-000000000000' });
  const own = await decider.call('feedback.task', { id: task });
  expect([own.status, own.body]).toEqual([404, unknown.body]);
  expect((await decider.call('feedback.tasks', {})).body.tasks.map(({ id }) => id)).not.toContain(task);
  expect((await decider.call('feedback.answer', { id: task, answer: words })).status).toBe(404);
  expect((await (await cast.officer('culture.reviewer')).call('feedback.task', { id: task })).status).toBe(404);
  expect((await (await cast.officer('health.reviewer')).call('feedback.task', { id: task })).status).toBe(200);
});

test('an appeal is judged by another unit, once, and a mistaken rating stays', async () => {
  const { task, company, id } = await badlyRated();
  const [reviewer, supervisor] = [await cast.officer('health.reviewer'), await cast.officer('supervisor')];
  const reason = '系统显示当天就已寄出，评的可能是另一件';
  expect((await reviewer.call('feedback.appeal', { id: task, reason })).body).toEqual({ state: 'appealed' });
  const own = await reviewer.call('feedback.judge', { id: task, mistaken: true, reason });
  expect([own.status, own.body.error?.code]).toEqual([403, 'not-your-role']);
  expect((await supervisor.call('feedback.judge', { id: task, mistaken: false, reason: '邮戳晚了三天' })).body).toEqual({ state: 'open' });
  const twice = await reviewer.call('feedback.appeal', { id: task, reason });
  expect([twice.status, twice.body.error?.code]).toEqual([409, 'appealed']);
  const other = await badlyRated();
  await reviewer.call('feedback.appeal', { id: other.task, reason });
  expect((await supervisor.call('feedback.judge', { id: other.task, mistaken: true, reason: '核对是另一家公司的件' })).body).toEqual({ state: 'mistaken' });
  const kept = (await company.call('feedback.mine', { case: other.id })).body.contacts.find((one) => one.kind === 'delivery');
  expect(kept).toMatchObject({ rating: { level: 1 }, task: { stateName: { zh: '核实为误评' } } });
  // What was only between unit and supervision is not told.
  const first = (await company.call('feedback.mine', { case: id })).body.contacts.find((one) => one.kind === 'delivery');
  expect(JSON.stringify(first)).not.toContain(reason);
});

test('opening a task is a row that its giver sees', async () => {
  const { task } = await badlyRated();
  await (await cast.officer('health.reviewer')).call('feedback.task', { id: task });
  const { body } = await (await cast.acting('bathHouse', 'bathHouse')).call('facts.ledger', {});
  expect(JSON.stringify(body)).toContain('打开您给的评价');
});

test('published figures: anyone reads them, small counts are not told apart', async () => {
  await badlyRated();
  const { body, status } = await server.client().call('feedback.figures', {});
  expect(status).toBe(200);
  const health = body.units.find(({ name }) => name.zh.includes('公共卫生') || name.zh.includes('卫生'));
  expect(health?.figure?.n).toBeGreaterThanOrEqual(5);
  expect(health?.figure?.mistaken).toBe(1);
  expect(JSON.stringify(body)).not.toMatch(/周|等了很久/);
});

test('what is left over is never so small that subtracting would tell of it', () => {
  const shown = (ns: number[]) => [...told(ns.map((n) => ({ n })), 5)].map(({ n }) => n);
  expect(shown([20, 9, 3])).toEqual([20]);
  expect(shown([20, 9, 3, 3])).toEqual([20, 9]);
  expect(shown([20, 9])).toEqual([20, 9]);
  expect(shown([4])).toEqual([]);
  expect(shown([6, 0])).toEqual([6]);
});
