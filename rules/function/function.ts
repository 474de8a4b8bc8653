/**
 * Rules as generated functions: typed JavaScript from the tree, by `new Function`. Server only (a
 * page that forbids eval takes the closures). What they say is what the closures say, exactly; what
 * is not written out as code is embedded as its closure, so every rule is accepted.
 */
import type { Env, Frame, Run } from '../closure/frame.ts';
import type { Node } from '../check/tree.ts';
import type { Layout } from '../layout.ts';
import type { Emit } from './emit.ts';
import type { Row } from './row.ts';
import type { Shape } from '../check/shape.ts';
import type { Json, Value } from '../values/values.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { compare } from '../values/compare.ts';
import { age, civil, Day, lastBirthday } from '../values/day.ts';
import { Decimal } from '../values/number.ts';
import { fromJson, settled } from '../values/values.ts';
import { condition } from './conditions.ts';
import { temp } from './emit.ts';
import { stillFrame } from './hold.ts';
import { doubleOfDecimal } from './kinds.ts';
import { beginEmit } from './values.ts';

export type { Row } from './row.ts';
export { rowOf } from './row.ts';

/** What is generated from: a rule, or anything else that has a typed tree. */
export type Treed = { tree: Node };

/** A rule as a function of a row. `run` throws only what `read` or the calendar throw. */
export type Program = { run(row: Row, env: Env): Value };

/** Verdicts as codes. */
export const FALSE = 0;
export const TRUE = 1;
/** None, or a value that is no truth. */
export const NONE = 2;
export const UNKNOWN = 3;

const frame = (row: Row, env: Env): Frame => {
  const { read } = row;
  return { read, env, waits: [], locals: [], fuel: FUEL };
};

/** The rule took more turns than it may: then the closure alone says what comes of it. */
const SPENT = new Error('spent');

/** Runs the closure of a part; all parts of a run share its turns. */
function within(run: Run, at: Frame): Value {
  const value = run(at);
  if (at.fuel < 0) throw SPENT;
  return value;
}

/** What the code calls. A cell's `value` is read from its fact only where its code does not tell. */
const help = {
  compare,
  frame,
  stillFrame,
  part: within,
  apply: (run: Run, at: Frame, locals: Value[]): Value => {
    at.locals = locals;
    return within(run, at);
  },
  spent: SPENT,
  value: (json: Json | undefined, shape: Shape): Value =>
    json === undefined ? undefined : fromJson(json, shape),
  number: (value: Value): number => {
    if (typeof value === 'number') return value;
    return value instanceof Decimal ? doubleOfDecimal(value) : Number.NaN;
  },
  day: (value: Value): number => (value instanceof Day ? value.n : Number.NaN),
  yearOf: (day: number): number => civil(day).year,
  ageOf: (birth: number, day: number): number | null => age(new Day(birth), new Day(day)),
  birthday: (day: number, years: number): number =>
    Number.isNaN(day) ? day : lastBirthday(new Day(day), years),
  code: (value: Value): number =>
    value === true ? TRUE : value === false ? FALSE : settled(value) ? NONE : UNKNOWN,
};

/** The statements that tell a truth from conditions. `coded`: as a verdict code. */
function conditions(tree: Extract<Node, { kind: 'logic' }>, e: Emit, coded: boolean): void {
  const decides = tree.op === 'or';
  const codes = { true: TRUE, false: FALSE };
  const [decided, rest] = coded ? [codes[`${decides}`], codes[`${!decides}`]] : [decides, !decides];
  const flag = e.leaves ? '' : temp(e);
  if (!e.leaves) e.lines.push(`${flag} = 0;`);
  for (const part of tree.parts)
    condition(part, { on: decides, jump: `return ${decided};`, flag }, e);
  const [unknown, none] = coded ? [UNKNOWN, NONE] : ['undefined', 'null'];
  e.lines.push(
    e.leaves
      ? `return ${rest};`
      : `return ${flag} === 0 ? ${rest} : ${flag} > 1 ? ${unknown} : ${none};`,
  );
}

