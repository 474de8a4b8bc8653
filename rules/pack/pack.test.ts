/** A packed rule means what the rule means; what is no packed rule is refused. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Json, Rule } from '../index.ts';
import { chance } from '../agreement/random.ts';
import { row, scope as factScope } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { expressions, facts } from '../golden/random.ts';
import { scope } from '../golden/scope.ts';
import { compile, evaluate } from '../index.ts';
import { pack } from './pack.ts';
import { BadPack, unpack } from './whole.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`pack.test seed ${seed}`);

const env: Env = {
  today: '2026-11-22',
  calendar: {
    workdays: (from, to) => Number(to.slice(8)) - Number(from.slice(8)),
    addWorkdays: (date, n) =>
      `${date.slice(0, 8)}${String(Number(date.slice(8)) + n).padStart(2, '0')}`,
  },
};

/** Over the line and back: the JSON is text in between. */
function carried(rule: Rule, text = false): Rule {
  return unpack(JSON.parse(JSON.stringify(pack(rule, { text }))) as Json);
}

const golden = new URL('../golden/', import.meta.url);
const rows = readdirSync(golden)
  .filter((file) => file.endsWith('.txt') && file !== 'problems.txt')
  .flatMap((file) => readFileSync(new URL(file, golden), 'utf8').split('\n'))
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => line.split(' | ').map((cell) => cell.trim()));

