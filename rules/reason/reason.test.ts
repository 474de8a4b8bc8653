import { describe, expect, test } from 'vitest';
import type { Name, Rule, RuleType, Scope } from '../index.ts';
import type { About, Answer } from './reason.ts';
import { compile, evaluate } from '../index.ts';
import { always, canFail, complete, equivalent, implies, overlap, possible } from './reason.ts';

const value = (address: string, type: RuleType): Name => ({ kind: 'value', address, type });
const ranged = (address: string, range: { min?: string; max?: string; decimals?: number }): Name => ({
  kind: 'value',
  address,
  type: 'number',
  range,
});

const scope: Scope = {
  names: {
    年龄: ranged('age', { min: '0', max: '150', decimals: 0 }),
    收入: ranged('income', { min: '0', decimals: 2 }),
    数: value('n', 'number'),
    另数: value('m', 'number'),
    涉外: value('foreign', 'boolean'),
    搭台: value('build', 'boolean'),
    出生: value('birth', 'date'),
    开始: value('from', 'date'),
    结束: value('to', 'date'),
    姓名: value('name', 'text'),
    别名: value('alias', 'text'),
    等级: {
      kind: 'value',
      address: 'grade',
      type: 'choice',
      options: { one: '一级', two: '二级', three: '三级' },
    },
    住所: {
      kind: 'value',
      address: 'home',
      type: 'record',
      fields: { 区划: value('area', 'text'), 面积: value('size', 'number') },
    },
    演员: {
      kind: 'group',
      address: 'performer',
      many: true,
      fields: { 年龄: value('age', 'number'), 姓名: value('name', 'text') },
    },
    标准: value('parameter.amount', 'number'),
  },
};

function rule(text: string): Rule {
  const made = compile(text, scope);
  if (made.rule === undefined) throw new Error(`${text}: ${made.problems[0]?.message ?? ''}`);
  return made.rule;
}

const env = {
  today: '2026-11-22',
  calendar: { workdays: () => 3, addWorkdays: (date: string) => date },
};

const verdict = (answer: Answer): string => answer.verdict;

/** The value a rule has for the facts of an example. */
function onExample(text: string, answer: Answer, about: About = {}): unknown {
  const { example } = answer;
  if (example === undefined) throw new Error(`no example: ${JSON.stringify(answer)}`);
  const read = (address: string) =>
    Object.hasOwn(example, address) ? example[address] : about.fixed?.(address);
  return evaluate(rule(text), read, { ...env, today: answer.today ?? env.today }).value;
}

