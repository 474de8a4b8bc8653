/**
 * Syntax → typed tree: names become addresses, labels become codes, types are compared. It goes on
 * after a problem, so that an author sees all of them at once.
 */
import type { Known } from './names.ts';
import type { Problem, ProblemCode } from './problem.ts';
import type { Place, Syntax, SyntaxBind } from './syntax.ts';
import type { Bind, Node, RuleType, Shape, Test } from './tree.ts';
import type { Value } from './values.ts';
import { checkCall } from './check-call.ts';
import { checkName, checkPath } from './check-name.ts';
import { Day, parseDay, parseSpan } from './day.ts';
import { nearest } from './names.ts';
import { numberOf } from './number.ts';
import { problem } from './problem.ts';
import {
  ANY, arithmeticShape, BOOLEAN, comparable, DATE, DURATION, NONE, NUMBER, open, orderable, RANGE,
  TEXT, typeName, unite,
} from './shapes.ts';

/** A name bound inside the rule; in a filter also the members of `item` may be written bare. */
export type Local = { name: string; shape: Shape; slot: number; bare: boolean };

/** What is carried along while one rule is checked. */
export type Check = {
  known: Known;
  problems: Problem[];
  locals: Local[];
  slots: number;
  reads: Set<string>;
};

/** Notes a problem. */
export function note(check: Check, code: ProblemCode, message: string, at: Place): void {
  check.problems.push(problem(code, message, at.from, at.to));
}

/** A node with its place. */
export function literal(value: Value, shape: Shape, at: Place): Node {
  return { kind: 'literal', value, shape, from: at.from, to: at.to };
}

/** Stands where a problem was found, so that the check can go on. */
export function broken(at: Place): Node {
  return literal(null, ANY, at);
}

/** Runs with a name bound for its length. */
export function bound<T>(check: Check, locals: Local[], run: () => T): T {
  const before = check.locals.length;
  check.locals.push(...locals);
  try {
    return run();
  } finally {
    check.locals.length = before;
  }
}

function wantBoolean(check: Check, node: Node, where: string): void {
  if (open(node.shape) || node.shape.type === 'boolean') return;
  note(check, 'wrong-type', `${where}要的是“是非”，这里是“${typeName(node.shape)}”，请写成比较`, node);
}

function mapOption(check: Check, node: Node, options: Map<string, string>): Node {
  if (node.kind !== 'literal' || typeof node.value !== 'string') return node;
  const written = node.value;
  if (options.has(written)) return { ...node, shape: { type: 'choice', options } };
  for (const [code, label] of options) {
    if (label === written) return { ...node, value: code, shape: { type: 'choice', options } };
  }
  const near = nearest(written, [...options.values(), ...options.keys()]);
  const all = [...options.values()].slice(0, 12).join('、');
  const hint = near === null ? `可选的有：${all}` : `是不是“${near}”？可选的有：${all}`;
  note(check, 'unknown-option', `没有“${written}”这个选项，${hint}`, node);
  return node;
}

/** Literals beside a choice: labels become codes, also inside a list. */
export function fitOptions(check: Check, node: Node, beside: Shape): Node {
  const options = beside.options ?? beside.of?.options;
  if (options === undefined) return node;
  if (node.kind !== 'list') return mapOption(check, node, options);
  return { ...node, items: node.items.map((item) => mapOption(check, item, options)) };
}

function pair(check: Check, left: Node, right: Node): [Node, Node] {
  return [fitOptions(check, left, right.shape), fitOptions(check, right, left.shape)];
}

const hints: Partial<Record<Shape['type'], string>> = {
  boolean: '是非直接写字段的名字，否定写 not(…)',
  number: '数不要加引号',
  date: '日期写成 date("2026-11-22")',
  duration: '时长写成 duration("P3D")',
};

function mismatch(check: Check, at: Place, a: Shape, b: Shape): void {
  const beside = b.type === 'text' ? a : a.type === 'text' ? b : null;
  const hint = (beside === null ? undefined : hints[beside.type]) ?? '请检查两边的类型';
  note(check, 'wrong-type', `“${typeName(a)}”和“${typeName(b)}”不能比较，${hint}`, at);
}

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

