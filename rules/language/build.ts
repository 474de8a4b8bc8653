/**
 * lezer's tree → syntax. The grammar reads `x in [1..4] and y` as `x in ([1..4] and y)`; FEEL binds
 * comparison tighter than `and`. So a run of comparisons and connectives is first laid out flat, in
 * the order it is written, and then put together again by precedence (reference: rules §1, trap 1).
 */
import type { SyntaxNode } from '@lezer/common';
import type { Place, Syntax, SyntaxBind } from './syntax.ts';
import type { ArithmeticOp, CompareOp } from '../check/tree.ts';
import { Halt, problem } from './problem.ts';
import { normal } from './names.ts';

/** Levels of an expression, at most. */
const DEEPEST = 100;

type Source = { text: string; depth: number };

/** A link of a flat run: what stands between two operands, or (between) after one. */
type Link =
  | { op: 'or' | 'and' }
  | { op: 'compare'; compare: CompareOp }
  | { op: 'in'; tests: Syntax[] | null; unary: { op: CompareOp; from: number } | null }
  | { op: 'between'; low: Syntax };
type Run = (Syntax | Link)[];

function isLink(part: Syntax | Link | undefined): part is Link {
  return part !== undefined && 'op' in part && !('kind' in part);
}

/** Children that say something (no comments). */
function children(node: SyntaxNode): SyntaxNode[] {
  const list: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment' && child.name !== 'BlockComment') list.push(child);
  }
  return list;
}

/** Ends here: this part of the language is not served, or is not FEEL. */
function refuse(node: Place, message: string): never {
  throw new Halt(problem('unsupported', message, node.from, node.to));
}

function need(node: SyntaxNode | undefined, within: SyntaxNode): SyntaxNode {
  if (node !== undefined) return node;
  throw new Halt(problem('syntax', '这里没有写完，请补上缺少的部分', within.from, within.to));
}

function source(node: SyntaxNode, from: Source): string {
  return from.text.slice(node.from, node.to);
}

/** Builds the syntax of a whole expression. */
export function buildExpression(node: SyntaxNode, text: string): Syntax {
  return expression(node, { text, depth: 0 });
}

/** What the grammar may have put together in the wrong order. */
const runs = new Set(['Disjunction', 'Conjunction', 'Comparison']);

function expression(node: SyntaxNode, from: Source): Syntax {
  if (from.depth > DEEPEST) {
    const message = `表达式套了超过 ${DEEPEST} 层，请拆成几条规则`;
    throw new Halt(problem('too-deep', message, node.from, node.to));
  }
  const inner = { text: from.text, depth: from.depth + 1 };
  if (!runs.has(node.name)) return atom(node, inner);
  const run: Run = [];
  flatten(node, inner, run);
  return assemble(run);
}

/** Lays a run of connectives and comparisons out flat; `atom` operands are built as they come. */
function flatten(node: SyntaxNode, from: Source, run: Run): void {
  const spine: SyntaxNode[] = [];
  let at = node;
  while (runs.has(at.name)) {
    spine.push(at);
    at = need(children(at)[0], at);
  }
  run.push(atom(at, from));
  for (const link of spine.reverse()) {
    if (link.name === 'Comparison') comparison(link, from, run);
    else {
      run.push({ op: link.name === 'Disjunction' ? 'or' : 'and' });
      flatten(need(children(link)[2], link), from, run);
    }
  }
}

function comparison(within: SyntaxNode, from: Source, run: Run): void {
  const parts = children(within);
  const [, link, third] = parts;
  if (link?.name === 'between') {
    const high = need(parts[4], within);
    run.push({ op: 'between', low: expression(need(third, within), from) });
    flatten(high, from, run);
  } else if (link?.name === 'in') {
    if (third?.name === '(') {
      const tests = children(need(parts[3], within)).map((test) => unaryTest(test, from));
      run.push({ op: 'in', tests, unary: null });
    } else inTest(need(third, within), from, run);
  } else {
    run.push({ op: 'compare', compare: compareOp(need(link, within), from) });
    flatten(need(third, within), from, run);
  }
}

/** `in` and one test without parentheses: the test, and all that the grammar swallowed after it. */
function inTest(test: SyntaxNode, from: Source, run: Run): void {
  const what = need(children(test)[0], test);
  const parts = what.name === 'SimplePositiveUnaryTest' ? children(what) : [];
  if (parts[0]?.name === 'CompareOp') {
    run.push({ op: 'in', tests: null, unary: { op: compareOp(parts[0], from), from: what.from } });
    flatten(need(parts[1], what), from, run);
  } else {
    run.push({ op: 'in', tests: null, unary: null });
    flatten(what, from, run);
  }
}

/** A test in parentheses: an unary comparison or an expression. */
function unaryTest(test: SyntaxNode, from: Source): Syntax {
  const what = test.name === 'PositiveUnaryTest' ? need(children(test)[0], test) : test;
  const parts = what.name === 'SimplePositiveUnaryTest' ? children(what) : [];
  if (parts[0]?.name !== 'CompareOp') return expression(what, from);
  const than = expression(need(parts[1], what), from);
  return { kind: 'unary', op: compareOp(parts[0], from), than, from: what.from, to: what.to };
}

