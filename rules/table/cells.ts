/** The cells of a table read, each at its place in the table's text. */
import type { Scope } from '../language/names.ts';
import type { Place, Syntax, SyntaxTests } from '../language/syntax.ts';
import type { Problem } from '../language/problem.ts';
import type { RuleType, Shape } from '../check/shape.ts';
import type { Want } from '../compile.ts';
import type { Cell, Placed } from './sheet.ts';
import type { Table } from './table.ts';
import { compileSyntax, parseCell, parseText } from '../compile.ts';
import { problem } from '../language/problem.ts';
import { ANY } from '../check/shapes.ts';
import { conditionOf } from './tests.ts';
import { textOf } from './sheet.ts';
import { joined, none, shifted, yes } from './words.ts';

/** A rule of a table: when it holds, its tests by column, and what it gives. */
export type Row = Place & { when: Syntax; columns: SyntaxTests[]; outs: Syntax[] };

/** A table read. `guard`: the inputs have allowed values; null where nothing needs asking. */
export type Sheet = {
  table: Table;
  text: string;
  guard: Syntax | null;
  rows: Row[];
  /** Of each output, its values in the order of their priority; null where none are declared. */
  values: (Syntax[] | null)[];
  defaults: (Syntax | null)[];
};

/** Rules of a table, at most: each is a level of the expression the table is written out as. */
const MOST = 200;

type Reading = {
  table: Table;
  text: string;
  scope: Scope;
  want: Want;
  problems: Problem[];
  cells: Map<string, Placed>;
};

