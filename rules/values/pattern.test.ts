/** Patterns beside the platform's own regular expressions, and the ways of XPath. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findByTrying } from './pattern-back.ts';
import { pattern, serveBackReferences } from './pattern.ts';

const SEED = 20_261_122;

const letter = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '[a-c]', '\\d', '𠮷');
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}');

const nullable = (row: string): boolean => new RegExp(`^(?:${row})$`, 'u').test('');

/** Patterns both sides read alike: what may be empty is not repeated (JavaScript forbids its turns). */
const source: fc.Arbitrary<string> = fc.letrec<{ row: string; piece: string }>((tie) => ({
  row: fc
    .array(fc.oneof({ depthSize: 'small' }, letter, tie('piece')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('')),
  piece: fc.oneof(
    fc.tuple(letter, quantifier).map(([one, many]) => one + many),
    fc
      .tuple(tie('row'), tie('row'), fc.constantFrom('', '?', '{1,2}'))
      .map(([a, b, many]) => `(${a}|${b})${nullable(`${a}|${b}`) ? '' : many}`),
    tie('row').map((row) => `(${row})`),
    tie('row').map((row) => `(?:${row})`),
  ),
})).row;

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', '𠮷', '\n', 'd'), { maxLength: 12 })
  .map((chars) => chars.join(''));

describe('beside the platform', () => {
  test('the same texts match, at the same places, with the same groups', () => {
    let compared = 0;
    fc.assert(
      fc.property(source, text, (written, given) => {
        const made = pattern(written, '');
        if (typeof made === 'string') throw new Error(`${written}: ${made}`);
        const peer = new RegExp(written, 'gu');
        expect(made.test(given)).toBe(new RegExp(written, 'u').test(given));
        if (new RegExp(written, 'u').test('')) {
          expect(made.replace(given, 'x')).toBeNull();
          return;
        }
        compared++;
        expect(made.replace(given, '<$0|$1>')).toBe(
          given.replace(peer, (all, group) => `<${all}|${typeof group === 'string' ? group : ''}>`),
        );
        const plain = written.replace(/\((?!\?)/g, '(?:');
        expect(made.split(given)).toEqual(given.split(new RegExp(plain, 'u')));
      }),
      { seed: SEED, numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});

const of = (written: string, flags = ''): Exclude<ReturnType<typeof pattern>, string> => {
  const made = pattern(written, flags);
  if (typeof made === 'string') throw new Error(made);
  return made;
};

describe('the ways of XPath', () => {
  test.each([
    ['(ab)|(a)', '', 'abcd', '[1=$1][2=$2]', '[1=ab][2=]cd'],
    ['(\\d)(\\d)', '', '12', '$12', '12'],
    ['a', '', 'a', '\\$\\\\', '$\\'],
    ['a', 'q', 'a', '$1', '$1'],
    ['a b', 'x', 'ab', 'c', 'c'],
    ['ß', 'i', 'ẞ', 's', 's'],
    ['[A-Z-[OI]]', 'i', 'ioz', 'x', 'iox'],
    ['\\p{Lu}', 'i', 'aB', 'x', 'ax'],
    ['\\p{IsCJKUnifiedIdeographs}+', '', 'a普陀b', 'x', 'axb'],
    ['\\i\\c*', '', '1a-b 2', 'x', '1x 2'],
  ])('%s %s', (written, flags, given, by, wanted) => {
    expect(of(written, flags).replace(given, by)).toBe(wanted);
  });

  test('what is not well formed is refused', () => {
    const wrong = [
      'a{2',
      '[b-a]',
      '[]',
      '(',
      ')',
      'a**',
      '\\q',
      '\\p{Xx}',
      '(?=a)',
      'a\\',
      '(a)\\2',
    ];
    for (const written of wrong)
      expect([written, typeof pattern(written, '')]).toEqual([written, 'string']);
    expect(typeof pattern('a', 'g')).toBe('string');
    for (const by of ['$', '$x', '\\a', '\\']) expect(of('a').replace('a', by)).toBeNull();
  });

  test('back references match only where they are served; what would run away is given up', () => {
    expect(pattern('(b)\\1', '')).toBe('refer ');
    serveBackReferences(findByTrying);
    expect(of('(.)\\1').test('abccd')).toBe(true);
    expect(of('(a)\\1', 'i').test('xaA')).toBe(true);
    expect(of('(a*)*\\1b').test('a'.repeat(60))).toBeNull();
  });

  test('no pattern runs away', () => {
    expect(of('(a|a)*(a|a)*(a|a)*b').test('a'.repeat(2000))).toBe(false);
    expect(of('(x+x+)+y').test('x'.repeat(2000))).toBe(false);
  });
});
