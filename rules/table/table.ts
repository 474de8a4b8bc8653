/**
 * Decision tables (DMN 1.5, chapter 8). A table is written out in the language itself, as a chain
 * of conditions or a list, so that whatever serves the language serves tables; there is no node for
 * it. The text of the rule is the table, cell by cell, and every node stands in its cell.
 */
import type { Problem } from '../language/problem.ts';
import type { Scope } from '../language/names.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Rule } from '../evaluate.ts';
import type { Want } from '../compile.ts';
import type { Cell } from './sheet.ts';
import { compileSyntax } from '../compile.ts';
import { decide } from './decide.ts';
import { readSheet } from './cells.ts';
import { cellAt } from './sheet.ts';

/** Hit policies. */
export const hits = [
  'UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT',
] as const;
export type Hit = (typeof hits)[number];

/** What COLLECT makes of the outputs instead of a list. */
export const aggregates = ['SUM', 'MIN', 'MAX', 'COUNT'] as const;
export type Aggregate = (typeof aggregates)[number];

/** What a column asks of: an expression; `values` are unary tests it must pass (none otherwise). */
export type Input = { expr: string; type?: string; values?: string };

/** An output: `values` in the order of their priority, `default` where no rule holds. */
export type Output = { name?: string; type?: string; values?: string; default?: string };

/** A decision table; cells are text: unary tests under the inputs, expressions under the outputs. */
export type Table = {
  hit: Hit;
  agg?: Aggregate;
  inputs: Input[];
  outputs: Output[];
  rules: { if: string[]; then: string[] }[];
};

/** A problem of a table: `from` and `to` are places in the text of its cell. */
export type TableProblem = Problem & { cell: Cell | null };

type Made = { rule?: Rule; problems: TableProblem[] };

/** Problems of the whole text → problems of cells, each told once though a cell is used often. */
function placed(problems: Problem[], table: Table): TableProblem[] {
  const told = new Map<string, TableProblem>();
  for (const one of problems) {
    const at = cellAt(table, one.from);
    const made = at === null
      ? { ...one, cell: null }
      : { ...one, from: one.from - at.from, to: one.to - at.from, cell: at.cell };
    told.set(`${one.code} ${one.from} ${one.to} ${one.message}`, made);
  }
  return [...told.values()];
}

/**
 * Compiles a table. With `want.lenient` a cell that cannot be read is none: its rule does not hold,
 * or its output is none.
 */
export function compileTable(table: Table, scope: Scope, want: Want = {}): Made {
  const { sheet, problems } = readSheet(table, scope, want);
  if (problems.length > 0) return { problems: placed(problems, table) };
  const decided = decide(sheet);
  if ('message' in decided) return { problems: placed([decided], table) };
  const made = compileSyntax({ syntax: decided.syntax, text: sheet.text }, scope, want);
  return { ...made, problems: placed(made.problems, table) };
}

/** A table as syntax, to stand among other syntax; none with a reason where it cannot be read. */
export function tableSyntax(
  table: Table, scope: Scope, want: Want,
): { syntax: Syntax; problem: string | null } {
  const { sheet, problems } = readSheet(table, scope, want);
  const [first] = problems;
  const decided = first ?? decide(sheet);
  if (!('message' in decided)) return { syntax: decided.syntax, problem: null };
  return { syntax: { kind: 'null', from: 0, to: 0 }, problem: decided.message };
}

/**
 * The condition of every rule of a table as a rule of its own, for proofs: which overlap, and
 * whether one always holds. The places are those of the table's text.
 */
export function compileConditions(
  table: Table, scope: Scope, want: Want = {},
): { rules: Rule[]; problems: TableProblem[] } {
  const { sheet, problems } = readSheet(table, scope, want);
  if (problems.length > 0) return { rules: [], problems: placed(problems, table) };
  const made = sheet.rows.map(({ when }) =>
    compileSyntax({ syntax: when, text: sheet.text }, scope, { ...want, type: 'boolean' }));
  return {
    rules: made.flatMap(({ rule }) => (rule === undefined ? [] : [rule])),
    problems: placed(made.flatMap((one) => one.problems), table),
  };
}