function compareOp(node: SyntaxNode, from: Source): CompareOp {
  const op = source(node, from);
  if (op === '=' || op === '!=' || op === '<' || op === '<=' || op === '>' || op === '>=')
    return op;
  return refuse(node, `没有“${op}”这种比较，请用 =、!=、<、<=、>、>=`);
}

/** Puts a flat run together by precedence: comparison over `and` over `or`. */
function assemble(run: Run): Syntax {
  const cursor = { at: 0 };
  const made = connective(run, cursor, 'or');
  const left = run[cursor.at];
  if (left === undefined) return made;
  return refuse(made, '这里的写法读不懂，请加上括号');
}

function connective(run: Run, cursor: { at: number }, op: 'or' | 'and'): Syntax {
  const parts: Syntax[] = [];
  for (;;) {
    parts.push(op === 'or' ? connective(run, cursor, 'and') : compared(run, cursor));
    const link = run[cursor.at];
    if (!isLink(link) || link.op !== op) break;
    cursor.at++;
  }
  const [first] = parts;
  const last = parts[parts.length - 1];
  if (first === undefined || last === undefined) throw new Error('an empty run');
  if (parts.length === 1) return first;
  return { kind: 'logic', op, parts, from: first.from, to: last.to };
}

function operand(run: Run, cursor: { at: number }): Syntax {
  const part = run[cursor.at++];
  if (part === undefined || isLink(part)) throw new Error('a run out of step');
  return part;
}

function compared(run: Run, cursor: { at: number }): Syntax {
  let left = operand(run, cursor);
  for (;;) {
    const link = run[cursor.at];
    if (!isLink(link) || link.op === 'and' || link.op === 'or') return left;
    cursor.at++;
    left = join(left, link, run, cursor);
  }
}

function join(left: Syntax, link: Link, run: Run, cursor: { at: number }): Syntax {
  const from = left.from;
  if (link.op === 'in' && link.tests !== null) {
    const to = link.tests[link.tests.length - 1]?.to ?? left.to;
    return { kind: 'in', of: left, tests: link.tests, from, to };
  }
  const right = operand(run, cursor);
  const to = right.to;
  if (link.op === 'compare') return { kind: 'compare', op: link.compare, left, right, from, to };
  if (link.op === 'between')
    return { kind: 'between', of: left, low: link.low, high: right, from, to };
  if (link.op !== 'in') throw new Error('a connective among comparisons');
  const test: Syntax =
    link.unary === null
      ? right
      : { kind: 'unary', op: link.unary.op, than: right, from: link.unary.from, to };
  return { kind: 'in', of: left, tests: [test], from, to };
}

type Make = (node: SyntaxNode, from: Source, parts: SyntaxNode[]) => Syntax;

const place = (node: SyntaxNode): Place => ({ from: node.from, to: node.to });

function name(node: SyntaxNode, from: Source): string {
  return normal(source(node, from).replace(/^`|`$/g, ''));
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** The text inside a string literal, its escapes resolved. */
function unquote(node: SyntaxNode, from: Source): string {
  const inside = source(node, from).slice(1, -1);
  if (!inside.includes('\\')) return inside;
  return inside.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))/gs, (whole, u, long, c) => {
    const code = u ?? long;
    if (code !== undefined) {
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? whole : String.fromCodePoint(point);
    }
    return escapes[c] ?? (c === '"' || c === "'" || c === '\\' ? c : whole);
  });
}

function interval(node: SyntaxNode, from: Source): Syntax {
  const parts = children(node);
  const ends = parts.filter((part) => !'[]().. '.includes(part.name));
  return {
    kind: 'interval',
    low: expression(need(ends[0], node), from),
    high: expression(need(ends[1], node), from),
    openLow: parts[0]?.name !== '[',
    openHigh: parts[parts.length - 1]?.name !== ']',
    ...place(node),
  };
}

function binds(node: SyntaxNode, from: Source): SyntaxBind[] {
  return children(node)
    .filter((part) => part.name === 'InExpression')
    .map((bind) => {
      const [written, , context] = children(bind);
      const over = children(need(context, bind));
      const until = over[2];
      return {
        name: name(need(written, bind), from),
        over: expression(need(over[0], bind), from),
        ...(until && { until: expression(until, from) }),
      };
    });
}

function loop(node: SyntaxNode, from: Source, how: 'for' | 'some' | 'every'): Syntax {
  const parts = children(node);
  const bound = parts.find((part) => part.name === 'InExpressions');
  const body = parts[parts.length - 1];
  return {
    kind: 'loop',
    how,
    binds: binds(need(bound, node), from),
    body: expression(need(body, node), from),
    ...place(node),
  };
}

