/** The reader and the runner of conformance cases: files of any make are run, none stops the run. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Json } from '../index.ts';
import { conformancePage, readCases, runCases } from '../index.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};
const seed = 20261122;

/** Runs one case with a suite and a name; its reason, or that it passed. */
function outcome(one: object): string {
  const cases = readCases([{ suite: 's', id: 'c', ...one }]) ?? [];
  const { failed, tolerated } = runCases(cases, env);
  return failed[0]?.reason ?? (tolerated > 0 ? 'close' : 'passed');
}

const sizes = {
  hit: 'UNIQUE',
  inputs: [{ expr: 'a' }],
  outputs: [{}],
  rules: [
    { if: ['> 3'], then: ['"big"'] },
    { if: ['<= 3'], then: ['"small"'] },
  ],
};

describe('cases that pass', () => {
  test.each<[string, object]>([
    ['an expression', { feel: '0.1 + 0.2', expected: { n: '0.3' } }],
    [
      'an input of several words',
      { feel: 'Full Name + "!"', input: { 'Full Name': { s: 'A' } }, expected: { s: 'A!' } },
    ],
    [
      'a declared input that is not given',
      { feel: 'a = null', inputTypes: { a: 'number' }, expected: { b: true } },
    ],
    [
      'members of several words',
      {
        feel: 'p.First Name',
        input: { p: { ctx: { 'First Name': { s: 'A' } } } },
        expected: { s: 'A' },
      },
    ],
    [
      'a function before',
      {
        feel: 'f(2)',
        prelude: [{ name: 'f', bkm: true, feel: 'function(n) n * 2' }],
        expected: { n: '4' },
      },
    ],
    [
      'a function that calls itself',
      {
        feel: 'f(5)',
        prelude: [{ name: 'f', feel: 'function(n) if n <= 1 then 1 else n * f(n - 1)' }],
        expected: { n: '120' },
      },
    ],
    [
      'a function with a point in its name',
      {
        feel: 'lib.f x(2)',
        prelude: [{ name: 'lib.f x', feel: 'function(n) n' }],
        expected: { n: '2' },
      },
    ],
    [
      'names in any order',
      {
        feel: 'b',
        prelude: [
          { name: 'b', feel: 'a + 1' },
          { name: 'a', feel: '1' },
        ],
        expected: { n: '2' },
      },
    ],
    [
      'an input before a name of the prelude',
      {
        feel: 'a',
        prelude: [{ name: 'a', feel: '1' }],
        input: { a: { n: '2' } },
        expected: { n: '2' },
      },
    ],
    [
      'a table before',
      {
        feel: 'size',
        prelude: [{ name: 'size', table: sizes }],
        input: { a: { n: '5' } },
        expected: { s: 'big' },
      },
    ],
    [
      'a table as a function',
      {
        feel: 'f(2)',
        prelude: [{ name: 'f', bkm: true, params: ['a'], table: sizes }],
        expected: { s: 'small' },
      },
    ],
    [
      'a table as a function of its inputs',
      {
        feel: 'f(a: 2)',
        prelude: [{ name: 'f', bkm: true, table: sizes }],
        expected: { s: 'small' },
      },
    ],
    ['a table', { kind: 'table', table: sizes, input: { a: { n: '5' } }, expected: { s: 'big' } }],
    [
      'signs of hit policies',
      { table: { ...sizes, hit: 'C#' }, input: { a: { n: '5' } }, expected: { n: '1' } },
    ],
    [
      'a cell that cannot be read',
      {
        table: {
          ...sizes,
          rules: [
            { if: ['>>'], then: ['1'] },
            { if: ['-'], then: ['2'] },
          ],
        },
        input: { a: { n: '5' } },
        expected: { n: '2' },
      },
    ],
    ['a list of one for its member', { feel: '["a"]', typeRef: 'string', expected: { s: 'a' } }],
    [
      'a value for a list of one',
      { feel: '"a"', typeRef: 'tStringList', expected: { list: [{ s: 'a' }] } },
    ],
    ['a value of a wrong type', { feel: '1', typeRef: 'string', expected: null }],
    [
      'members of a wrong type',
      { feel: '[1, "a"]', typeRef: 'tListOfNumbers', expected: null, error: true },
    ],
    ['a type nobody knows', { feel: '1', typeRef: 'tSomething', expected: { n: '1' } }],
    [
      'a date for a moment',
      { feel: 'date("2020-01-01")', typeRef: 'dateTime', expected: { dt: '2020-01-01T00:00:00Z' } },
    ],
    ['times by value', { feel: 'time("10:00:00Z")', expected: { time: '10:00:00+00:00' } }],
    ['durations by value', { feel: 'duration("PT24H")', expected: { dur: 'P1D' } }],
    ['a decision without logic', { kind: 'boxed', expected: null }],
    ['an error that is none', { feel: '1 +', error: true, expected: null }],
    ['other spellings of kinds', { feel: 'a + 1', input: { a: { number: 1 } }, expected: 2 }],
  ])('%s', (_, one) => {
    expect(outcome(one)).toBe('passed');
  });

  test('an irrational number within the tolerance, told apart', () => {
    expect(outcome({ feel: 'sqrt(2)', expected: { n: '1.414213562' } })).toBe('close');
    expect(outcome({ feel: 'sqrt(2)', expected: { n: '1.41421' } })).not.toBe('close');
  });
});

