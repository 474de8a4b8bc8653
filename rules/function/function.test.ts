/** The generated function says what the closure says, exactly. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, Rule, Scope } from '../index.ts';
import { scope as wide, row as someFacts } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { chance } from '../agreement/random.ts';
import { expressions, facts } from '../golden/random.ts';
import { scope } from '../golden/scope.ts';
import { compile, evaluate } from '../index.ts';
import { layoutOf } from '../layout.ts';
import { toJson } from '../values/values.ts';
import {
  add,
  divide,
  multiply,
  numberOf,
  numberText,
  orderNumbers,
  subtract,
} from '../values/number.ts';
import { FALSE, makeAll, makeFunction, NONE, rowOf, TRUE, UNKNOWN } from './function.ts';
import { doubleOf } from './row.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`function.test seed ${seed}`);
const RUNS = Number(process.env['RUNS'] ?? 300);

const env = {
  today: '2026-11-22',
  calendar: {
    workdays: (from: string, to: string) => Number(to.slice(8)) - Number(from.slice(8)),
    addWorkdays: (date: string, n: number) =>
      `${date.slice(0, 8)}${String(Number(date.slice(8)) + n).padStart(2, '0')}`,
  },
};

type Read = (address: string) => Json | undefined;

function compiled(text: string, names: Scope): Rule {
  const { rule, problems } = compile(text, names);
  if (rule === undefined) throw new Error(`${text}: ${problems.map((one) => one.message).join()}`);
  return rule;
}

const codeOf = (value: Json | undefined): number =>
  value === true ? TRUE : value === false ? FALSE : value === undefined ? UNKNOWN : NONE;

/** The function's value and its verdict code beside the closure's value. */
function same(rule: Rule, reads: Read[], what: string): void {
  const layout = layoutOf([rule.tree]);
  const program = makeFunction(rule, layout);
  const all = makeAll([rule], layout);
  for (const read of reads) {
    const { value } = evaluate(rule, read, env);
    const row = rowOf(layout, read);
    expect(toJson(program.run(row, env)), what).toEqual(value);
    expect([...all.run(row, env)], what).toEqual([codeOf(value)]);
  }
}

