/**
 * Syntax → typed tree: names become addresses, labels become codes, types are compared. It goes on
 * after a problem, so that an author sees all of them at once.
 */
import type { Known } from '../language/names.ts';
import type { Syntax, SyntaxBind } from '../language/syntax.ts';
import type { RuleType, Shape } from './shape.ts';
import type { FeelType } from '../values/feel-type.ts';
import type { Bind, Node } from './tree.ts';
import type { Check, Local } from './checking.ts';
import { bound, broken, fitOptions, literal, mismatch, note } from './checking.ts';
import { checkIn, ends } from './in.ts';
import { checkCall } from './calls.ts';
import { checkFunction, checkInvoke } from './functions.ts';
import { checkName, checkPath } from './name.ts';
import { numberOf } from '../values/number.ts';
import { parseTemporal } from '../values/temporal.ts';
import { typeNames } from '../values/feel-type.ts';
import {
  ANY,
  arithmeticShape,
  BOOLEAN,
  comparable,
  NONE,
  NUMBER,
  open,
  orderable,
  RANGE,
  temporalShape,
  TEXT,
  typeName,
  unite,
} from './shapes.ts';

function wantBoolean(check: Check, node: Node, where: string): void {
  if (open(node.shape) || node.shape.type === 'boolean') return;
  note(
    check,
    'wrong-type',
    `${where}要的是“是非”，这里是“${typeName(node.shape)}”，请写成比较`,
    node,
  );
}

function pair(check: Check, left: Node, right: Node): [Node, Node] {
  return [fitOptions(check, left, right.shape), fitOptions(check, right, left.shape)];
}

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

function checkCompare(syntax: Of<'compare'>, check: Check): Node {
  const { op, from, to } = syntax;
  const [left, right] = pair(check, check.visit(syntax.left), check.visit(syntax.right));
  const same = op === '=' || op === '!=';
  const fits = same ? comparable(left.shape, right.shape) : orderable(left.shape, right.shape);
  if (!fits) mismatch(check, syntax, left.shape, right.shape);
  return { kind: 'compare', op, left, right, shape: BOOLEAN, from, to };
}

function checkArithmetic(syntax: Of<'arithmetic'>, check: Check): Node {
  const { op, from, to } = syntax;
  const left = check.visit(syntax.left);
  const right = check.visit(syntax.right);
  const shape = arithmeticShape(op, left.shape, right.shape);
  if (shape === null) {
    const names = `“${typeName(left.shape)}”和“${typeName(right.shape)}”`;
    const hint =
      op === '+' && (left.shape.type === 'text' || right.shape.type === 'text')
        ? '要拼成文字，请用 string(…) 转换'
        : [left.shape.type, right.shape.type].includes('date')
          ? '日期加减请写 天(3)、月(1)、duration("P3D") 或 工作日后(日期, 天数)'
          : '请检查两边的类型';
    note(check, 'wrong-type', `${names}之间不能用 ${op}，${hint}`, syntax);
  }
  return { kind: 'arithmetic', op, left, right, shape: shape ?? ANY, from, to };
}

function checkNegate(syntax: Of<'negate'>, check: Check): Node {
  const { from, to } = syntax;
  const right = check.visit(syntax.of);
  const left = literal(-1, NUMBER, { from, to: from + 1 });
  const shape = arithmeticShape('*', NUMBER, right.shape);
  if (shape === null) {
    note(check, 'wrong-type', `“${typeName(right.shape)}”前面不能加负号，请检查类型`, syntax);
  }
  return { kind: 'arithmetic', op: '*', left, right, shape: shape ?? ANY, from, to };
}

function checkLogic(syntax: Of<'logic'>, check: Check): Node {
  const { op, from, to } = syntax;
  const parts = syntax.parts.map((part) => check.visit(part));
  for (const part of parts) wantBoolean(check, part, `${op} 的两边`);
  return { kind: 'logic', op, parts, shape: BOOLEAN, from, to };
}

function checkBetween(syntax: Of<'between'>, check: Check): Node {
  const of = check.visit(syntax.of);
  const low = check.visit(syntax.low);
  const high = check.visit(syntax.high);
  for (const end of [low, high]) {
    if (!orderable(of.shape, end.shape)) mismatch(check, end, of.shape, end.shape);
  }
  return { kind: 'between', of, low, high, shape: BOOLEAN, from: syntax.from, to: syntax.to };
}

function checkIf(syntax: Of<'if'>, check: Check): Node {
  const test = check.visit(syntax.test);
  wantBoolean(check, test, 'if 后面');
  const yes = check.visit(syntax.yes);
  const no = check.visit(syntax.no);
  const shape = unite(yes.shape, no.shape);
  return { kind: 'if', test, yes, no, shape, from: syntax.from, to: syntax.to };
}

function elementOf(shape: Shape): Shape {
  if (shape.type === 'list' || shape.type === 'choices') return shape.of ?? ANY;
  return shape.type === 'range' ? ANY : shape;
}

function checkBind(bind: SyntaxBind, check: Check): { bind: Bind; local: Local } {
  const over = check.visit(bind.over);
  const until = bind.until === undefined ? undefined : check.visit(bind.until);
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
  const partial = how === 'for' ? check.slots++ : -1;
  const own: Local = {
    name: 'partial',
    shape: { type: 'list', of: ANY },
    slot: partial,
    bare: false,
  };
  if (how === 'for') check.locals.splice(before, 0, own);
  const body = check.visit(syntax.body);
  check.locals.length = before;
  if (how !== 'for') wantBoolean(check, body, 'satisfies 后面');
  const shape: Shape = how === 'for' ? { type: 'list', of: body.shape } : BOOLEAN;
  const asks = own.used === true && { partial };
  return { kind: 'loop', how, binds, body, ...asks, shape, from, to };
}

