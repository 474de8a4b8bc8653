/** Own functions as values, functions of the language as values, and calls of both. */
import type { Frame, Run } from './frame.ts';
import type { Node } from '../check/tree.ts';
import type { Builtin } from '../builtins/builtin.ts';
import type { FuncParam } from '../values/func.ts';
import type { Value } from '../values/values.ts';
import { decided } from './frame.ts';
import { bounded } from './spend.ts';
import { Func } from '../values/func.ts';
import { conform } from '../values/instance.ts';
import { settled } from '../values/values.ts';

/** Calls within calls, at most: beyond it a call gives none. */
const DEEPEST = 400;

type Make = (node: Node) => Run;

/** The closure of a function's definition; it keeps the names bound around it. */
export function functionRun(node: Extract<Node, { kind: 'function' }>, make: Make): Run {
  const params = node.params.map(({ name, type }): FuncParam => ({
    name,
    type,
    optional: false,
    rest: false,
  }));
  const slots = node.params.map((param) => param.slot);
  const body = node.body === null ? null : make(node.body);
  return (at) => {
    const around = at.locals.slice();
    const call = (args: Value[], now: unknown): Value => {
      if (body === null) return null;
      const frame = now as Frame;
      const before = frame.locals;
      frame.locals = around.slice();
      slots.forEach((slot, index) => {
        frame.locals[slot] = args[index];
      });
      const value = body(frame);
      frame.locals = before;
      return value;
    };
    return new Func(params, call, around);
  };
}

/** A call; one that needs more room than there is gives none, and so does the evaluation. */
function called(func: Func, args: Value[], at: Frame): Value {
  const { locals } = at;
  try {
    return func.call(args, at);
  } catch (stop) {
    if (!(stop instanceof RangeError)) throw stop;
    at.locals = locals;
    at.fuel = -1;
    return null;
  }
}

/** Calls a function value: arguments must be as many as its parameters and of their types. */
export function callFunc(func: Func, given: Value[], at: Frame): Value {
  const { params } = func;
  const rest = params.at(-1)?.rest === true;
  const needed = params.filter((param) => !param.optional && !param.rest).length;
  if (given.length < needed || (!rest && given.length > params.length)) return null;
  const args: Value[] = [];
  for (const [index, value] of given.entries()) {
    const made = conform(value, params[index]?.type ?? 'Any');
    if (!made.fits) return null;
    args.push(made.value);
  }
  const depth = at.depth ?? 0;
  at.fuel -= 1 + (func.locals.length >> 3);
  if (at.fuel < 0 || depth >= DEEPEST) {
    at.fuel = -1;
    return null;
  }
  at.depth = depth + 1;
  const value = called(func, args, at);
  at.depth = depth;
  return at.fuel < 0 ? null : value;
}

/**
 * Named arguments in the order of the parameters, none for those not named (DMN 1.5, §10.3.2.13.5);
 * null where the names do not fit.
 */
function inOrder(func: Func, keys: string[], values: Value[]): Value[] | null {
  const names = func.params.map((param) => param.name);
  if (keys.some((key) => !names.includes(key)) || new Set(keys).size < keys.length) return null;
  const needed = func.params.findLastIndex((param) => !param.optional && !param.rest);
  const last = Math.max(needed, ...keys.map((key) => names.indexOf(key)));
  const args: Value[] = [];
  for (let index = 0; index <= last; index++) {
    const at = keys.indexOf(names[index] ?? '');
    args.push(at < 0 ? null : values[at]);
  }
  return args;
}

/** The closure of a call of a value; a value that is no function gives none. */
export function invokeRun(node: Extract<Node, { kind: 'invoke' }>, make: Make): Run {
  const of = make(node.of);
  const args = node.args.map(make);
  const { keys } = node;
  return (at) => {
    const mark = at.waits.length;
    const func = of(at);
    const values = args.map((arg) => arg(at));
    if (func === undefined) return undefined;
    const given = func instanceof Func && keys !== null ? inOrder(func, keys, values) : values;
    const value = func instanceof Func && given !== null ? callFunc(func, given, at) : null;
    if (at.waits.length !== mark && settled(value)) decided(at, mark);
    return bounded(at, value);
  };
}

/** The closure of a function of the language that stands as a value. */
export function builtinRun(builtin: Builtin): Run {
  const params = builtin.params.map(({ name, optional, rest }): FuncParam => ({
    name,
    type: 'Any',
    optional,
    rest,
  }));
  const call = (args: Value[], now: unknown): Value => {
    const at = now as Frame;
    return builtin.run(args, at.env, (func, given) => callFunc(func, given, at));
  };
  return () => new Func(params, call, []);
}