/** The body of a function; `today`: it looks whether the day is still the same. */
function body(e: Emit, today: boolean): string {
  const temps = Array.from({ length: e.temps }, (_, at) => `, t${at}`);
  const lines = e.lines.join('\n');
  const guarded = `try {\n${lines}\n} catch (stop) {
if (stop !== spent) throw stop;
return whole(frame(row, env));\n}`;
  return `${today && e.fresh.length > 0 ? 'if (env.today !== today) begin(env);' : ''}
let at${temps.join('')};
${lines.includes('at ??=') ? guarded : lines}`;
}

/**
 * The source of the function that makes the function; only names and integers of ours are in it.
 * Conditions have a lean code for whoever has every fact, which leaves for the full one.
 */
function source(tree: Node, e: Emit, coded: boolean): string {
  const bodies: string[] = [];
  for (const leaves of tree.kind === 'logic' ? [true, false] : [false]) {
    e.leaves = leaves;
    e.lines = [];
    e.temps = 0;
    if (tree.kind === 'logic') conditions(tree, e, coded);
    else {
      const { boxed } = e.value(tree);
      e.lines.push(`return ${coded ? `code(${boxed})` : boxed};`);
    }
    bodies.push(body(e, bodies.length === 0));
  }
  const constants = e.constants.map((_, at) => `const k${at} = constants[${at}];`);
  const kept = Array.from({ length: e.held }, (_, at) => `let h${at} = NaN, h${at}v = null;`);
  const daily = e.fresh.length > 0;
  const [run = '', full] = bodies;
  return `'use strict';
const { ${Object.keys(help).join(', ')} } = help;
${constants.join('\n')}
${kept.join('\n')}
${daily ? `let today;\nfunction begin(env) {\nconst still = stillFrame(env);\n${e.fresh.join('\n')}` : ''}
${daily ? 'today = env.today;\n}' : ''}
${full === undefined ? '' : `function full(row, env) {\n${full}\n}`}
return function run(row, env) {
${run}
};`;
}

function made(tree: Node, layout: Layout, coded: boolean): (row: Row, env: Env) => unknown {
  const e = beginEmit(layout);
  const run = makeRun(tree);
  const whole = coded ? (at: Frame): number => help.code(run(at)) : run;
  const text = source(tree, e, coded);
  const make = new Function('help', 'constants', 'whole', text);
  return make(help, e.constants, whole) as (row: Row, env: Env) => unknown;
}

/** Generates the function of a rule over rows of a layout (`rowOf` with the same layout). */
export function makeFunction(rule: Treed, layout: Layout): Program {
  return { run: made(rule.tree, layout, false) as Program['run'] };
}

/** Many rules over one row: a verdict code for each, in their order. */
export type Programs = { run(row: Row, env: Env): Uint8Array };

/** Calls written out in one function: longer ones are not optimised. */
const CALLS = 64;

function caller(runs: unknown[], from: number): (row: Row, env: Env, out: Uint8Array) => void {
  const names = runs.map((_, at) => `const f${at} = runs[${at}];`);
  const calls = runs.map((_, at) => `out[${from + at}] = f${at}(row, env);`);
  const text = `${names.join('\n')}\nreturn function (row, env, out) {\n${calls.join('\n')}\n};`;
  return new Function('runs', text)(runs) as (row: Row, env: Env, out: Uint8Array) => void;
}

/** Generates the functions of many rules: `run` tells FALSE, TRUE, NONE or UNKNOWN for each. */
export function makeAll(rules: readonly Treed[], layout: Layout): Programs {
  const runs = rules.map((rule) => made(rule.tree, layout, true));
  const callers: ((row: Row, env: Env, out: Uint8Array) => void)[] = [];
  for (let at = 0; at < runs.length; at += CALLS)
    callers.push(caller(runs.slice(at, at + CALLS), at));
  return {
    run: (row, env) => {
      const out = new Uint8Array(runs.length);
      for (const call of callers) call(row, env, out);
      return out;
    },
  };
}