describe('possible', () => {
  test.each([
    ['年龄 > 200', 'no'],
    ['年龄 > 149', 'yes'],
    ['年龄 > 149.5', 'yes'],
    ['年龄 > 149 and 年龄 < 150', 'no'],
    ['收入 > 149 and 收入 < 150', 'yes'],
    ['收入 > 1.99 and 收入 < 2', 'no'],
    ['数 > 1.99 and 数 < 2', 'yes'],
    ['年龄 between 30 and 20', 'no'],
    ['年龄 in [20..30] and 年龄 in (30..40]', 'no'],
    ['等级 = "一级" and 等级 = "二级"', 'no'],
    ['等级 in ("一级", "二级") and 等级 != "一级"', 'yes'],
    ['等级 != "一级" and 等级 != "二级" and 等级 != "三级"', 'yes'],
    ['等级 != "一级" and 等级 != "二级" and 等级 != "三级" and 等级 != null', 'no'],
    ['涉外 and not(涉外)', 'no'],
    ['涉外 = null', 'yes'],
    ['姓名 = "甲" and 姓名 = "乙"', 'no'],
    ['姓名 != "甲" and 姓名 != "乙" and 姓名 != null', 'yes'],
    ['姓名 > "甲" and 姓名 < "甲"', 'no'],
    ['姓名 > "甲" and 姓名 < "甲乙"', 'yes'],
    ['数 < 另数 and 另数 < 数', 'no'],
    ['数 < 另数 and 另数 < 5 and 数 > 4', 'yes'],
    ['开始 < 结束 and 结束 < date("2026-01-03") and 开始 > date("2026-01-01")', 'no'],
    ['开始 <= 结束 and 结束 < date("2026-01-03") and 开始 > date("2026-01-01")', 'yes'],
    ['姓名 = 别名 and 姓名 = "甲" and 别名 != "甲"', 'no'],
    ['数 + 另数 > 5 and 数 + 另数 < 3', 'no'],
    ['数 + 另数 > 5', 'yes'],
    ['年龄 * 2 = 3', 'no'],
    ['年龄 * 2 > 299', 'yes'],
    ['年龄 + 1 > 151', 'no'],
    ['周岁(出生, date("2026-11-22")) >= 60 and 出生 > date("1966-11-22")', 'no'],
    ['周岁(出生, date("2026-11-22")) >= 60 and 出生 = date("1966-11-22")', 'yes'],
    ['周岁(出生, 今天) >= 60 and 周岁(出生, 今天) < 60', 'no'],
    ['周岁(出生, 今天) >= 60 and 周岁(出生, 今天) < 61', 'yes'],
    ['周岁(出生, 今天) < 0', 'no'],
    ['年龄(出生) >= 60 and 周岁(出生, 今天) < 60', 'no'],
    ['年龄(date("2000-01-01")) > 40', 'yes'],
    ['count(演员[年龄 < 18]) < 0', 'no'],
    ['count(演员[年龄 < 18]) > 0', 'yes'],
    ['string length(姓名) > 3', 'yes'],
    ['住所.面积 > 5 and 住所.面积 < 3', 'no'],
    ['住所.面积 > 5 and 住所.区划 = "310107"', 'yes'],
    ['is known(姓名) and 姓名 = "甲"', 'yes'],
    ['(if 涉外 then 5 else 10) > 7 and 涉外', 'no'],
    ['(if 年龄 >= 60 then 5 else 10) > 7', 'yes'],
    ['(if 年龄 >= 60 then 5 else 10) > 7 and 年龄 > 60', 'no'],
    ['contains(姓名, "甲") and not(contains(姓名, "甲"))', 'no'],
    ['some x in [1, 2] satisfies x > 数', 'yes'],
  ])('%s: %s', (text, expected) => {
    const answer = possible(rule(text));
    expect(verdict(answer), JSON.stringify(answer)).toBe(expected);
    if (expected === 'yes') expect(onExample(text, answer)).toBe(true);
  });
});

test('a list of one equals its member, where a lenient check lets it through', () => {
  const lenient = (text: string): Rule => compile(text, scope, { lenient: true }).rule as Rule;
  expect(possible(lenient('数 = [5] and 数 < 5')).verdict).toBe('no');
  expect(possible(lenient('数 = [5] and 数 > 4')).verdict).toBe('yes');
});

test('always: a counter-example where it is not', () => {
  expect(always(rule('年龄 <= 150 or 年龄 = null')).verdict).toBe('yes');
  const answer = always(rule('年龄 <= 150'));
  expect(answer).toEqual({ verdict: 'no', example: { age: null } });
  expect(always(rule('年龄 <= 150'), { none: () => false }).verdict).toBe('yes');
  expect(always(rule('涉外 or not(涉外)'), { none: () => false }).verdict).toBe('yes');
  expect(canFail(rule('年龄 <= 150')).verdict).toBe('no');
  expect(canFail(rule('年龄 < 150'))).toEqual({ verdict: 'yes', example: { age: '150' } });
});

test('overlap and gaps of a set', () => {
  const bands = ['年龄 < 60', '年龄 in [60..80)', '年龄 >= 80'].map(rule);
  const [a, b, c] = bands as [Rule, Rule, Rule];
  expect(overlap(a, b).verdict).toBe('no');
  expect(overlap(b, c).verdict).toBe('no');
  expect(overlap(rule('年龄 <= 60'), b)).toEqual({ verdict: 'yes', example: { age: '60' } });
  expect(complete(bands, { none: () => false }).verdict).toBe('yes');
  expect(complete(bands)).toEqual({ verdict: 'no', example: { age: null } });
  const gap = complete([rule('年龄 < 60'), rule('年龄 > 60')], { none: () => false });
  expect(gap).toEqual({ verdict: 'no', example: { age: '60' } });
});

