/** What a case needs of its item: form, what is missing, review, result, payment, unit. */
import { describe as group, expect, test } from 'vitest';
import type { Env, Json } from '#rules';
import { assemble } from './assemble.ts';
import { describe } from './describe.ts';
import { example, facts } from './example.ts';
import { formOf, settle } from './form.ts';
import { missing } from './missing.ts';
import { open } from './open.ts';
import type { OpenItem } from './open.ts';
import { attributesOf, paymentOf, unitFor, validUntil } from './outcome.ts';
import { review } from './review.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};
const opened = (id: string, ...changes: [string, string, string][]): OpenItem => {
  const { version, hash } = assemble(example(...changes), id, () => 'h');
  return open(version, hash);
};
const show = opened('show-permit');
const ITEM = 'items/show-permit.yaml';

const answers: Record<string, Json> = {
  'company.kind': 'troupe',
  'ask.build': true,
  'ask.tall': false,
  'ask.local': true,
};
const whole: Record<string, Json> = {
  ...answers,
  'show.title': '春之声',
  'show.day': '2026-12-30',
  performer: '2',
  'performer[0].name': '王一',
  'performer[0].birth': '1990-01-01',
  'performer[1].name': '李二',
  'performer[1].birth': '1991-01-01',
};
const documents = { plan: 1, identity: 2 };
const left = (values: Record<string, Json>, given: Record<string, number> = documents): string[] =>
  missing(show, facts(values), { env, handedIn: { documents: given } }).map(
    (m) => `${m.kind} ${m.on} ${m.words.zh}`,
  );

group('form', () => {
  test('a many-party is spread by its count', () => {
    const addresses = (values: Record<string, Json>): string[] =>
      formOf(show, facts(values), env).flatMap((s) => s.fields.map((f) => f.address));
    expect(addresses({})).toEqual([
      'show.title',
      'show.day',
      'show.seats',
      'show.note',
      'performer[].name',
      'performer[].birth',
    ]);
    expect(addresses(whole)).toEqual([
      'show.title',
      'show.day',
      'show.note',
      'performer[0].name',
      'performer[1].name',
      'performer[0].birth',
      'performer[1].birth',
    ]);
  });

  test('a count that is absurd does not spread without end', () => {
    const fields = formOf(show, facts({ ...whole, performer: '99999' }), env)[1]?.fields ?? [];
    expect(fields.length).toBe(1000);
  });

  test('an optional field left empty becomes none at submit, a required one stays unknown', () => {
    const { 'show.title': _, ...rest } = whole;
    const settled = settle(show, facts(rest), env);
    expect(settled['show.note']).toEqual({
      state: 'none',
      source: 'applicant',
      grade: 'D',
      on: '2026-11-22',
    });
    expect(Object.keys(settled)).not.toContain('show.title');
    expect(Object.keys(settled)).not.toContain('show.seats');
  });
});

group('what is missing is told once and complete', () => {
  test('nothing is missing from a whole case', () => {
    expect(left(whole)).toEqual([]);
  });

  test('everything is missing from an empty one', () => {
    expect(left({}, {})).toEqual([
      'ask company.kind 请回答“您单位是哪一类”',
      'ask ask.build 请回答“要不要搭台”',
      'ask ask.tall 请回答“高过两米吗”',
      'ask ask.local 请回答“在本区演吗”',
      'field show.title 请填写演出的“名称”',
      'field show.day 请填写演出的“日期”',
      'members performer 请至少添加一位演员',
      'material identity 请上传“演员身份证”',
    ]);
  });

  test('members, copies, values and review points', () => {
    const { 'performer[1].birth': _, ...rest } = whole;
    const found = left(
      { ...rest, 'show.title': '全国春之声', 'show.day': '2026-02-30' },
      { identity: 1 },
    );
    expect(found).toEqual([
      'field show.day 没有 2026-02-30 这一天（这个月到 28 日），请核对',
      'field performer[1].birth 请填写第 2 位演员的“出生日期”',
      'material plan 请上传“安保方案”',
      'material identity “演员身份证”要 2 份，还差 1 份，请补上传',
      'review show.title 名称不要用“全国”',
    ]);
  });

  test('a required field said to be none still blocks', () => {
    expect(left({ ...whole, 'show.title': null })).toEqual(['field show.title 请填写演出的“名称”']);
  });

  test('made, optional and later materials do not block', () => {
    expect(left({ ...whole, 'ask.tall': true })).toEqual([]);
  });
});

