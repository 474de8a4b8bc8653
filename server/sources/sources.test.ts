/** Services answered from data: own and own child's only, with a row in the ledger, and when a source is down. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, sql } from '#base';
import { importCatalogue } from '#catalogue';
import { loadDatasets, tellOutage } from '#sources';
import { demoNumber } from '../../tests/matrix/cast.ts';
import { citizen, demoPassword, officer } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
let mother: Client;
let father: Client;
let senior: Client;
beforeAll(async () => {
  server = await testServer();
  mother = await citizen(server, 'agent');
  father = await citizen(server, 'bathHouse');
  senior = await citizen(server, 'senior');
});
afterAll(() => server?.close());

const report = 'child-health-report';
const receipts = 'medical-receipt-query';
const water = 'water-quality-query';
const ask = (client: Client, item: string, by: Record<string, string | null> = {}, page?: string) =>
  client.call('sources.query', { item, by, ...(page === undefined ? {} : { page }) });

async function ledger(client: Client): Promise<{ who: string; what: string; purpose: string }[]> {
  await server.drain();
  return (await client.call('facts.ledger', {})).body.rows;
}

describe('public', () => {
  test('anyone finds the water of an estate by name, address or sub-district, with source and day', async () => {
    const { status, body } = await ask(server.client(), water, { estate: '新村' });
    expect(status).toBe(200);
    expect(body.rows.map(({ cells }) => cells['estate'])).toEqual(['样张新村一村', '样张新村一村', '样张新村二村']);
    expect(body.rows[0]?.cells).toMatchObject({ verdict: { zh: '合格', en: 'Fit' }, place: { zh: '居民龙头' } });
    expect(body).toMatchObject({ asOf: '2026-11-10', stale: false, sample: true, next: null, source: { id: 'water-tests' } });
    expect((await ask(server.client(), water, { address: '120 弄' })).body.rows).toHaveLength(1);
    expect((await ask(server.client(), water, { 'water-search.street': '310107016' })).body.rows).toHaveLength(2);
    expect((await ask(server.client(), water, { estate: '100%' })).body.rows).toEqual([]);
  });

  test('nothing asked, too little, something else, another page: told with the field', async () => {
    expect((await ask(server.client(), water)).body.error?.code).toBe('nothing-asked');
    expect((await ask(server.client(), water, { estate: '村' })).body.error?.fields).toEqual([
      { at: 'water-search.estate', message: '至少写两个字' },
    ]);
    expect((await ask(server.client(), water, { verdict: 'fit' })).body.error?.fields?.[0]?.at).toBe('verdict');
    expect((await ask(server.client(), water, { street: '999' })).status).toBe(400);
    expect((await ask(server.client(), water, { estate: '新村' }, 'x')).body.error?.code).toBe('bad-page');
    expect((await ask(server.client(), 'senior-meals', { estate: '新村' })).status).toBe(404);
  });

  test('a use by somebody signed in stands in his ledger', async () => {
    await ask(senior, water, { estate: '新村' });
    expect((await ledger(senior))[0]).toMatchObject({ what: '使用“小区水质查询”', purpose: '本人查询' });
  });

  test('decisions are answered by their register, through the same door', async () => {
    const { status, body } = await ask(server.client(), 'licensing-decision-query', { holder: '样张' });
    expect(status).toBe(200);
    expect(body.columns.map(({ id }) => id)).toContain('decided-on');
    expect(body).toMatchObject({ asOf: '2026-11-23', sample: false, source: { id: 'licensing-decisions' } });
    expect((await ask(server.client(), 'licensing-decision-query')).body.error?.code).toBe('nothing-asked');
  });
});

describe('own receipts', () => {
  test('the person sees his own only, all without an entry, page by page', async () => {
    const first = (await ask(senior, receipts)).body;
    expect(first.rows).toHaveLength(20);
    const second = (await ask(senior, receipts, {}, first.next ?? '')).body;
    expect(second.rows).toHaveLength(4);
    expect(second.next).toBeNull();
    expect(new Set([...first.rows, ...second.rows].map(({ cells }) => cells['patient-name']))).toEqual(new Set(['王*']));
    expect(JSON.stringify(first)).not.toContain('31019919');
    expect(first.rows[3]?.cells['state']).toMatchObject({ zh: expect.stringContaining('已开红票') });
  });

  test('found by number, check code, hospital and dates; another’s receipt does not exist', async () => {
    const found = (await ask(senior, receipts, { number: '1000000003' })).body.rows;
    expect(found).toHaveLength(1);
    const code = String(found[0]?.cells['check-code']);
    expect((await ask(senior, receipts, { 'check-code': code })).body.rows).toEqual(found);
    expect((await ask(senior, receipts, { hospital: '中医', from: '2026-09-01' })).body.rows.length).toBe(2);
    expect((await ask(senior, receipts, { from: '2026-11-01', to: '2026-11-30' })).body.rows.length).toBe(2);
    const foreign = await ask(senior, receipts, { number: '2000000001' });
    const nobodys = await ask(senior, receipts, { number: '9999999999' });
    expect(foreign.body).toEqual(nobodys.body);
    expect(foreign.body.rows).toEqual([]);
  });

  test('not for nobody, and not on an account for work', async () => {
    expect((await ask(server.client(), receipts)).status).toBe(401);
    expect((await ask(await officer(server, 'civil.clerk'), receipts)).body.error?.code).toBe('own-account');
  });

  test('every look is a row in his ledger', async () => {
    const before = (await ledger(senior)).length;
    await ask(senior, receipts, { number: '1000000001' });
    const after = await ledger(senior);
    expect(after).toHaveLength(before + 1);
    expect(after[0]).toMatchObject({ who: '您本人', what: '医疗收费电子票据', purpose: '查询“医疗电子票据查询”' });
  });
});

describe('own child', () => {
  test('a guardian sees her children, each check with a paper', async () => {
    const { body } = await ask(mother, report);
    expect(body.rows.map(({ cells }) => cells['child-name'])).toEqual(['王小禾', '王小禾', '王小安']);
    expect((await ask(mother, report, { 'school-year': '2025' })).body.rows).toHaveLength(1);
    const row = body.rows[0]?.id ?? '';
    const paper = await mother.call('sources.document', { item: report, id: row });
    expect(paper.status).toBe(200);
    expect(paper.headers.get('content-type')).toBe('application/pdf');
    expect(paper.headers.get('content-disposition')).toContain(encodeURIComponent('健康体检报告（样张）'));
    expect((paper.body as unknown as { bytes: Buffer }).bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('a stranger’s child does not exist', async () => {
    const his = (await ask(father, report)).body.rows[0]?.id ?? '';
    const zhou = demoNumber('20170818', '105');
    const foreign = await ask(mother, report, { child: zhou });
    const nobodys = await ask(mother, report, { child: demoNumber('20170818', '205') });
    expect(foreign.body).toEqual(nobodys.body);
    expect(foreign.body.rows).toEqual([]);
    const stolen = await mother.call('sources.document', { item: report, id: his });
    const unknown = await mother.call('sources.document', { item: report, id: '00000000-0000-4000-8000-000000000000' });
    expect([stolen.status, JSON.stringify(stolen.body)]).toEqual([404, JSON.stringify(unknown.body)]);
    expect((await senior.call('sources.document', { item: report, id: his })).status).toBe(404);
  });

  test('guardianship ends with the 18th birthday', async () => {
    const names = (await ask(father, report)).body.rows.map(({ cells }) => cells['child-name']);
    expect(names).toEqual(['周小舟']);
  });

  test('the child’s ledger says who looked, the guardian’s own for which child; from 14 he sees his own', async () => {
    const number = demoNumber('20110220', '106');
    const parent = await citizen(server, 'representative');
    const row = (await ask(parent, report, { child: number })).body.rows[0]?.id ?? '';
    expect((await ledger(parent))[0]).toMatchObject({ who: '您本人', what: '学生和幼儿健康体检（孩子：陈*）' });
    expect((await parent.call('sources.document', { item: report, id: row })).status).toBe(200);
    const pupil = server.client();
    const joined = await pupil.call('identity.register', {
      name: '陈晨晨', idNumber: number, phone: '15400000071', password: demoPassword,
    });
    expect(joined.status).toBe(200);
    await pupil.call('identity.me', {});
    const rows = await ledger(pupil);
    expect(rows.map(({ who, purpose }) => [who, purpose])).toEqual([
      ['监护人 陈*', '开具“健康体检报告”'], ['监护人 陈*', '查询“孩子体检报告”'],
    ]);
    const own = await ask(pupil, report);
    expect([own.status, own.body.error]).toEqual([200, undefined]);
    expect(own.body.rows.map(({ cells }) => cells['child-name'])).toEqual(['陈晨晨']);
    expect((await ledger(pupil))[0]).toMatchObject({ who: '您本人' });
  });
});

describe('a source that is down', () => {
  const tell = (source: string, down: boolean) =>
    tellOutage(server.world.db, { source, down, note: '系统检修', by: 'test', at: server.world.clock.now() });

  test('people hear since when, why and what to do, never that there is no record', async () => {
    await tell('water-tests', true);
    const { status, body } = await ask(server.client(), water, { estate: '新村' });
    expect([status, body.error?.code]).toEqual([424, 'source-down']);
    expect(body.error?.message).toMatch(/从11月23日 10:0\d起连不上（系统检修）.*不是没有您要的记录.*021-0000/s);
    await tell('water-tests', false);
    expect((await ask(server.client(), water, { estate: '新村' })).status).toBe(200);
  });

  test('without the register of guardians nobody’s child is shown', async () => {
    const row = (await ask(mother, report)).body.rows[0]?.id ?? '';
    await tell('guardianship-register', true);
    expect((await ask(mother, report)).body.error?.message).toContain('监护关系登记');
    expect((await mother.call('sources.document', { item: report, id: row })).status).toBe(424);
    await tell('guardianship-register', false);
    expect((await mother.call('sources.document', { item: report, id: row })).status).toBe(200);
  });

  test('what was told of a source stays', async () => {
    await expect(sql`delete from sources.outage`.execute(server.world.db)).rejects.toThrow('append-only');
  });
});

test('old data are told to be old', async () => {
  const before = server.world.clock.now();
  server.world.clock.set('2027-03-01T10:00:00+08:00');
  expect((await ask(server.client(), water, { estate: '新村' })).body).toMatchObject({ asOf: '2026-11-10', stale: true });
  server.world.clock.set(before.toISOString());
});

const parking = `id: parking-query
name: { zh: 停车位查询, en: Parking places }
summary: { zh: 查停车场还有多少空位。, en: How many places are free. }
code: { unsure: 没有核到编码 }
procedure: query
type: "20"
audience: [person]
topics: [housing]
handled by: data-bureau
parties:
  查询人: { id: applicant, role: applicant, kind: person }
uses: [parking-search]
time: { promised: { n: 0, unit: instant }, unsure: 没有读到规定 }
fee: { amount: "0", unsure: 没有读到规定 }
visits: { n: 0 }
form:
  - { section: where, name: { zh: 哪里, en: Where }, fields: [{ field: 停车查询.路名, required: false }] }
steps:
  - { id: look, name: { zh: 查询, en: Look up }, who: { zh: 任何人, en: Anyone }, what: { zh: 写路名, en: Name the road } }
query: { source: parking, by: [{ field: 停车查询.路名, column: road, match: has }], shows: [road, free], unsure: 没有读到规定 }
`;

test('one more service is files only: no code, and it answers', async () => {
  const folder = fs.mkdtempSync(path.join(server.world.settings.folder, 'catalogue-'));
  fs.cpSync(path.join(root, 'catalogue'), folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'items/parking-query.yaml'), parking);
  fs.writeFileSync(path.join(folder, 'fields/parking.yaml'), `id: parking-search
name: { zh: 停车查询, en: Search of parking }
of: case
fields: [{ id: road, name: { zh: 路名, en: Road }, type: text, max length: 30, sensitivity: public, source: applicant }]
`);
  fs.writeFileSync(path.join(folder, 'sources/parking.yaml'), `id: parking
name: { zh: 停车场数据, en: Parking }
department: { zh: 交通部门（演示）, en: Transport }
kind: published
columns:
  - { id: road, name: { zh: 路名, en: Road }, type: text }
  - { id: free, name: { zh: 空位, en: Free }, type: number, unit: { zh: 个, en: places } }
unsure: 演示数据源
`);
  fs.writeFileSync(path.join(folder, 'datasets/parking.yaml'), `id: parking
as of: 2026-11-22
sample: true
rows: [{ road: 示范路, free: "12" }, { road: 演示路, free: "3" }]
`);
  const { db, clock } = server.world;
  await importCatalogue(db, folder, { say: () => undefined, at: clock.now() });
  expect(await loadDatasets(db, folder, clock.now())).toEqual({ loaded: expect.arrayContaining(['parking']) });
  expect(await loadDatasets(db, folder, clock.now())).toEqual({ loaded: [] });
  await expect.poll(async () => (await ask(server.client(), 'parking-query', { road: '示范' })).body.rows?.[0]?.cells)
    .toEqual({ road: '示范路', free: '12' });
  fs.rmSync(path.join(folder, 'datasets/parking.yaml'));
  await loadDatasets(db, folder, clock.now());
  expect((await ask(server.client(), 'parking-query', { road: '示范' })).status).toBe(424);
  fs.writeFileSync(path.join(folder, 'datasets/parking.yaml'), 'id: parking\nas of: 2026\nrows: []\n');
  await expect(loadDatasets(db, folder, clock.now())).rejects.toThrow(/datasets\/parking\.yaml:\d+:\d+/);
});
