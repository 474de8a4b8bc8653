/**
 * Text → syntax. The grammar is lezer-feel's; names that are not one word are masked before it
 * runs (same length, so places stay), which spares its context tracking and most of its time.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser as grammar } from '@bpmn-io/lezer-feel';
import { ContextTracker } from '@lezer/lr';
import type { Problem } from './problem.ts';
import type { Syntax } from './syntax.ts';
import { buildExpression } from './build.ts';
import { Halt, problem } from './problem.ts';
import { wordLength } from './names.ts';

/** Characters of a rule, at most. */
const LONGEST = 4000;

/** Nothing to look up while tokens are read: every name is one word by then. */
const nothing = {
  tokens: [] as string[],
  contextCache: () => ({ keys: new Set(), prefixes: new Set(), originalMap: new Map() }),
};
const empty = nothing.contextCache();
nothing.contextCache = () => empty;

const parser = grammar.configure({
  top: 'Expression',
  strict: true,
  contextTracker: new ContextTracker({ start: nothing, strict: false }),
});

/** Reads past a string or a comment; the same place when neither begins here. */
function skip(text: string, at: number): number {
  const char = text[at];
  if (char === '"') {
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  if (char !== '/') return at;
  if (text[at + 1] === '*') {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  }
  if (text[at + 1] !== '/') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Masks the names that are more than one plain word, so that the grammar reads each as one. */
function mask(text: string, finders: RegExp[]): string {
  let out = '';
  let from = 0;
  for (let at = 0; at < text.length;) {
    const past = skip(text, at);
    if (past > at) {
      at = past;
      continue;
    }
    let end = 0;
    for (const finder of finders) {
      finder.lastIndex = at;
      if (finder.test(text)) end = Math.max(end, finder.lastIndex);
    }
    if (end > at) {
      out += text.slice(from, at) + '_'.repeat(end - at);
      from = end;
      at = end;
    } else at += Math.max(1, wordLength(text, at));
  }
  return from === 0 ? text : out + text.slice(from);
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

/** The grammar gives up on runs of more operators than this (it keeps its trees shallow). */
const LONGEST_RUN = 300;

function syntaxProblem(text: string, fault: number): Problem {
  const spaces = /^\s*/.exec(text.slice(fault))?.[0].length ?? 0;
  const from = Math.min(fault + spaces, text.length);
  const wide = fullWidthAt(text, from);
  const hint = fullWidthHint(text.slice(wide, wide + 1));
  if (wide >= 0 && hint !== null) return problem('syntax', hint, wide, wide + 1);
  const rest = text.slice(from).trim();
  const to = Math.min(text.length, from + Math.max(1, wordLength(text, from)));
  if (text.length > 2 * LONGEST_RUN) {
    const message = `读不懂，或者连写的运算超过 ${LONGEST_RUN} 个，请检查这里，或拆成几条规则`;
    return problem('syntax', message, from, to);
  }
  if (rest === '') return problem('syntax', '表达式没有写完，请补上后面的部分', from, to);
  const near = [...rest].slice(0, 12).join('');
  return problem('syntax', `从“${near}”这里读不懂，请检查括号、引号和运算符`, from, to);
}

/** The grammar's tree, or the place where it could not go on. */
function read(masked: string): Tree | number {
  try {
    return parser.parse(masked);
  } catch (stop) {
    if (!(stop instanceof SyntaxError)) throw stop;
    return Number(/\d+$/.exec(stop.message)?.[0] ?? 0);
  }
}

/** The first child that is not a comment. */
function firstPart(node: SyntaxNode): SyntaxNode | null {
  let child = node.firstChild;
  while (child !== null && child.name.endsWith('Comment')) child = child.nextSibling;
  return child;
}

/** Parses a rule's text; what it cannot read is reported with its place. */
export function parse(text: string, finders: RegExp[]): { syntax?: Syntax; problems: Problem[] } {
  if (text.length > LONGEST) {
    const message = `表达式超过 ${LONGEST} 字，请拆成几条规则`;
    return { problems: [problem('too-long', message, LONGEST, text.length)] };
  }
  if (text.trim() === '') {
    return { problems: [problem('syntax', '表达式是空的，请写出规则', 0, text.length)] };
  }
  const tree = read(mask(text, finders));
  if (typeof tree === 'number') return { problems: [syntaxProblem(text, tree)] };
  try {
    const top = firstPart(tree.topNode);
    if (top === null) return { problems: [problem('syntax', '表达式是空的，请写出规则', 0, 0)] };
    return { syntax: buildExpression(top, text), problems: [] };
  } catch (stop) {
    if (stop instanceof Halt) return { problems: [stop.problem] };
    throw stop;
  }
}
