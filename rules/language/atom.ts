/** What an expression is made of: literals, names, what stands in brackets, `if`, loops, functions. */
import type { Reader } from './reader.ts';
import type { Syntax, SyntaxBind, SyntaxParam } from './syntax.ts';
import { named, within } from './arguments.ts';
import { compareOp, expression, notTwice, postfix, sum, sumFrom, power } from './expression.ts';
import { quoted } from './quoted.ts';
import { typeOf } from './feel-type.ts';
import {
  advance,
  eat,
  eatWord,
  expect,
  expectWord,
  isDigit,
  isWord,
  nameEnd,
  nameOf,
  refuse,
  remember,
  skipString,
  stuck,
} from './reader.ts';

/** Reads a string; `from` and `to` are its quotes. */
function text(r: Reader): { value: string; from: number; to: number } {
  const from = r.at;
  if (r.text.charCodeAt(from) !== 34) stuck(r);
  const end = skipString(r.text, from);
  if (end > r.text.length) stuck(r);
  advance(r, end);
  return { value: quoted(r.text.slice(from + 1, end - 1)), from, to: end };
}

const numeral = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;

function number(r: Reader): Syntax {
  const from = r.at;
  numeral.lastIndex = from;
  if (!numeral.test(r.text)) stuck(r);
  advance(r, numeral.lastIndex);
  return { kind: 'number', text: r.text.slice(from, r.last), from, to: r.last };
}

/** Reads a test: `< 3`, a range, or an expression. */
function test(r: Reader): Syntax {
  const from = r.at;
  const op = compareOp(r);
  if (op === null) return expression(r);
  notTwice(r);
  return { kind: 'unary', op, than: sum(r), from, to: r.last };
}

/** Reads tests with commas between. */
export function testList(r: Reader): Syntax[] {
  const list = [test(r)];
  while (eat(r, ',')) list.push(test(r));
  return list;
}

/** The rest of a range, from its dots on. */
function rangeFrom(r: Reader, low: Syntax, from: number, openLow: boolean): Syntax {
  expect(r, '..');
  const { closing } = r;
  r.closing = true;
  const high = expression(r);
  r.closing = closing;
  const end = r.text[r.at];
  if (end !== ']' && end !== ')' && end !== '[') stuck(r);
  advance(r, r.at + 1);
  return { kind: 'interval', low, high, openLow, openHigh: end !== ']', from, to: r.last };
}

function isDots(r: Reader): boolean {
  return r.text.charCodeAt(r.at) === 46 && r.text.charCodeAt(r.at + 1) === 46;
}

/** Reads what stands in parentheses: tests, or one range whose first end is open. */
function parenthesised(r: Reader): Syntax[] {
  const from = r.at;
  expect(r, '(');
  const first = test(r);
  if (first.kind !== 'unary' && isDots(r)) return [rangeFrom(r, first, from, true)];
  const list = [first];
  while (eat(r, ',')) list.push(test(r));
  expect(r, ')');
  return list;
}

/** Reads the right side of `in`. */
export function tests(r: Reader): Syntax[] {
  const from = r.at;
  if (r.text.charCodeAt(from) !== 40) {
    const op = compareOp(r);
    if (op === null) return [sum(r)];
    notTwice(r);
    return [{ kind: 'unary', op, than: sum(r), from, to: r.last }];
  }
  const list = within(r, parenthesised);
  const [only] = list;
  if (only === undefined || list.length > 1 || only.kind === 'unary') return list;
  return [sumFrom(r, power(r, postfix(r, only)))];
}

function parentheses(r: Reader): Syntax {
  const list = within(r, parenthesised);
  const [only] = list;
  if (only === undefined || list.length > 1) stuck(r);
  return only;
}

function list(r: Reader): Syntax {
  const from = r.at;
  advance(r, from + 1);
  const items: Syntax[] = [];
  if (!eat(r, ']')) {
    items.push(test(r));
    const [low] = items;
    if (low !== undefined && isDots(r)) return rangeFrom(r, low, from, false);
    while (eat(r, ',')) items.push(test(r));
    expect(r, ']');
  }
  return { kind: 'list', items, from, to: r.last };
}

function openRange(r: Reader): Syntax {
  const from = r.at;
  advance(r, from + 1);
  return rangeFrom(r, expression(r), from, true);
}

function key(r: Reader): string {
  if (r.text.charCodeAt(r.at) !== 34) {
    const name = named(r);
    if (name === null || name === '' || isDigit(name.charCodeAt(0))) stuck(r);
    return remember(r, name);
  }
  const { value } = text(r);
  expect(r, ':');
  return remember(r, value);
}