function checkFilter(syntax: Of<'filter'>, check: Check): Node {
  const { from, to } = syntax;
  const of = check.visit(syntax.of);
  const slot = check.slots++;
  const item = elementOf(of.shape);
  const local = { name: 'item', shape: item, slot, bare: true };
  const by = bound(check, local, () => check.visit(syntax.by));
  const kind = by.shape.type;
  if (!open(by.shape) && kind !== 'boolean' && kind !== 'number') {
    note(check, 'wrong-type', '方括号里要写第几个（数）或条件（是非）', by);
  }
  const shape: Shape =
    kind === 'number' ? item : kind === 'boolean' ? { type: 'list', of: item } : ANY;
  return { kind: 'filter', of, by, slot, shape, from, to };
}

function checkContext(syntax: Of<'context'>, check: Check): Node {
  const before = check.locals.length;
  const fields: NonNullable<Shape['fields']> = new Map();
  const names = new Set(syntax.entries.map((entry) => entry.key));
  if (check.lenient && names.size < syntax.entries.length) return broken(syntax);
  const entries = syntax.entries.map((entry) => {
    const slot = check.slots++;
    const itself: Local = { name: entry.key, shape: { type: 'function' }, slot, bare: false };
    const own = entry.of.kind === 'function';
    const of = own ? bound(check, itself, () => check.visit(entry.of)) : check.visit(entry.of);
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
  const items = syntax.items.map((item) => check.visit(item));
  const of = items.map((item) => item.shape).reduce(unite, NONE);
  const shape: Shape = { type: 'list', of: items.length === 0 ? ANY : of };
  return { kind: 'list', items, shape, from: syntax.from, to: syntax.to };
}

function checkAt(syntax: Of<'at'>, check: Check): Node {
  const value = parseTemporal(syntax.value);
  if (value !== null) return literal(value, temporalShape(value), syntax);
  note(
    check,
    'bad-literal',
    `“${syntax.value}”不是日期、时刻或时长，请写成 2026-11-22、09:30:00 或 P3D`,
    syntax,
  );
  return broken(syntax);
}

function checkNumber(syntax: Of<'number'>, check: Check): Node {
  const value = numberOf(syntax.text);
  if (value === null) note(check, 'bad-literal', `“${syntax.text}”这个数太大或写法不对`, syntax);
  return literal(value, NUMBER, syntax);
}

/** Types a text names that are none of the language's (item definitions are not known here). */
function strangeTypes(type: FeelType): string[] {
  if (typeof type === 'string') return typeNames.includes(type) ? [] : [type];
  if ('list' in type) return strangeTypes(type.list);
  if ('range' in type) return strangeTypes(type.range);
  if ('context' in type) return type.context.flatMap(([, of]) => strangeTypes(of));
  return [...type.function, type.result].flatMap(strangeTypes);
}

function checkInstance(syntax: Of<'instance'>, check: Check): Node {
  const { type, from, to, typeFrom } = syntax;
  const [strange] = strangeTypes(type);
  if (strange !== undefined) {
    const all = typeNames.join('、');
    const message = `没有“${strange}”这种类型，可用：${all}`;
    note(check, 'unsupported', message, { from: typeFrom, to });
  }
  return { kind: 'instance', of: check.visit(syntax.of), type, shape: BOOLEAN, from, to };
}

function checkRay(syntax: Of<'unary'>, check: Check): Node {
  const { op, from, to } = syntax;
  const than = check.visit(syntax.than);
  if (!orderable(than.shape, than.shape)) mismatch(check, than, than.shape, than.shape);
  return { kind: 'ray', op, than, shape: RANGE, from, to };
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
  unary: checkRay,
  interval: checkInterval,
  if: checkIf,
  loop: checkLoop,
  list: checkList,
  context: checkContext,
  instance: checkInstance,
  function: checkFunction,
  invoke: checkInvoke,
};

/** Begins the check of one rule; a lenient one notes no problems. */
export function beginCheck(known: Known, lenient = false): Check {
  const check: Check = {
    known,
    lenient,
    problems: [],
    locals: [],
    slots: 0,
    reads: new Set(),
    visit: (syntax) =>
      (checks[syntax.kind] as (syntax: Syntax, check: Check) => Node)(syntax, check),
  };
  return check;
}

const wantedNames: Partial<Record<RuleType, Shape>> = { boolean: BOOLEAN, number: NUMBER };

/** Checks a whole rule; `expect` is the type its place wants. */
export function checkRule(syntax: Syntax, check: Check, expect: RuleType | undefined): Node {
  const node = check.visit(syntax);
  if (node.shape.at !== undefined || node.shape.of?.at !== undefined) {
    note(check, 'group-alone', '这里写出来的是整组字段，请写明用哪一个，例如 演员[1].姓名', syntax);
  }
  if (expect === undefined || expect === 'any') return node;
  const wanted = wantedNames[expect] ?? { type: expect };
  if (!comparable(node.shape, wanted)) {
    const message = `这里要的是“${typeName(wanted)}”，写出来的是“${typeName(node.shape)}”`;
    note(check, 'wrong-type', message, syntax);
  }
  return node;
}
