/** SQL against the closures: random rules over random rows, golden tables, and texts that would break in. */
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Layout } from '../layout.ts';
import type { Env, Json, Rule, Scope } from '../index.ts';
import type { RowOfFacts } from './against.ts';
import type { Statement } from './sql.ts';
import { residents } from '../../bench/residents.ts';
import { facts, row, scope } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { chance } from '../agreement/random.ts';
import { scope as goldenScope } from '../golden/scope.ts';
import { compile, evaluate } from '../index.ts';
import { shapeOf } from '../language/names.ts';
import { layoutOf, refused } from '../layout.ts';
import { toJson } from '../values/values.ts';
import { agree, fillTable } from './against.ts';
import { columnType, populationSql, bound, sqlCell, sqlColumns, sqlPrelude, toSql, withParams } from './sql.ts';
import { ownDatabase } from './database.ts';

const env: Env = { today: '2026-11-22', calendar: { workdays: () => 0, addWorkdays: (date) => date } };

let client: pg.Client;
let tables = 0;

beforeAll(async () => {
  client = await ownDatabase();
  await client.query(sqlPrelude());
});
afterAll(() => client.end());

function made(text: string, names: Scope): Rule {
  const { rule, problems } = compile(text, names);
  if (rule === undefined) throw new Error(`${text}: ${problems.map((one) => one.message).join(' ')}`);
  return rule;
}

/** Durations of the random facts are of seconds; elsewhere the dictionary says which they are. */
const layout: Layout = facts.map(({ name, type }) => ({
  address: name.address,
  shape: type === 'duration' ? { type: 'duration', months: false } : shapeOf(name),
}));

async function expectAgreement(given: { layout: Layout; rules: Rule[]; rows: RowOfFacts[] }): Promise<{ pairs: number; refused: string[] }> {
  const table = `facts${tables++}`;
  await fillTable(client, table, given.layout, given.rows);
  let pairs = 0;
  const refusals: string[] = [];
  for (let from = 0; from < given.rules.length; from += 100) {
    const found = await agree(client, table, { ...given, rules: given.rules.slice(from, from + 100), env });
    expect(found.differences.slice(0, 3)).toEqual([]);
    pairs += found.pairs;
    refusals.push(...found.refused.map((one) => `${one.text}: ${one.message}`));
  }
  await client.query(`DROP TABLE "${table}"`);
  return { pairs, refused: refusals };
}

describe('random rules over random rows', () => {
  const seed = Number(process.env['SEED'] ?? 20261122);
  test(`agree with the closures (seed ${seed})`, async () => {
    const from = chance(seed);
    const rules: Rule[] = [];
    while (rules.length < 600) {
      const { rule } = compile(written(randomRule(from)), scope);
      if (rule !== undefined) rules.push(rule);
    }
    const rows = Array.from({ length: 80 }, () => row(from));
    const { pairs, refused: refusals } = await expectAgreement({ layout, rules, rows });
    console.info(`SQL against closures: ${pairs} pairs agree, ${refusals.length} of ${rules.length} rules refused (seed ${seed})`);
    expect(pairs).toBeGreaterThan(40_000);
    expect(refusals.length).toBeLessThan(rules.length / 50);
  });
});

