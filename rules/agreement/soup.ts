/** Random texts that are mostly no rules: soups of tokens, broken rules, characters, hostile names. */
import type { Chance } from './random.ts';
import { facts } from './facts.ts';
import { expression, written } from './generate.ts';

const hostile = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  'valueOf',
  'this',
  'globalThis',
  'process',
  'require',
  'eval',
  'arguments',
];
const words = [
  'and',
  'or',
  'not',
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'between',
  'instance of',
  'function',
  'external',
  'null',
  'true',
  'false',
  'item',
  'partial',
  'is known',
  '今天',
  '周岁',
  '工作日数',
  'date',
  'time',
  'duration',
  'date and time',
  'string length',
  'substring',
  'matches',
  'replace',
  'split',
  'sort',
  'context put',
  'get value',
  'number',
  'list',
  'context',
  'range',
  '@',
];
const marks = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '.',
  '..',
  '+',
  '-',
  '*',
  '/',
  '**',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '"',
  "'",
  '\\',
  '`',
  ';',
  '?',
  '#',
  '$',
  '${',
  '}',
  '//',
  '/*',
  '*/',
  '->',
  '（',
  '）',
  '，',
  '“',
  '”',
  '\n',
  '\t',
  '\u2028',
  '\u0000',
  '\ud800',
  '\u{1f600}',
  '\u200b',
  '\u202e',
];
const literals = [
  '0',
  '1',
  '-1',
  '0.1',
  '1e9',
  '1e-9',
  '1e6144',
  '99999999999999999999999999999999999999',
  '1.',
  '.5',
  '""',
  '"a"',
  '"\\u',
  '"\\ud83d\\ude00"',
  '"(a+)+$"',
  '"^(a|a)*$"',
  '"${1}"',
  '"\'; drop table x; --"',
  '"__proto__"',
  '@"2026-11-22"',
  '@"P1D"',
  '@"12:00:00@Europe/Paris"',
  'date("2026-02-30")',
  'date("999999999-12-31")',
  'duration("P999999999999999D")',
  '[1..4]',
  '{a: 1}',
  '{"__proto__": 1}',
  '[[[]]]',
];

function token(from: Chance): string {
  const kind = from.below(10);
  if (kind < 3) return from.of(words);
  if (kind < 6) return from.of(marks);
  if (kind < 8) return from.of(literals);
  return kind === 8 ? from.of(hostile) : from.of(facts).written;
}

function soup(from: Chance): string {
  let text = '';
  for (let left = 1 + from.below(24); left > 0; left--)
    text += token(from) + (from.odds(0.6) ? ' ' : '');
  return text;
}

function characters(from: Chance): string {
  let text = '';
  for (let left = 1 + from.below(60); left > 0; left--) {
    text += from.odds(0.7)
      ? String.fromCharCode(32 + from.below(95))
      : String.fromCodePoint(from.below(0x11000));
  }
  return text;
}

/** A good rule with a few places cut out, doubled or replaced. */
function broken(from: Chance): string {
  let text = written(expression('boolean', 1 + from.below(4), from));
  for (let left = 1 + from.below(3); left > 0; left--) {
    const at = from.below(text.length + 1);
    const end = Math.min(text.length, at + from.below(6));
    const part = from.odds(0.5) ? token(from) : text.slice(at, end).repeat(from.below(3));
    text = text.slice(0, at) + part + text.slice(end);
  }
  return text;
}

/** Deep and long texts: brackets, operators, lists without end. */
function deep(from: Chance): string {
  const n = 1 + from.below(2500);
  const [open, close] = from.of([
    ['(', ')'],
    ['[', ']'],
    ['{a: ', '}'],
    ['not(', ')'],
    ['-', ''],
    ['if p then ', ' else q'],
    ['for i in ', ' return i'],
    ['function() ', ''],
  ] as const);
  return from.odds(0.7)
    ? open.repeat(n) + 'x' + close.repeat(n)
    : `x${from.of([' + x', ' and p', '.a', '[1]', ' in [1..2]', ' = x'])}`.repeat(1) +
        from.of([' + x', ' and p', '.a', '[1]', ' = x']).repeat(n);
}

/** One random text. */
export function randomText(from: Chance): string {
  const kind = from.below(100);
  if (kind < 45) return soup(from);
  if (kind < 80) return broken(from);
  return kind < 99 ? characters(from) : deep(from);
}
