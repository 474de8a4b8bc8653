/** The functions of the language: one row each — signature, result, and what it does. */
import type { Act, Builtin, Param, Row } from './builtin.ts';
import type { RuleType } from '../check/shape.ts';
import type { Truth, Value } from '../values/values.ts';
import { listRows } from './lists.ts';
import { numberRows } from './numbers.ts';
import { textRows } from './texts.ts';
import { timeRows } from './times.ts';
import { ownRows } from './ours.ts';
import { Day, Span } from '../values/day.ts';
import { DateTime } from '../values/moment.ts';
import { isNum } from '../values/number.ts';
import { Time } from '../values/time.ts';
import { truth } from '../values/values.ts';

function parameter(text: string): Param {
  const [, rest, name, optional, type] = /^(\.{3})?([^?:]+)(\?)?: ([\w|-]+)$/.exec(text.trim()) ?? [];
  if (name === undefined || type === undefined) throw new Error(`a bad parameter: ${text}`);
  const [first = 'any', ...also] = type.split('|') as RuleType[];
  return {
    name,
    type: first,
    also,
    optional: optional !== undefined,
    rest: rest !== undefined,
  };
}

/** A known value is of the type a parameter declares. */
function fits(value: Value, type: RuleType): boolean {
  switch (type) {
    case 'number':
      return isNum(value);
    case 'text':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return value instanceof Day;
    case 'duration':
      return value instanceof Span;
    case 'time':
      return value instanceof Time;
    case 'date-time':
      return value instanceof DateTime;
    case 'record':
      return value instanceof Map;
    default:
      return true;
  }
}

function fitsOther(value: Value, param: Param | undefined): boolean {
  return param !== undefined && param.also.some((type) => fits(value, type));
}

/** The list of parameters that takes so many arguments. */
export function formFor(forms: Param[][], n: number): Param[] | undefined {
  return forms.find((params) => {
    const needed = params.filter((param) => !param.optional).length;
    return n >= needed && (n <= params.length || params.some((param) => param.rest));
  });
}

/** The run of a function with one list of parameters, or two. */
function strictOne(forms: Param[][], act: Act): Act {
  if (forms.length === 1) return strict(forms[0] ?? [], act);
  const runs = new Map(forms.map((params) => [params, strict(params, act)]));
  return (args, env) => {
    const run = runs.get(formFor(forms, args.length) ?? []);
    return run === undefined ? null : run(args, env);
  };
}

/** None in, none out; unknown in, unknown out; a single value stands for a list of one. */
function strict(params: Param[], act: Act): Act {
  return (args, env) => {
    let unknown = false;
    for (let at = 0; at < args.length; at++) {
      const value = args[at];
      const param = params[Math.min(at, params.length - 1)];
      const type = param?.type ?? 'any';
      if (value === null) return null;
      if (value === undefined) unknown = true;
      else if (type === 'list') {
        const list = Array.isArray(value) ? value : [value];
        if (list.includes(undefined)) unknown = true;
        args[at] = list;
      } else if (!fits(value, type) && !fitsOther(value, param)) return null;
    }
    return unknown ? undefined : act(args, env);
  };
}

/** Gathers the arguments of a repeating parameter; one list stands for its members. */
function gathered(act: Act): Act {
  return (args, env) => {
    const [first] = args;
    if (args.length === 1 && !Array.isArray(first)) {
      return first === undefined || first === null ? first : act([[first]], env);
    }
    return act([args.length === 1 ? first : args], env);
  };
}

function builtin(row: Row): Builtin {
  const [, name, list] = /^([^(]+)\((.*)\)$/.exec(row.signature) ?? [];
  if (name === undefined || list === undefined) throw new Error(`a bad row: ${row.signature}`);
  const parameters = (text: string): Param[] =>
    text === '' ? [] : text.split(',').map(parameter);
  const params = parameters(list);
  const forms = row.other === undefined ? [params] : [params, parameters(row.other)];
  const { result, act } = row;
  const gathers = params[0]?.rest === true && row.partly !== true;
  const run = row.partly === true ? act : gathers ? gathered(act) : strictOne(forms, act);
  return {
    name,
    params,
    forms,
    result: typeof result === 'string' ? () => ({ type: result }) : result,
    constant: row.constant ?? false,
    run,
  };
}

function not([value]: Value[]): Truth {
  const is = truth(value);
  return typeof is === 'boolean' ? !is : is;
}

const logicRows: Row[] = [
  { signature: 'not(negand: boolean)', result: 'boolean', act: not, partly: true },
];

/** Every function by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  [...logicRows, ...numberRows, ...textRows, ...listRows, ...timeRows, ...ownRows].map((row) => {
    const made = builtin(row);
    return [made.name, made];
  }),
);

/** `is known(x)` looks at its argument, not at its value: the tree has a node for it. */
export const KNOWN = 'is known';