test('implies and equivalent', () => {
  expect(implies(rule('年龄 > 70'), rule('年龄 >= 60')).verdict).toBe('yes');
  expect(implies(rule('年龄 >= 60'), rule('年龄 > 70'))).toEqual({
    verdict: 'no',
    example: { age: '60' },
  });
  expect(equivalent(rule('年龄 > 59'), rule('年龄 >= 60')).verdict).toBe('yes');
  expect(equivalent(rule('收入 > 59'), rule('收入 >= 60')).verdict).toBe('no');
  expect(equivalent(rule('not(涉外 and 搭台)'), rule('not(涉外) or not(搭台)')).verdict).toBe('yes');
  expect(equivalent(rule('涉外'), rule('涉外 = true')).verdict).toBe('no');
  const amounts = 'if 等级 = "一级" then 300 else if 等级 = "二级" then 200 else 0';
  const other = 'if 等级 = "二级" then 200 else if 等级 = "一级" then 300 else 0';
  expect(equivalent(rule(amounts), rule(other)).verdict).toBe('yes');
  expect(equivalent(rule(amounts), rule('if 等级 = "一级" then 300 else 200'))).toMatchObject({
    verdict: 'no',
  });
  expect(equivalent(rule('数 + 1'), rule('数 + 1')).verdict).toBe('yes');
});

test('what stands is not varied, what has few values has no others', () => {
  const about: About = { fixed: (address) => (address === 'parameter.amount' ? '60' : undefined) };
  expect(possible(rule('年龄 >= 标准 and 年龄 < 60'), about).verdict).toBe('no');
  expect(possible(rule('年龄 >= 标准 and 年龄 < 60')).verdict).toBe('yes');
  const few: About = { values: (address) => (address === 'name' ? ['甲', '乙'] : undefined) };
  expect(possible(rule('姓名 != "甲" and 姓名 != "乙" and 姓名 != null'), few).verdict).toBe('no');
});

test('states that cannot be are left out', () => {
  const given = [{ of: 'grade', rule: rule('if 涉外 then 等级 != null else 等级 = null') }];
  const pair = rule('等级 = "一级" and not(涉外)');
  expect(possible(pair).verdict).toBe('yes');
  expect(possible(pair, { given }).verdict).toBe('no');
  expect(possible(rule('not(涉外)'), { where: [rule('等级 = "一级"')], given }).verdict).toBe('no');
  const parts = ['not(涉外)', '等级 in ("一级", "二级")', '等级 = "三级"'].map(rule);
  expect(complete(parts, { given, none: (address) => address === 'grade' }).verdict).toBe('yes');
  expect(equivalent(rule('涉外'), rule('等级 != null'), { given, none: (a) => a !== 'foreign' })).toEqual({
    verdict: 'yes',
  });
});

test('the day is a fact like others, unless the question is about one day', () => {
  const text = '今天 > date("2026-12-31")';
  expect(possible(rule(text), { env, onlyToday: true }).verdict).toBe('no');
  const answer = possible(rule(text), { env });
  expect(answer.verdict).toBe('yes');
  expect(onExample(text, answer)).toBe(true);
});

test('what is not decided says why', () => {
  const answer = possible(rule('string length(姓名) > 20000'));
  expect(answer.verdict).toBe('undecided');
  expect(answer.why).toContain('string length(姓名)');
  const parts = Array.from({ length: 12 }, (_, i) => `string length(姓名 + "${i}") = ${i} or 数 = ${i}`);
  const many = possible(rule(`(${parts.join(') and (')}) and 数 = null`), { steps: 50 });
  expect(many).toEqual({ verdict: 'undecided', why: '事实的组合太多，没有逐一试完' });
});
