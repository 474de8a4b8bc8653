/** Names, layout, rows and rules the tests of columns draw from. */
import fc from 'fast-check';
import type { Env, Name, Scope } from '../index.ts';
import type { Layout } from '../layout.ts';
import type { Value } from '../values/values.ts';
import type { ColumnRule, Columns, Match } from './match.ts';
import { compile } from '../index.ts';
import { FUEL } from '../closure/loops.ts';
import { shapeOf } from '../language/names.ts';
import { Day } from '../values/day.ts';
import { numberOf } from '../values/number.ts';
import { cellOf, compileColumns } from './match.ts';

/** The day and a calendar that only goes forward. */
export const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: (from, to) => (from < to ? 1 : 0), addWorkdays: (date) => date },
};

const number = (id: string, range?: Extract<Name, { kind: 'value' }>['range']): Name => ({
  kind: 'value',
  address: id,
  type: 'number',
  ...(range && { range }),
});
const value = (id: string, type: Extract<Name, { kind: 'value' }>['type']): Name => ({
  kind: 'value',
  address: id,
  type,
});

/** What the rules may write. */
const names: Record<string, Name> = {
  x: number('x', { min: '-20', max: '20', decimals: 0 }),
  y: number('y', { min: '-100', max: '100', decimals: 2 }),
  金额: number('amount'),
  n: number('n', { min: '0', max: '9', decimals: 1 }),
  p: value('p', 'boolean'),
  q: value('q', 'boolean'),
  d: value('d', 'date'),
  e: value('e', 'date'),
  s: value('s', 'text'),
  t: value('t', 'text'),
  类: {
    kind: 'value',
    address: 'kind',
    type: 'choice',
    options: { agency: '经纪机构', troupe: '文艺团体', venue: '经营场所' },
  },
  范围: {
    kind: 'value',
    address: 'scope',
    type: 'choices',
    options: { music: '音乐', dance: '舞蹈', drama: '戏剧' },
  },
};
/** The names as a scope. */
export const scope: Scope = { names };
/** A column for each name. */
export const layout: Layout = Object.values(names).map((name) => ({
  address: name.address,
  shape: shapeOf(name),
}));

const missing: [null, undefined] = [null, undefined];
const day = (n: number): Day => new Day(n);
const cells: fc.Arbitrary<Value>[] = [
  fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(...missing)),
  fc.oneof(
    fc.integer({ min: -10_000, max: 10_000 }).map((n) => numberOf(String(n / 100)) ?? 0),
    fc.constantFrom(...missing),
  ),
  fc.constantFrom<Value[]>(
    ...missing,
    ...['0.1', '0.3', '12345678901234567890', '-3', '99.99', '9007199254740993'].map(numberOf),
  ),
  fc.oneof(
    fc.integer({ min: 0, max: 20 }).map((n) => numberOf(String(n / 10)) ?? 0),
    fc.constantFrom(...missing),
  ),
  fc.constantFrom<Value[]>(true, false, ...missing),
  fc.constantFrom<Value[]>(true, false, ...missing),
  fc.oneof(fc.integer({ min: -9000, max: 22_000 }).map(day), fc.constantFrom(...missing)),
  fc.oneof(fc.integer({ min: 19_000, max: 22_000 }).map(day), fc.constantFrom(...missing)),
  fc.constantFrom<Value[]>('', 'a', '上海市', '𠮷野家', '\ufffd', '一'.repeat(3), ...missing),
  fc.constantFrom<Value[]>('a', 'b', '上海', '𠮷野家', '\uffff', ...missing),
  fc.constantFrom<Value[]>('agency', 'troupe', 'venue', 'other', ...missing),
  fc.constantFrom<Value[]>([], ['music'], ['music', 'drama'], ...missing),
];
/** One cell for each column. */
export const row = fc.tuple(...(cells as [fc.Arbitrary<Value>]));

