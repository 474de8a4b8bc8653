/** An emergency item composed as a file, published at noon, used, withdrawn at night; what was begun goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { citizen, file, fillDraft, officer } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

const item = 'leaving-certificate';
const reason = '按通告开放，离沪须持证明';
const basis = '样张防控〔2026〕1 号，区指挥部（演示）';
const journey = { facts: { 'applicant.residence-street': '310107022' } };

let server: TestServer;
let designer: Client;
let traveller: Client;
let clerk: Client;
beforeAll(async () => {
  server = await testServer('2026-11-23T09:00:00+08:00');
  designer = await officer(server, 'designer');
  traveller = await citizen(server, 'agent');
  clerk = await officer(server, 'zhenru.clerk');
});
afterAll(() => server?.close());

const standing = async () => (await designer.call('catalogue.shelf', {})).body.items.find(({ id }) => id === item);
const found = async (words: string) =>
  (await server.client().call('catalogue.items', { q: words })).body.items.map(({ id }) => id);
const page = () => server.client().call('catalogue.item', { id: item });

test('composed as a file it waits: nobody is offered it', async () => {
  expect(await standing()).toMatchObject({ state: 'waiting', emergency: true, since: null, draft: { changes: 0 } });
  expect(await found('离沪')).not.toContain(item);
  expect((await page()).status).toBe(404);
  expect((await traveller.call('cases.start', { item })).status).toBe(404);
  const gone = await designer.call('catalogue.withdraw', { id: item, reason });
  expect([gone.status, gone.body.error?.code]).toEqual([409, 'not-offered']);
});

test('only on an order and for a stated time', async () => {
  const bare = await designer.call('catalogue.publish', { id: item, reason });
  expect([bare.status, bare.body.error?.code]).toEqual([400, 'emergency-needs']);
  expect(bare.body.error?.fields?.map(({ at }) => at)).toEqual(['basis', 'until']);
  const call = (more: object) => designer.call('catalogue.publish', { id: item, reason, basis, ...more });
  expect((await call({ until: '2026-11-23T08:00:00+08:00' })).body.error?.code).toBe('ends-before');
  expect((await call({ at: '2026-11-22T12:00:00+08:00', until: '2026-11-30T00:00:00+08:00' })).body.error?.code).toBe('past');
  expect((await call({ until: 'tomorrow' })).body.error?.fields?.[0]?.at).toBe('until');
  expect((await designer.call('catalogue.publish', { id: item, reason: '好' })).status).toBe(400);
  expect((await designer.call('catalogue.publish', { id: 'no-such-item', reason })).status).toBe(404);
  expect((await designer.call('catalogue.publish', { id: 'senior-meals', reason })).body.error?.code).toBe('nothing-to-publish');
  expect((await clerk.call('catalogue.publish', { id: item, reason, basis })).status).toBe(403);
  expect((await traveller.call('catalogue.withdraw', { id: 'senior-meals', reason })).status).toBe(403);
});

test('published at nine for noon: offered from noon on', async () => {
  const done = await designer.call('catalogue.publish', {
    id: item, reason, basis, at: '2026-11-23T12:00:00+08:00', until: '2026-11-30T00:00:00+08:00',
  });
  expect(done.status).toBe(200);
  expect(await standing()).toMatchObject({ state: 'planned', since: '2026-11-23T04:00:00.000Z', draft: null });
  expect((await page()).status).toBe(404);
  server.world.clock.set('2026-11-23T12:00:00+08:00');
  expect(await standing()).toMatchObject({ state: 'offered', until: '2026-11-29T16:00:00.000Z' });
  expect(await found('离沪')).toContain(item);
  expect((await page()).status).toBe(200);
});

let certificate = '';
let open = '';
let begun = '';

test('used: filed, settled at once, the certificate can be verified', async () => {
  const settled = await file(traveller, item, journey);
  expect((await clerk.call('cases.settle', { id: settled.case })).status).toBe(200);
  await server.drain();
  const mine = (await traveller.call('licences.mine', {})).body.licences.find(({ kind }) => kind === item);
  expect(mine).toMatchObject({ until: '2026-11-24', state: 'valid' });
  certificate = mine?.code ?? '';
  expect((await traveller.call('licences.file' as never, { id: mine?.id } as never)).status).toBe(200);
  const other = await citizen(server, 'disabled');
  open = (await file(other, item, journey)).case;
  begun = (await fillDraft(await citizen(server, 'representative'), item, journey)).id;
});

test('withdrawn at night: nobody begins or files, and hears since when and why', async () => {
  server.world.clock.set('2026-11-23T22:00:00+08:00');
  designer = await officer(server, 'designer');
  const why = '通告解除，离沪不再需要证明';
  expect((await designer.call('catalogue.withdraw', { id: item, reason: why })).status).toBe(200);
  const gone = await page();
  expect(gone.status).toBe(410);
  expect(gone.body.error).toMatchObject({
    code: 'withdrawn', details: { since: expect.stringMatching(/^2026-11-23T14:00/), why, name: { zh: '离沪证明' } },
  });
  expect(gone.body.error?.message).toContain(`2026年11月23日 22:00起停止办理：${why}`);
  expect(await found('离沪')).not.toContain(item);
  expect((await server.client().call('catalogue.guide', { id: item, facts: {} })).status).toBe(410);
  const again = await citizen(server, 'agent');
  expect((await again.call('cases.start', { item })).body.error?.code).toBe('withdrawn');
  const late = await citizen(server, 'representative');
  const submit = await late.call('cases.submit', { id: begun, declared: true });
  expect([submit.status, submit.body.error?.code]).toEqual([410, 'withdrawn']);
  // What he wrote can still be read and thrown away.
  expect((await late.call('cases.draft', { id: begun })).status).toBe(200);
  expect((await late.call('cases.discard', { id: begun })).status).toBe(200);
});

test('what was filed before is still settled, what was issued can still be verified', async () => {
  clerk = await officer(server, 'zhenru.clerk');
  expect((await clerk.call('cases.settle', { id: open })).status).toBe(200);
  const verified = await server.client().call('licences.verify', { code: certificate });
  expect(verified.body).toMatchObject({ found: true, state: 'valid' });
});

test('the history stays: who, when, on which order, why', async () => {
  const { body } = await designer.call('catalogue.history', { id: item });
  expect(body).toMatchObject({ state: 'withdrawn', why: '通告解除，离沪不再需要证明', until: null });
  expect(body.releases.map(({ what }) => what)).toEqual(['withdrawn', 'published']);
  expect(body.releases[1]).toMatchObject({ basis, note: reason, by: '方图', from: '2026-11-23T04:00:00.000Z' });
  expect((await designer.call('catalogue.history', { id: 'no-such' })).status).toBe(404);
});

test('opened once more it ends by itself at its time', async () => {
  const done = await designer.call('catalogue.publish', {
    id: item, reason: '第二份通告', basis, until: '2026-11-25T00:00:00+08:00',
  });
  expect(done.status).toBe(200);
  expect((await page()).status).toBe(200);
  server.world.clock.set('2026-11-25T00:00:00+08:00');
  const gone = await page();
  expect(gone.body.error?.message).toContain('开放的期限到了');
  // The end of the first release does not come back on the 30th.
  server.world.clock.set('2026-12-01T09:00:00+08:00');
  designer = await officer(server, 'designer');
  expect(await standing()).toMatchObject({ state: 'withdrawn', since: '2026-11-24T16:00:00.000Z' });
});

test('a planned one is called off, and any item can be withdrawn and offered again', async () => {
  const soon = { at: '2026-12-02T09:00:00+08:00', until: '2026-12-03T09:00:00+08:00' };
  await designer.call('catalogue.publish', { id: item, reason: '第三份通告', basis, ...soon });
  expect(await standing()).toMatchObject({ state: 'planned' });
  expect((await designer.call('catalogue.withdraw', { id: item, reason: '不开放了，取消' })).status).toBe(200);
  server.world.clock.set('2026-12-02T10:00:00+08:00');
  designer = await officer(server, 'designer');
  expect((await page()).status).toBe(410);
  expect((await designer.call('catalogue.withdraw', { id: 'water-quality-query', reason: '数据核对期间停办' })).status).toBe(200);
  const ask = () => server.client().call('sources.query', { item: 'water-quality-query', by: { estate: '样张' } });
  expect((await ask()).status).toBe(410);
  const back = await designer.call('catalogue.publish', { id: 'water-quality-query', reason: '核对好了，恢复' });
  expect(back.status).toBe(200);
  expect((await ask()).status).toBe(200);
});
