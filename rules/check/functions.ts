/** Own functions, and calls of values. */
import type { Check, Local } from './checking.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Shape } from './shape.ts';
import type { Node, NodeParam } from './tree.ts';
import type { FeelType } from '../values/feel-type.ts';
import { builtins } from '../builtins/table.ts';
import { broken, note } from './checking.ts';
import { ANY, BOOLEAN, DATE, DURATION, NUMBER, open, RANGE, TEXT, typeName } from './shapes.ts';

const simple: Record<string, Shape> = {
  number: NUMBER,
  string: TEXT,
  boolean: BOOLEAN,
  date: DATE,
  time: { type: 'time' },
  'date and time': { type: 'date-time' },
  'days and time duration': DURATION,
  'years and months duration': DURATION,
  range: RANGE,
  function: { type: 'function' },
};

/** What is known of a value of a type. */
export function shapeOfType(type: FeelType): Shape {
  if (typeof type === 'string') return Object.hasOwn(simple, type) ? (simple[type] ?? ANY) : ANY;
  if ('list' in type) return { type: 'list', of: shapeOfType(type.list) };
  if ('range' in type) return RANGE;
  if ('context' in type) return ANY;
  return { type: 'function', of: shapeOfType(type.result) };
}

/** An argument; the bare name of a function of the language is that function as a value. */
export function argument(syntax: Syntax, check: Check): Node {
  const builtin = syntax.kind === 'name' ? builtins.get(syntax.name) : undefined;
  if (syntax.kind !== 'name' || builtin === undefined) return check.visit(syntax);
  const { name, from, to } = syntax;
  const taken = check.known.names.has(name) || check.locals.some((one) => one.name === name);
  if (taken) return check.visit(syntax);
  return { kind: 'builtin', builtin, shape: { type: 'function' }, from, to };
}

/** Checks the definition of a function. Its shape's `of` is the shape of its result. */
export function checkFunction(syntax: Extract<Syntax, { kind: 'function' }>, check: Check): Node {
  const { from, to } = syntax;
  const before = check.locals.length;
  const params = syntax.params.map(({ name, type }): NodeParam => {
    const slot = check.slots++;
    const local: Local = { name, shape: shapeOfType(type), slot, bare: false };
    if (check.locals.slice(before).some((one) => one.name === name)) {
      note(check, 'bad-literal', `参数“${name}”写了两次`, syntax);
    }
    check.locals.push(local);
    return { name, slot, type };
  });
  if (syntax.body === null) note(check, 'unsupported', '规则里不能用外部函数', syntax);
  const body = syntax.body === null ? null : check.visit(syntax.body);
  check.locals.length = before;
  const shape: Shape = { type: 'function', of: body?.shape ?? ANY };
  return { kind: 'function', params, body, shape, from, to };
}

/** Checks a call of a value: a local name, a member, or what another call gives. */
export function checkInvoke(syntax: Extract<Syntax, { kind: 'invoke' }>, check: Check): Node {
  return invocation(syntax, check.visit(syntax.of), check);
}

type Given = { args: Syntax[]; keys: string[] | null; from: number; to: number };

/** A call of what a node gives. */
export function invocation(syntax: Given, of: Node, check: Check): Node {
  const { keys, from, to } = syntax;
  if (!open(of.shape) && of.shape.type !== 'function') {
    const message = `“${typeName(of.shape)}”不是函数，后面不能写括号`;
    note(check, 'wrong-type', message, of);
    return broken(syntax);
  }
  const args = syntax.args.map((arg) => argument(arg, check));
  return { kind: 'invoke', of, args, keys, shape: of.shape.of ?? ANY, from, to };
}