function checkCompare(syntax: Of<'compare'>, check: Check): Node {
  const { op, from, to } = syntax;
  const [left, right] = pair(check, checkNode(syntax.left, check), checkNode(syntax.right, check));
  const same = op === '=' || op === '!=';
  const fits = same ? comparable(left.shape, right.shape) : orderable(left.shape, right.shape);
  if (!fits) mismatch(check, syntax, left.shape, right.shape);
  return { kind: 'compare', op, left, right, shape: BOOLEAN, from, to };
}

function checkArithmetic(syntax: Of<'arithmetic'>, check: Check): Node {
  const { op, from, to } = syntax;
  const left = checkNode(syntax.left, check);
  const right = checkNode(syntax.right, check);
  const shape = arithmeticShape(op, left.shape, right.shape);
  if (shape === null) {
    const names = `“${typeName(left.shape)}”和“${typeName(right.shape)}”`;
    const hint =
      op === '+' && (left.shape.type === 'text' || right.shape.type === 'text')
        ? '要拼成文字，请用 string(…) 转换'
        : [left.shape.type, right.shape.type].includes('date')
          ? '日期加减请用 duration("P3D") 或 工作日后(日期, 天数)'
          : '请检查两边的类型';
    note(check, 'wrong-type', `${names}之间不能用 ${op}，${hint}`, syntax);
  }
  return { kind: 'arithmetic', op, left, right, shape: shape ?? ANY, from, to };
}

function checkNegate(syntax: Of<'negate'>, check: Check): Node {
  const { from, to } = syntax;
  const right = checkNode(syntax.of, check);
  const left = literal(-1, NUMBER, { from, to: from + 1 });
  const shape = arithmeticShape('*', NUMBER, right.shape);
  if (shape === null) {
    note(check, 'wrong-type', `“${typeName(right.shape)}”前面不能加负号，请检查类型`, syntax);
  }
  return { kind: 'arithmetic', op: '*', left, right, shape: shape ?? ANY, from, to };
}

function checkLogic(syntax: Of<'logic'>, check: Check): Node {
  const { op, from, to } = syntax;
  const parts = syntax.parts.map((part) => checkNode(part, check));
  for (const part of parts) wantBoolean(check, part, `${op} 的两边`);
  return { kind: 'logic', op, parts, shape: BOOLEAN, from, to };
}

function checkBetween(syntax: Of<'between'>, check: Check): Node {
  const of = checkNode(syntax.of, check);
  const low = checkNode(syntax.low, check);
  const high = checkNode(syntax.high, check);
  for (const end of [low, high]) {
    if (!orderable(of.shape, end.shape)) mismatch(check, end, of.shape, end.shape);
  }
  return { kind: 'between', of, low, high, shape: BOOLEAN, from: syntax.from, to: syntax.to };
}

function ends(syntax: Of<'interval'>, check: Check): { low: Node; high: Node } {
  const low = checkNode(syntax.low, check);
  const high = checkNode(syntax.high, check);
  if (!orderable(low.shape, high.shape)) mismatch(check, syntax, low.shape, high.shape);
  return { low, high };
}

function checkTest(syntax: Syntax, of: Node, check: Check): Test {
  if (syntax.kind === 'unary') {
    const to = fitOptions(check, checkNode(syntax.than, check), of.shape);
    const equality = syntax.op === '=' || syntax.op === '!=';
    const fits = equality ? comparable(of.shape, to.shape) : orderable(of.shape, to.shape);
    if (!fits) mismatch(check, syntax, of.shape, to.shape);
    return { kind: 'compare', op: syntax.op, to };
  }
  if (syntax.kind === 'interval') {
    const { low, high } = ends(syntax, check);
    if (!orderable(of.shape, low.shape)) mismatch(check, syntax, of.shape, low.shape);
    return { kind: 'interval', low, high, openLow: syntax.openLow, openHigh: syntax.openHigh };
  }
  const value = fitOptions(check, checkNode(syntax, check), of.shape);
  const { shape } = value;
  const element = shape.type === 'list' || shape.type === 'choices' ? (shape.of ?? ANY) : shape;
  const fits = comparable(of.shape, shape) || comparable(of.shape, element);
  if (!fits && shape.type !== 'range' && element.type !== 'range') {
    mismatch(check, syntax, of.shape, element);
  }
  return { kind: 'value', of: value };
}