const ruleTypes = new Map<string, RuleType>([
  ['string', 'text'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['time', 'time'],
  ['dateTime', 'date-time'],
  ['date and time', 'date-time'],
  ['dayTimeDuration', 'duration'],
  ['yearMonthDuration', 'duration'],
  ['days and time duration', 'duration'],
  ['years and months duration', 'duration'],
]);

const keyOfCell = (cell: Cell): string => Object.values(cell).join(' ');
const placeOf = ({ from, text }: Placed): Place => ({ from, to: from + text.length });

/** A cell; one that was not written is empty and stands where the table ends. */
function placed(reading: Reading, cell: Cell): Placed {
  return reading.cells.get(keyOfCell(cell)) ?? { cell, text: '', from: reading.text.length };
}

/** Notes what is wrong with a cell, unless nothing is refused here. */
function fault(reading: Reading, problems: Problem[], by: number): void {
  if (reading.want.lenient === true) return;
  reading.problems.push(...problems.map((one) => shifted(one, by)));
}

function readExpression(reading: Reading, cell: Cell): Syntax {
  const { text, from } = placed(reading, cell);
  const { syntax, problems } = parseText(text, reading.scope);
  if (syntax !== undefined) return shifted(syntax, from);
  fault(reading, problems, from);
  return none({ from, to: from + text.length });
}

/** The tests of a cell; an empty cell asks nothing, one that cannot be read is never passed. */
function readTests(reading: Reading, cell: Cell): SyntaxTests {
  const { text, from } = placed(reading, cell);
  if (text.trim() === '') return { tests: null, not: false };
  const { syntax, problems } = parseCell(text, reading.scope);
  if (syntax !== undefined) return shifted(syntax, from);
  fault(reading, problems, from);
  return { tests: [], not: false };
}

type Column = { of: Syntax; shape: Shape; allowed: SyntaxTests; at: Placed };

function readColumn(reading: Reading, input: number): Column {
  const { scope, want, text } = reading;
  const at = placed(reading, { part: 'input', input, what: 'expr' });
  const of = readExpression(reading, at.cell);
  const declared = ruleTypes.get(reading.table.inputs[input]?.type ?? '');
  const strict = declared !== undefined && want.lenient !== true ? { type: declared } : {};
  const made = compileSyntax({ syntax: of, text }, scope, { ...want, type: undefined, ...strict });
  if (made.rule === undefined) fault(reading, made.problems, 0);
  const shape = made.rule?.tree.shape ?? ANY;
  const allowed = readTests(reading, { part: 'input', input, what: 'values' });
  return { of, shape: declared === 'boolean' ? { type: 'boolean' } : shape, allowed, at };
}

/** The dictionary promises no more than the allowed values: they need not be asked for. */
function promised({ shape, allowed }: Column): boolean {
  const { options } = shape;
  if (options === undefined || allowed.tests === null || allowed.not) return false;
  const named = new Set(allowed.tests.map((one) => (one.kind === 'text' ? one.value : null)));
  return [...options].every(([code, label]) => named.has(code) || named.has(label));
}

function guardOf(columns: Column[], reading: Reading): Syntax | null {
  const asked = columns.filter((one) => one.allowed.tests !== null && !promised(one));
  if (asked.length === 0) return null;
  const parts = asked.map(({ of, shape, allowed, at }) =>
    conditionOf(allowed, { of, shape, at: placeOf(at) }),
  );
  return joined(
    'and',
    parts.filter((part) => part !== null),
    { from: 0, to: reading.text.length },
  );
}

/**
 * A test that is none does not hold, whatever the tests beside it will turn out to be: told as
 * false, so that `and` need not wait for them.
 */
export function settledTest(test: Syntax): Syntax {
  const sure =
    test.kind === 'in' &&
    test.tests.every((one) => ['text', 'boolean', 'number'].includes(one.kind));
  if (sure || test.kind === 'boolean') return test;
  return {
    kind: 'compare',
    op: '=',
    left: test,
    right: yes(test, true),
    from: test.from,
    to: test.to,
  };
}

function readRow(reading: Reading, columns: Column[], rule: number): Row {
  const { table } = reading;
  const tests = columns.map((_, input) => readTests(reading, { part: 'if', rule, input }));
  const first = placed(reading, { part: 'if', rule, input: 0 });
  const last = placed(reading, { part: 'if', rule, input: columns.length - 1 });
  const place = { from: first.from, to: Math.max(first.from, last.from + last.text.length) };
  const parts = tests.map((one, input) => {
    const column = columns[input];
    const cell = placed(reading, { part: 'if', rule, input });
    return column && conditionOf(one, { of: column.of, shape: column.shape, at: placeOf(cell) });
  });
  const outs = table.outputs.map((_, output) =>
    readExpression(reading, { part: 'then', rule, output }),
  );
  const asking = parts.filter((part) => part !== null && part !== undefined);
  const when = joined('and', asking.length > 1 ? asking.map(settledTest) : asking, place);
  return { when, columns: tests, outs, ...place };
}

function readValues(reading: Reading, output: number): Syntax[] | null {
  const { tests, not } = readTests(reading, { part: 'output', output, what: 'values' });
  return not || tests === null || tests.length === 0 ? null : tests;
}

function readDefault(reading: Reading, output: number): Syntax | null {
  const cell: Cell = { part: 'output', output, what: 'default' };
  return placed(reading, cell).text.trim() === '' ? null : readExpression(reading, cell);
}

/** What is wrong with the table as a whole, before its cells are read. */
function unfit(table: Table, reading: Reading): Problem | null {
  const all = [0, reading.text.length] as const;
  const [inputs, outputs] = [table.inputs.length, table.outputs.length];
  if (outputs === 0) return problem('syntax', '决策表没有输出列，请加上一列结果', ...all);
  if (table.rules.length > MOST) {
    return problem('too-long', `决策表超过 ${MOST} 行，请拆成几张表`, ...all);
  }
  const strict = reading.want.lenient !== true;
  const odd = table.rules.findIndex(
    (row) => strict && (row.if.length !== inputs || row.then.length !== outputs),
  );
  if (odd >= 0) {
    const { from, text } = placed(reading, { part: 'if', rule: odd, input: 0 });
    const message = `第 ${odd + 1} 行的格数不对，应有 ${inputs} 格条件、${outputs} 格结果，请补齐或删去多余的`;
    return problem('syntax', message, from, from + text.length);
  }
  const unnamed = table.outputs.findIndex((one) => outputs > 1 && (one.name ?? '').trim() === '');
  if (unnamed >= 0)
    return problem('syntax', `第 ${unnamed + 1} 个输出没有名字，多个输出时每个都要有名字`, ...all);
  const names = table.outputs.map((one) => one.name);
  const twice = outputs > 1 ? names.find((name, n) => names.indexOf(name) !== n) : undefined;
  return twice === undefined
    ? null
    : problem('syntax', `有两个输出都叫“${twice}”，请改掉一个`, ...all);
}

/** Reads the cells of a table; with problems the sheet is not to be used. */
export function readSheet(
  table: Table,
  scope: Scope,
  want: Want,
): { sheet: Sheet; problems: Problem[] } {
  const { text, cells } = textOf(table);
  const byKey = new Map(cells.map((one) => [keyOfCell(one.cell), one]));
  const reading: Reading = { table, text, scope, want, problems: [], cells: byKey };
  const bad = unfit(table, reading);
  const usable = bad === null ? table : { ...table, rules: [], outputs: [] };
  if (bad !== null) reading.problems.push(bad);
  const columns = usable.inputs.map((_, input) => readColumn(reading, input));
  const sheet: Sheet = {
    table,
    text,
    guard: guardOf(columns, reading),
    rows: usable.rules.map((_, rule) => readRow(reading, columns, rule)),
    values: usable.outputs.map((_, output) => readValues(reading, output)),
    defaults: usable.outputs.map((_, output) => readDefault(reading, output)),
  };
  return { sheet, problems: reading.problems };
}
