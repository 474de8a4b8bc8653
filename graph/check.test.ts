import { describe, expect, test } from 'vitest';
import type { Env } from '#rules';
import { checkFiles, counts } from './check.ts';
import { example, exampleFiles } from './example.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};
const ITEM = 'items/show-permit.yaml';

type Change = [string, string, string];

/** Everything the example is told for before it is broken: a small item is no publishable guide. */
const told = (...changes: Change[]): string[] =>
  checkFiles(exampleFiles(...changes), env)
    .problems.filter((p) => p.code !== 'english')
    .map((p) => `${p.level} ${p.code} ${p.message}`);
const usual = new Set(told());

const newly = (...changes: Change[]): string[] => told(...changes).filter((t) => !usual.has(t));

test('what the example itself is told for', () => {
  expect([...usual].map((t) => t.split(' ').slice(0, 2).join(' ')).toSorted()).toEqual([
    'error no-unit',
    'error not-filled',
    'error permit',
    'error permit',
    'note approval',
    'note not-filled',
    'note reading',
  ]);
});

describe('proofs', () => {
  test('a gap between situations has a counter-example', () => {
    const found = newly([ITEM, 'when: not(临时搭台) }', 'when: not(临时搭台) and 本区 }']);
    expect(found).toEqual([
      'error situation-gap 情形不周全：临时搭台是“不搭建”，本区是“不是”时，没有一个情形成立',
    ]);
  });

  test('an overlap of situations has a counter-example', () => {
    const found = newly([ITEM, 'when: not(临时搭台) }', 'when: not(临时搭台) or 高台 }']);
    expect(found).toEqual([
      'error situation-overlap 情形重叠：临时搭台是“要搭建”，高台是“是”时，一般、搭台同时成立',
    ]);
  });

  test('an ask nothing depends on', () => {
    const found = newly([
      ITEM,
      '{ material: stage, when: 高台, necessity',
      '{ material: stage, necessity',
    ]);
    expect(found).toEqual([
      'error dead-ask “高过两米吗”怎么回答都不影响结果，不用问：请删去，或写清它影响什么',
    ]);
  });

  test('a material that is never needed, one that always is', () => {
    const never = newly([
      ITEM,
      'material: plan, when: 临时搭台',
      'material: plan, when: 临时搭台 and not(临时搭台)',
    ]);
    expect(never).toEqual(['error dead-material 材料“安保方案”永远不会要']);
    const always = newly([
      ITEM,
      'material: plan, when: 临时搭台',
      'material: plan, when: 临时搭台 or not(临时搭台)',
    ]);
    expect(always).toEqual(['note always 材料“安保方案”总是要的：when 可以删去']);
  });

  test('a condition that always holds, and one that never does', () => {
    const always = newly([ITEM, 'holds: 本区,', 'holds: 本区 or true,']);
    expect(always.join()).toContain('dead-condition 条件“在本区”永远成立');
    const never = newly([ITEM, 'holds: 本区,', 'holds: 本区 and false,']);
    expect(never.join()).toContain('dead-condition 条件“在本区”永远不会成立');
  });

  test('a review point that cannot fail is an error where the space decides it', () => {
    const point = `holds: 'not(contains(演出.名称, "全国"))'`;
    expect(newly([ITEM, point, 'holds: 本区 or not(本区)']).join()).toContain(
      'error dead-point 审查要点“名称得当”永远不会不通过',
    );
  });

  test('and undecided where it is only not found', () => {
    const point = `holds: 'not(contains(演出.名称, "全国"))'`;
    expect(newly([ITEM, point, 'holds: string length(演出.名称) <= 20000'])).toEqual([
      'note undecided 没有找到让审查要点“名称得当”不通过的例子',
    ]);
  });

  test('a rule beyond trying out is counted', () => {
    const names = Array.from({ length: 13 }, (_, i) => `甲${i}`);
    const asks = names.map((n, i) => `  - { id: x${i}, name: ${n}, ask: ${n} }`).join('\n');
    const found = newly(
      [ITEM, 'asks:\n', `asks:\n${asks}\n`],
      [ITEM, 'holds: 本区,', `holds: ${names.join(' and ')} and 本区,`],
    );
    expect(found).toEqual(['note inexact 有 1 条规则不能穷举，可能多问一题（不会少问）']);
  });

  test('a rule over a field nobody fills in', () => {
    const found = newly([ITEM, 'holds: 本区,', 'holds: 本区 and 企业.名称 = "甲",']);
    expect(found).toEqual(['note not-filled 规则要用“企业.名称”，表单里没有，也没有问']);
  });
});

