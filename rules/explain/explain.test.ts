/** Reasons: what they say, that they tell the truth, and that they stay small. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Json, Scope } from '../index.ts';
import type { Reason } from './explain.ts';
import { chance } from '../agreement/random.ts';
import { row, scope as factScope } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { expressions, facts } from '../golden/random.ts';
import { compile, compileTable, evaluate } from '../index.ts';
import { scope as golden } from '../golden/scope.ts';
import { explain } from './explain.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`explain.test seed ${seed}`);

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 3, addWorkdays: (date) => date },
};

/** A scope as an item has it: labels, units, English names. */
const scope: Scope = {
  names: {
    出生日期: { kind: 'value', address: 'person.birth', type: 'date', en: 'date of birth' },
    月收入: {
      kind: 'value',
      address: 'person.income',
      type: 'number',
      en: 'monthly income',
      unit: '元',
    },
    本市户籍: { kind: 'value', address: 'person.local', type: 'boolean', en: 'registered here' },
    类别: {
      kind: 'value',
      address: 'kind',
      type: 'choice',
      en: 'kind',
      options: { agency: '演出经纪机构', troupe: '文艺表演团体' },
    },
    演员: {
      kind: 'group',
      address: 'performer',
      many: true,
      en: 'performers',
      fields: {
        年龄: { kind: 'value', address: 'age', type: 'number', en: 'age', unit: '岁' },
        姓名: { kind: 'value', address: 'name', type: 'text', en: 'name' },
      },
    },
  },
};

type Row = Record<string, Json | undefined>;

function reasonFor(
  text: string,
  given: Row,
  lang: 'zh' | 'en',
  names: Scope | null = scope,
): Reason {
  const { rule, problems } = compile(text, names ?? scope);
  if (rule === undefined) throw new Error(`${text}: ${problems.map((one) => one.message).join()}`);
  const read = (address: string): Json | undefined =>
    Object.hasOwn(given, address) ? given[address] : undefined;
  return explain(rule, read, env, names === null ? lang : { lang, scope: names });
}

/** The sentences of a tree, indented by depth; what need not be looked at stands in brackets. */
function told(reason: Reason, depth = 0): string[] {
  const line = `${'  '.repeat(depth)}${reason.role === 'idle' ? `(${reason.text})` : reason.text}`;
  return [line, ...reason.parts.flatMap((part) => told(part, depth + 1))];
}

