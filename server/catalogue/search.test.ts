import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '#base';
import { assemble, parseCatalogue } from '#graph';
import { cardOf, type Card } from './card.ts';
import { readFiles, sha256 } from './files.ts';
import { makeIndex } from './search.ts';

const { catalogue } = parseCatalogue(readFiles(path.join(root, 'catalogue')));
const cards = Object.keys(catalogue.items)
  .sort()
  .map((id) => cardOf(assemble(catalogue, id, sha256).version));
const index = makeIndex(cards);
const first = (words: string) => index.find(words)[0];

test.each([
  ['营业性演出许可', 'commercial-performance'],
  ['商演', 'commercial-performance'],
  ['我想办一场脱口秀', 'commercial-performance'],
  ['营业性演岀许可', 'commercial-performance'],
  ['commercial  PERFORMANCE', 'commercial-performance'],
  ['浴室卫生许可证', 'bath-house-hygiene'],
  ['足浴', 'bath-house-hygiene'],
  ['bath-house hygene', 'bath-house-hygiene'],
  ['老人吃饭', 'senior-meals'],
  ['吃饭', 'senior-meals'],
  ['开饭店', 'food-business-new'],
  ['卖熟食', 'food-business-new'],
  ['饭店换老板', 'food-business-change'],
  ['食品证快到期', 'food-business-renewal'],
  ['店不开了', 'food-business-cancellation'],
  ['开药店', 'drug-retail-licence-new'],
  ['浴室卫生许可证到期', 'bath-house-hygiene-renewal'],
  ['残疾人 补贴', 'disability-allowance'],
  ['怎么申请护理补贴？', 'disability-allowance'],
  ['许可证 查询', 'licensing-decision-query'],
])('%s finds %s first', (words, id) => {
  expect(first(words)?.card.id).toBe(id);
});

test('one character finds all that have it', () => {
  const found = index.find('饭').map(({ card }) => card.id);
  expect(found).toEqual(expect.arrayContaining(['food-business-new', 'senior-meals']));
});

test('says which alias or question matched, and nothing where the name did', () => {
  expect(first('商演许可')?.matched).toBe('商演许可');
  expect(first('可以先卖票吗')?.matched).toBe('可以先卖票吗？');
  expect(first('营业性演出')).not.toHaveProperty('matched');
  expect(first('告知承诺搬地方')?.matched ?? '').not.toContain('都在这里办');
  expect(first('一级二级残疾每月领')).not.toHaveProperty('matched');
});

test('a name goes before an alias, an alias before the rest', () => {
  const base = cards[0] as Card;
  const bare = { ...base, topics: [], aliases: [], questions: [], summary: { zh: '无' } };
  const three = makeIndex([
    { ...bare, id: 'rest', name: { zh: '甲' }, questions: [{ zh: '哪里可以修自行车？' }] },
    { ...bare, id: 'alias', name: { zh: '乙' }, aliases: ['修自行车'] },
    { ...bare, id: 'name', name: { zh: '修自行车备案' } },
  ]);
  expect(three.find('修自行车').map((f) => f.card.id)).toEqual(['name', 'alias', 'rest']);
});

test('words of nothing we have find nothing; no words find everything', () => {
  expect(index.find('养犬证')).toEqual([]);
  expect(index.find("'; drop table items; --")).toEqual([]);
  expect(index.find('').length).toBe(cards.length);
  expect(index.find('，。！').length).toBe(cards.length);
});

test('bidi, zero-width and very long words do no harm', () => {
  expect(first('\u202e商演\u200b许可')?.card.id).toBe('commercial-performance');
  expect(index.find('许可'.repeat(50_000)).length).toBeLessThanOrEqual(cards.length);
});
