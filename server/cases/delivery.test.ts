/** Delivery over HTTP: as chosen, with its proof, never without. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castOf, caseIn, fetchResult } from '../../tests/matrix/cast.ts';
import { file, fillDraft, smallPdf } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';
import { remindOfResults } from './fetched.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

const home = { way: 'post', recipient: '样张收件', phone: '15400000005', address: '演示路 100 号 2 楼样张清泉浴室' } as const;
const parcel = { carrier: '样张快递', tracking: 'SF 1234-5678 90' };

/** A licence made, the way chosen. */
async function made(to?: object): Promise<{ id: string; clerk: Client; company: Client }> {
  const id = await caseIn(server, cast, { state: 'licence-made' });
  const company = await cast.acting('bathHouse', 'bathHouse');
  if (to) expect((await company.call('cases.choose-delivery', { id, to: to as never })).status).toBe(200);
  return { id, company, clerk: await cast.officer('health.clerk') };
}

const pdf = { file: smallPdf(900, 'proof'), type: 'application/pdf' };

test('nobody chose: the result is downloaded, and delivered by that alone', async () => {
  const { id, clerk, company } = await made();
  const seen = (await company.call('cases.case', { id })).body;
  expect(seen.delivery).toMatchObject({ way: 'download', waits: true, code: null, posted: null });
  // It waits for him, not for an officer: no clock runs, and it is in nobody's queue.
  expect([seen.due, seen.light]).toEqual([null, 'none']);
  expect((await clerk.call('cases.queue', {})).body.rows.map((row) => row.id)).not.toContain(id);
  const said = await clerk.call('cases.deliver', { id });
  expect([said.status, said.body.error?.code]).toEqual([409, 'not-fetched']);
  const early = await company.call('licences.file', { id: seen.licence?.id ?? '' });
  expect([early.status, early.body.error?.code]).toEqual([409, 'being-made']);
  await server.drain();
  const letter = seen.papers.find(({ kind }) => kind === 'grant')?.id ?? '';
  expect((await company.call('cases.file', { id: letter })).status).toBe(200);
  expect((await clerk.call('licences.file', { id: seen.licence?.id ?? '' })).status).toBe(200);
  await server.drain();
  // The letter is not the licence, and an officer's look is no delivery.
  expect((await company.call('cases.case', { id })).body.state).toBe('licence-made');
  expect(await fetchResult(server, company, id)).toBe('closed');
  const { log, papers } = (await company.call('cases.case', { id })).body;
  expect(log.slice(-2).map((row) => [row.action, row.by.name])).toEqual([['deliver', '系统'], ['close', '系统']]);
  expect(papers.at(-1)).toMatchObject({ kind: 'delivery', ready: true });
  expect((await company.call('licences.file', { id: seen.licence?.id ?? '' })).status).toBe(200);
  await server.drain();
  expect((await company.call('cases.case', { id })).body.log).toHaveLength(log.length);
});

test('who does not fetch it is told once more, once; then he has it at the counter, within the days of the law', async () => {
  const { id, company } = await made();
  const inbox = async () => (await company.call('messages.list', {})).body.messages
    .filter((m) => m.title.zh === '结果还没有下载' && m.case === id).length;
  await remindOfResults(server.world);
  expect(await inbox()).toBe(0);
  server.world.clock.advance({ days: 8 });
  await remindOfResults(server.world);
  await remindOfResults(server.world);
  server.world.clock.advance({ days: -8 });
  expect(await inbox()).toBe(1);
  expect((await company.call('cases.choose-delivery', { id, to: { way: 'counter' } })).status).toBe(200);
  const seen = (await company.call('cases.case', { id })).body;
  expect([seen.delivery.waits, seen.due]).toEqual([false, '2026-12-07']);
  expect((await company.call('cases.choose-delivery', { id, to: { way: 'download' } })).status).toBe(200);
  expect((await company.call('cases.case', { id })).body.due).toBeNull();
});

test('a refusal is delivered when its decision is opened by the applicant', async () => {
  const id = await caseIn(server, cast, { state: 'accepted' });
  const [company, reviewer, decider] = await Promise.all([
    cast.acting('bathHouse', 'bathHouse'), cast.officer('health.reviewer'), cast.officer('health.decider')]);
  const reason = '布局不符合卫生要求';
  await reviewer.call('cases.propose-refusal', { id, reason, cites: ['disinfection-room'] });
  expect((await decider.call('cases.decide', { id, outcome: 'refuse', reason })).status).toBe(200);
  const { body } = await company.call('cases.case', { id });
  expect([body.state, body.due, body.delivery.waits]).toEqual(['decided', null, true]);
  expect(await fetchResult(server, company, id)).toBe('closed');
});

test('chosen in the draft, with the address; the case has it from the beginning', async () => {
  const company = await cast.acting('bathHouse', 'bathHouse');
  const draft = await fillDraft(company, 'bath-house-hygiene');
  const wrong = await company.call('cases.save', { id: draft.id, facts: {}, delivery: { ...home, address: '路' } }, { version: draft.version });
  expect([wrong.status, wrong.body.error?.fields?.map(({ at }) => at)]).toEqual([400, ['delivery.address']]);
  const saved = await company.call('cases.save', { id: draft.id, facts: {}, delivery: home }, { version: draft.version });
  expect(saved.body.delivery).toEqual(home);
  const { body } = await company.call('cases.submit', { id: draft.id, declared: true, again: true });
  expect((await company.call('cases.case', { id: body.case })).body.delivery).toMatchObject(home);
});