function context(r: Reader): Syntax {
  const from = r.at;
  advance(r, from + 1);
  const entries: { key: string; of: Syntax }[] = [];
  if (!eat(r, '}')) {
    do entries.push({ key: key(r), of: expression(r) });
    while (eat(r, ','));
    expect(r, '}');
  }
  return { kind: 'context', entries, from, to: r.last };
}

const bound = /[^"{}()[\],:\s][^"{}()[\],:]*?(?=\s+in\b)/y;

function bind(r: Reader): SyntaxBind {
  bound.lastIndex = r.at;
  if (!bound.test(r.text)) stuck(r);
  const name = remember(r, nameOf(r.text.slice(r.at, bound.lastIndex)));
  advance(r, bound.lastIndex);
  expectWord(r, 'in');
  const over = expression(r);
  if (!isDots(r)) return { name, over };
  advance(r, r.at + 2);
  return { name, over, until: expression(r) };
}

function loop(r: Reader, how: 'for' | 'some' | 'every'): Syntax {
  const from = r.at;
  expectWord(r, how);
  const binds = [bind(r)];
  while (eat(r, ',')) binds.push(bind(r));
  expectWord(r, how === 'for' ? 'return' : 'satisfies');
  const body = expression(r);
  return { kind: 'loop', how, binds, body, from, to: r.last };
}

function choice(r: Reader): Syntax {
  const from = r.at;
  expectWord(r, 'if');
  const test = expression(r);
  expectWord(r, 'then');
  const yes = expression(r);
  expectWord(r, 'else');
  return { kind: 'if', test, yes, no: expression(r), from, to: r.last };
}

const parameter = /[^"{}()[\],:\s][^"{}()[\],:]*/y;

function param(r: Reader): SyntaxParam {
  parameter.lastIndex = r.at;
  if (!parameter.test(r.text)) stuck(r);
  const name = remember(r, nameOf(r.text.slice(r.at, parameter.lastIndex)));
  advance(r, parameter.lastIndex);
  return { name, type: eat(r, ':') ? typeOf(r) : 'Any' };
}

function definition(r: Reader): Syntax {
  const from = r.at;
  expectWord(r, 'function');
  expect(r, '(');
  const params: SyntaxParam[] = [];
  if (!eat(r, ')')) {
    do params.push(param(r));
    while (eat(r, ','));
    expect(r, ')');
  }
  const external = eatWord(r, 'external');
  const body = expression(r);
  return { kind: 'function', params, body: external ? null : body, from, to: r.last };
}

function literal(r: Reader): Syntax | null {
  const from = r.at;
  if (eatWord(r, 'null')) return { kind: 'null', from, to: r.last };
  for (const value of [true, false]) {
    if (eatWord(r, String(value))) return { kind: 'boolean', value, from, to: r.last };
  }
  return null;
}

function keyword(r: Reader): Syntax {
  const made = literal(r);
  if (made !== null) return made;
  if (isWord(r, 'if')) return choice(r);
  if (isWord(r, 'function')) return definition(r);
  for (const how of ['for', 'some', 'every'] as const) if (isWord(r, how)) return loop(r, how);
  return stuck(r);
}

function name(r: Reader): Syntax {
  const from = r.at;
  const end = nameEnd(r, false);
  if (end === 0) return keyword(r);
  advance(r, end);
  return { kind: 'name', name: nameOf(r.text.slice(from, r.last)), from, to: r.last };
}

function at(r: Reader): Syntax {
  const from = r.at;
  advance(r, from + 1);
  const { value, to } = text(r);
  return { kind: 'at', value, from, to };
}

/** An operator where a value should stand. */
function headless(r: Reader): never {
  const from = r.at;
  compareOp(r);
  notTwice(r);
  sum(r);
  return refuse(from, r.last, '比较符号写重了，或者前面缺少被比较的字段');
}

/** Reads an operand. */
export function atom(r: Reader): Syntax {
  const code = r.text.charCodeAt(r.at);
  switch (code) {
    case 34:
      return { kind: 'text', ...text(r) };
    case 40:
      return parentheses(r);
    case 46:
      return number(r);
    case 60:
    case 61:
    case 62:
      return headless(r);
    case 64:
      return at(r);
    case 91:
      return within(r, list);
    case 93:
      return within(r, openRange);
    case 123:
      return within(r, context);
    default:
      return isDigit(code) ? number(r) : name(r);
  }
}
