/** A decision table of a case file → a table of the rule engine. */
import type { Aggregate, Hit, Table } from '../table/table.ts';
import { aggregates, hits } from '../table/table.ts';

type Fields = Record<string, unknown>;

const fieldsOf = (json: unknown): Fields =>
  typeof json === 'object' && json !== null ? (json as Fields) : {};
const list = (json: unknown): unknown[] => (Array.isArray(json) ? json : []);
const cell = (json: unknown): string =>
  typeof json === 'string' ? json : typeof json === 'number' ? String(json) : '-';

/** A field that is text, and nothing where it is none: a table tells a missing list of values. */
function given<K extends string>(json: Fields, key: K): { [Key in K]?: string } {
  const value = Object.hasOwn(json, key) ? json[key] : undefined;
  return typeof value === 'string' && value.trim() !== ''
    ? ({ [key]: value } as { [Key in K]?: string })
    : {};
}

const spelt = (json: unknown): string =>
  typeof json === 'string'
    ? json
        .toUpperCase()
        .replace(/[_\s-]+/g, ' ')
        .trim()
    : '';

/** The signs of DMN for hit policies and for what COLLECT makes of its outputs. */
const signs = new Map<string, Hit>([
  ['U', 'UNIQUE'],
  ['A', 'ANY'],
  ['P', 'PRIORITY'],
  ['F', 'FIRST'],
  ['R', 'RULE ORDER'],
  ['O', 'OUTPUT ORDER'],
  ['C', 'COLLECT'],
]);
const aggregateSigns = new Map<string, Aggregate>([
  ['+', 'SUM'],
  ['<', 'MIN'],
  ['>', 'MAX'],
  ['#', 'COUNT'],
]);

/** A column or a cell under any of the names files give it. */
function under(json: Fields, names: string[]): unknown {
  const name = names.find((one) => Object.hasOwn(json, one));
  return name === undefined ? undefined : json[name];
}

/** Reads a table; a hit policy not known is UNIQUE, DMN's own default. */
export function readTable(json: unknown): Table {
  const fields = fieldsOf(json);
  const policy = spelt(under(fields, ['hit', 'hitPolicy']));
  const hit = hits.find((one) => one === policy) ?? signs.get(policy.slice(0, 1)) ?? 'UNIQUE';
  const sum = spelt(under(fields, ['agg', 'aggregation']));
  const agg = aggregates.find((one) => one === sum) ?? aggregateSigns.get(sum || policy.slice(1));
  return {
    hit,
    ...(agg && { agg }),
    inputs: list(fields['inputs']).map((one) => {
      const input = fieldsOf(one);
      const expr = cell(under(input, ['expr', 'text', 'expression']));
      return { expr, ...given(input, 'type'), ...given(input, 'values') };
    }),
    outputs: list(fields['outputs']).map((one) => {
      const output = fieldsOf(one);
      return {
        ...given(output, 'name'),
        ...given(output, 'values'),
        ...given(output, 'default'),
        ...given(output, 'type'),
      };
    }),
    rules: list(fields['rules']).map((one) => {
      const row = fieldsOf(one);
      const tests = list(under(row, ['if', 'inputs', 'when'])).map(cell);
      return { if: tests, then: list(under(row, ['then', 'outputs'])).map(cell) };
    }),
  };
}
