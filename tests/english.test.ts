/** English is complete: no sentence of the code, of the pages or of the catalogue is told in Chinese only. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { allEnglish, hasEnglish, root } from '#base';
import '../server/app.ts';
import '#exchange';
import { valueWords } from '#graph/words-en';
import { readFiles } from '#catalogue';
import { parseCatalogue } from '#graph';
import { withoutEnglish } from '../graph/lint.ts';
import { han, sentencesOf, type Sentence } from './chinese-in-code.ts';

type Found = Sentence & { path: string };

function* filesIn(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(place);
    else if (/\.tsx?$/.test(place) && !/\.test\.tsx?$|\/words-en[\w-]*\.ts$/.test(place)) yield place;
  }
}

const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const inFiles = (files: Iterable<string>): Found[] =>
  [...files].flatMap((file) => sentencesOf(file, read(file)).map((one) => ({ ...one, path: file })));

/** Files whose Chinese is not translated, and why. */
const apart: { files: RegExp; why: string }[] = [
  { files: /^server\/base\/paper\/|^server\/cases\/paper-(texts|places|templates)\.ts$/, why: 'papers are in Chinese by law' },
  { files: /^server\/licences\/(make-file|samples|signer)\.ts$|^server\/sources\/make-document\.ts$/, why: 'licences and documents, as papers' },
  { files: /^server\/identity\/demo\.ts$/, why: 'people and firms of the demonstration' },
  { files: /^server\/base\/holidays\.ts$/, why: 'the notices of the State Council, read by the calendar; names of holidays are in the dictionary' },
  { files: /^server\/base\/(backup\/\w+|embedded|migrate|settings|digest-key|chain|checkpoint)\.ts$/, why: 'told at the command line' },
  { files: /^server\/cases\/(audit|fold|archive-package)\.ts$/, why: 'told at the command line: bantuo audit, bantuo archive' },
  { files: /^server\/catalogue\/(files|import-files)\.ts$|^server\/identity\/(seed-units|provider-settings)\.ts$/, why: 'told at the command line, at the start' },
  { files: /^server\/sources\/load-datasets\.ts$/, why: 'told at the command line, at the start' },
  { files: /^server\/exchange\/(shapes|reconcile)\.ts$/, why: 'names and values of the national exchange tables; bantuo export' },
];

/** Sentences that are not translated, and why. */
const alone: Record<string, string> = {
  '六日': 'compared with the end of a weekday’s name, not told',
  '星期': 'the beginning of a weekday’s name, not told',
  '“{}” cannot be read. One entry a line, for example: 元旦 01-01..01-03': 'what is typed there is the notice’s Chinese',
  'Bantuo 办妥': 'the name of the platform', '办妥 Bantuo': 'the name of the platform',
  '<a href="?lang=zh" lang="zh-CN">中文</a>': 'leads to the Chinese page',
  '样普督〔{}〕{}-{}号': 'the number of an order, as it is printed', '{}{}〔{}〕{}-{}号': 'the number of a paper, as it is printed',
  '属实': 'on a paper', '不实': 'on a paper', '符合': 'on a paper', '不符合': 'on a paper', '不符合“{}”{}': 'on a paper',
  '上传：{}': 'on a paper', '电子证照：{}': 'on a paper', '送达证明': 'the name of a file that came without one',
  '没有写明': 'in the archive package', '{} 是空的': 'of an archive package, at the command line',
  '{} 打不开：{}': 'of an archive package, at the command line', '{} 的签名不完好': 'of an archive package, at the command line',
  '《{}》第{}条': 'an article of a law',
};
/** Titles of laws stand as they are, with their articles. */
const law = /^[^，。“”{}]{2,12}法(第[一二三四五六七八九十百]+条)?$/;

/** Words of pages in English that hold Chinese: what an officer begins a notice with, which is a paper. */
const typedInChinese = new Set(['told.materialDefault', 'told.fieldDefault']);
/** Chinese in the code of pages, and why. */
const onPages: Record<string, string> = {
  '中文': 'the button that leads to the Chinese page', '中': 'the same, short',
  '（预览，还没有写）': 'stands in a paper that is not written yet',
};

const excepted = ({ path: file, zh }: Found): boolean => apart.some(({ files }) => files.test(file)) || zh in alone || law.test(zh);
const server = inFiles(filesIn('server'));

/** Where a sentence has no English. */
const lacking = (found: Found[], known: (zh: string) => boolean): string[] =>
  found.filter((one) => !one.beside && !one.fault && !known(one.zh)).map(({ path: file, line, zh }) => `${file}:${line} ${zh}`);

