/**
 * Cases of the public DMN conformance kit, as JSON: what was written, with which inputs, and what
 * comes out. Files differ in age and maker, so whatever can be understood is; nothing here throws.
 */
import type { Table } from '../table/table.ts';
import { readTable } from './table.ts';

/** A value with its type; numbers and temporal values as text. */
export type Typed =
  | null
  | { b: boolean }
  | { n: string }
  | { s: string }
  | { date: string }
  | { time: string }
  | { dt: string }
  | { dur: string }
  | { list: Typed[] }
  | { ctx: Record<string, Typed> };

/** What is decided: an expression or a table. */
export type Body = { feel: string } | { table: Table };

/** A name defined before the decision. `params`: it is called as a function of these. */
export type Earlier = { name: string; body: Body; params: Parameter[] | null };

/** A parameter, and the name of its type where it is told. */
export type Parameter = { name: string; type: string };

/** One case. `error`: an error or none is right. `body: null`: nothing was found to evaluate. */
export type Case = {
  suite: string;
  id: string;
  decision: string;
  level: string;
  kind: string;
  body: Body | null;
  earlier: Earlier[];
  inputs: Map<string, Typed>;
  inputTypes: Map<string, string>;
  typeRef: string | null;
  expected: Typed;
  error: boolean;
};

type Fields = Record<string, unknown>;

const fieldsOf = (json: unknown): Fields =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : {};

const field = (json: Fields, name: string): unknown =>
  Object.hasOwn(json, name) ? json[name] : undefined;

const text = (json: unknown): string =>
  typeof json === 'string' ? json : typeof json === 'number' ? String(json) : '';

const listOf = (json: unknown): unknown[] => (Array.isArray(json) ? json : []);

/** Other spellings of a kind of value. */
const spellings = new Map([
  ['boolean', 'b'],
  ['number', 'n'],
  ['decimal', 'n'],
  ['string', 's'],
  ['dateTime', 'dt'],
  ['date and time', 'dt'],
  ['duration', 'dur'],
  ['context', 'ctx'],
]);

/** Nesting of a value beyond which it is taken for null. */
const DEEPEST = 50;

/** A typed value, or a bare JSON value taken for what it is. */
export function typedOf(json: unknown, depth = 0): Typed {
  if (depth > DEEPEST || json === null || json === undefined) return null;
  if (typeof json === 'boolean') return { b: json };
  if (typeof json === 'number') return { n: String(json) };
  if (typeof json === 'string') return { s: json };
  if (Array.isArray(json)) return { list: json.map((item) => typedOf(item, depth + 1)) };
  const [entry] = Object.entries(json);
  if (entry === undefined) return { ctx: {} };
  const [kind, value] = entry;
  return typedAs(spellings.get(kind) ?? kind, value, depth);
}

function typedAs(kind: string, value: unknown, depth: number): Typed {
  if (value === null || value === undefined) return null;
  switch (kind) {
    case 'b':
      return { b: value === true || value === 'true' };
    case 'n':
      return { n: text(value) };
    case 's':
      return { s: text(value) };
    case 'date':
      return { date: text(value) };
    case 'time':
      return { time: text(value) };
    case 'dt':
      return { dt: text(value) };
    case 'dur':
      return { dur: text(value) };
    case 'list':
      return { list: listOf(value).map((item) => typedOf(item, depth + 1)) };
    case 'ctx': {
      const ctx: Record<string, Typed> = Object.create(null);
      for (const [key, item] of Object.entries(fieldsOf(value))) {
        ctx[key] = typedOf(item, depth + 1);
      }
      return { ctx };
    }
    default:
      return null;
  }
}

function bodyOf(json: Fields): Body | null {
  const table = field(json, 'table');
  if (typeof table === 'object' && table !== null) return { table: readTable(table) };
  const feel = field(json, 'feel') ?? field(json, 'expr') ?? field(json, 'text');
  return typeof feel === 'string' ? { feel } : null;
}

/** Parameters of what is a function; those a table does not name are what its inputs begin with. */
function paramsOf(json: Fields, body: Body): Parameter[] | null {
  if (field(json, 'bkm') !== true) return null;
  const named = field(json, 'params') ?? field(json, 'parameters');
  if (Array.isArray(named)) {
    return named.map((one) => {
      const fields = fieldsOf(one);
      const type = text(field(fields, 'type') ?? field(fields, 'typeRef'));
      return { name: typeof one === 'string' ? one : text(field(fields, 'name')), type };
    });
  }
  if (!('table' in body)) return null;
  const names = body.table.inputs.map(({ expr }) => (expr.split('.')[0] ?? '').trim());
  return [...new Set(names)].map((name) => ({ name, type: '' }));
}

function earlierOf(json: unknown): Earlier[] {
  return listOf(json).flatMap((one) => {
    const body = bodyOf(fieldsOf(one));
    const name = text(field(fieldsOf(one), 'name'));
    if (body === null || name === '') return [];
    return [{ name, body, params: paramsOf(fieldsOf(one), body) }];
  });
}

function caseOf(json: unknown): Case {
  const fields = fieldsOf(json);
  const inputs = Object.entries(fieldsOf(field(fields, 'input')));
  const types = Object.entries(fieldsOf(field(fields, 'inputTypes')));
  const typeRef = field(fields, 'typeRef');
  return {
    suite: text(field(fields, 'suite')),
    id: text(field(fields, 'id')),
    decision: text(field(fields, 'decision')),
    level: text(field(fields, 'level')),
    kind: text(field(fields, 'kind')),
    body: bodyOf(fields),
    earlier: earlierOf(field(fields, 'prelude')),
    inputs: new Map(inputs.map(([name, value]) => [name, typedOf(value)])),
    inputTypes: new Map(types.map(([name, type]) => [name, text(type)])),
    typeRef: typeof typeRef === 'string' ? typeRef : null,
    expected: typedOf(field(fields, 'expected')),
    error: field(fields, 'error') === true,
  };
}

/** The cases of a file: a list, or an object with a list `cases`; null for anything else. */
export function readCases(json: unknown): Case[] | null {
  const list = Array.isArray(json) ? json : field(fieldsOf(json), 'cases');
  return Array.isArray(list) ? list.map(caseOf) : null;
}
