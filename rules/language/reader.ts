/**
 * A text under reading: spaces and comments, words, names. Names may have several words or odd
 * characters (FEEL allows it); such names are known beforehand, or were written in the text before
 * they are used, and the longest one that fits is meant.
 */
import type { Finder } from './names.ts';
import type { Syntax } from './syntax.ts';
import { finder, isKeyword, isPlain, normal, wordLength } from './names.ts';
import { Halt, problem } from './problem.ts';

/** Levels of an expression, at most. */
export const DEEPEST = 100;

/** Links of one run of operators, at most. */
export const LONGEST_RUN = 300;

/** A text under reading. `at` never stands on a space; `last` is the end of what was read. */
export type Reader = {
  text: string;
  at: number;
  last: number;
  depth: number;
  finders: Finder[];
  /** Odd names written in the text so far. */
  own: Set<string>;
  /** A `[` right after the end of a range may close it. */
  closing: boolean;
  /** Reads an operand: the way from operators down to what they stand between. */
  atom: (r: Reader) => Syntax;
  /** Reads the right side of `in`. */
  tests: (r: Reader) => Syntax[];
};

/** Where a text could not be read further; a message is made of it. */
export class Stuck extends Error {
  readonly at: number;
  constructor(at: number) {
    super('stuck');
    this.at = at;
  }
}

/** Ends the reading: nothing that could stand here does. */
export function stuck(r: Reader): never {
  throw new Stuck(r.at);
}

/** Ends the reading: this is no part of the language, for the reason given. */
export function refuse(from: number, to: number, message: string): never {
  throw new Halt(problem('unsupported', message, from, to));
}

const spaces = /[\s\u0085\u180e\u200b]+/y;

/** Goes on to the next character that is neither space nor comment. */
export function skip(r: Reader): void {
  const { text } = r;
  for (;;) {
    const code = text.charCodeAt(r.at);
    if (code === 32 || code === 10 || code === 13 || code === 9) r.at++;
    else if (code === 47) {
      const past = skipComment(text, r.at);
      if (past === r.at) return;
      r.at = past;
    } else if (code > 126 || code === 11 || code === 12) {
      spaces.lastIndex = r.at;
      if (!spaces.test(text)) return;
      r.at = spaces.lastIndex;
    } else return;
  }
}

/** The place past a comment; the same place when none begins here. */
export function skipComment(text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (next === 42) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  }
  if (next !== 47) return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The place past a string that begins here (its quote is there); its closing quote may lack. */
export function skipString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

/** Goes on to a place; what stood before it has been read. */
export function advance(r: Reader, to: number): void {
  r.last = to;
  r.at = to;
  skip(r);
}

/** Reads a mark if it stands here. */
export function eat(r: Reader, mark: string): boolean {
  if (!r.text.startsWith(mark, r.at)) return false;
  advance(r, r.at + mark.length);
  return true;
}

/** Reads a mark that must stand here. */
export function expect(r: Reader, mark: string): void {
  if (!eat(r, mark)) stuck(r);
}

/** Length of the word at the place; 0 where none is. */
export function word(r: Reader): number {
  return wordLength(r.text, r.at);
}

/** A word stands here, whole. */
export function isWord(r: Reader, what: string): boolean {
  return r.text.startsWith(what, r.at) && word(r) === what.length;
}

/** Reads a word if it stands here, whole. */
export function eatWord(r: Reader, what: string): boolean {
  if (!isWord(r, what)) return false;
  advance(r, r.at + what.length);
  return true;
}

/** Reads a word that must stand here. */
export function expectWord(r: Reader, what: string): void {
  if (!eatWord(r, what)) stuck(r);
}

/** Where the longest known name of several words that begins here ends; 0 for none. */
function oddEnd(r: Reader, length: number): number {
  const first = length === 0 ? '' : r.text.slice(r.at, r.at + length);
  let end = 0;
  for (const one of r.finders) {
    const pattern = one.get(first);
    if (pattern === undefined) continue;
    pattern.lastIndex = r.at;
    if (pattern.test(r.text)) end = Math.max(end, pattern.lastIndex);
  }
  return end;
}

/** Where the name that begins here ends; 0 where none begins. Keywords begin no name. */
export function nameEnd(r: Reader, keywords: boolean): number {
  if (r.text[r.at] === '`') {
    const end = r.text.indexOf('`', r.at + 1);
    return end < 0 ? 0 : end + 1;
  }
  const length = word(r);
  const odd = oddEnd(r, length);
  if (odd > 0) return odd;
  if (length === 0 || isDigit(r.text.charCodeAt(r.at))) return 0;
  if (!keywords && isKeyword(r.text.slice(r.at, r.at + length))) return 0;
  return r.text.charCodeAt(r.at + length) === 32 ? wordsEnd(r, r.at + length) : r.at + length;
}

const wide = /[\uff01-\uff5e]/;

/**
 * Where a name ends that goes on with further words. Two words never stand side by side in FEEL but
 * for its own words, so they are one name, known or not.
 */
export function wordsEnd(r: Reader, from: number): number {
  const here = { ...r, at: from };
  let end = from;
  for (skip(here); ; skip(here)) {
    const length = here.at > end ? word(here) : 0;
    const next = r.text.slice(here.at, here.at + length);
    if (length === 0 || isKeyword(next) || wide.test(next)) return end;
    end = here.at + length;
    here.at = end;
  }
}

/** Tells a digit by its code. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A name as it is known: quotes off, one spelling. */
export function nameOf(text: string): string {
  return normal(text.startsWith('`') ? text.slice(1, -1) : text);
}

/** Makes a name written in the text one that can be found further on. */
export function remember(r: Reader, name: string): string {
  if (isPlain(name) || name === '' || r.own.has(name)) return name;
  r.own.add(name);
  const made = finder([name], '');
  if (made !== null) r.finders = [...r.finders, made];
  return name;
}

/** Reads with one level more; too many levels are refused. */
export function deeper(r: Reader, read: (r: Reader) => Syntax): Syntax {
  if (++r.depth > DEEPEST) {
    const message = `表达式套了超过 ${DEEPEST} 层，请拆成几条规则`;
    throw new Halt(problem('too-deep', message, r.at, Math.min(r.at + 1, r.text.length)));
  }
  const made = read(r);
  r.depth--;
  return made;
}