test('by post: not before it is made, not without an address, sent, come back, sent again, proved', async () => {
  const { id, clerk, company } = await made(home);
  const early = await clerk.call('cases.post', { id, ...parcel });
  expect([early.status, early.body.error?.code]).toEqual([409, 'being-made']);
  await server.drain();
  const other = await clerk.call('cases.deliver', { id, by: 'download' });
  expect([other.status, other.body.error?.code]).toEqual([409, 'other-way']);
  for (const name of ['cases.deliver', 'cases.not-arrived'] as const) {
    const answer = await clerk.call(name as 'cases.not-arrived', { id, reason: '快递退回，地址没人' });
    expect([name, answer.status, answer.body.error?.code]).toEqual([name, 409, 'not-posted']);
  }
  expect((await company.call('cases.confirm-receipt', { id })).body.error?.code).toBe('not-posted');
  const bad = await clerk.call('cases.post', { id, carrier: '样张快递', tracking: '单号' });
  expect([bad.status, bad.body.error?.fields?.[0]?.at]).toEqual([400, 'tracking']);
  expect((await clerk.call('cases.post', { id, ...parcel })).body).toMatchObject({ state: 'licence-made' });
  const seen = (await company.call('cases.case', { id })).body;
  expect(seen.delivery.posted).toMatchObject({ carrier: '样张快递', tracking: 'SF1234567890', round: 1 });
  expect((await company.call('messages.list', {})).body.messages.map((m) => m.title.zh)).toContain('结果已寄出');
  expect((await clerk.call('cases.post', { id, ...parcel })).body.error?.code).toBe('posted');
  expect((await company.call('cases.choose-delivery', { id, to: { way: 'counter' } })).body.error?.code).toBe('posted');
  const unproved = await clerk.call('cases.deliver', { id });
  expect([unproved.status, unproved.body.error?.code]).toEqual([409, 'no-proof']);
  expect((await company.call('cases.not-arrived', { id, reason: '等了十天没有收到' })).status).toBe(200);
  expect((await clerk.call('cases.post', { id, ...parcel, tracking: 'SF1234567891' })).status).toBe(200);
  expect((await clerk.call('cases.delivery-proof', { id, name: '签收.pdf' }, pdf)).body).toEqual({ name: '签收.pdf' });
  expect((await clerk.call('cases.deliver', { id })).body).toMatchObject({ state: 'closed' });
  const { papers, deadlines } = (await company.call('cases.case', { id })).body;
  expect(papers.at(-1)?.kind).toBe('delivery');
  expect(deadlines.find(({ kind }) => kind === 'delivery')?.state).toBe('met');
});

test('by post: the applicant confirms, nobody else does', async () => {
  const { id, clerk, company } = await made(home);
  await server.drain();
  await clerk.call('cases.post', { id, ...parcel });
  expect((await clerk.call('cases.confirm-receipt' as 'cases.deliver', { id })).status).toBe(403);
  expect((await (await cast.citizen('senior')).call('cases.confirm-receipt', { id })).status).toBe(404);
  expect((await company.call('cases.confirm-receipt', { id })).body).toMatchObject({ state: 'closed' });
  expect((await company.call('cases.confirm-receipt', { id })).status).toBe(409);
});

test('an address has a name, a telephone number and a place', async () => {
  const { id, company } = await made();
  const lacking = await company.call('cases.choose-delivery', { id, to: { ...home, phone: '12', address: '路' } });
  expect(lacking.status).toBe(400);
  expect(lacking.body.error?.fields?.map(({ at }) => at)).toEqual(expect.arrayContaining(['to.phone', 'to.address']));
  expect((await company.call('cases.choose-delivery', { id, to: { way: 'pigeon' } as never })).status).toBe(400);
  const clerk = await cast.officer('health.clerk');
  expect((await clerk.call('cases.choose-delivery', { id, to: { way: 'counter' } })).body.error?.code).toBe('applicant-chooses');
});

test('over the counter: code, identity card and a signed receipt, each told where it lacks', async () => {
  const { id, clerk, company } = await made({ way: 'counter' });
  await server.drain();
  const nothing = await clerk.call('cases.deliver', { id });
  expect([nothing.status, nothing.body.error?.code]).toEqual([409, 'no-proof']);
  expect(nothing.body.error?.fields?.map(({ at }) => at)).toEqual(['code', 'checked', 'receiver', 'signed']);
  const code = (await company.call('cases.case', { id })).body.delivery.code ?? '';
  expect(code).toMatch(/^\d{6}$/);
  expect((await clerk.call('cases.case', { id })).body.delivery.code).toBeNull();
  const wrong = await clerk.call('cases.deliver',
    { id, code: code === '000000' ? '111111' : '000000', checked: true, receiver: '周海', signed: true });
  expect(wrong.body.error?.fields?.map(({ at }) => at)).toEqual(['code']);
  const done = await clerk.call('cases.deliver', { id, code, checked: true, receiver: '周海', signed: true });
  expect(done.body).toMatchObject({ state: 'closed' });
});

test('an instant item waits for its way where the result is not downloaded', async () => {
  const senior = await cast.citizen('senior');
  const { case: id } = await file(senior, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  await senior.call('cases.choose-delivery', { id, to: { way: 'counter' } });
  const clerk = await cast.officer('zhenru.clerk');
  expect((await clerk.call('cases.settle', { id })).body).toMatchObject({ state: 'licence-made' });
  await server.drain();
  const { delivery, deadlines } = (await senior.call('cases.case', { id })).body;
  expect(deadlines.find(({ kind }) => kind === 'delivery')?.state).toBe('open');
  const done = await clerk.call('cases.deliver',
    { id, code: delivery.code ?? '', checked: true, receiver: '王桂芳', signed: true });
  expect(done.body).toMatchObject({ state: 'closed' });
});

test('the log folds and the chain holds after all of it', async () => {
  expect((await audit(server.world)).faults).toEqual([]);
});
