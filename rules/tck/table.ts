/** A decision table of a case file → a table of the rule engine. */
import type { Hit, Table } from '../table/table.ts';
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
  typeof json === 'string' ? json.toUpperCase().replace(/[_\s]+/g, ' ').trim() : '';

/** Reads a table; a hit policy not known is UNIQUE, DMN's own default. */
export function readTable(json: unknown): Table {
  const fields = fieldsOf(json);
  const hit: Hit = hits.find((one) => one === spelt(fields['hit'])) ?? 'UNIQUE';
  const agg = aggregates.find((one) => one === spelt(fields['agg']));
  return {
    hit,
    ...(agg && { agg }),
    inputs: list(fields['inputs']).map((one) => {
      const input = fieldsOf(one);
      return { expr: cell(input['expr']), ...given(input, 'type'), ...given(input, 'values') };
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
      return { if: list(row['if']).map(cell), then: list(row['then']).map(cell) };
    }),
  };
}
