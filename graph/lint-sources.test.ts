/** What `check` refuses of items answered from data, of sources and of demonstration rows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SENIOR } from '../catalogue/filled/parts.ts';
import { checkFiles } from './check.ts';

const root = join(import.meta.dirname, '../catalogue');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const refuse = (): never => {
  throw new Error('no calendar');
};
const env = { today: '2026-11-22', calendar: { workdays: refuse, addWorkdays: refuse } };

/** Problems after one text was changed in one file, those of the file alone. */
function after(path: string, from: string, to: string): string[] {
  const wanted = files.find((file) => file.path === path);
  expect(wanted?.text).toContain(from);
  // Only what the items need: proofs of the others would take their time.
  const kept = files.filter((file) => !file.path.startsWith('items/') || file.path === path || path.startsWith('sources/')
    && /receipt|report|water/.test(file.path));
  const changed = kept.map((file) => (file.path === path ? { ...file, text: file.text.replace(from, to) } : file));
  return checkFiles(changed, env).problems.filter(({ level }) => level === 'error').map(({ file, message }) => `${file} ${message}`);
}

const receipts = 'items/medical-receipt-query.yaml';
const report = 'items/child-health-report.yaml';
const water = 'items/water-quality-query.yaml';

test.each([
  ['private columns for anyone', receipts, 'who: own', 'who: anyone', '不是公开的'],
  ['a column that is not there', water, 'shows: [estate', 'shows: [colour, estate', '没有 colour 这一列'],
  ['searched by a column that is not there', water, 'column: street', 'column: colour', '没有 colour 这一列'],
  ['a source without columns', water, 'source: water-tests', 'source: population-register', '没有写有哪些列'],
  ['a source that is not there', water, 'source: water-tests', 'source: no-tests', '没有数据源 no-tests'],
  ['own child without a register of guardians', report, '  relation: guardianship-register\n', '', '谁是谁的监护人'],
  ['a register that is none', report, 'relation: guardianship-register', 'relation: water-tests', '有 guardians'],
  ['a paper for anyone', report, 'who: own child\n  relation: guardianship-register', 'who: anyone', '只给本人或监护人'],
  ['searched by what is not asked', water, '- { field: 水质查询.所在街镇, required: false }', '- { field: 水质查询.小区名称, required: true }', '要先写进 form'],
  ['a query without its register', water, /query:\n(?: {2}.*\n)+/.exec(files.find((f) => f.path === water)?.text ?? '')?.[0] ?? '', '', '查询事项要写查哪个库'],
])('%s is refused', (_, path, from, to, words) => {
  expect(after(path, from, to).join('\n')).toContain(words);
});

test.each([
  ['a number that may be somebody’s', 'datasets/medical-receipts.yaml', '310199194401010022', SENIOR, '310199'],
  ['a cell that is no date', 'datasets/water-tests.yaml', 'sampled-on: "2026-11-05"', 'sampled-on: "2026-13-05"', 'sampled-on'],
  ['a choice that is none', 'datasets/water-tests.yaml', 'verdict: "fit"', 'verdict: "fine"', 'verdict'],
  ['a column nobody declared', 'datasets/water-tests.yaml', 'ph: "7.3"', 'taste: "7.3"', '没有 taste 这一列'],
  ['rows of no source', 'datasets/water-tests.yaml', 'id: water-tests', 'id: water', '没有数据源 water'],
  ['rows that do not say they are made up', 'datasets/water-tests.yaml', 'sample: true', 'sample: false', 'sample'],
])('%s is refused', (_, path, from, to, words) => {
  expect(after(path, from, to).join('\n')).toContain(words);
});

test('the column of the person has to be there', () => {
  expect(after('sources/persons.yaml', 'whose: patient', 'whose: person').join('\n')).toContain('没有 person 这一列');
});