describe('rules of publishing', () => {
  const cases: [string, Change, string][] = [
    [
      'a promise longer than the law',
      [ITEM, 'promised: { n: 3, unit: wd }', 'promised: { n: 2, unit: month }'],
      'error time',
    ],
    ['a visit without a reason', [ITEM, 'visits: { n: 0 }', 'visits: { n: 1 }'], 'error visits'],
    [
      'a fee without a law',
      [
        ITEM,
        'fee: { amount: "0", law: { id: law-a, article: "58" } }',
        'fee: { amount: "10", unsure: 样例 }',
      ],
      'error fee',
    ],
    [
      'a condition without a basis',
      [ITEM, '    law: { id: law-a, article: "14" }\n', ''],
      'error basis 条件“提前三天”',
    ],
    [
      'a material without a basis',
      ['materials/all.yaml', 'law: { id: law-a, article: "20" }', 'help: 样例'],
      'error basis 材料“安保方案”',
    ],
    [
      'a permit without a question',
      [ITEM, 'knowledge: [ { q: 多久, a: 三天 } ]', 'knowledge: []'],
      'error permit 行政许可至少要有 1 条',
    ],
    [
      'the same two telephones',
      ['units/all.yaml', '021-10000002', '021-10000001'],
      'error telephone 投诉电话',
    ],
    [
      'a telephone without area code',
      ['units/all.yaml', '021-10000002', '"10000002"'],
      'error telephone 电话 10000002',
    ],
    [
      'an amount past its end',
      ['parameters/all.yaml', 'until: 2026-12-31', 'until: 2026-06-30'],
      'error parameter 参数“最低年龄”在 2026-11-22 没有有效的数',
    ],
    [
      'an amount without a source',
      ['parameters/all.yaml', ', source: R2 }', ' }'],
      'error basis 参数“备用金额”',
    ],
    [
      'an amount that ends soon',
      ['parameters/all.yaml', '\n    - { value: "18", from: 2027-01-01, source: R1 }', ''],
      'note parameter',
    ],
    [
      'a promise to do it at once in a permit',
      [ITEM, 'promised: { n: 3, unit: wd }', 'promised: { n: 0, unit: instant }'],
      'error time 承诺当场办结',
    ],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    const found = newly(change);
    expect(
      found.some((t) => t.startsWith(expected)),
      found.join('\n'),
    ).toBe(true);
  });
});

test('missing English is counted, not refused', () => {
  const { problems } = checkFiles(exampleFiles(), env);
  const english = problems.filter((p) => p.code === 'english');
  expect(english.every((p) => p.level === 'note')).toBe(true);
  expect(english.find((p) => p.file === 'fields/show.yaml')).toBe(undefined);
  expect(english.find((p) => p.file === 'fields/organisation.yaml')?.message).toBe(
    'organisation 有 5 处没有英文',
  );
});

test('problems come in the order of file and line', () => {
  const { problems } = checkFiles(exampleFiles(), env);
  const places = problems.map((p) => `${p.file}:${String(p.line).padStart(5, '0')}`);
  expect(places).toEqual(places.toSorted());
});

test('the nine counts', () => {
  expect(counts(example())).toEqual({
    items: 2,
    conditions: 3,
    situations: 2,
    fields: 12,
    materials: 5,
    fieldPoints: 2,
    materialPoints: 1,
    models: 0,
    questions: 1,
  });
});
