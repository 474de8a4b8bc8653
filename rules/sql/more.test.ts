/** SQL against the closures: rules and facts written by hand, at the edges of numbers, texts and times. */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scope } from '../index.ts';
import type { RowOfFacts } from './against.ts';
import { chance } from '../agreement/random.ts';
import { shapeOf } from '../language/names.ts';
import { expectAgreement, made, ownDatabase } from './database.ts';

let client: pg.Client;

beforeAll(async () => {
  client = await ownDatabase();
});
afterAll(() => client.end());

/** Written by hand: what the random rules do not write. */
const own: Scope = {
  names: {
    a: { kind: 'value', address: 'a', type: 'number' },
    b: { kind: 'value', address: 'b', type: 'number' },
    n: {
      kind: 'value',
      address: 'n',
      type: 'number',
      range: { min: '-40', max: '40', decimals: 0 },
    },
    m: {
      kind: 'value',
      address: 'm',
      type: 'number',
      range: { min: '-9000000', max: '9000000', decimals: 3 },
    },
    s: { kind: 'value', address: 's', type: 'text' },
    u: { kind: 'value', address: 'u', type: 'text' },
    d: { kind: 'value', address: 'd', type: 'date' },
    t: { kind: 'value', address: 't', type: 'time' },
    v: { kind: 'value', address: 'v', type: 'time' },
    i: { kind: 'value', address: 'i', type: 'date-time' },
    j: { kind: 'value', address: 'j', type: 'date-time' },
    p: { kind: 'value', address: 'p', type: 'boolean' },
  },
};

const hand =
  `matches(s, "^[0-9]+$"); matches(s, "a|b*c"); matches(s, "^(A|ß)", "i"); matches(s, "\\\\d");
  matches(s, "\\\\w\\\\s?$"); matches(s, "[^a-z]"); matches(s, ".", "s"); matches(s, "^.{2,3}$");
  matches(s, "\\\\p{Lu}"); matches(u, "[\\\\p{L}-[a-z]]"); matches(s, "^$"); matches(s, "\\\\.|%", "q");
  matches(u, "a b", "x"); matches(s, "^(?:Σ|σ)+", "i"); matches(s, "\\\\$1");
  a + b; a - b; a * b; a / b; -a; a ** 3; a ** -2; b ** 0; a / 3 * 3 = a; modulo(a, b); modulo(b, n); sqrt(a);
  floor(a); ceiling(b); floor(a, 1); ceiling(a, -1); round up(a, 2); round down(a, 2); round half up(a, 0);
  round half down(a, 0); decimal(a, 0); decimal(a, n); round half up(b, n); abs(a); odd(n); even(a);
  n * n * n * n * n * n * n; m * m; m * m * m; m + n; m / n; (m + 0.0005) * 2; m < 12.3456; m = 2.5;
  n in (1, 2, 3); n in (1.5, 2); n in (<0, >= 10); m in [0..2.5]; string(a); string(m); string(n); string(d);
  string(p); string(t); string(i); number(s); number(u) + 1; number(s, ",", "."); number(s, ".", ",");
  number(s, " ", "."); string length(s); upper case(s); lower case(s); substring(s, n); substring(s, n, 2);
  substring(s, -2); substring before(s, u); substring after(s, u); contains(s, u); starts with(s, u);
  ends with(s, u); s + u; s < u; s = u; string join(["x", "中"], "-") = s; min(s, u); max(s, u, "中");
  d + duration("P1M"); d - duration("P13M"); d + duration("P9000Y"); d - duration("P9000Y");
  d + duration("P9999999D"); (d + duration("P9000Y")).year; (d - duration("P5000Y")).month;
  string(d - duration("P5000Y")); d.year; d.month; d.day; d.weekday; day of year(d); week of year(d);
  day of week(d); month of year(d); years and months duration(d, 今天); 周岁(d, 今天); 周岁(d, 今天) < 5000;
  周岁(d, date("2024-02-29")) >= 4; 周岁(d, date("2023-02-28")) between 3 and 60; 年龄(d) > 60; d.year >= 2000;
  d.year in [1960..1999]; d.year < 10000; d.year = 2000; date(n + 2000, n, n); date(s); date(s).day; t < v;
  t = v; t + duration("PT36H0.5S"); t - v; t.hour; t.minute; t.second; t.time offset; is(t, v); i < j; i = j;
  i - j; i + duration("P1M"); i - duration("PT1.5S"); d - i; i - d; i.year; i.hour; i.second; i.weekday;
  date(i); time(i); time(d); date and time(d, t); date and time(d, v) > i; is(i, j); day of week(i);
  string(time(i)); i in [i..j]; t between v and v; i - j < duration("P1D"); time(n, n, a); is(a, b); is(s, u);
  is(s, a); a = null; null = a; a != null; a in (null, 1); s in ("a", null); p = true; p != (a > b);
  p in (true, false); p = null; is known(a) and p; is known(a + b) or is known(p); if p then a else b;
  if p then s else null; if a > b then d else 今天; if is known(p) then t else v; (if p then n else m) > 1;
  some x in [a, b, 1] satisfies x > 0; every x in [a, b], y in [1, n] satisfies x > y;
  sum(for x in [a, b] return x * 2); count([a, b]) = 2; sum(a, b, m); sum([a, n]); mean(a, b, n);
  median(a, b, n, m); stddev(a, b, 3); product(a, 2, b); min(a, b, m); max([n, m]); all([p, a > b]);
  any([p, a > b, null]); list contains([a, b, 1], n); [a, b, n][2]; { x: a + 1, y: x * b }.y;
  a instance of number; s instance of string; d instance of date; t instance of time;
  i instance of date and time; (d - 今天) instance of days and time duration; a instance of Null;
  a instance of Any; p instance of boolean; (d - 今天).days; (t - v).seconds;
  (years and months duration(d, 今天)).years; duration("P1Y") = duration("P12M"); abs(d - 今天); (d - 今天) / 7;
  (d - 今天) / duration("P1D"); (d - 今天) * 0.1; duration("P1Y1M") * a; 天(n) + 小时(a); 万元(a); 年(n); d + 月(n);
  log(a) > 1; exp(a) > 1; a in [b..m]; a in (b..m]; a between m and b; not(a > b); not(p); not(s = u)`
    .split(';')
    .map((text) => text.trim());

