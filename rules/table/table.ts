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
import type { Sheet } from './cells.ts';
import type { Cell } from './sheet.ts';
import { compileSyntax } from '../compile.ts';
import { decide } from './decide.ts';
import { readSheet } from './cells.ts';
import { cellAt } from './sheet.ts';
import { always, fixed, keyOf } from './words.ts';
import { problem } from '../language/problem.ts';

/** Hit policies. */
export const hits = [
  'UNIQUE',
  'ANY',
  'PRIORITY',
  'FIRST',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
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
    const made =
      at === null
        ? { ...one, cell: null }
        : { ...one, from: one.from - at.from, to: one.to - at.from, cell: at.cell };
    told.set(`${one.code} ${one.from} ${one.to} ${one.message}`, made);
  }
  return [...told.values()];
}

/** Problems of what can never be reached, behind a rule that always holds. */
function unchecked({ rows, defaults, text }: Sheet, scope: Scope): Problem[] {
  if (!rows.some(({ when }) => always(when))) return [];
  const items = [
    ...rows.flatMap((row) => [row.when, ...row.outs]),
    ...defaults.filter((one) => one !== null),
  ];
  return items.flatMap((syntax) => compileSyntax({ syntax, text }, scope, {}).problems);
}

/** Outputs written out that are none of the values their column declares. */
function notAllowed({ rows, values }: Sheet): Problem[] {
  return rows.flatMap(({ outs }) =>
    outs.flatMap((out, n) => {
      const allowed = values[n];
      if (!allowed?.every(fixed) || !fixed(out) || out.kind === 'null') return [];
      if (allowed.some((one) => keyOf(one) === keyOf(out))) return [];
      const message = '这个结果不在这一列允许的值里，请改成其中之一，或把它加进允许的值';
      return [problem('unknown-option', message, out.from, out.to)];
    }),
  );
}

/**
 * Compiles a table. With `want.lenient` a cell that cannot be read is none: its rule does not hold,
 * or its output is none.
 */
export function compileTable(table: Table, scope: Scope, want: Want = {}): Made {
  const { sheet, problems } = readSheet(table, scope, want);
  // Cells that could not be read stand as none: what is wrong with the others is told as well.
  const decided = sheet.rows.length < table.rules.length ? null : decide(sheet);
  if (decided === null) return { problems: placed(problems, table) };
  if ('message' in decided) return { problems: placed([...problems, decided], table) };
  const made = compileSyntax({ syntax: decided.syntax, text: sheet.text }, scope, want);
  const unseen = want.lenient === true ? [] : [...unchecked(sheet, scope), ...notAllowed(sheet)];
  const all = placed([...problems, ...made.problems, ...unseen], table);
  return all.length > 0 || made.rule === undefined
    ? { problems: all }
    : { rule: made.rule, problems: [] };
}

/** A table as syntax, to stand among other syntax; none with a reason where it cannot be read. */
export function tableSyntax(
  table: Table,
  scope: Scope,
  want: Want,
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
  table: Table,
  scope: Scope,
  want: Want = {},
): { rules: Rule[]; problems: TableProblem[] } {
  const { sheet, problems } = readSheet(table, scope, want);
  if (problems.length > 0) return { rules: [], problems: placed(problems, table) };
  const made = sheet.rows.map(({ when }) =>
    compileSyntax({ syntax: when, text: sheet.text }, scope, { ...want, type: 'boolean' }),
  );
  return {
    rules: made.flatMap(({ rule }) => (rule === undefined ? [] : [rule])),
    problems: placed(
      made.flatMap((one) => one.problems),
      table,
    ),
  };
}