const cases: [text: string, given: Row, zh: string[], en: string[]][] = [
  [
    '周岁(出生日期, 今天) >= 60',
    { 'person.birth': '1968-03-01' },
    ['周岁(出生日期, 今天) 是 58（出生日期 1968-03-01），要求 ≥ 60 → 不满足'],
    ['周岁(date of birth, today) is 58 (date of birth 1968-03-01), must be ≥ 60 → not met'],
  ],
  [
    '本市户籍 and 月收入 <= 2420',
    { 'person.local': false, 'person.income': '2000.5' },
    [
      '以下 2 项都要满足：有 1 项不满足，已经不满足，其余不用看 → 不满足',
      '  本市户籍：否 → 不满足',
      '  (月收入 是 2000.5 元，要求 ≤ 2420 元 → 满足)',
    ],
    [
      'all 2 must be met: 1 is not, so the others need not be looked at → not met',
      '  registered here: no → not met',
      '  (monthly income is 2000.5 元, must be ≤ 2420 元 → met)',
    ],
  ],
  [
    '月收入 <= 2420 or 类别 = "文艺表演团体"',
    { kind: 'troupe' },
    [
      '以下 2 项满足一项即可：有 1 项满足，已经满足，其余不用看 → 满足',
      '  类别 是 “文艺表演团体”，要求是 “文艺表演团体” → 满足',
      '  (月收入 还不知道，要求 ≤ 2420 元 → 还不能确定)',
    ],
    [
      'one of 2 is enough: 1 is met, so the others need not be looked at → met',
      '  kind is “文艺表演团体”, must be “文艺表演团体” → met',
      '  (monthly income is not known yet, must be ≤ 2420 元 → not known yet)',
    ],
  ],
  [
    'every a in 演员 satisfies a.年龄 >= 18',
    { performer: '3', 'performer[0].age': '20', 'performer[1].age': '16' },
    [
      '每一个都要满足：3 个中有 1 个不满足 → 不满足',
      '  演员[2].年龄 是 16 岁，要求 ≥ 18 岁 → 不满足',
      '  (演员[1].年龄 是 20 岁，要求 ≥ 18 岁 → 满足)',
      '  (演员[3].年龄 还不知道，要求 ≥ 18 岁 → 还不能确定)',
    ],
    [
      'every one must meet it: 1 of 3 does not → not met',
      '  performers[2].age is 16 岁, must be ≥ 18 岁 → not met',
      '  (performers[1].age is 20 岁, must be ≥ 18 岁 → met)',
      '  (performers[3].age is not known yet, must be ≥ 18 岁 → not known yet)',
    ],
  ],
  [
    'not(本市户籍)',
    { 'person.local': true },
    ['本市户籍：是，要求是 否 → 不满足'],
    ['registered here: yes, must be no → not met'],
  ],
  [
    'not(月收入 > 100)',
    { 'person.income': null },
    ['要求以下不成立 → 没有可判断的内容', '  月收入 没有值，要求 > 100 元 → 没有可判断的内容'],
    [
      'the following must not hold → nothing to judge',
      '  monthly income has no value, must be > 100 元 → nothing to judge',
    ],
  ],
  [
    '出生日期 in [date("1960-01-01")..date("1970-01-01")]',
    { 'person.birth': '1968-03-01' },
    ['出生日期 是 1968-03-01，要求在 1960-01-01 到 1970-01-01 之间 → 满足'],
    ['date of birth is 1968-03-01, must be between 1960-01-01 and 1970-01-01 → met'],
  ],
  [
    '类别 in ("演出经纪机构", "文艺表演团体")',
    {},
    ['类别 还不知道，要求是 “演出经纪机构”，“文艺表演团体” 之一 → 还不能确定'],
    ['kind is not known yet, must be one of “演出经纪机构”, “文艺表演团体” → not known yet'],
  ],
  [
    'if 本市户籍 then 月收入 < 10 else false',
    { 'person.local': true, 'person.income': '12' },
    [
      '因为“本市户籍”成立 → 不满足',
      '  本市户籍：是 → 满足',
      '  月收入 是 12 元，要求 < 10 元 → 不满足',
      '  (否 → 不满足)',
    ],
    [
      'because “registered here” holds → not met',
      '  registered here: yes → met',
      '  monthly income is 12 元, must be < 10 元 → not met',
      '  (no → not met)',
    ],
  ],
  [
    'count(演员[年龄 < 18]) > 0',
    { performer: '2', 'performer[1].age': '9' },
    [
      'count(演员[年龄 < 18]) 还不全知道，但已经可以判断（演员 2，演员[1].年龄 还不知道，演员[2].年龄 9），要求 > 0 → 满足',
      '  演员[1].年龄 还不知道，要求 < 18 岁 → 还不能确定',
      '  演员[2].年龄 是 9 岁，要求 < 18 岁 → 满足',
    ],
    [
      'count(performers[age < 18]) is not known in full, but enough (performers 2, performers[1].age not known yet, performers[2].age 9), must be > 0 → met',
      '  performers[1].age is not known yet, must be < 18 岁 → not known yet',
      '  performers[2].age is 9 岁, must be < 18 岁 → met',
    ],
  ],
  [
    'some a in 演员 satisfies a.年龄 < 18',
    {},
    ['演员 有几个还不知道 → 还不能确定'],
    ['how many performers is not known yet → not known yet'],
  ],
  [
    'some a in 演员 satisfies a.年龄 < 18',
    { performer: '0' },
    ['演员 一个也没有 → 不满足'],
    ['there are no performers → not met'],
  ],
  [
    'is known(月收入)',
    {},
    ['是否已经知道 月收入：还不知道 → 不满足'],
    ['whether monthly income is known: it is not → not met'],
  ],
  [
    '月收入 * 12',
    { 'person.income': '100' },
    ['月收入 * 12 是 1200（月收入 100）'],
    ['monthly income * 12 is 1200 (monthly income 100)'],
  ],
];

test.each(cases)('%s with %o', (text, given, zh, en) => {
  expect(told(reasonFor(text, given, 'zh'))).toEqual(zh);
  expect(told(reasonFor(text, given, 'en'))).toEqual(en);
});

test('a decision table is told by its cases', () => {
  const table = {
    hit: 'FIRST' as const,
    inputs: [{ expr: '月收入' }, { expr: '类别' }],
    outputs: [{ name: '补贴' }],
    rules: [
      { if: ['< 100', '-'], then: ['500'] },
      { if: ['[100..200)', '"演出经纪机构"'], then: ['月收入 * 2'] },
      { if: ['>= 200', '-'], then: ['0'] },
    ],
  };
  const { rule } = compileTable(table, scope);
  if (rule === undefined) throw new Error('no rule');
  const given: Row = { 'person.income': '150', kind: 'agency' };
  const reason = explain(rule, (address) => given[address], env, { lang: 'zh', scope });
  expect(reason.value).toBe('300');
  expect(told(reason)).toEqual([
    '共 3 种情形，符合第 2 种，后面的不用看：300',
    '  以下 2 项都要满足：都满足 → 满足',
    '    月收入 是 150 元，要求 ≥ 100 元 且 < 200 元 → 满足',
    '    类别 是 “演出经纪机构”，要求是 “演出经纪机构” → 满足',
    '  月收入 * 2 是 300（月收入 150）',
    '  月收入 是 150 元，要求 < 100 元 → 不满足',
  ]);
  const open = explain(rule, (address) => (address === 'kind' ? undefined : given[address]), env, {
    lang: 'en',
    scope,
  });
  expect(open.text).toBe('of 3 cases no. 2 is not known yet → not known yet');
});

