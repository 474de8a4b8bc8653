/** Rows of the table of functions made ready: their parameters read, none and unknown minded. */
import type { Act, Builtin, Param, ParamType, Row } from './builtin.ts';
import type { Value } from '../values/values.ts';
import { Day, Span } from '../values/day.ts';
import { DateTime } from '../values/moment.ts';
import { isNum } from '../values/number.ts';
import { Time } from '../values/time.ts';
import { Func } from '../values/func.ts';
import { Range } from '../values/values.ts';

function parameter(text: string): Param {
  const [, rest, name, optional, type] =
    /^(\.{3})?([^?:]+)(\?)?: ([\w|-]+)$/.exec(text.trim()) ?? [];
  if (name === undefined || type === undefined) throw new Error(`a bad parameter: ${text}`);
  const [first = 'any', ...also] = type.split('|') as ParamType[];
  return {
    name,
    type: first,
    also,
    optional: optional !== undefined,
    rest: rest !== undefined,
  };
}

/** A known value is of the type a parameter declares. */
function fits(value: Value, type: ParamType): boolean {
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
    case 'range':
      return value instanceof Range;
    case 'function':
      return value instanceof Func;
    case 'list':
      return Array.isArray(value);
    case 'none':
      return value === null;
    default:
      return true;
  }
}

const takes = ({ type, also }: Param, value: Value): boolean =>
  fits(value, type) || also.some((one) => fits(value, one));

/** The value as the parameter takes it: a list of one for its member (DMN 1.5, §10.3.2.9.4). */
function taken(param: Param, value: Value): Value {
  if (takes(param, value)) return value;
  if (param.type === 'list') return [value];
  const only = Array.isArray(value) && value.length === 1 ? value[0] : null;
  return only !== null && (only === undefined || takes(param, only)) ? only : null;
}

/** The list of parameters that takes so many arguments. */
export function formFor(forms: Param[][], n: number): Param[] | undefined {
  return forms.find((params) => {
    const needed = params.filter((param) => !param.optional).length;
    return n >= needed && (n <= params.length || params.some((param) => param.rest));
  });
}

/** The run of a function with one list of parameters, or more. */
function strictOne(forms: Param[][], act: Act): Act {
  if (forms.length === 1) return strict(forms[0] ?? [], act);
  const runs = new Map(forms.map((params) => [params, strict(params, act)]));
  return (args, env, call) => {
    const run = runs.get(formFor(forms, args.length) ?? []);
    return run === undefined ? null : run(args, env, call);
  };
}

/** None in, none out; unknown in, unknown out; a single value stands for a list of one. */
function strict(params: Param[], act: Act): Act {
  const last = params.length - 1;
  return (args, env, call) => {
    let unknown = false;
    for (let at = 0; at < args.length; at++) {
      const param = params[at < last ? at : last];
      if (param === undefined || param.type === 'item') continue;
      const value = args[at];
      if (value === null) {
        if (param.also.includes('none')) continue;
        return null;
      }
      if (value === undefined) {
        unknown = true;
        continue;
      }
      const made = taken(param, value);
      if (made === null) return null;
      if (made === undefined || (param.type === 'list' && (made as Value[]).includes(undefined)))
        unknown = true;
      args[at] = made;
    }
    return unknown ? undefined : act(args, env, call);
  };
}

/** Gathers the arguments of a repeating parameter; one list stands for its members. */
function gathered(act: Act): Act {
  return (args, env, call) => {
    const [first] = args;
    if (args.length === 1 && !Array.isArray(first)) {
      return first === undefined || first === null ? first : act([[first]], env, call);
    }
    return act([args.length === 1 ? first : args], env, call);
  };
}

function builtin(row: Row): Builtin {
  const [, name, list] = /^([^(]+)\((.*)\)$/.exec(row.signature) ?? [];
  if (name === undefined || list === undefined) throw new Error(`a bad row: ${row.signature}`);
  const parameters = (text: string): Param[] => (text === '' ? [] : text.split(',').map(parameter));
  const params = parameters(list);
  const forms = [params, ...(row.other?.split('; ') ?? []).map(parameters)];
  const { result, act } = row;
  const gathers = params[0]?.rest === true && row.partly !== true;
  const run = row.partly === true ? act : gathers ? gathered(act) : strictOne(forms, act);
  return {
    name,
    params,
    forms,
    result: typeof result === 'string' ? () => ({ type: result }) : result,
    constant: row.constant ?? false,
    calls: row.calls ?? false,
    run,
  };
}

/** Rows made ready, by name and in their order. */
export function made(rows: Row[]): ReadonlyMap<string, Builtin> {
  return new Map(rows.map(builtin).map((one) => [one.name, one]));
}
