/** A table as one text, and which cell a place of it is in. */
import type { Table } from './table.ts';

/** A cell: which part of which input, output or rule (counted from 0). */
export type Cell =
  | { part: 'input'; input: number; what: 'expr' | 'values' }
  | { part: 'output'; output: number; what: 'values' | 'default' }
  | { part: 'if'; rule: number; input: number }
  | { part: 'then'; rule: number; output: number };

/** Where a cell stands in the text of its table. */
export type Placed = { cell: Cell; text: string; from: number };

type Line = { mark: string; cells: { cell: Cell; text: string }[] };

function linesOf(table: Table): Line[] {
  const heads = table.inputs.map(({ expr }, input) => ({
    cell: { part: 'input', input, what: 'expr' } as const,
    text: expr,
  }));
  const values = table.inputs.map((one, input) => ({
    cell: { part: 'input', input, what: 'values' } as const,
    text: one.values ?? '',
  }));
  const ranks = table.outputs.map((one, output) => ({
    cell: { part: 'output', output, what: 'values' } as const,
    text: one.values ?? '',
  }));
  const defaults = table.outputs.map((one, output) => ({
    cell: { part: 'output', output, what: 'default' } as const,
    text: one.default ?? '',
  }));
  const rows = table.rules.map((row, rule) => ({
    mark: '',
    cells: [
      ...row.if.map((text, input) => ({ cell: { part: 'if', rule, input } as const, text })),
      ...row.then.map((text, output) => ({ cell: { part: 'then', rule, output } as const, text })),
    ],
  }));
  return [
    { mark: `${table.hit}${table.agg ? ` ${table.agg}` : ''} `, cells: heads },
    { mark: 'in ', cells: values },
    { mark: 'out ', cells: ranks },
    { mark: 'default ', cells: defaults },
    ...rows,
  ].filter((line, at) => at === 0 || line.cells.some(({ text }) => text !== ''));
}

const texts = new WeakMap<Table, { text: string; cells: Placed[] }>();

/** The text of a table, a line for its head and one for each rule, and its cells in order. */
export function textOf(table: Table): { text: string; cells: Placed[] } {
  const before = texts.get(table);
  if (before !== undefined) return before;
  let text = '';
  const cells: Placed[] = [];
  for (const line of linesOf(table)) {
    text += text === '' ? line.mark : `\n${line.mark}`;
    line.cells.forEach(({ cell, text: inside }, at) => {
      if (at > 0) text += ' | ';
      cells.push({ cell, text: inside, from: text.length });
      text += inside;
    });
  }
  const made = { text, cells };
  texts.set(table, made);
  return made;
}

/** The cell a place of the text is in; null for none. */
export function cellAt(table: Table, place: number): Placed | null {
  const { cells } = textOf(table);
  return cells.findLast(({ from, text }) => place >= from && place <= from + text.length) ?? null;
}