const numbers = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '0.1',
  '-0.5',
  '1.5',
  '2.5',
  '-2.5',
  '7',
  '10',
  '33.333',
  '1e3',
  '0.000000000000000001',
  '99999999999999999999',
  '9007199254740993',
  '12345678901234567890123456789012.34',
  '9999999999999999999999999999999999',
  '-9999999999999999999999999999999999',
  '0.3333333333333333333333333333333333',
  '1e40',
  '1e-40',
  '1e6100',
  '-1e6100',
  '1e-6100',
  '5e-35',
  '1.000000000000000000000000000000005',
];
const texts = [
  '',
  'a',
  'A',
  'ab',
  'ß',
  'straße',
  'ΣΑΣ',
  'ΑΣ.Α',
  'İ',
  'ﬁ',
  'é',
  '中',
  '中文',
  '\u{20bb7}野家',
  '\u{20bb7}',
  '\uff21',
  '1,234.5',
  '1.234,5',
  '12',
  '-1e3',
  '.5',
  '5.',
  '1e99999',
  '1 000',
  '2024-02-29',
  '2023-02-29',
  '-0044-03-15',
  '2024-01-01\n',
  '%',
  '_',
  '\\',
  "'",
  '"',
  '$1',
  'a\nb',
  '\t',
];
const days = [
  '2024-02-29',
  '2023-02-28',
  '2000-01-01',
  '1966-11-22',
  '1966-11-23',
  '2026-11-22',
  '2026-11-23',
  '0001-01-01',
  '9999-12-31',
  '1900-03-01',
  '2020-12-31',
  '2021-01-03',
];
const times = [
  '00:00:00',
  '23:59:59.999',
  '12:30:00',
  '12:30:00Z',
  '12:30:00+08:00',
  '04:30:00Z',
  '12:30:00-05:30',
  '24:00:00',
];
const moments = [
  '2024-02-29T12:30:00',
  '2024-02-29T12:30:00Z',
  '2024-02-29T20:30:00+08:00',
  '2023-12-31T23:59:59.5',
  '0001-01-01T00:00:00',
  '2026-11-22',
  '2026-01-31T00:00:00+14:00',
];

function handRows(): RowOfFacts[] {
  const from = chance(7);
  const pick = <T>(list: T[]): T | null | undefined =>
    from.odds(0.12) ? null : from.odds(0.1) ? undefined : from.of(list);
  return Array.from(
    { length: 400 },
    () =>
      ({
        a: pick(numbers),
        b: pick(numbers),
        n: pick(['0', '1', '-1', '2', '3', '-3', '12', '40', '-40', '29']),
        m: pick(['0', '0.001', '2.5', '-2.5', '8999999.999', '-9000000', '12.345', '12.346']),
        s: pick(texts),
        u: pick(texts),
        d: pick(days),
        t: pick(times),
        v: pick(times),
        i: pick(moments),
        j: pick(moments),
        p: pick([true, false]),
      }) as RowOfFacts,
  );
}

test('what the random rules do not write agrees too (rows of seed 7)', async () => {
  const rules = hand.map((text) => made(text, own));
  const all = Object.values(own.names).flatMap((name) =>
    name.kind === 'value' ? [{ address: name.address, shape: shapeOf(name) }] : [],
  );
  const { pairs, refused: refusals } = await expectAgreement(client, {
    layout: all,
    rules,
    rows: handRows(),
  });
  expect(refusals).toEqual([]);
  expect(pairs).toBe(hand.length * 400);
}, 120_000);
