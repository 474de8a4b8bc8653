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
import { condition, verdictOf } from './conditions.ts';
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

/** The statements of a run. `coded`: it gives a verdict code and not a value. */
function body(tree: Node, e: Emit, coded: boolean): void {
  if (tree.kind === 'logic') {
    const decides = tree.op === 'or';
    const flag = temp(e);
    const codes = { true: TRUE, false: FALSE };
    const jump = `return ${coded ? codes[`${decides}`] : decides};`;
    e.lines.push(`${flag} = 0;`);
    for (const part of tree.parts) condition(part, { on: decides, jump, flag }, e);
    const rest = `${flag} === 0 ? ${codes[`${!decides}`]} : ${flag} > 1 ? ${UNKNOWN} : ${NONE}`;
    e.lines.push(`return ${coded ? rest : verdictOf(!decides, flag)};`);
    return;
  }
  const { boxed } = e.value(tree);
  e.lines.push(`return ${coded ? `code(${boxed})` : boxed};`);
}

/** The source of the function that makes the function; only names and integers of ours are in it. */
function source(e: Emit): string {
  const constants = e.constants.map((_, at) => `const k${at} = constants[${at}];`);
  const kept = Array.from({ length: e.held }, (_, at) => `let h${at} = NaN, h${at}v = null;`);
  const temps = Array.from({ length: e.temps }, (_, at) => `t${at}`);
  const daily = e.fresh.length > 0;
  return `'use strict';
const { ${Object.keys(help).join(', ')} } = help;
${constants.join('\n')}
${kept.join('\n')}
${daily ? `let today;\nfunction begin(env) {\nconst still = stillFrame(env);` : ''}
${e.fresh.join('\n')}
${daily ? 'today = env.today;\n}' : ''}
return function run(row, env) {
${daily ? 'if (env.today !== today) begin(env);' : ''}
let at${temps.map((name) => `, ${name}`).join('')};
try {
${e.lines.join('\n')}
} catch (stop) {
if (stop !== spent) throw stop;
return whole(frame(row, env));
}
};`;
}

function made(tree: Node, layout: Layout, coded: boolean): (row: Row, env: Env) => unknown {
  const e = beginEmit(layout);
  body(tree, e, coded);
  const run = makeRun(tree);
  const whole = coded ? (at: Frame): number => help.code(run(at)) : run;
  const make = new Function('help', 'constants', 'whole', source(e));
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
  for (let at = 0; at < runs.length; at += CALLS) callers.push(caller(runs.slice(at, at + CALLS), at));
  return {
    run: (row, env) => {
      const out = new Uint8Array(runs.length);
      for (const call of callers) call(row, env, out);
      return out;
    },
  };
}
