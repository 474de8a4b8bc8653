/** Text → syntax; what cannot be read is told with its place. */
import type { Finder } from './names.ts';
import type { Problem } from './problem.ts';
import type { Reader } from './reader.ts';
import type { Syntax, SyntaxTests } from './syntax.ts';
import { atom, testList, tests } from './atom.ts';
import { expression } from './expression.ts';
import { wordLength } from './names.ts';
import { Halt, problem } from './problem.ts';
import {
  eat,
  eatWord,
  expect,
  isWord,
  skip as begin,
  skipComment,
  skipString,
  Stuck,
  stuck,
} from './reader.ts';

/** Characters of a rule, at most. */
const LONGEST = 4000;

/** Reads past a string or a comment; the same place when neither begins here. */
function skip(text: string, at: number): number {
  if (text[at] === '"') return skipString(text, at);
  return text[at] === '/' ? skipComment(text, at) : at;
}

const others = new Map([
  ['×', '*'],
  ['÷', '/'],
  ['【', '['],
  ['】', ']'],
  ['“', '"'],
  ['”', '"'],
  ['‘', '"'],
  ['’', '"'],
]);

/** The half-width form of a full-width character (U+FF01 to U+FF5E mirror ASCII), if it has one. */
function halfWidth(char: string): string | undefined {
  const code = char.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : others.get(char);
}

/** Characters that names may have too, so that they are blamed only near the fault. */
const inNames = /[（）【】Ａ-Ｚａ-ｚ０-９]/;

/** What to say when a full-width character was typed for what the language writes half-width. */
export function fullWidthHint(text: string): string | null {
  for (const char of text) {
    const half = halfWidth(char);
    if (half !== undefined) return `“${char}”是全角符号，请改用半角的 ${half}`;
  }
  return null;
}

/** The first full-width mark outside strings that may be what is wrong near a place. */
function fullWidthAt(text: string, fault: number): number {
  for (let at = 0; at < text.length; at++) {
    const past = skip(text, at);
    if (past > at) at = past - 1;
    else {
      const char = text[at] ?? '';
      const near = Math.abs(at - fault) < 20;
      if (halfWidth(char) !== undefined && (near || !inNames.test(char))) return at;
    }
  }
  return -1;
}

function syntaxProblem(text: string, fault: number): Problem {
  const spaces = /^\s*/.exec(text.slice(fault))?.[0].length ?? 0;
  const from = Math.min(fault + spaces, text.length);
  const wide = fullWidthAt(text, from);
  const hint = fullWidthHint(text.slice(wide, wide + 1));
  if (wide >= 0 && hint !== null) return problem('syntax', hint, wide, wide + 1);
  const rest = text.slice(from).trim();
  const to = Math.min(text.length, from + Math.max(1, wordLength(text, from)));
  if (rest === '') return problem('syntax', '表达式没有写完，请补上后面的部分', from, to);
  const near = [...rest].slice(0, 12).join('');
  return problem('syntax', `从“${near}”这里读不懂，请检查括号、引号和运算符`, from, to);
}

/** Reads a whole text. */
function read<T>(text: string, finders: Finder[], what: (r: Reader) => T): T | Problem {
  if (text.length > LONGEST) {
    const message = `表达式超过 ${LONGEST} 字，请拆成几条规则`;
    return problem('too-long', message, LONGEST, text.length);
  }
  const start = { text, at: 0, last: 0, depth: 0, closing: false };
  const r: Reader = { ...start, finders, own: new Set(), atom, tests };
  begin(r);
  if (r.at >= text.length) {
    return problem('syntax', '表达式是空的，请写出规则', 0, text.length);
  }
  try {
    const made = what(r);
    if (r.at < text.length) stuck(r);
    return made;
  } catch (stop) {
    if (stop instanceof Halt) return stop.problem;
    if (stop instanceof Stuck) return syntaxProblem(text, stop.at);
    throw stop;
  }
}

/** Parses an expression. `finders` find the names of several words it may use. */
export function parse(text: string, finders: Finder[]): { syntax?: Syntax; problems: Problem[] } {
  const made = read(text, finders, expression);
  return 'kind' in made ? { syntax: made, problems: [] } : { problems: [made] };
}

/** Unary tests: `-`, `< 3, [5..7]`, `not("a", "b")`, `? > 3`. */
function unaryTests(r: Reader): SyntaxTests {
  if (r.text.charCodeAt(r.at) === 45) {
    const here = { ...r };
    eat(here, '-');
    if (here.at >= here.text.length) {
      Object.assign(r, here);
      return { tests: null, not: false };
    }
  }
  if (isWord(r, 'not')) {
    const here = { ...r };
    eatWord(here, 'not');
    if (eat(here, '(')) {
      const made = { tests: testList(here), not: true };
      expect(here, ')');
      if (here.at >= here.text.length) {
        Object.assign(r, here);
        return made;
      }
    }
  }
  return { tests: testList(r), not: false };
}

/** Parses unary tests, as cells of decision tables hold them; `?` is the value under test. */
export function parseTests(
  text: string,
  finders: Finder[],
): { syntax?: SyntaxTests; problems: Problem[] } {
  const made = read(text, finders, unaryTests);
  return 'tests' in made ? { syntax: made, problems: [] } : { problems: [made] };
}
