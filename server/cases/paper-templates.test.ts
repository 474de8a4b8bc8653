/** Templates of papers: what is refused when they are read, and when a step lacks what they want. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { paperKinds } from './paper-kinds.ts';
import { prefixOf, readTemplates, templateFaults, templateOn, paperTemplates } from './paper-templates.ts';
import { mustFill } from './paper-texts.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

const text = fs.readFileSync(path.join(root, 'catalogue/templates/papers.yaml'), 'utf8');

test('every step has its template, and those kept can be used', () => {
  const all = readTemplates(text);
  expect(templateFaults(all)).toEqual([]);
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(paperKinds));
});

test.each([
  ['a place this paper does not have', (t: string) => t.replace('{acceptedOn}', '{acceptedon}'), '没有“acceptedon”这一栏'],
  ['a brace left open', (t: string) => t.replace('{toldUntil}', '{toldUntil'), '花括号没有成对'],
  ['a condition nobody knows', (t: string) => t.replace('when: instant', 'when: sunny'), '不认识的条件“sunny”'],
  ['a version twice', (t: string) => `${t}\n${/- kind: withdrawal[\s\S]*?(?=\n- kind)/.exec(t)?.[0] ?? ''}\n`, '这个版本写了两次'],
  ['a kind without any', (t: string) => t.replace(/- kind: payment[\s\S]*?(?=- kind)/, ''), '没有模板'],
])('%s is told when templates are read', (_, spoil, words) => {
  expect(() => readTemplates(spoil(text))).toThrow(words);
});

test('the newest version in force words a paper, one to come does not', () => {
  const [first] = paperTemplates().templates.filter(({ kind }) => kind === 'withdrawal');
  if (!first) throw new Error('no template');
  const versions = [first, { ...first, version: '2', from: '2027-01-01' }];
  expect(templateOn('withdrawal', '2026-12-31', versions).version).toBe('1');
  expect(templateOn('withdrawal', '2027-01-01', versions).version).toBe('2');
  expect(() => templateOn('withdrawal', '2020-01-01', versions)).toThrow('还没有生效的模板');
});

test('a place with nothing in it is refused with its name', () => {
  const extension = templateOn('extension', '2026-11-23');
  expect(() => mustFill(extension, { reason: '', newDue: '2026-12-01', computed: [] })).toThrow('要填“reason”');
  expect(() => mustFill(extension, { reason: '要专家再看', newDue: '2026-12-01', computed: [] })).not.toThrow();
});

test('a step whose template wants what it does not give is not done: nothing is half made', async () => {
  const id = await caseIn(server, cast, { state: 'received' });
  const clerk = await cast.officer('health.clerk');
  const { templates } = paperTemplates();
  const at = templates.findLastIndex(({ kind }) => kind === 'acceptance');
  const before = templates[at];
  if (!before) throw new Error('no template');
  // As if it named what only some acceptances have.
  templates[at] = { ...before, paragraphs: [...before.paragraphs, '另附：{later}'] };
  const refused = await clerk.call('cases.accept', { id });
  templates[at] = before;
  expect([refused.status, refused.body.error?.code]).toEqual([409, 'template-lacks']);
  expect(refused.body.error?.message).toContain('这一步没有办');
  expect((await clerk.call('cases.case', { id })).body).toMatchObject({ state: 'received' });
  const { rows } = await sql`select kind from cases.paper where "case" = ${id} and kind = 'acceptance'`
    .execute(server.world.db);
  expect(rows).toEqual([]);
  expect((await clerk.call('cases.accept', { id })).status).toBe(200);
});

test('a paper remembers its template, and its number begins as the unit has it', async () => {
  const id = await caseIn(server, cast, { state: 'accepted' });
  const { rows } = await sql<{ template: string; number: string }>`select template, number from cases.paper
    where "case" = ${id} and kind = 'acceptance'`.execute(server.world.db);
  expect(rows[0]?.template).toBe('acceptance@2');
  expect(rows[0]?.number).toMatch(/^样普卫受〔2026〕\d{8}-\d+号$/);
  expect(prefixOf('putuo-district/data-bureau/')).toBe('样普办');
  expect(prefixOf('elsewhere/')).toBe('样');
});
