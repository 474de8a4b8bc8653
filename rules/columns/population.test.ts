/** Populations: workers, changed rows, and what is refused, rows and rules. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../values/values.ts';
import type { ColumnRule, Columns } from './match.ts';
import { residents } from '../../bench/residents.ts';
import { compile } from '../index.ts';
import { refused } from '../layout.ts';
import { Day } from '../values/day.ts';
import { numberOf } from '../values/number.ts';
import { BadCell, cellOf, change, compileColumns, encode, match, rematch } from './match.ts';
import { Pool } from './pool.ts';
import { env, layout, row, scope, taken } from './random.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`population.test seed ${seed}`);
const runs = { seed, numRuns: Number(process.env['RUNS'] ?? 200) };

const sameBits = (a: Uint32Array | null, b: Uint32Array | null): boolean =>
  a !== null && b !== null && a.length === b.length && a.every((word, at) => word === b[at]);

const people = residents(20_000, 42);
const policies = people.policies.map(({ text }) => {
  const { rule } = compile(text, people.scope, { type: 'boolean' });
  if (rule === undefined) throw new Error(text);
  return rule;
});
const all = (): ColumnRule[] =>
  compileColumns(policies, people.layout).flatMap((made) => (refused(made) ? [] : [made]));

describe('workers', () => {
  test('give what one thread gives, run after run, and end', async () => {
    const columns = encode(people.layout, people.count, people.cell);
    const pool = new Pool(3);
    for (const options of [{}, { unknown: false }, {}]) {
      const rules = all();
      const [alone, together] = [
        match(rules, columns, env, options),
        await pool.match(rules, columns, env, options),
      ];
      expect(together.length).toBe(30);
      together.forEach((one, at) => {
        expect(sameBits(one.true, alone[at]?.true ?? null)).toBe(true);
        expect(one.unknown === null).toBe(options.unknown === false);
        if (one.unknown !== null)
          expect(sameBits(one.unknown, alone[at]?.unknown ?? null)).toBe(true);
      });
    }
    const both = await Promise.all([
      pool.match(all(), columns, env),
      pool.match(all().slice(0, 1), columns, env),
    ]);
    expect(sameBits(both[0][0]?.true ?? null, both[1][0]?.true ?? null)).toBe(true);
    await pool.end();
    await expect(pool.match(all(), columns, env)).rejects.toThrow('ended');
  });
});

describe('changes', () => {
  test('matched again alone they give what a whole match gives, and tell who joined and left', () => {
    const columns = encode(people.layout, people.count, people.cell);
    const rules = all();
    const before = match(rules, columns, env);
    const was = before.map((one) => one.true.slice());
    const other = residents(people.count, 43);
    const rows = Array.from({ length: 700 }, (_, at) => (at * 7919) % people.count);
    for (const at of rows) change(columns, at, (column) => other.cell(at, column));
    const diffs = rematch(rules, columns, env, { rows: [...rows, ...rows], matches: before });
    const whole = match(all(), columns, env);
    whole.forEach((one, at) => {
      expect(sameBits(one.true, before[at]?.true ?? null)).toBe(true);
      expect(sameBits(one.unknown, before[at]?.unknown ?? null)).toBe(true);
      const { added, removed } = diffs[at] ?? { added: [], removed: [] };
      const has = (plane: Uint32Array | undefined, of: number): boolean =>
        (((plane?.[of >>> 5] ?? 0) >>> (of & 31)) & 1) === 1;
      const joined = rows.filter((of) => has(one.true, of) && !has(was[at], of));
      const left = rows.filter((of) => !has(one.true, of) && has(was[at], of));
      expect(added.toSorted((a, b) => a - b)).toEqual(joined.toSorted((a, b) => a - b));
      expect(removed.toSorted((a, b) => a - b)).toEqual(left.toSorted((a, b) => a - b));
    });
    expect(diffs.some(({ added, removed }) => added.length > 0 && removed.length > 0)).toBe(true);
  });

  test('a row written anew is as if it had been so from the start, whatever its values', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.array(fc.tuple(fc.nat(), row), { maxLength: 10 }),
        (rows, changes) => {
          const now = rows.map((one) => one as Value[]);
          const columns = encode(layout, now.length, (at, column) => now[at]?.[column]);
          const texts = ['x + y > 3', 's < "上海"', '金额 >= 0.3 or d != null', '类 = "经纪机构"'];
          texts.push('d.month > 6', 'd.weekday = 3', '周岁(d, 今天) - x > 3', 'y * y > 2', 's = t');
          const rules = texts.map(taken);
          const wanted = rules.flatMap((rule) => (rule === null || refused(rule) ? [] : [rule]));
          expect(wanted.length).toBe(rules.length);
          match(wanted, columns, env);
          for (const [n, to] of changes) {
            const at = n % now.length;
            now[at] = to as Value[];
            change(columns, at, (column) => now[at]?.[column]);
          }
          const fresh = encode(layout, now.length, (at, column) => now[at]?.[column]);
          for (const { address } of layout) {
            now.forEach((_, at) => {
              expect(cellOf(columns, at, address)).toEqual(cellOf(fresh, at, address));
            });
          }
          expect(match(wanted, columns, env)).toEqual(match([...wanted], fresh, env));
        },
      ),
      { ...runs, numRuns: Math.min(runs.numRuns, 60) },
    );
  });
});

describe('what is refused', () => {
  const one = (address: string, cell: Value) => (): Columns =>
    encode(
      layout.filter((column) => column.address === address),
      3,
      (at) => (at === 1 ? cell : null),
    );

  test.each([
    ['x', 21, '超出字段典声明的 -20 到 20'],
    ['x', numberOf('0.5'), '最多 0 位小数'],
    ['y', numberOf('0.005'), '最多 2 位小数'],
    ['x', 'a', '不是字段典里声明的“数”'],
    ['p', 'true', '不是字段典里声明的“是非”'],
    ['d', 20_000, '不是字段典里声明的“日期”'],
    ['d', new Day(9_000_000), '年份'],
    ['s', 1, '不是字段典里声明的“文字”'],
    ['scope', ['music', undefined], '只知道一部分'],
  ] satisfies [string, Value, string][])('cell %s %s', (address, cell, message) => {
    expect(one(address, cell)).toThrow(BadCell);
    expect(one(address, cell)).toThrow('第 2 行');
    expect(one(address, cell)).toThrow(message);
  });

  test.each([
    ['x + 金额 > 1 and p', '金额', '声明最小、最大和小数位数'],
    ['y / x > 1', 'x', '可能是负数的除数'],
    ['1 + y / n > 1', 'y / n', '除法'],
    ['x > 1 or y ** x > 1', 'y ** x', '乘方'],
    ['p and contains(s, t)', 'contains(s, t)', '几个字段'],
    ['周岁(d, e) > 3', '周岁(d, e)', '几个字段'],
    ['x * y * y * y * y * y * y * y > 1', 'x * y * y * y', '2 的 51 次方'],
  ])('%s', (text, place, message) => {
    const { rule } = compile(text, scope, { type: 'boolean' });
    if (rule === undefined) throw new Error(text);
    const [made] = compileColumns([rule], layout);
    if (made === undefined || !refused(made)) throw new Error(`${text} was taken`);
    expect(made.message).toContain(message);
    expect(text.slice(made.from, made.to)).toContain(place);
    expect(made.message).not.toMatch(/undefined|null/);
  });

  test('what no column carries', () => {
    const without = layout.filter(({ address }) => address !== 'x');
    const { rule } = compile('p and x > 1', scope, { type: 'boolean' });
    const [made] = compileColumns(rule === undefined ? [] : [rule], without);
    expect(made).toMatchObject({ from: 6, to: 7 });
    const [text] = compileColumns([compile('s', scope).rule as ColumnRule['rule']], layout);
    expect(text).toMatchObject({ from: 0, to: 1 });
  });
});
