import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#rules';
import { canonical, luhn, orderDecimals } from './values.ts';
import type { Canonical, FieldKind } from './values.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.log(`value tests with SEED=${seed}`);

const field = (type: FieldKind['type'], more: Partial<FieldKind> = {}): FieldKind => ({
  type,
  name: { zh: '名称' },
  ...more,
});
const options = { a: { zh: '甲', order: 0 }, b: { zh: '乙', order: 1 } };
const FIELDS: FieldKind[] = [
  field('text', { 'max length': 20 }),
  field('name'),
  field('id-number'),
  field('credit-code'),
  field('phone'),
  field('date'),
  field('period'),
  field('number', { scale: 2, min: '-5', max: '1000' }),
  field('money'),
  field('boolean'),
  field('choice', { options }),
  field('choices', { options }),
  field('address'),
  field('place'),
  field('file'),
  field('bank-account'),
  field('record', {
    fields: [
      { id: 'x', type: 'number', name: { zh: '数' }, sensitivity: 'public', source: 'applicant' },
    ],
  }),
];

const kept = (f: FieldKind, raw: unknown): Json | string => {
  const found: Canonical = canonical(f, raw);
  return 'value' in found ? found.value : `✗ ${found.problem}`;
};

describe('one spelling for one value', () => {
  const cases: [FieldKind, unknown, Json][] = [
    [field('text'), '  多余的空格  ', '多余的空格'],
    [field('text'), 'e\u0301', 'é'],
    [field('text', { 'max length': 20 }), '一\n二', '一 二'],
    [field('text', { 'max length': 500 }), '一\r\n二', '一\n二'],
    [field('text'), '零\u200b宽\u202e反', '零宽反'],
    [field('text'), '𬭊㛃䶮𨙸𠮷𡈽𪚥', '𬭊㛃䶮𨙸𠮷𡈽𪚥'],
    [field('text'), `<b>'; drop table--</b>`, `<b>'; drop table--</b>`],
    [field('name'), '买买提•艾力', '买买提·艾力'],
    [field('id-number'), ' １１０１０５１９４９１２３１００２ｘ ', '11010519491231002X'],
    [field('credit-code'), '91350100m000100y43', '91350100M000100Y43'],
    [field('phone'), '+86 139-0000-0000', '13900000000'],
    [field('phone'), '０２１－６２３４５６７８', '021-62345678'],
    [field('phone'), '(021)62345678转12', '021-62345678-12'],
    [field('date'), '2026年2月8日', '2026-02-08'],
    [field('date'), '20240229', '2024-02-29'],
    [
      field('period'),
      { from: '2026-1-1', to: '2026/1/2' },
      { from: '2026-01-01', to: '2026-01-02' },
    ],
    [field('number'), '００12.50', '12.5'],
    [field('number'), '-0.0', '0'],
    [field('number'), 12, '12'],
    [field('money'), '￥1,234,567.80元', '1234567.8'],
    [field('boolean'), 'false', false],
    [field('choice', { options }), '乙', 'b'],
    [field('choices', { options }), ['b', 'a', 'b'], ['a', 'b']],
    [
      field('address'),
      { area: '310107005', detail: ' 示范路 1 号 ' },
      { area: '310107005', detail: '示范路 1 号' },
    ],
    [field('address'), '示范路 1 号', { detail: '示范路 1 号' }],
    [field('file'), 'f_1-a', 'f_1-a'],
  ];
  test.each(cases)('%j keeps %j as %j', (f, raw, value) => {
    expect(kept(f, raw)).toEqual(value);
  });
  test('a card number of 16 digits with its check digit', () => {
    const digits = '622200000000000';
    const check = [...'0123456789'].find((d) => luhn(digits + d)) ?? '';
    expect(kept(field('bank-account'), `6222 0000 0000 000${check}`)).toBe(digits + check);
    expect(kept(field('bank-account'), `${digits}${(Number(check) + 1) % 10}`)).toMatch(
      /校验不通过/,
    );
  });
});