describe('the same as the closure', () => {
  const folder = new URL('../golden/', import.meta.url);
  const files = readdirSync(folder).filter((file) => /^(?!problems).*\.txt$/.test(file));
  const json = (text: string): Json => {
    if (text === 'true' || text === 'false') return text === 'true';
    if (text === 'none') return null;
    return /^[[{"]/.test(text) ? (JSON.parse(text) as Json) : text;
  };

  test.each(files)('golden table %s', (file) => {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
    let tried = 0;
    for (const line of lines) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const [text = '', cell = ''] = line.split(' | ').map((part) => part.trim());
      const { rule } = compile(text, scope);
      if (rule === undefined) continue;
      const given = new Map(
        (cell === '' ? [] : cell.split(';')).map((part) => {
          const [address = '', value = ''] = part.split('=');
          return [address.trim(), json(value.trim())];
        }),
      );
      same(rule, [(address) => given.get(address), () => null, () => undefined], line);
      tried++;
    }
    expect(tried).toBeGreaterThan(5);
  });

  test('random truths and numbers, with loops, filters and lists', () => {
    const { truth, number } = expressions(true);
    const rows = fc.array(facts, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.oneof(truth, number), rows, (one, given) => {
        const reads = given.map((row) => (address: string) => row[address]);
        same(compiled(one.short, scope), reads, one.short);
      }),
      { seed, numRuns: RUNS },
    );
  });

  test('random rules of texts, choices, dates, decimals and durations', () => {
    const from = chance(seed);
    for (let at = 0; at < RUNS * 2; at++) {
      const text = written(randomRule(from));
      const { rule } = compile(text, wide);
      if (rule === undefined) continue;
      const rows = Array.from({ length: 8 }, () => someFacts(from));
      same(
        rule,
        rows.map((row) => (address: string) => row[address]),
        text,
      );
    }
  });

  test('numbers of so few digits are ordered as their doubles are; others have none', () => {
    const short = fc
      .tuple(
        fc.integer({ min: 0, max: 15 }),
        fc.integer({ min: 0, max: 15 }),
        fc.maxSafeNat(),
        fc.boolean(),
      )
      .filter(([whole, part]) => whole + part > 0 && whole + part <= 15)
      .map(([whole, part, n, minus]) => {
        const digits = String(n)
          .padStart(16, '7')
          .slice(0, whole + part);
        const point = part === 0 ? '' : `.${digits.slice(whole)}`;
        return `${minus ? '-' : ''}${digits.slice(0, whole) || '0'}${point}`;
      })
      .filter((text) => text.replace(/[^0-9]/g, '').length <= 15);
    const near = fc.tuple(short, fc.integer({ min: -1, max: 1 })).map(([text, by]) => {
      const last = Number(text.at(-1)) + by;
      return last >= 0 && last <= 9 ? [text, text.slice(0, -1) + last] : [text, text];
    });
    fc.assert(
      fc.property(fc.oneof(near, fc.tuple(short, short)), ([a = '', b = '']) => {
        const [x, y] = [doubleOf(a), doubleOf(b)];
        const exact = orderNumbers(numberOf(a) ?? Number.NaN, numberOf(b) ?? Number.NaN);
        expect([a, b, Math.sign(x - y)]).toEqual([a, b, Math.sign(exact)]);
        expect(x).toBe(Number(a) + 0);
      }),
      { seed, numRuns: RUNS * 4 },
    );
    const none = ['', '-', '.', '.5', '5.', '1..2', '1e3', '+1', ' 1', '１', '1234567890123456'];
    for (const text of [...none, '0.123456789012345']) expect(doubleOf(text)).toBeNaN();
  });

  test('calculations of fractions at the very edge of what they are compared with', () => {
    const rules = ['+', '-', '*', '/'].flatMap((op) =>
      ['=', '!=', '<', '<=', '>', '>='].flatMap((than) => [
        { op, rule: compiled(`x ${op} y ${than} z`, scope) },
        { op, rule: compiled(`z ${than} x ${op} y and p`, scope) },
      ]),
    );
    const calculate = { '+': add, '-': subtract, '*': multiply, '/': divide };
    const decimal = fc
      .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 4 }))
      .map(([n, places]) => divide(n, 10 ** places) ?? 0);
    const edge = fc.constantFrom('0', '0.0000000001', '-0.0000000001', '1e-20', '-1e-30', '0.01');
    const one = fc.tuple(fc.constantFrom(...rules), decimal, decimal, edge);
    fc.assert(
      fc.property(one, ([{ op, rule }, x, y, by]) => {
        const exact = calculate[op as '+'](x, y) ?? 0;
        const z = add(exact, numberOf(by) ?? 0) ?? 0;
        const given: Record<string, Json> = {
          x: numberText(x),
          y: numberText(y),
          z: numberText(z),
          p: true,
        };
        same(rule, [(address) => given[address]], `${rule.text} ${JSON.stringify(given)}`);
      }),
      { seed, numRuns: RUNS * 2 },
    );
  });

  test('facts that do not fit their types, in every place', () => {
    const odd: (Json | undefined)[] = [
      '',
      'x',
      '2026-02-30',
      '2026-02-28',
      '-0',
      '00',
      '1e3',
      '1.50',
      '9007199254740993',
      true,
      false,
      null,
      undefined,
      [],
      ['a'],
      { a: '1' },
      '__proto__',
      '\ud800',
      '12345678901234567890.5',
    ];
    const rules = [
      'x > 3',
      'x + y * 2 - 1',
      'x / y',
      'x in [1..3]',
      'x in (1, 2.5, >9)',
      'x between y and z',
      'x < 2.5',
      'x >= 2.5',
      'x = 2.5',
      'x != -2.5',
      '9007199254740991 + x',
      'x * 9007199254740991',
      's = "x"',
      's in ("", "x", "y", "a", "b", "c", "__proto__", "constructor")',
      's < t',
      's != t',
      'contains(s, t)',
      'd < e',
      'd = e',
      'd in [e..date("2026-12-31")]',
      '日数(d, e)',
      '周岁(d, e) > 3',
      '周岁(d, 今天) >= 18',
      '周岁(d, 今天) in [0..60)',
      '周岁(d, 今天) != 0',
      '周岁(d, 今天) + 1',
      'not(p)',
      'p = q',
      'if p then d else e',
      'if p then x else s = "x"',
      'is known(d) and is known(p)',
      'p and q or r',
      'not(p and not(q)) or (r and p)',
      'd + duration("P1M") > e',
      '今天 - duration("P18Y") >= d',
    ];
    for (const text of rules) {
      const rule = compiled(text, scope);
      const reads = odd.flatMap((a) =>
        odd.map((b) => (address: string) => (['x', 's', 'd', 'p'].includes(address) ? a : b)),
      );
      same(rule, reads, text);
    }
  });

  test('ages by the birthday: every day around a birthday, every operator, leap days', () => {
    const tests = ['>= 18', '> 18', '< 18', '<= 18', '= 18', '!= 18', 'in [17..18]', 'in (0..60)'];
    for (const today of ['2026-11-22', '2026-02-28', '2024-02-29', '2023-03-01', '不是日子']) {
      for (const one of [...tests, 'between 1 and 18', '>= 0', '> 0', '= 0', '< 201', '>= -1']) {
        const rule = compiled(`周岁(d, 今天) ${one}`, scope);
        const layout = layoutOf([rule.tree]);
        const { run } = makeFunction(rule, layout);
        for (const year of ['2027', '2026', '2008', '2007', '1966', '1825', '1824']) {
          for (const day of [
            '11-21',
            '11-22',
            '11-23',
            '02-27',
            '02-28',
            '02-29',
            '03-01',
            '03-02',
          ]) {
            const read = (): Json => `${year}-${day}`;
            const now = { ...env, today };
            expect(run(rowOf(layout, read), now), `${one} ${year}-${day} ${today}`).toEqual(
              evaluate(rule, read, now).value,
            );
          }
        }
      }
    }
  });

  test('a loop beyond its turns is none in both, also when two parts share the turns', () => {
    const long = 'count(for i in 1..60000 return i) > 0';
    const twice = `${long} and ${long}`;
    const texts = [long, twice, `not(${twice})`];
    for (const last of ['is known(s)', 'x > y', '周岁(d, 今天) > 1']) {
      texts.push(`${twice} or ${last}`, `if ${twice} then ${last} else not(${last})`);
    }
    for (const text of texts) same(compiled(text, scope), [() => '1', () => '2001-01-01'], text);
    const huge = 'contains(s, "2") or contains(s, "3") or is known(s)';
    same(compiled(huge, scope), [() => '1'.repeat(7e6)], huge);
  });

  test('a fact that no column holds is read from where the row was read', () => {
    const rule = compiled('x > 1 and s = "a"', scope);
    const read: Read = (address) => (address === 'x' ? '2' : 'a');
    expect(makeFunction(rule, []).run(rowOf([], read), env)).toBe(true);
  });

  test('another day is another verdict, with the same function', () => {
    const rule = compiled('周岁(d, 今天) >= 18', scope);
    const layout = layoutOf([rule.tree]);
    const { run } = makeFunction(rule, layout);
    const row = rowOf(layout, () => '2008-11-22');
    const on = (today: string): unknown => run(row, { ...env, today });
    expect([on('2026-11-21'), on('2026-11-22'), on('2026-11-21')]).toEqual([false, true, false]);
  });
});

describe('many rules over one row', () => {
  test('a code for each, in their order, more of them than one function calls', () => {
    const texts = ['x > 1', 'x < 1', 's = "a"', 'd < 今天', 'x', 'p and x > 1', 'p or x > 1'];
    const rules = Array.from({ length: 30 }, () => texts)
      .flat()
      .map((text) => compiled(text, scope));
    const layout = layoutOf(rules.map((rule) => rule.tree));
    const read: Read = (address) => ({ x: '2', s: null })[address];
    const codes = makeAll(rules, layout).run(rowOf(layout, read), env);
    const one = [TRUE, FALSE, FALSE, UNKNOWN, NONE, UNKNOWN, TRUE];
    expect([...codes]).toEqual(Array.from({ length: 30 }, () => one).flat());
  });
});