function checkIn(syntax: Of<'in'>, check: Check): Node {
  const left = checkNode(syntax.of, check);
  const tests = syntax.tests.map((test) => checkTest(test, left, check));
  const of = tests.reduce(
    (node, test) => (test.kind === 'value' ? fitOptions(check, node, test.of.shape) : node),
    left,
  );
  return { kind: 'in', of, tests, shape: BOOLEAN, from: syntax.from, to: syntax.to };
}

function checkIf(syntax: Of<'if'>, check: Check): Node {
  const test = checkNode(syntax.test, check);
  wantBoolean(check, test, 'if 后面');
  const then = checkNode(syntax.then, check);
  const other = checkNode(syntax.else, check);
  const shape = unite(then.shape, other.shape);
  return { kind: 'if', test, then, else: other, shape, from: syntax.from, to: syntax.to };
}

function elementOf(shape: Shape): Shape {
  if (shape.type === 'list' || shape.type === 'choices') return shape.of ?? ANY;
  return shape.type === 'range' ? ANY : shape;
}

function checkBind(bind: SyntaxBind, check: Check): { bind: Bind; local: Local } {
  const over = checkNode(bind.over, check);
  const until = bind.until === undefined ? undefined : checkNode(bind.until, check);
  for (const end of until === undefined ? [] : [over, until]) {
    if (!open(end.shape) && end.shape.type !== 'number' && end.shape.type !== 'date') {
      note(check, 'wrong-type', '“..”的两头要写整数或日期', end);
    }
  }
  const slot = check.slots++;
  const shape = until === undefined ? elementOf(over.shape) : unite(over.shape, until.shape);
  const local = { name: bind.name, shape, slot, bare: false };
  return { bind: { slot, over, ...(until && { until }) }, local };
}

function checkLoop(syntax: Of<'loop'>, check: Check): Node {
  const { how, from, to } = syntax;
  const before = check.locals.length;
  const binds = syntax.binds.map((one) => {
    const made = checkBind(one, check);
    check.locals.push(made.local);
    return made.bind;
  });
  const body = checkNode(syntax.body, check);
  check.locals.length = before;
  if (how !== 'for') wantBoolean(check, body, 'satisfies 后面');
  const shape: Shape = how === 'for' ? { type: 'list', of: body.shape } : BOOLEAN;
  return { kind: 'loop', how, binds, body, shape, from, to };
}

function checkFilter(syntax: Of<'filter'>, check: Check): Node {
  const { from, to } = syntax;
  const of = checkNode(syntax.of, check);
  const slot = check.slots++;
  const item = elementOf(of.shape);
  const local = { name: 'item', shape: item, slot, bare: true };
  const by = bound(check, [local], () => checkNode(syntax.by, check));
  const kind = by.shape.type;
  if (!open(by.shape) && kind !== 'boolean' && kind !== 'number') {
    note(check, 'wrong-type', '方括号里要写第几个（数）或条件（是非）', by);
  }
  const shape: Shape = kind === 'number' ? item : kind === 'boolean' ? { type: 'list', of: item } : ANY;
  return { kind: 'filter', of, by, slot, shape, from, to };
}

function checkContext(syntax: Of<'context'>, check: Check): Node {
  const before = check.locals.length;
  const fields: NonNullable<Shape['fields']> = new Map();
  const entries = syntax.entries.map((entry) => {
    const of = checkNode(entry.of, check);
    const slot = check.slots++;
    if (fields.has(entry.key)) note(check, 'bad-literal', `“${entry.key}”写了两次`, entry.of);
    fields.set(entry.key, { key: entry.key, shape: of.shape, group: false, many: false });
    check.locals.push({ name: entry.key, shape: of.shape, slot, bare: false });
    return { key: entry.key, slot, of };
  });
  check.locals.length = before;
  const shape: Shape = { type: 'record', fields };
  return { kind: 'context', entries, shape, from: syntax.from, to: syntax.to };
}

