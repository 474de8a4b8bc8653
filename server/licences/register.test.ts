/** The public register and what an agent sees, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { citizen, creditCode, idNumber, kindOf, sample } from './samples.ts';

const item = 'licensing-decision-query';
const firm = '样张演艺有限公司';
let server: TestServer;
let boss: Client;
let organisation: string;
let first: string;

const ask = (by: Record<string, string>, page?: string, who: Client = server.client()) =>
  who.call('licences.query', { item, by, ...(page ? { page } : {}) });

beforeAll(async () => {
  server = await testServer();
  boss = (await citizen(server, { name: '张样玲', order: 1 })).client;
  const added = await boss.call('identity.add-organisation',
    { creditCode: creditCode(1), name: firm });
  organisation = added.body.organisation;
  for (let i = 0; i < 45; i++) {
    const { number } = await sample(server,
      { subject: organisation, name: firm, kind: 'organisation' },
      { issuedOn: `2026-${String((i % 9) + 1).padStart(2, '0')}-10` });
    first ||= number;
  }
}, 60_000);
afterAll(() => server.close());

describe('the register', () => {
  test('pages through all of them once, the newest first', async () => {
    const seen: string[] = [];
    const days: string[] = [];
    let page: string | null | undefined;
    do {
      const { body } = await ask({ 'decision-search.holder': '样张演艺' }, page ?? undefined);
      seen.push(...body.rows.map((row) => String(row['number'])));
      days.push(...body.rows.map((row) => String(row['decided-on'])));
      page = body.next;
    } while (page);
    expect(seen).toHaveLength(45);
    expect(new Set(seen).size).toBe(45);
    expect(days).toEqual(days.toSorted().toReversed());
  });
  test('shows what the item says it shows', async () => {
    const { body } = await ask({ 'decision-search.number': first });
    expect(body.rows).toEqual([{
      number: first, item: { zh: '营业性演出许可' }, kind: '批准文件',
      content: '演出名称：苏州河夏夜音乐会；演出场所：样张剧场；演出首日：2026年12月1日；'
        + '演出末日：2026年12月3日；批准场次：3；每场人数上限：800；演员人数：12',
      holder: firm, 'holder-code': creditCode(1), 'decided-on': '2026-01-10',
      'valid-from': '2026-01-10', 'valid-until': null,
      authority: { zh: '普陀区文化和旅游局（样）' }, state: { zh: '有效', en: 'Valid' },
    }]);
  });
  test.each([
    [{ 'decision-search.holder-code': creditCode(1).toLowerCase().replace(/(.{4})/g, '$1 ') }, 20],
    [{ 'decision-search.item-name': '营业性演出' }, 20],
    [{ holder: firm, 'decision-search.decided-from': '2026-03-10',
      'decision-search.decided-to': '2026-03-10' }, 5],
    [{ holder: '样张演艺', 'decided-from': '2026-09-01' }, 5],
    [{ authority: '文化和旅游局', holder: firm, 'decided-to': '2026-01-31' }, 5],
    [{ holder: '%%' }, 0],
    [{ holder: '没有这家' }, 0],
    [{ holder: `'; drop table licences.licence; --` }, 0],
  ])('%o gives %i', async (by, count) => {
    const { status, body } = await ask(by as Record<string, string>);
    expect([status, body.rows.length]).toEqual([200, count]);
  });
  test.each([
    [{}, 'nothing-asked'],
    [{ holder: '样' }, 'bad-input'],
    [{ 'decided-from': '2026-02-30' }, 'bad-input'],
    [{ 'decided-from': '2026-03-01', 'decided-to': '2026-02-01' }, 'bad-input'],
    [{ 'holder-code': '123' }, 'bad-input'],
    [{ colour: '红' }, 'bad-input'],
    [{ constructor: '红' }, 'bad-input'],
    [{ holder: 'x'.repeat(201) }, 'bad-input'],
  ])('%o is refused', async (by, code) => {
    const { status, body } = await ask(by as Record<string, string>);
    expect([status, body.error?.code]).toEqual([400, code]);
  });
  test('a page that is none, an item that is no query', async () => {
    expect((await ask({ holder: '样张' }, 'eHg')).body.error?.code).toBe('bad-page');
    for (const other of ['senior-meals', 'no-such-item']) {
      const answer = await server.client().call('licences.query',
        { item: other, by: { holder: '样张' } });
      expect(answer.status).toBe(404);
    }
  });
  test('a person is masked, and not found by name; what is not public is not there', async () => {
    const meals = await kindOf(server, 'senior-meals', 'meal-support-eligibility');
    const kind = { ...meals, public: true };
    const who = { subject: 'p1', name: '欧阳样', kind: 'person' as const };
    const shown = await sample(server, who, { kind });
    const hidden = await sample(server, who);
    const found = await ask({ number: shown.number });
    expect(found.body.rows).toMatchObject([{ holder: '欧*', 'holder-code': null, content: '' }]);
    expect((await ask({ number: hidden.number })).body.rows).toEqual([]);
    expect((await ask({ holder: '欧阳' })).body.rows).toEqual([]);
  });
  test('the use of one who is signed in is announced, of nobody not', async () => {
    const uses = async () => (await sql<{ payload: Record<string, unknown> }>`select payload
      from base.outbox where topic = 'register.queried' order by id`.execute(server.world.db)).rows;
    const before = (await uses()).length;
    await ask({ holder: firm });
    expect(await uses()).toHaveLength(before);
    await ask({ holder: firm }, undefined, boss);
    const after = await uses();
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)?.payload).toMatchObject({ item, by: ['holder'] });
  });
});

describe('an agent', () => {
  test('sees the licences and messages of the items of his mandate, until it ends', async () => {
    const { client: agent } = await citizen(server, { name: '李样', order: 2 });
    const give = (items: string[]) => boss.call('identity.give-mandate', {
      organisation, agentName: '李样', agentIdNumber: idNumber(2), items, until: '2027-12-31',
    });
    const other = await give(['bath-house-hygiene']);
    const act = await agent.call('identity.act-for', { organisation });
    expect(act.status).toBe(200);
    expect((await agent.call('licences.mine', {})).body.licences).toEqual([]);
    const right = await give(['commercial-performance']);
    const mine = (await agent.call('licences.mine', {})).body.licences;
    expect(mine).toHaveLength(45);
    const id = mine[0]?.id ?? '';
    expect((await agent.call('licences.show', { id })).status).toBe(200);
    for (const { body } of [other, right]) {
      await boss.call('identity.end-mandate', { id: body.mandate });
    }
    const after = await agent.call('licences.show', { id });
    expect([403, 404]).toContain(after.status);
  });
  test('the legal representative sees them when he acts for it, not as himself', async () => {
    expect((await boss.call('licences.mine', {})).body.licences).toEqual([]);
    await boss.call('identity.act-for', { organisation });
    expect((await boss.call('licences.mine', {})).body.licences).toHaveLength(45);
    await boss.call('identity.act-for', { organisation: null });
  });
});
