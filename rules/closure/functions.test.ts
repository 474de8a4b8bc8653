/** Own functions: what they close over, how they end, and that nothing runs away. */
import { describe, expect, test } from 'vitest';
import type { Env, Json } from '../index.ts';
import { compile, evaluate } from '../index.ts';
import { scope } from '../golden/scope.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

function value(text: string, facts: Record<string, Json> = {}): Json | undefined {
  const { rule, problems } = compile(text, scope, { lenient: true });
  if (rule === undefined) throw new Error(problems.map((one) => one.message).join());
  return evaluate(rule, (address) => facts[address], env).value;
}

describe('closures', () => {
  test.each([
    ['{a: 10, f: function(b) a * b, r: f(3)}.r', '30'],
    ['(for i in 1..3 return function(b) i * b)[2](10)', '20'],
    ['{f: function(a) function(b) a - b, r: f(5)(2)}.r', '3'],
    ['{a: 1, f: function(a) a, r: f(2) + a}.r', '3'],
    ['{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(12)}.r', '144'],
    ['{f: function(a, b) a - b, r: f(b: 1, a: 9)}.r', '8'],
    ['sort([3, 1, 2], function(a, b) a > b)', ['3', '2', '1']],
    ['[1, 2, 3][(function(x) x > 1)(item)]', ['2', '3']],
    ['(function(f: function<number> -> number) f(9))(sqrt)', '3'],
    ['{f: date and time, r: f("2026-01-02T03:04:05").hour}.r', '3'],
  ])('%s', (text, wanted) => {
    expect(value(text)).toEqual(wanted);
  });

  test('arguments that do not fit give none', () => {
    const none = ['f(1)', 'f(1, 2, 3)', 'f("a", 1)', 'f(a: 1, c: 2)', 'f(a: 1, a: 2)', 'g(1)'];
    for (const call of none) {
      const text = `{f: function(a: number, b) a, g: 1, r: ${call}}.r`;
      expect([call, value(text)]).toEqual([call, null]);
    }
  });

  test('unknown arguments are waited for only where they matter', () => {
    const { rule } = compile('(function(a, b) if a > 1 then a else b)(x, y)', scope);
    if (rule === undefined) throw new Error('no rule');
    const read = (address: string): Json | undefined => (address === 'x' ? '5' : undefined);
    expect(evaluate(rule, read, env)).toEqual({ value: '5', waits: [] });
    expect(evaluate(rule, () => undefined, env)).toEqual({ value: undefined, waits: ['x', 'y'] });
  });
});

describe('nothing runs away', () => {
  const doubling = Array.from({ length: 60 }, (_, at) => `k${at + 1}: [k${at}, k${at}]`).join(', ');
  test.each([
    '{f: function(n) f(n + 1), r: f(1)}.r',
    '{f: function(n) f(n) + f(n), r: f(1)}.r',
    '{f: function(x) x(x), r: f(f)}.r',
    `{k0: 1, ${doubling}, r: string(k60)}.r`,
    `{k0: 1, ${doubling}, r: k60 = k60}.r`,
    'for i in 1..100 return [partial[-1], partial[-1]]',
    'string(for i in 1..50000 return "0123456789")',
    'string join(for i in 1..50000 return "0123456789", "")',
    `for i in 1..99999 return "${'0'.repeat(3000)}"`,
    '(for i in 1..99999 return 10 ** 6000)',
    'for i in 1..50000 return exp(i)',
  ])('%#', (text) => {
    expect(value(text)).toBeNull();
  });

  test('names of the platform are names like any other', () => {
    expect(value('{__proto__: 1, constructor: 2}.__proto__')).toBe('1');
    expect(value('{a: 1}.constructor')).toBeNull();
    expect(value('get value({}, "__proto__")')).toBeNull();
    expect(value('toString')).toBeNull();
    expect(value('hasOwnProperty(1)')).toBeNull();
    expect(value('context put({}, "__proto__", {polluted: true}).a')).toBeNull();
    expect('polluted' in {}).toBe(false);
  });
});