function checkList(syntax: Of<'list'>, check: Check): Node {
  const items = syntax.items.map((item) => checkNode(item, check));
  const of = items.map((item) => item.shape).reduce(unite, NONE);
  const shape: Shape = { type: 'list', of: items.length === 0 ? ANY : of };
  return { kind: 'list', items, shape, from: syntax.from, to: syntax.to };
}

function checkAt(syntax: Of<'at'>, check: Check): Node {
  const value = parseDay(syntax.value) ?? parseSpan(syntax.value);
  if (value !== null) return literal(value, value instanceof Day ? DATE : DURATION, syntax);
  note(check, 'bad-literal', `“${syntax.value}”不是日期也不是时长，请写成 2026-11-22 或 P3D`, syntax);
  return broken(syntax);
}

function checkNumber(syntax: Of<'number'>, check: Check): Node {
  const value = numberOf(syntax.text);
  if (value === null) note(check, 'bad-literal', `“${syntax.text}”这个数太大或写法不对`, syntax);
  return literal(value, NUMBER, syntax);
}

const instanceTypes = ['number', 'string', 'boolean', 'date', 'days and time duration',
  'years and months duration', 'list', 'context', 'Any', 'Null'];

function checkInstance(syntax: Of<'instance'>, check: Check): Node {
  if (!instanceTypes.includes(syntax.type)) {
    note(check, 'unsupported', `不支持类型“${syntax.type}”，可用：${instanceTypes.join('、')}`, syntax);
  }
  const { type, from, to } = syntax;
  return { kind: 'instance', of: checkNode(syntax.of, check), type, shape: BOOLEAN, from, to };
}

function checkInterval(syntax: Of<'interval'>, check: Check): Node {
  const { openLow, openHigh, from, to } = syntax;
  return { kind: 'interval', ...ends(syntax, check), openLow, openHigh, shape: RANGE, from, to };
}

type Checks = { [K in Syntax['kind']]: (syntax: Of<K>, check: Check) => Node };

const checks: Checks = {
  null: (syntax) => literal(null, NONE, syntax),
  number: checkNumber,
  text: (syntax) => literal(syntax.value, TEXT, syntax),
  boolean: (syntax) => literal(syntax.value, BOOLEAN, syntax),
  at: checkAt,
  name: checkName,
  path: checkPath,
  filter: checkFilter,
  call: checkCall,
  compare: checkCompare,
  arithmetic: checkArithmetic,
  negate: checkNegate,
  logic: checkLogic,
  between: checkBetween,
  in: checkIn,
  unary: (syntax, check) => {
    note(check, 'syntax', '比较符号写重了，或者前面缺少被比较的字段', syntax);
    return broken(syntax);
  },
  interval: checkInterval,
  if: checkIf,
  loop: checkLoop,
  list: checkList,
  context: checkContext,
  instance: checkInstance,
};

/** Checks one piece of syntax. */
export function checkNode(syntax: Syntax, check: Check): Node {
  return (checks[syntax.kind] as (syntax: Syntax, check: Check) => Node)(syntax, check);
}

const wantedNames: Partial<Record<RuleType, Shape>> = { boolean: BOOLEAN, number: NUMBER };

/** Checks a whole rule; `expect` is the type its place wants. */
export function checkRule(syntax: Syntax, check: Check, expect: RuleType | undefined): Node {
  const node = checkNode(syntax, check);
  if (expect === undefined || expect === 'any') return node;
  const wanted = wantedNames[expect] ?? { type: expect };
  if (!comparable(node.shape, wanted)) {
    const message = `这里要的是“${typeName(wanted)}”，写出来的是“${typeName(node.shape)}”`;
    note(check, 'wrong-type', message, syntax);
  }
  return node;
}
