import { describe, expect, test } from 'vitest';
import { parseCatalogue } from './parse.ts';
import { exampleFiles } from './example.ts';

/** `file:line code message` of every problem, so that a test shows what an author would see. */
function told(...changes: [string, string, string][]): string[] {
  const { problems } = parseCatalogue(exampleFiles(...changes));
  return problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.code} ${p.message}`);
}

const ITEM = 'items/show-permit.yaml';

test('the example has no problem', () => {
  expect(told()).toEqual([]);
});

describe('what does not fit is told with its place and what to do', () => {
  const cases: [string, [string, string, string], RegExp][] = [
    [
      'an unknown key',
      [ITEM, 'procedure: permit', 'procedur: permit'],
      /shape .*procedur.*改名或删去/,
    ],
    ['a missing key', [ITEM, 'procedure: permit\n', ''], /shape 缺少 “procedure”/],
    [
      'a wrong choice',
      [ITEM, 'procedure: permit', 'procedure: permitt'],
      /shape .*permit、instant/,
    ],
    [
      'YAML that cannot be read',
      [ITEM, 'procedure: permit', 'procedure: permit: x'],
      /yaml YAML 写法有误/,
    ],
    [
      'a missing material',
      [ITEM, 'material: plan, when', 'material: plam, when'],
      /reference 没有材料 plam：是不是想写“plan”？/,
    ],
    [
      'a missing unit',
      [ITEM, 'handled by: bureau', 'handled by: burau'],
      /reference 没有机构 burau：是不是想写“bureau”/,
    ],
    [
      'a missing law',
      [ITEM, 'law: { id: law-a, article: "14" }', 'law: { id: law-c, article: "14" }'],
      /reference 没有法规 law-c：是不是想写“law-a”/,
    ],
    [
      'a missing reading',
      ['laws/laws.yaml', 'source: R1', 'source: R9'],
      /reference 没有出处 R9：是不是想写“R1”/,
    ],
    [
      'a missing source of a field',
      [
        'fields/show.yaml',
        'id: note, name: { zh: 备注, en: Note }, type: text, sensitivity: public, source: applicant',
        'id: note, name: { zh: 备注, en: Note }, type: text, sensitivity: public, source: aplicant',
      ],
      /reference 没有数据源 aplicant：是不是想写“applicant”/,
    ],
    ['an unknown name in a rule', [ITEM, 'holds: 本区,', 'holds: 本曲,'], /rule-unknown-name .*本/],
    ['a rule of the wrong type', [ITEM, 'holds: 本区,', 'holds: 演出.座位数,'], /rule-wrong-type/],
    [
      'an unknown field in the form',
      [ITEM, '演出.备注, required', '演出.备住, required'],
      /name 没有叫“演出.备住”的字段：是不是想写“演出.备注”/,
    ],
    [
      'an unknown party',
      [ITEM, 'each: 演员', 'each: 演园'],
      /name 没有叫“演园”的当事方：是不是想写“演员”/,
    ],
    [
      'asks that wait for each other',
      [ITEM, 'en: Build a stage }, yes', 'en: Build a stage }, when: 高台, yes'],
      /cycle 问题互相等对方的回答/,
    ],
    [
      'units above each other',
      ['units/all.yaml', 'kind: district, area', 'kind: district, parent: bureau, area'],
      /cycle 机构的上级绕成了圈/,
    ],
    [
      'an id used twice',
      ['materials/all.yaml', 'id: unused', 'id: plan'],
      /duplicate 标识 plan 已经在 materials\/all.yaml 第 2 行用过/,
    ],
    [
      'an item in a file of another name',
      [ITEM, 'id: show-permit', 'id: show-permission'],
      /file-name 一个事项一个文件/,
    ],
    [
      'a field written twice',
      ['fields/organisation.yaml', '{ zh: 统一社会信用代码 }', '{ zh: 名称 }'],
      /duplicate 字段 名称 在字段组 organisation 里已经有了/,
    ],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    const [path, , to] = change;
    const text = exampleFiles(change).find((f) => f.path === path)?.text ?? '';
    const lines =
      to === '' ? [2] : text.split('\n').flatMap((l, i) => (l.includes(to) ? [i + 1] : []));
    const places = lines.map((n) => `${path}:${n}:`);
    const found = told(change);
    const isTold = found.some((l) => expected.test(l) && places.some((p) => l.startsWith(p)));
    expect(isTold, `${places.join(' or ')}\n${found.join('\n')}`).toBe(true);
  });

  test('a name in the middle of a rule is told at its column', () => {
    const found = told([ITEM, '周岁(p.出生日期, 今天)', '周岁(p.出生日, 今天)']);
    const lines =
      exampleFiles()
        .find((f) => f.path === ITEM)
        ?.text.split('\n') ?? [];
    const row = lines.findIndex((l) => l.includes('p.出生日期'));
    const column = (lines[row]?.indexOf('p.出生日期') ?? 0) + 1;
    expect(found[0]).toMatch(new RegExp(`:${row + 1}:(${column}|${column + 2}) rule-`));
  });

  test('a file in no known folder', () => {
    const { problems } = parseCatalogue([{ path: 'stuff/x.yaml', text: 'id: x' }]);
    expect(problems.map((p) => p.code)).toEqual(['folder']);
  });

  test('too many aliases do not blow up', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 0; i < 9; i++)
      bomb.push(
        `b${i}: &b${i} [${Array(10)
          .fill(i === 0 ? '*a' : `*b${i - 1}`)
          .join(', ')}]`,
      );
    const { problems } = parseCatalogue([{ path: 'items/bomb.yaml', text: bomb.join('\n') }]);
    expect(problems.map((p) => p.code)).toEqual(['yaml']);
  });
});

test('options keep the order in which they are written', () => {
  const { catalogue } = parseCatalogue(exampleFiles());
  const options = catalogue.groups['organisation']?.fields[2]?.options ?? {};
  expect(Object.entries(options).map(([code, o]) => [code, o.order])).toEqual([
    ['troupe', 0],
    ['agency', 1],
    ['venue', 2],
  ]);
});
