/** Types as a text writes them. */
import type { Reader } from './reader.ts';
import type { FeelType } from '../values/feel-type.ts';
import { typeNames } from '../values/feel-type.ts';
import { named } from './arguments.ts';
import { advance, deeper, eat, eatWord, expect, nameEnd, nameOf, stuck, word } from './reader.ts';
import { wordLength } from './names.ts';

const long = typeNames.filter((name) => name.includes(' ')).map((name) => name.split(' '));

/** A name of several words, in any spacing; where it ends, or 0. */
function longEnd(r: Reader, words: string[]): number {
  const here = { ...r };
  return words.every((one) => eatWord(here, one)) ? here.last : 0;
}

function simple(r: Reader): string {
  for (const words of long) {
    const end = longEnd(r, words);
    if (end > 0) {
      advance(r, end);
      return words.join(' ');
    }
  }
  const from = r.at;
  let end = nameEnd(r, true);
  if (end === 0) stuck(r);
  while (r.text[end] === '.' && wordLength(r.text, end + 1) > 0) {
    end += 1 + wordLength(r.text, end + 1);
  }
  advance(r, end);
  return nameOf(r.text.slice(from, end));
}

function members(r: Reader): [string, FeelType][] {
  const list: [string, FeelType][] = [];
  if (eat(r, '>')) return list;
  do {
    const key = named(r);
    if (key === null) stuck(r);
    list.push([key, typeOf(r)]);
  } while (eat(r, ','));
  expect(r, '>');
  return list;
}

function functionType(r: Reader): FeelType {
  const list: FeelType[] = [];
  if (!eat(r, '>')) {
    do list.push(typeOf(r));
    while (eat(r, ','));
    expect(r, '>');
  }
  expect(r, '->');
  return { function: list, result: typeOf(r) };
}

function element(r: Reader): FeelType {
  const of = typeOf(r);
  expect(r, '>');
  return of;
}

function type(r: Reader): FeelType {
  if (word(r) === 0) stuck(r);
  const name = simple(r);
  if (r.text[r.at] !== '<' || r.text[r.at + 1] === '=') return name;
  if (name !== 'list' && name !== 'range' && name !== 'context' && name !== 'function') return name;
  advance(r, r.at + 1);
  if (name === 'context') return { context: members(r) };
  if (name === 'function') return functionType(r);
  return name === 'list' ? { list: element(r) } : { range: element(r) };
}

/** Reads a type. */
export function typeOf(r: Reader): FeelType {
  let made: FeelType = 'Any';
  deeper(r, () => {
    made = type(r);
    return { kind: 'null', from: r.at, to: r.at };
  });
  return made;
}
