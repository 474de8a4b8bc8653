/** Decision tables of the catalogue as the engine takes them, and where their cells are written. */
import type { Aggregate, Cell, Hit, Table } from '#rules';
import type { Path } from './origin.ts';
import type { Item, Levels, TableText } from './schema.ts';

/** A table in an item: the whole of it, where it is written, and the attributes it gives. */
export type TableSite = { path: Path; table: Table; gives: string[] };

const HITS: Record<TableText['hit'], { hit: Hit; agg?: Aggregate }> = {
  unique: { hit: 'UNIQUE' },
  any: { hit: 'ANY' },
  first: { hit: 'FIRST' },
  sum: { hit: 'COLLECT', agg: 'SUM' },
  max: { hit: 'COLLECT', agg: 'MAX' },
  min: { hit: 'COLLECT', agg: 'MIN' },
};

/** A line of a table: the engine calls its outputs `then`. */
function lineOf(cells: string[], outputs: string[]): Table['rules'][number] {
  return { if: cells, then: outputs };
}

/** A table of one value. */
export function tableOf({ by, hit, rows, otherwise }: TableText): Table {
  return {
    ...HITS[hit],
    inputs: by.map((expr) => ({ expr })),
    outputs: [otherwise === undefined ? {} : { default: otherwise }],
    rules: rows.map((row) => lineOf(row.when, [row.gives])),
  };
}

/** What a table of several values gives, in the order of its first row. */
export function givenBy({ rows, otherwise }: Levels): string[] {
  return [...new Set([...rows.map((row) => row.gives), otherwise ?? {}].flatMap(Object.keys))];
}

/** A table of several values, or the part of it that gives one of them. */
export function levelsOf(levels: Levels, gives: string[]): Table {
  const { by, hit, rows, otherwise } = levels;
  return {
    ...HITS[hit],
    inputs: by.map((expr) => ({ expr })),
    outputs: gives.map((name) => {
      const other = otherwise?.[name];
      return { name, ...(other !== undefined && { default: other }) };
    }),
    rules: rows.map((row) => lineOf(row.when, gives.map((id) => row.gives[id] ?? 'null'))),
  };
}

/** All tables of an item, whole. */
export function tableSites(item: Item): TableSite[] {
  const { result, payment } = item;
  const sites: TableSite[] = Object.entries(result?.attributes ?? {}).flatMap(([id, written]) =>
    typeof written === 'string'
      ? []
      : [{ path: ['result', 'attributes', id], table: tableOf(written), gives: [id] }],
  );
  result?.tables?.forEach((levels, i) => {
    const gives = givenBy(levels);
    sites.push({ path: ['result', 'tables', i], table: levelsOf(levels, gives), gives });
  });
  if (payment !== undefined && typeof payment.amount !== 'string') {
    sites.push({ path: ['payment', 'amount'], table: tableOf(payment.amount), gives: [] });
  }
  return sites;
}

/** Where a cell of a table is written, below the table; `gives` names the values of its outputs. */
export function placeOf(cell: Cell | null, gives: string[]): Path {
  if (cell === null) return [];
  const { part } = cell;
  const value = 'output' in cell ? gives.slice(cell.output, cell.output + 1) : [];
  if (part === 'input') return ['by', cell.input];
  if (part === 'output') return ['otherwise', ...value];
  return part === 'if'
    ? ['rows', cell.rule, 'when', cell.input]
    : ['rows', cell.rule, 'gives', ...value];
}