test('without a scope the names are quoted from the rule itself', () => {
  const reason = reasonFor(
    '周岁( 出生日期, 今天 ) >= 60',
    { 'person.birth': '1968-03-01' },
    'zh',
    null,
  );
  expect(reason.text).toBe(
    '周岁( 出生日期, 今天 ) 是 58（person.birth 1968-03-01），要求 ≥ 60 → 不满足',
  );
  expect(reason.facts).toEqual([
    { address: 'person.birth', name: 'person.birth', value: '1968-03-01', said: '1968-03-01' },
  ]);
});

test('each part has its place in the text', () => {
  const text = '本市户籍 and 月收入 <= 2420';
  const reason = reasonFor(text, {}, 'zh');
  expect(reason.parts.map((part) => text.slice(part.from, part.to))).toEqual([
    '本市户籍',
    '月收入 <= 2420',
  ]);
});

/** Every law a tree of reasons keeps; gives how many reasons it has. */
function sound(reason: Reason, reads: string[]): number {
  const order = ['decides', 'open', 'holds', 'idle'];
  expect(reason.text).not.toBe('');
  for (const fact of reason.facts) expect(reads).toContain(fact.address.replace(/\[\d+\]/g, '[]'));
  if (reason.parts.length > 0 && /以下|每一个|有一个/.test(reason.text)) {
    const roles = reason.parts.map((part) => order.indexOf(part.role));
    expect(roles).toEqual([...roles].sort((a, b) => a - b));
  }
  return 1 + reason.parts.reduce((sum, part) => sum + sound(part, reads), 0);
}

const shape = (reason: Reason): unknown => [reason.verdict, reason.role, reason.parts.map(shape)];

describe('a reason tells what evaluation gives', () => {
  test('over every scalar type', () => {
    const from = chance(seed);
    let tried = 0;
    while (tried < 800) {
      const text = written(randomRule(from));
      const { rule } = compile(text, factScope);
      if (rule === undefined) continue;
      tried++;
      const given = row(from);
      const read = (address: string): Json | undefined => given[address];
      const reason = explain(rule, read, env, { lang: 'zh', scope: factScope });
      const { value } = evaluate(rule, read, env);
      const verdict =
        value === undefined
          ? 'unknown'
          : value === null
            ? 'none'
            : typeof value === 'boolean'
              ? String(value)
              : 'value';
      expect(reason.verdict, text).toBe(verdict);
      if (verdict === 'value') expect(reason.value, text).toEqual(value);
      sound(reason, rule.reads);
      expect(shape(explain(rule, read, env, { lang: 'en', scope: factScope }))).toEqual(
        shape(reason),
      );
    }
    expect(tried).toBe(800);
  });

  test('over lists and loops', () => {
    fc.assert(
      fc.property(expressions(true).truth, facts, (one, given) => {
        const { rule } = compile(one.short, golden);
        if (rule === undefined) throw new Error(one.short);
        const read = (address: string): Json | undefined => given[address];
        const reason = explain(rule, read, env, { lang: 'zh', scope: golden });
        const { value } = evaluate(rule, read, env);
        expect(reason.verdict).toBe(
          value === undefined ? 'unknown' : value === null ? 'none' : String(value),
        );
        sound(reason, rule.reads);
      }),
      { seed, numRuns: 400 },
    );
  });
});

test('a long rule is told in part', () => {
  const text = Array.from({ length: 60 }, (_, at) => `月收入 > ${at}`).join(' and ');
  const reason = reasonFor(text, { 'person.income': '5' }, 'zh');
  expect(reason.parts.length).toBe(21);
  expect(reason.parts.at(-1)?.text).toBe('… (40)');
  const members = reasonFor(
    'every a in 演员 satisfies every b in 演员 satisfies a.年龄 = b.年龄',
    { performer: '100' },
    'zh',
  );
  expect(sound(members, ['performer', 'performer[].age'])).toBeLessThanOrEqual(600);
  const deep = `${'not('.repeat(30)}月收入 > 1${')'.repeat(30)}`;
  expect(told(reasonFor(deep, {}, 'zh')).length).toBeLessThanOrEqual(13);
});
