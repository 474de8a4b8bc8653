/** SQL against the closures: random rules, golden tables, populations, and texts that would break in. */
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Layout } from '../layout.ts';
import type { Json, Rule, Scope } from '../index.ts';
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
import { fillTable } from './against.ts';
import { bound, columnType, populationSql, sqlCell, sqlColumns, toSql, withParams } from './sql.ts';
import { env, expectAgreement, made, ownDatabase } from './database.ts';

let client: pg.Client;

beforeAll(async () => {
  client = await ownDatabase();
});
afterAll(() => client.end());

/** Durations of the random facts are of seconds; elsewhere the dictionary says which they are. */
const layout: Layout = facts.map(({ name, type }) => ({
  address: name.address,
  shape: type === 'duration' ? { type: 'duration', months: false } : shapeOf(name),
}));

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
    const { pairs, refused: refusals } = await expectAgreement(client, { layout, rules, rows });
    console.info(
      `SQL against closures: ${pairs} pairs agree, ${refusals.length} of ${rules.length} rules refused (seed ${seed})`,
    );
    expect(pairs).toBeGreaterThan(40_000);
    expect(refusals.length).toBeLessThan(rules.length / 10);
  }, 120_000);
});

describe('golden tables', () => {
  const folder = new URL('../golden/', import.meta.url);
  const json = (text: string): Json => {
    if (text === 'true' || text === 'false') return text === 'true';
    if (text === 'none') return null;
    return /^[[{"]/.test(text) ? (JSON.parse(text) as Json) : text;
  };
  const factsOf = (cell: string): RowOfFacts =>
    Object.fromEntries(
      (cell === '' ? [] : cell.split(';').map((part) => part.split('='))).map(
        ([at = '', value = '']) => [at.trim(), json(value.trim())],
      ),
    );
  const files = readdirSync(folder).filter(
    (file) => file.endsWith('.txt') && file !== 'problems.txt',
  );

  let sum = 0;
  afterAll(() => expect(sum).toBeGreaterThan(150));
  test.each(files)(
    '%s',
    async (file) => {
      const rows = readFileSync(new URL(file, folder), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('#'))
        .map((line) => line.split(' | ').map((cell) => cell.trim()));
      let taken = 0;
      for (const [text = '', given = ''] of rows) {
        const { rule } = compile(text, goldenScope);
        if (rule === undefined) continue;
        const columns = layoutOf([rule.tree]).filter((column) => columnType(column) !== null);
        if (refused(toSql(rule, columns)) || given.includes('@')) continue;
        await expectAgreement(client, { layout: columns, rules: [rule], rows: [factsOf(given)] });
        taken++;
      }
      console.info(`SQL: ${taken} of ${rows.length} rows of ${file} taken and right`);
      sum += taken;
    },
    120_000,
  );
});

describe('nothing a rule writes becomes SQL', () => {
  const nasty = [
    "'; drop table facts; --",
    '$1',
    '$2::int8',
    '\\',
    '"',
    '""',
    "'",
    '$$',
    '$f$',
    '__proto__',
    'constructor',
    '\u{1f600}',
    '中文',
    '/* */',
    '%s',
    '?',
    ':x',
    '\ufeff',
    '\u2028',
  ];
  const names: Scope = {
    names: Object.fromEntries(
      nasty.map((written, at) => [
        written,
        { kind: 'value', address: `x.${written}.${at}`, type: 'text' } as const,
      ]),
    ),
  };
  const quotedText = (text: string): string => JSON.stringify(text);

  test('texts, and names of facts', async () => {
    const s: Scope = {
      names: { s: { kind: 'value', address: "s'; drop table x; --", type: 'text' } },
    };
    const rules = nasty.map((text) =>
      made(
        `s = ${quotedText(text)} or contains(s, ${quotedText(text)}) ` +
          `or s + ${quotedText(text)} in (${quotedText(text)}, "x")`,
        s,
      ),
    );
    const one: Layout = [{ address: "s'; drop table x; --", shape: { type: 'text' } }];
    const { pairs, refused: refusals } = await expectAgreement(client, {
      layout: one,
      rules,
      rows: [...nasty, null].map((text) => ({ "s'; drop table x; --": text })),
    });
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
    const rules = nasty.map((text) =>
      made(
        `c = ${quotedText(text)} or string(c) + "x" = ${quotedText(`${text}x`)} ` +
          `or c in (${quotedText(text)}, ${quotedText('$1')})`,
        c,
      ),
    );
    const column: Layout = layoutOf(rules.map((rule) => rule.tree));
    const { pairs } = await expectAgreement(client, {
      layout: column,
      rules,
      rows: Object.keys(options).map((code) => ({ c: code })),
    });
    expect(pairs).toBe(Object.keys(options).length * nasty.length);
  });

  test('names of columns are quoted', async () => {
    const rule = made('s = "x"', { names: { s: { kind: 'value', address: 's', type: 'text' } } });
    const sql = toSql(rule, [{ address: 's', shape: { type: 'text' } }], {
      values: ['a" or true or "'],
      words: ['w"w'],
    });
    if (refused(sql)) throw new Error(sql.message);
    expect(sql.true).toContain('"a"" or true or """');
    expect(sql.unknown).toContain('"w""w"');
  });
});

describe('refusals', () => {
  test.each([
    ['count(演员) > 1', '演员'],
    ['"音乐" in 企业.经营范围', '企业.经营范围'],
    ['工作日数(d, e) > 3', '工作日数(d, e)'],
    ['x ** y', 'x ** y'],
    ['if p then x else s', 'if p then x else s'],
    ['s = "\\u0000"', '"\\u0000"'],
    ['s = "\\ud800"', '"\\ud800"'],
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
    expect(toSql(rule, [])).toMatchObject({
      from: 0,
      to: 1,
      message: expect.stringContaining('人员表里没有这一项'),
    });
  });

  test('rows that break what the dictionary promises are not put in', () => {
    const column = (shape: Layout[number]['shape']) => ({ address: 'c', shape });
    const number = column({ type: 'number', range: { min: '0', max: '10', decimals: 1 } });
    expect(sqlCell(2.5 as never, column({ type: 'number' }))).toBe('2.5');
    expect(sqlCell(7, number)).toBe('70');
    expect(() => sqlCell(11, number)).toThrow('超出了申报的范围');
    expect(() => sqlCell('z', column({ type: 'choice', options: new Map([['a', '甲']]) }))).toThrow(
      '不是列出的选项',
    );
    expect(() => sqlCell('a\0', column({ type: 'text' }))).toThrow('存不下');
    expect(() => sqlCell('\ud800', column({ type: 'text' }))).toThrow('存不下');
  });
});

test('a comparison in positive position is plain, so that an index serves it', async () => {
  const rule = made('x >= 18 and s = "a"', goldenScope);
  const columns = layoutOf([rule.tree]);
  const sql = toSql(rule, columns);
  if (refused(sql)) throw new Error(sql.message);
  const definitions = sqlColumns(columns)
    .map(({ name, type }) => `"${name}" ${type}`)
    .join(', ');
  await client.query(`CREATE TEMP TABLE indexed (${definitions}); CREATE INDEX ON indexed (c1)`);
  const plan = withParams(`EXPLAIN SELECT 1 FROM indexed WHERE ${sql.true}`, sql.params);
  await client.query('SET enable_seqscan = off');
  const { rows } = await client.query(plan.text, bound(plan.params, env.today));
  await client.query('SET enable_seqscan = on');
  expect(rows.map((one: Record<string, string>) => one['QUERY PLAN']).join('\n')).toMatch(
    /Index Cond: \(+c1/,
  );
});

test('thirty policies over residents: the words of one scan are what the closures say', async () => {
  const people = residents(1500, 7);
  const rules = people.policies.map(({ text }) => made(text, people.scope));
  const rows = Array.from({ length: people.count }, (_, n) =>
    Object.fromEntries(
      people.layout.map(({ address }, place) => [address, toJson(people.cell(n, place))]),
    ),
  ) as RowOfFacts[];
  await fillTable(client, 'residents', people.layout, rows);
  const sql = populationSql(rules, people.layout, {
    table: 'residents',
    id: 'n',
    today: env.today,
  });
  expect(sql.refusals.filter((one) => one !== null)).toEqual([]);
  const words = async (one: Statement): Promise<Map<number, Record<string, string>>> => {
    const { rows: all } = await client.query<Record<string, string> & { n: number }>(
      one.text,
      bound(one.params, env.today),
    );
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
    expect([n, bits(both?.['t0']), bits(both?.['u0']), bits(alone?.['t0'])]).toEqual([
      n,
      yes,
      open,
      yes,
    ]);
    unknown += open === 0 ? 0 : 1;
  }
  expect(unknown).toBeGreaterThan(500);
});

test('a population: one scan gives what each rule alone gives', async () => {
  const rules = [
    'x > 1',
    'x > y and p',
    's = "a" or p',
    'is known(p)',
    'x / y > 0.5',
    'count(演员) = 1',
    'p and is known(p) and not(q)',
  ].map((text) => made(text, goldenScope));
  const columns = layoutOf(rules.map((rule) => rule.tree)).filter(
    (column) => columnType(column) !== null,
  );
  const from = chance(3);
  const rows: RowOfFacts[] = Array.from({ length: 500 }, () => ({
    ...(from.odds(0.8) && { x: from.of(['0', '1', '2', null]) }),
    ...(from.odds(0.8) && { y: from.of(['0', '1', null]) }),
    ...(from.odds(0.8) && { p: from.of([true, false, null]) }),
    ...(from.odds(0.8) && { s: from.of(['a', 'b', null]) }),
    ...(from.odds(0.8) && { q: from.of([true, false, null]) }),
  }));
  await fillTable(client, 'people', columns, rows);
  const sql = populationSql(rules, columns, { table: 'people', id: 'n', today: env.today });
  expect(sql.refusals.map((one) => one === null)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    true,
  ]);
  const run = async (one: {
    text: string;
    params: Parameters<typeof bound>[0];
  }): Promise<Record<string, unknown>[]> =>
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
    expect(
      matches
        .filter((one) => one['rule'] === at && one['unknown'] === false)
        .map((one) => one['n'])
        .sort(),
    ).toEqual(alone.map((one) => one['n']).sort());
    expect(matches.filter((one) => one['rule'] === at && one['unknown'] === true)).toHaveLength(
      Number(counts[`u${at}`]),
    );
  }
  expect(Number(counts['u1'])).toBeGreaterThan(20);
});