describe('the code of the server', () => {
  test('every Chinese sentence has its English, beside it or in the dictionary', () => {
    expect(server.length).toBeGreaterThan(900);
    expect(lacking(server.filter((one) => !excepted(one)), hasEnglish)).toEqual([]);
  });

  test('the dictionary holds no sentence that nobody says', () => {
    const said = new Set([...server, ...inFiles(filesIn('graph'))].flatMap(({ path: file, zh }) => (
      file.endsWith('holidays.ts') ? zh.split(/[ ,]+/) : [zh])));
    expect(Object.keys(allEnglish()).filter((zh) => !said.has(zh))).toEqual([]);
  });

  test('places agree: each that is filled in stands in the English, and no other', () => {
    const wrong = Object.entries(allEnglish()).filter(([zh, en]) => {
      const places = Array.from({ length: zh.split('{}').length - 1 }, (_, i) => `{${i + 1}}`);
      return [...new Set(en.match(/\{\d*\}/g) ?? [])].toSorted().join() !== places.join();
    });
    expect(wrong).toEqual([]);
  });

  test('English is English: no Chinese character, no sign of the full width', () => {
    const beside = inFiles(filesIn('server')).filter(({ zh }) => han.test(zh));
    expect(beside.length).toBeGreaterThan(900);
    expect(Object.values(allEnglish()).filter((en) => /[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]/.test(en))).toEqual([]);
  });

  test('of values a form says the same: their sentences are those of graph', () => {
    const spoken = inFiles(['graph/values.ts', 'graph/identifiers.ts', 'graph/text.ts']);
    expect(spoken.length).toBeGreaterThan(50);
    expect(lacking(spoken, (zh) => zh in valueWords)).toEqual([]);
  });

  test('every exception is one still: a file that says something, a sentence that is there', () => {
    expect(apart.filter(({ files }) => !server.some((one) => files.test(one.path))).map(({ why }) => why)).toEqual([]);
    expect(Object.keys(alone).filter((zh) => !server.some((one) => one.zh === zh))).toEqual([]);
  });
});

/** A list of words of the pages, by the name it is exported under; pages have a project of types of their own. */
async function wordsOf(file: string, name: string): Promise<Record<string, string>> {
  const module = (await import(path.join(root, 'web', file))) as Record<string, Record<string, string>>;
  return module[name] ?? {};
}

describe('the words of the pages', () => {
  /** Places of a sentence; English may count with `{n:case|cases}`. */
  const placesOf = (sentence: string): string[] =>
    [...new Set([...sentence.matchAll(/\{(\w+)(?::[^{}]*)?\}/g)].map(([, name = '']) => name))].toSorted();

  test.each([
    ['texts/zh.ts', 'zh', 'texts/en.ts', 'en'], ['workbench/words-zh.ts', 'workZh', 'workbench/words-en.ts', 'workEn'],
  ])('%s: every sentence has its English, with the same places', async (zhFile, zhName, enFile, enName) => {
    const [chinese, english] = [await wordsOf(zhFile, zhName), await wordsOf(enFile, enName)];
    const keys = Object.keys(chinese);
    expect(keys.length).toBeGreaterThan(300);
    expect(keys.filter((key) => !english[key]?.trim() && han.test(chinese[key] ?? ''))).toEqual([]);
    expect(Object.keys(english).filter((key) => !Object.hasOwn(chinese, key))).toEqual([]);
    const differ = keys.filter((key) => placesOf(chinese[key] ?? '').join() !== placesOf(english[key] ?? chinese[key] ?? '').join());
    expect(differ.map((key) => `${key}: ${chinese[key]} | ${english[key]}`)).toEqual([]);
    expect(Object.entries(english).filter(([key, words]) => han.test(words) && !typedInChinese.has(key))).toEqual([]);
  });

  test('no page says Chinese by itself: its words stand in the lists', () => {
    const pages = [...filesIn('web')].filter((file) => !/\/(zh-\w+|zh|[\w-]*-zh|format|language)\.ts$/.test(file));
    expect(pages.length).toBeGreaterThan(150);
    const spoken = inFiles(pages).filter(({ zh: words }) => !(words in onPages));
    expect(lacking(spoken, () => false)).toEqual([]);
  });
});

describe('the catalogue', () => {
  test('every text has its English', () => {
    const { catalogue } = parseCatalogue(readFiles(path.join(root, 'catalogue')));
    const lacks = Object.values(catalogue).flatMap((nodes) => Object.entries(nodes as Record<string, unknown>))
      .filter(([, node]) => withoutEnglish(node) > 0).map(([id, node]) => `${id}: ${withoutEnglish(node)}`);
    expect(Object.keys(catalogue.items).length).toBeGreaterThan(20);
    expect(lacks).toEqual([]);
    expect(withoutEnglish({ name: { zh: '名' } })).toBe(1);
  });
});

describe('the scan itself', () => {
  const of = (code: string): string[] => lacking(
    sentencesOf('server/sample.ts', code).map((one) => ({ ...one, path: 'server/sample.ts' })), () => false);

  test.each([
    ["throw new Refused('x', 400, '没有找到');", ['server/sample.ts:1 没有找到']],
    ['const a = `还有 ${n} 处${n > 1 ? "要改" : ""}`;', ['server/sample.ts:1 还有 {} 处{}', 'server/sample.ts:1 要改']],
    ["const a = '一句' + name + '接着';", ['server/sample.ts:1 一句{}接着']],
    ["\nf({ zh: '中文' });", ['server/sample.ts:2 中文']],
    ["f({ zh: '中文', en: '中文' });", ['server/sample.ts:1 中文']],
    ["const words = { '键': 1 };", ['server/sample.ts:1 键']],
    ["const t = sql`select '名'`;", ["server/sample.ts:1 select '名'"]],
    ["f({ zh: '中文', en: 'English' });", []],
    ["f({ zh: open ? '开' : '关', en: open ? 'open' : 'shut' });", []],
    ["say('at', '中文', 'English words');", []],
    ["{ const zh = a ? '一' : '二'; const en = a ? 'one' : 'two'; }", []],
    ["name = lang === 'zh' ? '清单' : 'list';", []],
    ["throw new RangeError('月数要填整数');", []],
    ["// 注释\nconst re = /汉字/; type T = '类型';", []],
  ])('%s', (code, found) => {
    expect(of(code)).toEqual(found);
  });
});