const compares = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const numeral = fc.constantFrom('0', '1', '-3', '2.5', '0.1', '12345678901234567890', 'null');
const numberOfOne = fc.constantFrom(
  'x', 'y', '金额', 'x + 1', '2 * x', '-y', 'y / 3', 'x * x', 'floor(y)', 'abs(x)', 'd.year',
  'd.month', '周岁(d, 今天)', '日数(e, 今天)', 'string length(s)', 'x * 1.1 - 0.3', '工作日数(e, 今天)',
); // prettier-ignore
const numberOfMany = fc.constantFrom(
  'x + y',
  'x * y',
  'y - 2 * x',
  '日数(d, e)',
  'x * 0.5 + y * 3',
  'min(x, y)',
  'max(x, n, 1)',
  'abs(x - y)',
  'y / n',
  '(x + y) / 4',
  'if p then x else y',
  'if x > 1 then n else y',
  '周岁(d, 今天) - x',
  'd.year - e.year',
  'string length(s) * x',
);
const numberText = fc.oneof(numberOfOne, numberOfMany);
const dateText = fc.constantFrom(
  'd',
  'e',
  '今天',
  'date("2020-02-29")',
  'd + duration("P1Y")',
  'if p then d else e',
  'min(d, e)',
  'e - duration("P3M")',
  'null',
);
const text = fc.constantFrom(
  'substring(s, 1, 1)',
  'if q then s else t',
  's',
  't',
  '"上海"',
  '"𠮷野家"',
  '"\ufffd"',
  'null',
);
const atom = fc.oneof(
  fc.constantFrom('p', 'q', 'true', 'false', 'p = q', 'p != null', 'contains(s, "市")'),
  fc.constantFrom(
    'is known(x)',
    'is known(s)',
    'is known(x + y)',
    'x = null',
    'd != null',
    'x + y = null',
  ),
  fc.constantFrom(
    '类 = "经纪机构"',
    '类 in ("文艺团体", "venue")',
    '类 != "经营场所"',
    'list contains(范围, "音乐")',
  ),
  fc.constantFrom(
    'matches(s, "^上.市$")',
    'starts with(t, "上")',
    '范围 = ["音乐"]',
    'd - e > duration("P10D")',
  ),
  fc.tuple(numberText, compares, numeral).map((parts) => parts.join(' ')),
  fc.tuple(numberText, compares, numberOfMany).map((parts) => parts.join(' ')),
  fc.tuple(numberOfOne, numeral, numeral).map(([a, b, c]) => `${a} between ${b} and ${c}`),
  fc.tuple(numberText, numeral, numeral).map(([a, b, c]) => `${a} in (<${b}, [${c}..20])`),
  fc.tuple(numberOfOne, numeral, numeral).map(([a, b, c]) => `${a} in (${b}..${c}]`),
  fc.tuple(dateText, compares, dateText).map((parts) => parts.join(' ')),
  fc.tuple(text, compares, text).map((parts) => parts.join(' ')),
  fc.tuple(text, text, text).map(([a, b, c]) => `${a} in [${b}, ${c}]`),
);
/** Rules of truth over the names. */
export const { truth } = fc.letrec<{ truth: string }>((tie) => ({
  truth: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `(${a}) and (${b})`),
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `(${a}) or (${b})`),
    tie('truth').map((a) => `not(${a})`),
    tie('truth').map((a) => `is known(${a})`),
    fc
      .tuple(tie('truth'), tie('truth'), tie('truth'))
      .map(([a, b, c]) => `if ${a} then ${b} else ${c}`),
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `any([${a}, ${b}])`),
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `(${a}) = (${b})`),
  ),
}));

/** What the columns say of a row. */
export function said(matched: Match, at: number): 'true' | 'unknown' | 'other' {
  const has = (plane: Uint32Array | null): boolean =>
    (((plane?.[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
  if (has(matched.true)) return has(matched.unknown) ? 'other' : 'true';
  return has(matched.unknown) ? 'unknown' : 'other';
}

/** What the closure says of a row. */
export function meant(
  rule: ColumnRule['rule'] & { run?: unknown },
  columns: Columns,
  at: number,
): string {
  const { run } = rule as ReturnType<typeof compile>['rule'] & object;
  const read = (address: string): ReturnType<typeof cellOf> => cellOf(columns, at, address);
  const is = run({ read, env, waits: [], locals: [], fuel: FUEL });
  return is === true ? 'true' : is === undefined ? 'unknown' : 'other';
}

/** What columns make of a text; null where it is no rule, the refusal where they do not take it. */
export function taken(text: string): ReturnType<typeof compileColumns>[number] | null {
  const { rule } = compile(text, scope, { type: 'boolean' });
  return rule === undefined ? null : (compileColumns([rule], layout)[0] ?? null);
}
