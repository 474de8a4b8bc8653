/** Reading texts: precedence, names of several words, places, limits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Syntax } from './syntax.ts';
import { finder } from './names.ts';
import { parse, parseTests } from './parse.ts';

const SEED = 20_261_122;
const finders = [finder(['first name', 'A-B 类', 'days in weekend', '（甲）'], '')].filter(
  (one) => one !== null,
);

/** The syntax as a line with all its brackets; a problem as its code and place. */
function line(text: string): string {
  const { syntax, problems } = parse(text, finders);
  const [problem] = problems;
  if (problem !== undefined) return `${problem.code} ${text.slice(problem.from, problem.to)}`;
  return syntax === undefined ? 'nothing' : show(syntax);
}

const many = (list: Syntax[]): string => list.map(show).join(', ');

function show(one: Syntax): string {
  switch (one.kind) {
    case 'number':
    case 'null':
      return one.kind === 'null' ? 'null' : one.text;
    case 'text':
      return JSON.stringify(one.value);
    case 'boolean':
      return String(one.value);
    case 'name':
      return one.name.includes(' ') ? `<${one.name}>` : one.name;
    case 'negate':
      return `-${show(one.of)}`;
    case 'arithmetic':
    case 'compare':
      return `(${show(one.left)} ${one.op} ${show(one.right)})`;
    case 'logic':
      return `(${one.parts.map(show).join(` ${one.op} `)})`;
    case 'in':
      return `(${show(one.of)} in {${many(one.tests)}})`;
    case 'between':
      return `(${show(one.of)} between ${show(one.low)}, ${show(one.high)})`;
    case 'unary':
      return `${one.op}${show(one.than)}`;
    case 'interval':
      return `${one.openLow ? '(' : '['}${show(one.low)}..${show(one.high)}${one.openHigh ? ')' : ']'}`;
    case 'path':
      return `${show(one.of)}.${one.name}`;
    case 'filter':
      return `${show(one.of)}[${show(one.by)}]`;
    case 'call':
      return `${one.name}(${many(one.args)})`;
    case 'invoke':
      return `${show(one.of)}!(${many(one.args)})`;
    case 'list':
      return `[${many(one.items)}]`;
    case 'function':
      return `function(${one.params.map((param) => param.name).join(', ')}) ${one.body === null ? 'external' : show(one.body)}`;
    case 'context':
      return `{${one.entries.map(({ key, of }) => `${key}: ${show(of)}`).join(', ')}}`;
    case 'instance':
      return `(${show(one.of)} is ${JSON.stringify(one.type)})`;
    default:
      return one.kind;
  }
}

test.each([
  ['x in [1..4] and y', '((x in {[1..4]}) and y)'],
  ['x in (1, 2) and y or z', '(((x in {1, 2}) and y) or z)'],
  ['x in (a) + 1', '(x in {(a + 1)})'],
  ['x in (a).b[1]', '(x in {a.b[1]})'],
  ['x in ]1..4[ and y', '((x in {(1..4)}) and y)'],
  ['x in ]1..a[1][', '(x in {(1..a[1])})'],
  ['[1..10[.start', '[1..10).start'],
  ['x in <3 or y', '((x in {<3}) or y)'],
  ['1 + 2 * 3 ** -4', '(1 + (2 * (3 ** -4)))'],
  ['-2 ** 2', '(-2 ** 2)'],
  ['a - b - c', '((a - b) - c)'],
  ['x between 1 and 2 and y', '((x between 1, 2) and y)'],
  ['first name = "x"', '(<first name> = "x")'],
  ['first   name', '<first name>'],
  ['A-B 类 - 1', '(<A-B 类> - 1)'],
  ['（甲） > 1', '(（甲） > 1)'],
  ['{a b: 1, c: a b + 1}', '{a b: 1, c: (<a b> + 1)}'],
  ['{a+b: 1, c: a+b}', '{a+b: 1, c: a+b}'],
  ['f(1)(2).g(3)', 'f(1)!(2).g!(3)'],
  ['function(a, b c: number) b c', 'function(a, b c) <b c>'],
  ['function(a) external {java: {x: 1}}', 'function(a) external'],
  [
    'x instance of list<context<a: number>> and y',
    '((x is {"list":{"context":[["a","number"]]}}) and y)',
  ],
  [
    'x instance of function<a, b> -> date and time',
    '(x is {"function":["a","b"],"result":"date and time"})',
  ],
  ['x instance of days and time duration', '(x is "days and time duration")'],
  ['`in` + 1', '(in + 1)'],
  ['1..2', 'syntax .'],
  ['1 // no more', '1'],
  ['1 /* a */ + /* b */ 2', '(1 + 2)'],
  ['"a /* b */"', '"a /* b */"'],
  ['"\\u0041\\U01F600\\n\\d"', JSON.stringify('A😀\n\\d')],
  ['.5 + 1.5e-3', '(.5 + 1.5e-3)'],
  ['a　+　b', '(a + b)'],
  ['x = = 1', 'unsupported = 1'],
  ['2 ^ 3', 'unsupported ^'],
  ['f(a: 1, 2)', 'syntax )'],
  ['(1', 'syntax '],
  ['"abc', 'syntax "'],
])('%s', (text, wanted) => {
  expect(line(text)).toBe(wanted);
});

describe('unary tests', () => {
  const tests = (text: string): string => {
    const { syntax } = parseTests(text, finders);
    if (syntax === undefined) return 'problem';
    return `${syntax.not ? 'not ' : ''}${syntax.tests === null ? 'any' : many(syntax.tests)}`;
  };
  test.each([
    ['-', 'any'],
    ['- 1', '-1'],
    ['< 3, [5..7], "a"', '<3, [5..7], "a"'],
    ['not("a", > 2)', 'not "a", >2'],
    ['not(? > 2) and x', '(not((? > 2)) and x)'],
    ['? in [1..4] and x', '((? in {[1..4]}) and x)'],
    ['', 'problem'],
    ['1,', 'problem'],
  ])('%s', (text, wanted) => {
    expect(tests(text)).toBe(wanted);
  });
});

describe('limits', () => {
  test('length, depth and runs', () => {
    expect(line('x'.repeat(4001))).toMatch(/^too-long/);
    expect(line(`${'('.repeat(99)}1${')'.repeat(99)}`)).toBe('1');
    expect(line(`${'('.repeat(101)}1${')'.repeat(101)}`)).toMatch(/^too-deep/);
    expect(line(`${'-'.repeat(200)}1`)).toMatch(/^too-deep/);
    expect(line(`1${'+1'.repeat(299)}`)).toMatch(/^\(/);
    expect(line(`1${'+1'.repeat(400)}`)).toMatch(/^syntax/);
    expect(line(`a${'.b'.repeat(400)}`)).toMatch(/^syntax/);
  });

  test('no text throws, and every problem has a place in it', () => {
    const bits =
      '1 2.5 "a" x [ ] ( ) { } a: , .. . + - * ** = <= and or in between if then else for'
        .split(' ')
        .concat(
          'some every return satisfies function( not( @" instance of list< > ? ` /* // \n \\ ，'.split(
            ' ',
          ),
        );
    const text = fc.array(fc.constantFrom(...bits, '__proto__', 'first name', '"'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const written = parts.join(' ');
        const { syntax, problems } = parse(written, finders);
        expect(syntax === undefined).toBe(problems.length === 1);
        for (const { from, to, message } of problems) {
          expect(from >= 0 && from <= to && to <= written.length).toBe(true);
          expect(message).not.toBe('');
        }
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});
