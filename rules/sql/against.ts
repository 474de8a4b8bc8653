/** For tests: rules over rows in PostgreSQL beside the closures, and where the two differ. */
import type pg from 'pg';
import type { Layout, Refusal } from '../layout.ts';
import type { Env } from '../closure/frame.ts';
import type { Rule } from '../evaluate.ts';
import type { Json, Value } from '../values/values.ts';
import { refused } from '../layout.ts';
import { FUEL } from '../closure/loops.ts';
import { Day, Span } from '../values/day.ts';
import { DateTime, momentText, parseMoment } from '../values/moment.ts';
import { parseTime, Time, timeText } from '../values/time.ts';
import { isNum, numberOf, numberText } from '../values/number.ts';
import { fromJson } from '../values/values.ts';
import { quoted } from './columns.ts';
import type { Kind } from './sql.ts';
import { bound, sqlColumns, sqlPrelude, sqlRow, toSqlAll } from './sql.ts';

/** Facts of one row by address; what is missing is unknown, null is none. */
export type RowOfFacts = Record<string, Json | undefined>;

/** One place where they differ. */
export type Difference = { text: string; facts: RowOfFacts; closure: string; sql: string };

/** What a run found. */
export type Found = {
  pairs: number;
  refused: (Refusal & { text: string })[];
  differences: Difference[];
};

/** Puts rows of facts into a temporary table made for the layout. Facts are read by their shape. */
export async function fillTable(
  client: pg.ClientBase,
  table: string,
  layout: Layout,
  rows: RowOfFacts[],
): Promise<void> {
  await client.query(sqlPrelude());
  const columns = sqlColumns(layout);
  const definitions = ['n integer', ...columns.map(({ name, type }) => `${quoted(name)} ${type}`)];
  await client.query(`CREATE TEMP TABLE ${quoted(table)} (${definitions.join(', ')})`);
  const texts = rows.map((facts) =>
    sqlRow(layout, (place) => {
      const column = layout[place];
      if (column === undefined) return undefined;
      const json = facts[column.address];
      return json === undefined || json === null ? json : fromJson(json, column.shape);
    }),
  );
  if (columns.length === 0) {
    await client.query(
      `INSERT INTO ${quoted(table)} SELECT n FROM generate_series(1, $1::int) AS n`,
      [rows.length],
    );
    return;
  }
  const arrays = columns.map((_, at) => texts.map((row) => row[at] ?? null));
  const casts = columns.map(({ type }, at) => `a${at}::${type.split(' ')[0] ?? ''}`);
  const names = columns.map((_, at) => `a${at}`);
  await client.query(
    `INSERT INTO ${quoted(table)} SELECT n, ${casts.join(', ')} FROM unnest(` +
      `${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')}) WITH ORDINALITY AS t(${[...names, 'n'].join(', ')})`,
    arrays,
  );
}

/** A value of the closure as the text SQL gives for it. */
function shown(value: Value): string {
  if (value === undefined) return 'unknown';
  if (value === null) return 'none';
  if (value instanceof Day) return `= ${value.n}`;
  if (value instanceof Span) return `= ${numberText(value.n)}`;
  if (value instanceof Time) return `= ${timeText(value)}`;
  if (value instanceof DateTime) return `= ${momentText(value)}`;
  return `= ${isNum(value) ? numberText(value) : String(value)}`;
}

function ofClosure(rule: Rule, facts: RowOfFacts, env: Env): string {
  const read = (address: string): Json | undefined => facts[address];
  return shown(rule.run({ read, env, waits: [], locals: [], fuel: FUEL }));
}

type Cells = [
  value: string | null,
  yes: boolean | null,
  no: boolean | null,
  none: boolean,
  unknown: boolean,
];

/** What SQL gave, from its value and its planes; planes that contradict the value are shown. */
function ofSql([value, yes, no, none, unknown]: Cells, kind: string): string {
  const state = unknown ? 'unknown' : none ? 'none' : `= ${value}`;
  const holds = kind === 'boolean' && state === '= true';
  const fails = kind === 'boolean' && state === '= false';
  const wrong =
    (yes === true) !== holds ||
    (no === true) !== fails ||
    (none && unknown) ||
    (none || unknown) !== (value === null);
  return wrong
    ? `${state} but value ${value}, true ${yes}, false ${no}, none ${none}, unknown ${unknown}`
    : state;
}

const asText = (kind: string, value: string): string =>
  kind === 'number' || kind === 'months' || kind === 'seconds'
    ? `trim_scale(${value})::text`
    : `(${value})::text`;

/** Runs the rules over the table's rows, many in one statement, and beside it the closures. */
export async function agree(
  client: pg.ClientBase,
  table: string,
  given: { layout: Layout; rules: Rule[]; rows: RowOfFacts[]; env: Env },
): Promise<Found> {
  const { layout, rules, rows, env } = given;
  const found: Found = { pairs: 0, refused: [], differences: [] };
  const made = toSqlAll(rules, layout);
  const taken: { rule: Rule; kind: string; select: string }[] = [];
  for (const [at, one] of made.rules.entries()) {
    const rule = rules[at];
    if (rule === undefined) continue;
    if (refused(one)) found.refused.push({ ...one, text: rule.text });
    else {
      const select = [asText(one.kind, one.value), one.true, one.false, one.none, one.unknown].join(
        ', ',
      );
      taken.push({ rule, kind: one.kind, select });
    }
  }
  if (taken.length === 0) return found;
  const { rows: answers } = await client.query<(string | boolean | null)[]>({
    text: `SELECT ${taken.map((one) => one.select).join(', ')} FROM ${quoted(table)} ORDER BY n`,
    values: bound(made.params, env.today),
    rowMode: 'array',
  });
  for (const [n, facts] of rows.entries()) {
    const answer = answers[n] ?? [];
    for (const [at, { rule, kind }] of taken.entries()) {
      found.pairs++;
      const closure = ofClosure(rule, facts, env);
      const sql = ofSql(answer.slice(at * 5, at * 5 + 5) as Cells, kind);
      if (closure !== sql) found.differences.push({ text: rule.text, facts, closure, sql });
    }
  }
  return found;
}

/** The value of the language SQL gave as text; null for NULL. */
export function valueOf(kind: Kind, text: string | null): Value {
  if (text === null) return null;
  switch (kind) {
    case 'boolean':
      return text === 'true' || text === 't';
    case 'number':
      return numberOf(text);
    case 'months':
    case 'seconds':
      return new Span(kind === 'months', numberOf(text) ?? 0);
    case 'date':
      return new Day(Number(text));
    case 'time':
      return parseTime(text);
    case 'date-time':
      return parseMoment(text);
    default:
      return text;
  }
}