function call(node: SyntaxNode, from: Source, parts: SyntaxNode[]): Syntax {
  const callee = need(parts[0], node);
  if (callee.name !== 'VariableName' && callee.name !== 'DateTimeConstructor') {
    return refuse(callee, '这里只能写函数的名字，例如 count(…)');
  }
  const holder = parts.find((part) => part.name.endsWith('Parameters'));
  const given = holder === undefined ? [] : children(holder);
  const named = holder?.name === 'NamedParameters';
  return {
    kind: 'call',
    name: name(callee, from),
    nameTo: callee.to,
    args: given.map((arg) => expression(need(named ? children(arg)[1] : arg, arg), from)),
    keys: named ? given.map((arg) => name(need(children(arg)[0], arg), from)) : null,
    ...place(node),
  };
}

/** The grammar also reads `^`, which is not FEEL. */
function arithmeticOp(node: SyntaxNode, from: Source): ArithmeticOp {
  const op = source(node, from);
  return op === '^' ? refuse(node, '乘方请写成 **，例如 2 ** 3') : (op as ArithmeticOp);
}

function arithmetic(node: SyntaxNode, from: Source, parts: SyntaxNode[]): Syntax {
  const [first, second, third] = parts;
  if (first?.name === 'ArithOp') {
    return { kind: 'negate', of: expression(need(second, node), from), ...place(node) };
  }
  return {
    kind: 'arithmetic',
    op: arithmeticOp(need(second, node), from),
    left: expression(need(first, node), from),
    right: expression(need(third, node), from),
    ...place(node),
  };
}

function context(node: SyntaxNode, from: Source, parts: SyntaxNode[]): Syntax {
  const entries = parts
    .filter((part) => part.name === 'ContextEntry')
    .map((entry) => {
      const [key, of] = children(entry);
      const written = need(children(need(key, entry))[0], entry);
      const text = written.name === 'StringLiteral' ? unquote(written, from) : name(written, from);
      return { key: text, of: expression(need(of, entry), from) };
    });
  return { kind: 'context', entries, ...place(node) };
}

const makers: Record<string, Make | undefined> = {
  null: (node) => ({ kind: 'null', ...place(node) }),
  NumericLiteral: (node, from) => ({
    kind: 'number',
    text: source(node, from).replace(/\s+/g, ''),
    ...place(node),
  }),
  StringLiteral: (node, from) => ({ kind: 'text', value: unquote(node, from), ...place(node) }),
  BooleanLiteral: (node, from) => ({
    kind: 'boolean',
    value: source(node, from) === 'true',
    ...place(node),
  }),
  VariableName: (node, from) => ({ kind: 'name', name: name(node, from), ...place(node) }),
  '?': (node) => refuse(node, '规则里不能写“?”，请写出字段的名字'),
  ParenthesizedExpression: (node, from, parts) => unaryTest(need(parts[1], node), from),
  SimplePositiveUnaryTest: (node, from, parts) => {
    const what = need(parts[0], node);
    if (what.name === 'Interval') return interval(what, from);
    return refuse(node, '比较符号写重了，或者前面缺少被比较的字段');
  },
  Interval: (node, from) => interval(node, from),
  ArithmeticExpression: arithmetic,
  PathExpression: (node, from, parts) => ({
    kind: 'path',
    of: expression(need(parts[0], node), from),
    name: name(need(parts[2], node), from),
    nameFrom: need(parts[2], node).from,
    ...place(node),
  }),
  FilterExpression: (node, from, parts) => ({
    kind: 'filter',
    of: expression(need(parts[0], node), from),
    by: expression(need(parts[2], node), from),
    ...place(node),
  }),
  FunctionInvocation: call,
  DateTimeLiteral: (node, from, parts) => {
    const first = need(parts[0], node);
    if (first.name !== 'AtLiteral') return call(node, from, parts);
    const text = children(first).find((part) => part.name === 'StringLiteral');
    return { kind: 'at', value: unquote(need(text, node), from), ...place(node) };
  },
  IfExpression: (node, from, parts) => ({
    kind: 'if',
    test: expression(need(parts[1], node), from),
    yes: expression(need(parts[3], node), from),
    no: expression(need(parts[5], node), from),
    ...place(node),
  }),
  ForExpression: (node, from) => loop(node, from, 'for'),
  QuantifiedExpression: (node, from, parts) =>
    loop(node, from, parts[0]?.name === 'every' ? 'every' : 'some'),
  List: (node, from, parts) => ({
    kind: 'list',
    items: parts.slice(1, -1).map((part) => expression(part, from)),
    ...place(node),
  }),
  Context: context,
  InstanceOfExpression: (node, from, parts) => ({
    kind: 'instance',
    of: expression(need(parts[0], node), from),
    type: normal(source(need(parts[parts.length - 1], node), from)),
    ...place(node),
  }),
  FunctionDefinition: (node) => refuse(node, '规则里不能自己定义函数'),
};

function atom(node: SyntaxNode, from: Source): Syntax {
  const make = Object.hasOwn(makers, node.name) ? makers[node.name] : undefined;
  if (make === undefined) return refuse(node, '不支持这种写法，请换一种表达');
  return make(node, from, children(node));
}