/** Written by hand: what the random rules do not write. */
const own: Scope = {
  names: {
    a: { kind: 'value', address: 'a', type: 'number' },
    b: { kind: 'value', address: 'b', type: 'number' },
    n: { kind: 'value', address: 'n', type: 'number', range: { min: '-40', max: '40', decimals: 0 } },
    m: { kind: 'value', address: 'm', type: 'number', range: { min: '-9000000', max: '9000000', decimals: 3 } },
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

const hand = `a + b; a - b; a * b; a / b; -a; a ** 3; a ** -2; b ** 0; a / 3 * 3 = a; modulo(a, b); modulo(b, n); sqrt(a);
  floor(a); ceiling(b); floor(a, 1); ceiling(a, -1); round up(a, 2); round down(a, 2); round half up(a, 0);
  round half down(a, 0); decimal(a, 0); decimal(a, n); round half up(b, n); abs(a); odd(n); even(a); n * n * n * n * n * n * n;
  m * m; m * m * m; m + n; m / n; (m + 0.0005) * 2; m < 12.3456; m = 2.5; n in (1, 2, 3); n in (1.5, 2); n in (<0, >= 10);
  m in [0..2.5]; string(a); string(m); string(n); string(d); string(p); string(t); string(i); number(s); number(u) + 1;
  number(s, ",", "."); number(s, ".", ","); number(s, " ", "."); string length(s); upper case(s); lower case(s);
  substring(s, n); substring(s, n, 2); substring(s, -2); substring before(s, u); substring after(s, u);
  contains(s, u); starts with(s, u); ends with(s, u); s + u; s < u; s = u; string join(["x", "中"], "-") = s; min(s, u); max(s, u, "中");
  d + duration("P1M"); d - duration("P13M"); d + duration("P9000Y"); d - duration("P9000Y"); d + duration("P9999999D");
  (d + duration("P9000Y")).year; (d - duration("P5000Y")).month; string(d - duration("P5000Y")); d.year; d.month; d.day; d.weekday;
  day of year(d); week of year(d); day of week(d); month of year(d); years and months duration(d, 今天);
  周岁(d, 今天); 周岁(d, 今天) < 5000; 周岁(d, date("2024-02-29")) >= 4; 周岁(d, date("2023-02-28")) between 3 and 60;
  年龄(d) > 60; d.year >= 2000; d.year in [1960..1999]; d.year < 10000; d.year = 2000; date(n + 2000, n, n); date(s); date(s).day;
  t < v; t = v; t + duration("PT36H0.5S"); t - v; t.hour; t.minute; t.second; t.time offset; is(t, v); i < j; i = j; i - j;
  i + duration("P1M"); i - duration("PT1.5S"); d - i; i - d; i.year; i.hour; i.second; i.weekday; date(i); time(i); time(d);
  date and time(d, t); date and time(d, v) > i; is(i, j); day of week(i); string(time(i)); i in [i..j]; t between v and v;
  i - j < duration("P1D"); time(n, n, a); is(a, b); is(s, u); is(s, a); a = null; null = a; a != null; a in (null, 1); s in ("a", null);
  p = true; p != (a > b); p in (true, false); p = null; is known(a) and p; is known(a + b) or is known(p);
  if p then a else b; if p then s else null; if a > b then d else 今天; if is known(p) then t else v; (if p then n else m) > 1;
  some x in [a, b, 1] satisfies x > 0; every x in [a, b], y in [1, n] satisfies x > y; sum(for x in [a, b] return x * 2);
  count([a, b]) = 2; sum(a, b, m); sum([a, n]); mean(a, b, n); median(a, b, n, m); stddev(a, b, 3); product(a, 2, b); min(a, b, m); max([n, m]);
  all([p, a > b]); any([p, a > b, null]); list contains([a, b, 1], n); [a, b, n][2]; { x: a + 1, y: x * b }.y;
  a instance of number; s instance of string; d instance of date; t instance of time; i instance of date and time;
  (d - 今天) instance of days and time duration; a instance of Null; a instance of Any; p instance of boolean;
  (d - 今天).days; (t - v).seconds; (years and months duration(d, 今天)).years; duration("P1Y") = duration("P12M"); abs(d - 今天);
  (d - 今天) / 7; (d - 今天) / duration("P1D"); (d - 今天) * 0.1; duration("P1Y1M") * a; 天(n) + 小时(a); 万元(a); 年(n); d + 月(n);
  log(a) > 1; exp(a) > 1; a in [b..m]; a in (b..m]; a between m and b; not(a > b); not(p); not(s = u)`
  .split(';').map((text) => text.trim());

const numbers = [
  '0', '1', '-1', '2', '3', '0.1', '-0.5', '1.5', '2.5', '-2.5', '7', '10', '33.333', '1e3', '0.000000000000000001', '99999999999999999999',
  '9007199254740993', '12345678901234567890123456789012.34', '9999999999999999999999999999999999', '-9999999999999999999999999999999999',
  '0.3333333333333333333333333333333333', '1e40', '1e-40', '1e6100', '-1e6100', '1e-6100', '5e-35', '1.000000000000000000000000000000005',
];
const texts = ['', 'a', 'A', 'ab', 'ß', 'straße', 'ΣΑΣ', 'ΑΣ.Α', 'İ', 'ﬁ', 'é', '中', '中文', '\u{20bb7}野家', '\u{20bb7}', '\uff21', '1,234.5', '1.234,5',
  '12', '-1e3', '.5', '5.', '1e99999', '1 000', '2024-02-29', '2023-02-29', '-0044-03-15', '2024-01-01\n', '%', '_', '\\', "'", '"', '$1', 'a\nb', '\t'];
const days = ['2024-02-29', '2023-02-28', '2000-01-01', '1966-11-22', '1966-11-23', '2026-11-22', '2026-11-23', '0001-01-01', '9999-12-31', '1900-03-01', '2020-12-31', '2021-01-03'];
const times = ['00:00:00', '23:59:59.999', '12:30:00', '12:30:00Z', '12:30:00+08:00', '04:30:00Z', '12:30:00-05:30', '24:00:00'];
const moments = ['2024-02-29T12:30:00', '2024-02-29T12:30:00Z', '2024-02-29T20:30:00+08:00', '2023-12-31T23:59:59.5', '0001-01-01T00:00:00', '2026-11-22', '2026-01-31T00:00:00+14:00'];

function handRows(): RowOfFacts[] {
  const from = chance(7);
  const pick = <T>(list: T[]): T | null | undefined => (from.odds(0.12) ? null : from.odds(0.1) ? undefined : from.of(list));
  return Array.from({ length: 400 }, () => ({
    a: pick(numbers), b: pick(numbers), n: pick(['0', '1', '-1', '2', '3', '-3', '12', '40', '-40', '29']),
    m: pick(['0', '0.001', '2.5', '-2.5', '8999999.999', '-9000000', '12.345', '12.346']),
    s: pick(texts), u: pick(texts), d: pick(days), t: pick(times), v: pick(times), i: pick(moments), j: pick(moments), p: pick([true, false]),
  } as RowOfFacts));
}

test('what the random rules do not write agrees too', async () => {
  const rules = hand.map((text) => made(text, own));
  const all = Object.values(own.names).flatMap((name) => (name.kind === 'value' ? [{ address: name.address, shape: shapeOf(name) }] : []));
  const { pairs, refused: refusals } = await expectAgreement({ layout: all, rules, rows: handRows() });
  expect(refusals).toEqual([]);
  expect(pairs).toBe(hand.length * 400);
});

describe('golden tables', () => {
  const folder = new URL('../golden/', import.meta.url);
  const json = (text: string): Json => {
    if (text === 'true' || text === 'false') return text === 'true';
    if (text === 'none') return null;
    return /^[[{"]/.test(text) ? (JSON.parse(text) as Json) : text;
  };
  const factsOf = (cell: string): RowOfFacts => Object.fromEntries(
    (cell === '' ? [] : cell.split(';').map((part) => part.split('='))).map(([at = '', value = '']) => [at.trim(), json(value.trim())]));
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt') && file !== 'problems.txt');

  let sum = 0;
  afterAll(() => expect(sum).toBeGreaterThan(150));
  test.each(files)('%s', async (file) => {
    const rows = readFileSync(new URL(file, folder), 'utf8').split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#')).map((line) => line.split(' | ').map((cell) => cell.trim()));
    let taken = 0;
    for (const [text = '', given = ''] of rows) {
      const { rule } = compile(text, goldenScope);
      if (rule === undefined) continue;
      const columns = layoutOf([rule.tree]).filter((column) => columnType(column) !== null);
      if (refused(toSql(rule, columns)) || given.includes('@')) continue;
      await expectAgreement({ layout: columns, rules: [rule], rows: [factsOf(given)] });
      taken++;
    }
    console.info(`SQL: ${taken} of ${rows.length} rows of ${file} taken and right`);
    sum += taken;
  });
});

describe('nothing a rule writes becomes SQL', () => {
  const nasty = ["'; drop table facts; --", '$1', '$2::int8', '\\', '"', '""', "'", '$$', '$f$', '__proto__', 'constructor', '\u{1f600}', '中文', '/* */', '%s', '?', ':x', '\ufeff', '\u2028'];
  const names: Scope = {
    names: Object.fromEntries(nasty.map((written, at) => [written, { kind: 'value', address: `x.${written}.${at}`, type: 'text' } as const])),
  };
  const quotedText = (text: string): string => JSON.stringify(text);

  test('texts, and names of facts', async () => {
    const s: Scope = { names: { s: { kind: 'value', address: "s'; drop table x; --", type: 'text' } } };
    const rules = nasty.map((text) => made(`s = ${quotedText(text)} or contains(s, ${quotedText(text)}) or s + ${quotedText(text)} in (${quotedText(text)}, "x")`, s));
    const one: Layout = [{ address: "s'; drop table x; --", shape: { type: 'text' } }];
    const { pairs, refused: refusals } = await expectAgreement({
      layout: one, rules, rows: [...nasty, null].map((text) => ({ "s'; drop table x; --": text })) });
    expect(refusals).toEqual([]);
    expect(pairs).toBe(nasty.length * (nasty.length + 1));
    for (const rule of rules) {
      const sql = toSql(rule, one);
      if (refused(sql)) throw new Error(sql.message);
      // Fixed words, columns in quotes and numbered parameters: nothing else stands in the text.
      for (const text of [sql.value, sql.true, sql.false, sql.none, sql.unknown]) {
        expect(text).toMatch(/^[A-Za-z0-9_ "$:.,()=<>&|+*/[\]\n-]*$/);
        expect(text).not.toMatch(/drop|proto|\/\*|--/);
      }
    }
    expect(Object.keys(names.names)).toHaveLength(nasty.length);
  });

  test('options of a choice', async () => {
    const options = Object.fromEntries(nasty.map((text) => [text, `标签${text}`]));
    const c: Scope = { names: { c: { kind: 'value', address: 'c', type: 'choice', options } } };
    const rules = nasty.map((text) => made(`c = ${quotedText(text)} or string(c) + "x" = ${quotedText(`${text}x`)} or c in (${quotedText(text)}, ${quotedText('$1')})`, c));
    const column: Layout = layoutOf(rules.map((rule) => rule.tree));
    const { pairs } = await expectAgreement({ layout: column, rules, rows: Object.keys(options).map((code) => ({ c: code })) });
    expect(pairs).toBe(Object.keys(options).length * nasty.length);
  });

  test('names of columns are quoted', async () => {
    const rule = made('s = "x"', { names: { s: { kind: 'value', address: 's', type: 'text' } } });
    const sql = toSql(rule, [{ address: 's', shape: { type: 'text' } }], { values: ['a" or true or "'], words: ['w"w'] });
    if (refused(sql)) throw new Error(sql.message);
    expect(sql.true).toContain('"a"" or true or """');
    expect(sql.unknown).toContain('"w""w"');
  });
});

describe('refusals', () => {
  test.each([
    ['count(演员) > 1', '演员'], ['"音乐" in 企业.经营范围', '企业.经营范围'], ['工作日数(d, e) > 3', '工作日数(d, e)'], ['x ** y', 'x ** y'],
    ['if p then x else s', 'if p then x else s'], ['s = "\\u0000"', '"\\u0000"'], ['s = "\\ud800"', '"\\ud800"'],
    ['some i in 1..100000 satisfies i = x', 'some i in 1..100000 satisfies i = x'],
  ])('%s', (text, place) => {
    const rule = made(text, goldenScope);
    const sql = toSql(rule, layoutOf([rule.tree]));
    if (!refused(sql)) throw new Error('it was taken');
    expect(text.slice(sql.from, sql.to)).toBe(place);
    expect(sql.message).toMatch(/[\u4e00-\u9fff]{6}/);
  });

  test('a fact the table has no column for', () => {
    const rule = made('x > 1', goldenScope);
    expect(toSql(rule, [])).toMatchObject({ from: 0, to: 1, message: expect.stringContaining('人员表里没有这一项') });
  });

  test('rows that break what the dictionary promises are not put in', () => {
    const column = (shape: Layout[number]['shape']) => ({ address: 'c', shape });
    const number = column({ type: 'number', range: { min: '0', max: '10', decimals: 1 } });
    expect(sqlCell(2.5 as never, column({ type: 'number' }))).toBe('2.5');
    expect(sqlCell(7, number)).toBe('70');
    expect(() => sqlCell(11, number)).toThrow('超出了申报的范围');
    expect(() => sqlCell('z', column({ type: 'choice', options: new Map([['a', '甲']]) }))).toThrow('不是列出的选项');
    expect(() => sqlCell('a\0', column({ type: 'text' }))).toThrow('存不下');
    expect(() => sqlCell('\ud800', column({ type: 'text' }))).toThrow('存不下');
  });
});

test('a comparison in positive position is plain, so that an index serves it', async () => {
  const rule = made('x >= 18 and s = "a"', goldenScope);
  const columns = layoutOf([rule.tree]);
  const sql = toSql(rule, columns);
  if (refused(sql)) throw new Error(sql.message);
  const definitions = sqlColumns(columns).map(({ name, type }) => `"${name}" ${type}`).join(', ');
  await client.query(`CREATE TEMP TABLE indexed (${definitions}); CREATE INDEX ON indexed (c1)`);
  const plan = withParams(`EXPLAIN SELECT 1 FROM indexed WHERE ${sql.true}`, sql.params);
  await client.query('SET enable_seqscan = off');
  const { rows } = await client.query(plan.text, bound(plan.params, env.today));
  await client.query('SET enable_seqscan = on');
  expect(rows.map((one: Record<string, string>) => one['QUERY PLAN']).join('\n')).toMatch(/Index Cond: \(+c1/);
});

test('thirty policies over residents: the words of one scan are what the closures say', async () => {
  const people = residents(1500, 7);
  const rules = people.policies.map(({ text }) => made(text, people.scope));
  const rows = Array.from({ length: people.count }, (_, n) => Object.fromEntries(
    people.layout.map(({ address }, place) => [address, toJson(people.cell(n, place))]))) as RowOfFacts[];
  await fillTable(client, 'residents', people.layout, rows);
  const sql = populationSql(rules, people.layout, { table: 'residents', id: 'n', today: env.today });
  expect(sql.refusals.filter((one) => one !== null)).toEqual([]);
  const words = async (one: Statement): Promise<Map<number, Record<string, string>>> => {
    const { rows: all } = await client.query<Record<string, string> & { n: number }>(one.text, bound(one.params, env.today));
    return new Map(all.map((row) => [row.n, row]));
  };
  const [masks, found] = [await words(sql.masks), await words(sql.found)];
  const bits = (word: string | undefined): number => Number(word ?? -1);
  let unknown = 0;
  for (const [n, one] of rows.entries()) {
    let [yes, open] = [0, 0];
    for (const [at, rule] of rules.entries()) {
      const value = evaluate(rule, (address) => one[address], env).value;
      if (value === true) yes += 2 ** at;
      if (value === undefined) open += 2 ** at;
    }
    const [both, alone] = [masks.get(n + 1), found.get(n + 1)];
    expect([n, bits(both?.['t0']), bits(both?.['u0']), bits(alone?.['t0'])]).toEqual([n, yes, open, yes]);
    unknown += open === 0 ? 0 : 1;
  }
  expect(unknown).toBeGreaterThan(500);
});

test('a population: one scan gives what each rule alone gives', async () => {
  const rules = ['x > 1', 'x > y and p', 's = "a" or p', 'is known(p)', 'x / y > 0.5', 'count(演员) = 1', 'p and is known(p) and not(q)'].map((text) => made(text, goldenScope));
  const columns = layoutOf(rules.map((rule) => rule.tree)).filter((column) => columnType(column) !== null);
  const from = chance(3);
  const rows: RowOfFacts[] = Array.from({ length: 500 }, () => ({
    ...(from.odds(0.8) && { x: from.of(['0', '1', '2', null]) }), ...(from.odds(0.8) && { y: from.of(['0', '1', null]) }),
    ...(from.odds(0.8) && { p: from.of([true, false, null]) }), ...(from.odds(0.8) && { s: from.of(['a', 'b', null]) }), ...(from.odds(0.8) && { q: from.of([true, false, null]) }),
  }));
  await fillTable(client, 'people', columns, rows);
  const sql = populationSql(rules, columns, { table: 'people', id: 'n', today: env.today });
  expect(sql.refusals.map((one) => one === null)).toEqual([true, true, true, true, true, false, true]);
  const run = async (one: { text: string; params: Parameters<typeof bound>[0] }): Promise<Record<string, unknown>[]> =>
    (await client.query(one.text, bound(one.params, env.today))).rows as Record<string, unknown>[];
  const [counts = {}] = await run(sql.counts);
  const masks = await run(sql.masks);
  const matches = await run(sql.matches);
  for (const [at, single] of sql.single.entries()) {
    if (single === null) continue;
    const alone = await run(single);
    expect(Number(counts[`t${at}`])).toBe(alone.length);
    const bit = (word: unknown): boolean => ((BigInt(String(word)) >> BigInt(at)) & 1n) === 1n;
    expect(masks.filter((one) => bit(one['t0']))).toHaveLength(alone.length);
    expect(masks.filter((one) => bit(one['u0']))).toHaveLength(Number(counts[`u${at}`]));
    expect(matches.filter((one) => one['rule'] === at && one['unknown'] === false).map((one) => one['n']).sort()).toEqual(alone.map((one) => one['n']).sort());
    expect(matches.filter((one) => one['rule'] === at && one['unknown'] === true)).toHaveLength(Number(counts[`u${at}`]));
  }
  expect(Number(counts['u1'])).toBeGreaterThan(20);
});
