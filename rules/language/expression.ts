/**
 * Expressions by precedence (DMN 1.5, §10.3.1.2): or, and, comparison, sum, product, power, minus,
 * instance of, and what follows an operand: path, filter, arguments. `in` reads one operand or a
 * list of tests in parentheses and no more, so that `x in [1..4] and y` is `(x in [1..4]) and y`.
 */
import type { Reader } from './reader.ts';
import type { Syntax } from './syntax.ts';
import type { ArithmeticOp, CompareOp } from '../check/tree.ts';
import { args } from './arguments.ts';
import { typeOf } from './feel-type.ts';
import {
  advance,
  deeper,
  eat,
  eatWord,
  expect,
  expectWord,
  isDigit,
  LONGEST_RUN,
  nameEnd,
  nameOf,
  refuse,
  stuck,
} from './reader.ts';
import { Halt, problem } from './problem.ts';

/** Reads an expression. */
export function expression(r: Reader): Syntax {
  return deeper(r, disjunction);
}

function tooLong(r: Reader, count: number): void {
  if (count <= LONGEST_RUN) return;
  const message = `连写的运算超过 ${LONGEST_RUN} 个，请拆成几条规则`;
  throw new Halt(problem('syntax', message, r.at, Math.min(r.at + 1, r.text.length)));
}

function connective(r: Reader, op: 'or' | 'and', part: (r: Reader) => Syntax): Syntax {
  const first = part(r);
  if (!eatWord(r, op)) return first;
  const parts = [first, part(r)];
  while (eatWord(r, op)) {
    parts.push(part(r));
    tooLong(r, parts.length);
  }
  return { kind: 'logic', op, parts, from: first.from, to: r.last };
}

const conjunction = (r: Reader): Syntax => connective(r, 'and', comparison);
const disjunction = (r: Reader): Syntax => connective(r, 'or', conjunction);

/** Reads a comparison operator; null where none stands. */
export function compareOp(r: Reader): CompareOp | null {
  const { text, at } = r;
  const code = text.charCodeAt(at);
  const next = text[at + 1];
  if (code === 60 || code === 62) {
    const op = code === 60 ? '<' : '>';
    advance(r, at + (next === '=' ? 2 : 1));
    return next === '=' ? `${op}=` : op;
  }
  if (code === 33 && next === '=') {
    advance(r, at + 2);
    return '!=';
  }
  if (code !== 61) return null;
  advance(r, at + 1);
  return '=';
}

/** Refuses an operator that stands right after an operator: `= =`, `==`, `=>`. */
export function notTwice(r: Reader): void {
  const code = r.text.charCodeAt(r.at);
  if (code !== 61 && code !== 60 && code !== 62) return;
  const from = r.at;
  compareOp(r);
  while (r.text.charCodeAt(r.at) === 61) compareOp(r);
  const end = Math.min(r.text.length, Math.max(r.last, nameEnd(r, false) || r.at + 1));
  refuse(from, end, '比较符号写重了，或者前面缺少被比较的字段');
}

function comparison(r: Reader): Syntax {
  let left = sum(r);
  for (let count = 1; ; count++) {
    const next = compared(r, left);
    if (next === null) return left;
    tooLong(r, count);
    left = next;
  }
}

function compared(r: Reader, left: Syntax): Syntax | null {
  const { from } = left;
  const code = r.text.charCodeAt(r.at);
  if (code === 98 && eatWord(r, 'between')) {
    const low = sum(r);
    expectWord(r, 'and');
    const high = sum(r);
    return { kind: 'between', of: left, low, high, from, to: r.last };
  }
  if (code === 105) {
    if (!eatWord(r, 'in')) return null;
    return { kind: 'in', of: left, tests: r.tests(r), from, to: r.last };
  }
  if (code !== 33 && code !== 60 && code !== 61 && code !== 62) return null;
  const op = compareOp(r);
  if (op === null) return null;
  notTwice(r);
  return { kind: 'compare', op, left, right: sum(r), from, to: r.last };
}