describe('cases that fail say why', () => {
  test.each<[object, string]>([
    [{ feel: '1 + 1', expected: { n: '3' } }, '应为 {"n":"3"}，得到 "2"'],
    [{ feel: '1 +', expected: { n: '3' } }, '没有写完'],
    [{ expected: { n: '1' } }, '没有表达式，也没有决策表'],
    [{ suite: '', id: '', expected: null }, '不是一个用例'],
    [{ feel: '[1]', expected: { list: [{ n: '1' }, { n: '2' }] } }, '得到 ["1"]'],
    [{ feel: '{a: 1}', expected: { ctx: { b: { n: '1' } } } }, '得到 {"a":"1"}'],
    [{ feel: 'null', expected: { date: '2020-13-01' } }, '应为 {"date":"2020-13-01"}'],
    [{ feel: '"1"', expected: { n: '1' } }, '应为 {"n":"1"}'],
  ])('%j', (one, reason) => {
    expect(outcome(one)).toContain(reason);
  });
});

test('a file is a list of cases or holds one', () => {
  expect(readCases({ source: 'x', cases: [{ feel: '1' }] })).toHaveLength(1);
  expect(readCases({})).toBeNull();
  expect(readCases('cases')).toBeNull();
  expect(readCases(null)).toBeNull();
});

test('the page has a line for each failure', () => {
  const cases =
    readCases([{ suite: '0001-a', id: '1', level: '2', feel: 'a | b', expected: { n: '1' } }]) ??
    [];
  const page = conformancePage(cases, runCases(cases, env));
  expect(page).toContain('| 0001-a 1 | `a \\| b` | 应为 {"n":"1"}');
  expect(page).toContain('| 全部 | 0 | 1 | 0.0 % |');
});

test('whatever the file holds, every case ends in a verdict', () => {
  const words = fc.constantFrom(
    '1',
    'a',
    '?',
    '[',
    'function(x) f(x)',
    'for i in 1..9 return i',
    '__proto__',
    '-',
    '"',
  );
  const tie = fc.letrec<{ json: Json }>((again) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      words,
      fc.array(again('json'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('n', 's', 'b', 'list', 'ctx', 'dt', 'name', 'if', 'then', 'expr', 'x'),
        again('json'),
        { maxKeys: 3 },
      ),
    ),
  }));
  const one = fc.record(
    {
      feel: fc.oneof(words, tie.json),
      table: tie.json,
      prelude: tie.json,
      input: tie.json,
      inputTypes: tie.json,
      typeRef: tie.json,
      expected: tie.json,
      error: tie.json,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(one, { maxLength: 3 }), (list) => {
      const report = runCases(readCases(list) ?? [], env);
      expect(report.total).toBe(list.length);
      expect(report.passed + report.failed.length).toBe(report.total);
      expect(report.failed.filter(({ reason }) => reason.startsWith('运行出错'))).toEqual([]);
    }),
    { numRuns: 600, seed },
  );
});