describe('what is wrong says what to do', () => {
  const cases: [FieldKind, unknown, RegExp][] = [
    [field('text', { 'max length': 3 }), '𠮷𠮷𠮷𠮷', /最多 3 个字，您填写了 4 个字，请删减 1 个字/],
    [field('text'), 'a\u0000b', /无法识别的字符/],
    [field('text'), '   ', /请填写名称/],
    [field('text'), { zh: 'x' }, /请填写文字/],
    [field('name'), '张三2', /不能有数字/],
    [field('id-number'), '110105194912310021', /校验不通过/],
    [field('id-number'), '11010519490231002X', /第 7 至 14 位的出生日期/],
    [field('id-number'), '1101051949123100', /应为 18 位，您填写了 16 位/],
    [field('credit-code'), '91350100M000100Y44', /校验不通过/],
    [field('phone'), '1390000000', /应为 11 位，您填写了 10 位/],
    [field('phone'), '12900000000', /第二位应是 3 到 9/],
    [field('phone'), '62345678', /带区号/],
    [field('date'), '2026-02-29', /没有 2026-02-29 这一天（这个月到 28 日）/],
    [field('date'), '2026-13-01', /没有 2026-13-01 这一天/],
    [field('date'), '明天', /年-月-日/],
    [field('period'), { from: '2026-01-02', to: '2026-01-01' }, /结束日期在开始日期前面/],
    [field('number', { scale: 0 }), '1.5', /请填整数/],
    [field('number', { max: '10' }), '10.01', /不能大于 10/],
    [field('number'), '1e5', /只能写数字和小数点/],
    [field('number'), '1,23', /只能写数字和小数点/],
    [field('number'), Number.NaN, /请填写数字/],
    [field('money'), '-1', /不能小于 0/],
    [field('money'), '1.234', /最多 2 位小数/],
    [field('money'), '9999999999999999', /太大/],
    [field('boolean'), 'yes', /请选“是”或“不是”/],
    [field('choice', { options }), '丙', /请从选项里选一个：甲、乙/],
    [field('choice', { options }), '__proto__', /请从选项里选/],
    [field('choices', { options }), [], /至少选一个/],
    [field('bank-account'), '123', /应为 16 到 19 位，您填写了 3 位/],
    [field('file'), '../etc/passwd', /重新上传/],
  ];
  test.each(cases)('%j does not keep %j: %s', (f, raw, words) => {
    expect(kept(f, raw)).toMatch(words);
  });
});

test('canonical is idempotent, never throws, and a problem is Chinese, on any JSON', () => {
  const likely = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[-+]?[0-9０-９.,]{0,25}元?$/),
    fc.stringMatching(/^\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?$/),
    fc.stringMatching(/^1[3-9]\d{9}$/),
    fc.stringMatching(/^0\d{2,3}-?\d{7,8}$/),
    fc.stringMatching(/^\d{16,19}$/),
    fc.constantFrom('a', 'b', '甲', 'true'),
    fc.record({ from: fc.string(), to: fc.string() }),
    fc.record({ area: fc.string(), detail: fc.string() }),
    fc.record({ x: fc.anything() }),
    fc.array(fc.constantFrom('a', 'b')),
    fc.anything(),
    fc.jsonValue(),
  );
  const property = fc.property(fc.constantFrom(...FIELDS), likely, (f, raw) => {
    const once = canonical(f, raw);
    if ('problem' in once) {
      expect(once.problem).toMatch(/\p{Script=Han}/u);
      return;
    }
    expect(typeof once.value).not.toBe('number');
    expect(canonical(f, once.value)).toEqual(once);
    expect(JSON.parse(JSON.stringify(once.value))).toEqual(once.value);
  });
  fc.assert(property, { seed, numRuns: 20_000 });
}, 120_000);

test('decimals are ordered exactly', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.nat(999))
    .map(([n, f]) => ({
      text: `${n}.${String(f).padStart(3, '0')}`,
      size: n * 1000n + (n < 0n ? -BigInt(f) : BigInt(f)),
    }));
  const property = fc.property(decimal, decimal, (a, b) => {
    const want = a.size < b.size ? -1 : a.size > b.size ? 1 : 0;
    expect(orderDecimals(a.text, b.text)).toBe(want);
  });
  fc.assert(property, { seed, numRuns: 2000 });
});