/** Reads a sum, difference … : all that binds tighter than a comparison. */
export function sum(r: Reader): Syntax {
  return sumFrom(r, power(r, minus(r)));
}

/** Reads on after an operand that was read already. */
export function sumFrom(r: Reader, first: Syntax): Syntax {
  let left = product(r, first);
  for (let count = 1; ; count++) {
    const code = r.text.charCodeAt(r.at);
    if (code !== 43 && code !== 45) return left;
    tooLong(r, count);
    advance(r, r.at + 1);
    const right = product(r, power(r, minus(r)));
    left = arithmetic(r, code === 43 ? '+' : '-', left, right);
  }
}

function arithmetic(r: Reader, op: ArithmeticOp, left: Syntax, right: Syntax): Syntax {
  return { kind: 'arithmetic', op, left, right, from: left.from, to: r.last };
}

function product(r: Reader, first: Syntax): Syntax {
  let left = first;
  for (let count = 1; ; count++) {
    const code = r.text.charCodeAt(r.at);
    if (code !== 42 && code !== 47) return left;
    tooLong(r, count);
    advance(r, r.at + 1);
    left = arithmetic(r, code === 42 ? '*' : '/', left, power(r, minus(r)));
  }
}

export function power(r: Reader, first: Syntax): Syntax {
  let left = first;
  for (let count = 1; ; count++) {
    if (r.text.charCodeAt(r.at) === 94) refuse(r.at, r.at + 1, '乘方请写成 **，例如 2 ** 3');
    if (!eat(r, '**')) return left;
    tooLong(r, count);
    left = arithmetic(r, '**', left, minus(r));
  }
}

function minus(r: Reader): Syntax {
  if (r.text.charCodeAt(r.at) !== 45) return instance(r);
  const from = r.at;
  advance(r, from + 1);
  return { kind: 'negate', of: deeper(r, minus), from, to: r.last };
}

function instance(r: Reader): Syntax {
  let of = postfix(r, r.atom(r));
  while (r.text.charCodeAt(r.at) === 105 && r.text.startsWith('instance', r.at)) {
    if (!eatWord(r, 'instance')) break;
    expectWord(r, 'of');
    const typeFrom = r.at;
    const type = typeOf(r);
    of = { kind: 'instance', of, type, typeFrom, from: of.from, to: r.last };
  }
  return of;
}

/** Right after the end of a range `[` opens a filter only if an expression begins behind it. */
function filterFollows(r: Reader): boolean {
  if (!r.closing) return true;
  const here = { ...r };
  advance(here, r.at + 1);
  const code = here.text.charCodeAt(here.at);
  if (code === 46) return isDigit(here.text.charCodeAt(here.at + 1));
  if (isDigit(code) || nameEnd(here, false) > 0) return true;
  return '"@([{-<>'.includes(here.text[here.at] ?? ' ');
}

/** Reads what follows an operand: `.name`, `[filter]`, `(arguments)`. */
export function postfix(r: Reader, first: Syntax): Syntax {
  let of = first;
  for (let count = 1; ; count++) {
    const { from } = first;
    const code = r.text.charCodeAt(r.at);
    tooLong(r, count);
    if (code === 46 && r.text.charCodeAt(r.at + 1) !== 46) {
      advance(r, r.at + 1);
      const nameFrom = r.at;
      const end = nameEnd(r, true);
      if (end === 0) stuck(r);
      advance(r, end);
      const name = nameOf(r.text.slice(nameFrom, end));
      of = { kind: 'path', of, name, nameFrom, from, to: end };
    } else if (code === 91 && filterFollows(r)) {
      const { closing } = r;
      advance(r, r.at + 1);
      r.closing = false;
      const by = expression(r);
      r.closing = closing;
      expect(r, ']');
      of = { kind: 'filter', of, by, from, to: r.last };
    } else if (code === 40) {
      const nameTo = of.to;
      const given = args(r, expression);
      of =
        of.kind === 'name'
          ? { kind: 'call', name: of.name, nameTo, ...given, from, to: r.last }
          : { kind: 'invoke', of, ...given, from, to: r.last };
    } else return of;
  }
}