group('review', () => {
  const verdicts = (values: Record<string, Json>): string[] =>
    review(show, facts(values), env).map((f) => `${f.point} ${f.on} ${f.verdict} ${f.level}`);

  test('each point with its verdict', () => {
    expect(verdicts({})).toEqual([
      'title show.title waits block',
      'age performer[].birth waits block',
      'code plan waits ask',
    ]);
    expect(verdicts({ ...whole, 'performer[1].birth': '2020-01-01' })).toEqual([
      'title show.title pass block',
      'age performer[].birth fail block',
      'code plan waits ask',
    ]);
  });

  test('a held licence is read as a group, and the values gone by are shown', () => {
    const code = {
      'business-licence.credit-code': '91350100M000100Y43',
      'company.code': '91350100M000100Y44',
    };
    const found = review(show, facts(code), env).find((f) => f.point === 'code');
    expect(found).toMatchObject({
      verdict: 'fail',
      rule: '营业执照.统一社会信用代码 = 企业.统一社会信用代码',
      fix: { zh: '请核对营业执照' },
      basis: { unsure: { zh: '样例' } },
      values: [
        { address: 'business-licence.credit-code', value: '91350100M000100Y43' },
        { address: 'company.code', value: '91350100M000100Y44' },
      ],
    });
  });

  test('a point that fails says what made it fail, with the values', () => {
    const born = { ...whole, 'performer[1].birth': '2020-01-01' };
    const found = review(show, facts(born), env);
    const why = found.find((f) => f.point === 'age')?.why ?? [];
    expect(why.length).toBeGreaterThan(1);
    expect(why.map((t) => t.zh).join()).toContain('2020-01-01');
    expect(why.map((t) => t.zh).join()).toContain('最低年龄（16）');
    expect(why.every((t) => t.en !== undefined && t.en !== '')).toBe(true);
    expect(found.find((f) => f.point === 'title')?.why).toBeUndefined();
  });

  test('a point whose `when` does not hold is not shown', () => {
    const item = opened('show-permit', [
      ITEM,
      'on: plan, level: ask',
      'on: plan, when: 临时搭台, level: ask',
    ]);
    const points = (build: boolean): string[] =>
      review(item, facts({ 'ask.build': build }), env).map((f) => f.point);
    expect(points(false)).toEqual(['title', 'age']);
    expect(points(true)).toEqual(['title', 'age', 'code']);
  });

  test('the law asks as many years as the day says', () => {
    const born = facts({ performer: '1', 'performer[0].birth': '2010-06-01' });
    const on = (today: string): string | undefined =>
      review(show, born, { ...env, today }).find((f) => f.point === 'age')?.verdict;
    expect([on('2026-05-31'), on('2026-06-01'), on('2027-01-01')]).toEqual([
      'fail',
      'pass',
      'fail',
    ]);
  });
});

group('what it comes to', () => {
  test('attributes of the licence', () => {
    expect(attributesOf(show, facts({ 'show.title': '春之声' }), env)).toEqual({
      values: { title: '春之声' },
      waits: ['company.code'],
    });
  });

  test('a period ends the day before its anniversary', () => {
    const until = (valid: string): string | null | undefined =>
      validUntil(opened('show-permit', [ITEM, 'valid: { n: 1, unit: year }', `valid: ${valid}`]), {
        decidedOn: '2024-02-29',
        facts: facts({ 'show.day': '2026-12-30' }),
        env,
      });
    expect(until('{ n: 1, unit: year }')).toBe('2025-02-27');
    expect(until('{ n: 4, unit: year }')).toBe('2028-02-28');
    expect(until('{ n: 1, unit: month }')).toBe('2024-03-28');
    expect(until('without end')).toBe(null);
    expect(until('{ until: 演出.日期 }')).toBe('2026-12-30');
  });

  test('unit by area, amount by rule, account by address', () => {
    const meal = opened(
      'meal',
      ['fields/person.yaml', 'east: { zh: 东街, en: East }', '"310107001": { zh: 东街, en: East }'],
      ['items/meal.yaml', '"east"', '"东街"'],
    );
    const east = facts({ 'applicant.street': '310107001', 'applicant.card': '6222000000000000' });
    expect([unitFor(meal, {}), unitFor(meal, east)]).toEqual([undefined, 'east']);
    expect(paymentOf(meal, east, env)).toEqual({
      amount: '100',
      every: 'month',
      to: 'applicant.card',
      account: '6222000000000000',
    });
    expect(paymentOf(show, {}, env)).toBe(undefined);
  });

  test('an item version made by a newer engine is not opened', () => {
    const { version } = assemble(example(), 'meal', () => 'h');
    expect(() => open({ ...version, engine: 99 }, 'h')).toThrow('needs engine 99');
  });
});

test('a description has what the page shows and the form needs', () => {
  const { version } = assemble(example(), 'show-permit', () => 'h');
  const d = describe(version);
  expect(d.parties).toEqual([
    {
      id: 'company',
      written: '企业',
      name: { zh: '企业' },
      role: 'applicant',
      kind: 'organisation',
      many: false,
    },
    {
      id: 'performer',
      written: '演员',
      name: { zh: '演员' },
      role: 'party',
      kind: 'person',
      many: true,
    },
  ]);
  expect(d.fields['show.title']).toMatchObject({
    written: '演出.名称',
    type: 'text',
    maxLength: 20,
    source: 'applicant',
  });
  expect(Object.keys(d.fields)).toContain('performer[].birth');
  expect(d.sources).toMatchObject({ applicant: { zh: '申请人' }, register: { zh: '登记数据' } });
  expect(d.materials['plan']).toMatchObject({ how: 'upload', accepts: ['pdf', 'jpeg', 'png'] });
  expect(d.result).toEqual({
    licence: 'permit',
    name: { zh: '演出许可证', en: 'Permit' },
    acts: 'new',
    valid: { n: 1, unit: 'year' },
  });
});