function json(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'none') return null;
  return /^[[{"]/.test(text) ? (JSON.parse(text) as Json) : text;
}

function given(cell: string): Map<string, Json> {
  const entries = cell === '' ? [] : cell.split(';').map((part) => part.split('='));
  return new Map(entries.map(([address = '', value = '']) => [address.trim(), json(value.trim())]));
}

describe('pack and unpack', () => {
  test('every row of the golden tables comes to the same through a packed rule', () => {
    let tried = 0;
    for (const [text = '', cell = ''] of rows) {
      const { rule } = compile(text, scope);
      if (rule === undefined) continue;
      const known = given(cell);
      const read = (address: string): Json | undefined => known.get(address);
      const expected = evaluate(rule, read, env);
      expect(evaluate(carried(rule), read, env), text).toEqual(expected);
      expect(evaluate(carried(rule, true), read, env), text).toEqual(expected);
      tried++;
    }
    expect(tried).toBeGreaterThan(200);
  });

  test('random rules over lists and loops come to the same', () => {
    fc.assert(
      fc.property(expressions(true).truth, facts, (one, known) => {
        const { rule } = compile(one.short, scope);
        if (rule === undefined) throw new Error(one.short);
        const read = (address: string): Json | undefined => known[address];
        expect(evaluate(carried(rule), read, env)).toEqual(evaluate(rule, read, env));
      }),
      { seed, numRuns: 300 },
    );
  });

  test('random rules over every scalar type come to the same', () => {
    const from = chance(seed);
    let tried = 0;
    while (tried < 500) {
      const text = written(randomRule(from));
      const { rule } = compile(text, factScope);
      if (rule === undefined) continue;
      const known = row(from);
      const read = (address: string): Json | undefined => known[address];
      expect(evaluate(carried(rule), read, env), text).toEqual(evaluate(rule, read, env));
      tried++;
    }
    expect(tried).toBe(500);
  });

  test.each([
    'for i in 1..4 return if i = 1 then 1 else partial[-1] * i',
    '(function(a: number, b) a + b)(b: 1, a: 2)',
    '{sq: function(n) n * n, out: sq(12)}.out',
    '[1, 2, 3] instance of list<number>',
    '{a: 1} instance of context<a: number>',
    'x in (>= 10)',
    '[3, 1, 2][item > 1]',
    'sort([3, 1, 2], function(a, b) a < b)',
    'time("10:20:30") < time("11:00:00")',
    'date and time("2026-11-22T10:00:00+08:00").hour',
  ])('%s', (text) => {
    const { rule, problems } = compile(text, scope, { lenient: true });
    if (rule === undefined) throw new Error(JSON.stringify(problems));
    const read = (): Json => '11';
    const { value } = evaluate(rule, read, env);
    expect(value).not.toBeNull();
    expect(evaluate(carried(rule), read, env).value).toEqual(value);
  });

  test('the text goes along only when asked for, with the places of all parts', () => {
    const { rule } = compile('x > 1 and 企业.演出资质 = "文艺表演团体"', scope);
    if (rule === undefined) throw new Error('no rule');
    expect(carried(rule).text).toBe('');
    const back = carried(rule, true);
    expect(back.text).toBe(rule.text);
    expect([back.reads, back.type]).toEqual([rule.reads, rule.type]);
    expect([back.tree.from, back.tree.to]).toEqual([rule.tree.from, rule.tree.to]);
    expect(JSON.stringify(pack(rule))).not.toContain('文艺表演团体');
  });
});

const literal = ['literal', 0, true];
const whole = (tree: unknown, more: object = {}): Json =>
  ({
    v: 1,
    type: 'boolean',
    reads: [],
    shapes: [{ t: 'boolean' }],
    tree,
    ...more,
  }) as unknown as Json;

function nested(levels: number): unknown {
  let tree: unknown = literal;
  for (let at = 0; at < levels; at++) tree = ['known', 0, tree];
  return tree;
}

function deepType(levels: number): unknown {
  let type: unknown = 'Any';
  for (let at = 0; at < levels; at++) type = { list: type };
  return type;
}

const hostile: [string, Json][] = [
  ['null', null],
  ['a list', []],
  ['another version', whole(literal, { v: 2 })],
  ['an unknown kind', whole(['eval', 0, 'x'])],
  ['a kind of the prototype', whole(['constructor', 0])],
  ['a kind that is __proto__', whole(['__proto__', 0])],
  ['an unknown function', whole(['call', 0, 'alert', []])],
  ['a function of the prototype', whole(['call', 0, 'toString', []])],
  ['too few arguments', whole(['call', 0, 'not', []])],
  ['too many arguments', whole(['call', 0, 'not', [literal, literal]])],
  ['an address of the prototype', whole(['read', 0, '__proto__'])],
  ['an address into the prototype', whole(['read', 0, 'a[0].constructor'])],
  ['a read of the prototype', whole(literal, { reads: ['a.__proto__'] })],
  ['an operator of its own', whole(['compare', 0, '===', literal, literal])],
  ['a loop of its own', whole(['loop', 0, 'while', [[literal, 0]], literal])],
  ['a shape beyond the table', whole(['literal', 7, true])],
  ['a shape that holds itself', whole(literal, { shapes: [{ t: 'list', o: 0 }] })],
  ['a type of its own', whole(literal, { shapes: [{ t: 'code' }] })],
  ['a slot nobody bound', whole(['local', 0, 3])],
  ['a slot beyond all', whole(['filter', 0, literal, 1e9, literal])],
  ['a number as a JS number', whole(['literal', 0, 5])],
  ['a number that is none', whole(['literal', 0, ['n', 'ten']])],
  ['a date that is none', whole(['literal', 0, ['d', '2026-02-30']])],
  ['a value of its own', whole(['literal', 0, ['f', 'x']])],
  ['a type of a circle', whole(['instance', 0, literal, { __proto__: 1 }])],
  ['a type too deep', whole(['instance', 0, literal, deepType(1000)])],
  ['a tree too deep', whole(nested(1000))],
  ['a tree too large', whole(['list', 0, Array.from({ length: 60_000 }, () => literal)])],
  ['no tree', { v: 1, type: 'boolean', reads: [], shapes: [] } as unknown as Json],
];

describe('what is no packed rule', () => {
  test.each(hostile)('%s is refused', (_what, packed) => {
    expect(() => unpack(packed)).toThrow(BadPack);
  });

  test('keys of records are data, whatever they are called', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const { rule } = compile(`{${key}: 1}`, scope);
      if (rule === undefined) throw new Error('no rule');
      const { value } = evaluate(carried(rule), () => null, env);
      expect(Object.entries(value as object)).toEqual([[key, '1']]);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a changed pack is refused or is a rule: nothing else is thrown, no prototype changes', () => {
    const { rule } = compile(
      'some a in 演员 satisfies a.年龄 < 18 and s = "x" and x in (<1, [2..3])',
      scope,
    );
    if (rule === undefined) throw new Error('no rule');
    const text = JSON.stringify(pack(rule));
    const names = Reflect.ownKeys(Object.prototype).length;
    const piece = fc.constantFrom(
      '"',
      '[',
      ']',
      '0',
      '9',
      '__proto__',
      'null',
      '{}',
      ',',
      'call',
      '-1',
      '"not"',
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(12), piece, (at, cut, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + cut);
        let parsed: Json;
        try {
          parsed = JSON.parse(changed) as Json;
        } catch {
          return;
        }
        try {
          evaluate(unpack(parsed), () => '1', env);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(BadPack);
        }
      }),
      { seed, numRuns: 3000 },
    );
    expect(Reflect.ownKeys(Object.prototype).length).toBe(names);
  });
});
