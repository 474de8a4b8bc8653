import { expect, test } from 'vitest';
import { workEn } from '../workbench/words-en.ts';
import { workZh } from '../workbench/words-zh.ts';
import { en } from './en.ts';
import { fill } from './fill.ts';
import { zh } from './zh.ts';

/** Words sent to applicants, who read Chinese. */
const chinese = ['told.fieldDefault', 'told.materialDefault'];

const places = (sentence: string) => new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name));

test.each<[string, Record<string, string>, Partial<Record<string, string>>]>([
  ['the pages', zh, en],
  ['the workbench', workZh, workEn],
])('every word of %s has English that names nothing the Chinese does not', (_, all, english) => {
  expect(Object.keys(all).filter((key) => !english[key])).toEqual([]);
  expect(Object.keys(english).filter((key) => !Object.hasOwn(all, key))).toEqual([]);
  const strange = Object.entries(english).filter(([key, words = '']) => {
    const known = places(all[key] ?? '');
    return [...places(words)].some((name) => !known.has(name));
  });
  expect(strange).toEqual([]);
  const han = Object.entries(english).filter(
    ([key, words = '']) => /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(words) && !chinese.includes(key),
  );
  expect(han).toEqual([]);
});

test('one and many in English', () => {
  const sentence = '{n} {n:condition is|conditions are} not met by {name}';
  expect(fill(sentence, { n: 1, name: 'A' })).toBe('1 condition is not met by A');
  expect(fill(sentence, { n: 0, name: 'A' })).toBe('0 conditions are not met by A');
  expect(fill(sentence, { n: 21, name: 'A' })).toBe('21 conditions are not met by A');
  expect(fill('{a}{b}', { a: 'x' })).toBe('x');
});
