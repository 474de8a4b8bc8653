/**
 * Many rules over a whole population in PostgreSQL: one scan gives each row's rules as bits of
 * words (true, and unknown), counts by rule, or the pairs of rule and row. A rule SQL refuses has
 * no bit set and its refusal beside it.
 */
import type { Layout, Refusal } from '../layout.ts';
import type { Rule } from '../evaluate.ts';
import type { SqlParam } from './terms.ts';
import { refused } from '../layout.ts';
import { quoted, sqlNames, type SqlNames } from './columns.ts';
import { emitPlanes, type Planes } from './sql.ts';
import { any, newPool, numbered, param, type Pool } from './terms.ts';

/** Rules a word of bits holds. */
export const RULES_A_WORD = 60;

/** The table of the population: its name, the column rows are told apart by, and its columns. */
export type Population = { table: string; id: string; names?: SqlNames };

/** A statement with its parameters. */
export type Statement = { text: string; params: SqlParam[] };

/** What can be asked of a population. `refusals` has an entry for each rule, null where it is taken. */
export type PopulationSql = {
  refusals: (Refusal | null)[];
  /** One row: `t0`, `t1` … true by rule, `u0`, `u1` … unknown by rule (bigint). */
  counts: Statement;
  /** A row each: the id, words `t0` … of rules that are true, words `u0` … of those unknown. */
  masks: Statement;
  /** A row each pair: `rule` (from 0), the id, `unknown` (false where the rule is true). */
  matches: Statement;
  /** Of each rule alone: the ids it is true of; null where it is refused. */
  single: (Statement | null)[];
};

type Made = { planes: (Planes | null)[]; pool: Pool; population: Population };

function statement(text: string, pool: Pool): Statement {
  const { texts: [made = ''], params } = numbered([text], pool);
  return { text: made, params };
}

/** The bits of one word: rules from `start` on. */
function word({ planes, pool }: Made, start: number, of: (one: Planes) => string): string {
  const none = param(pool, 'int8', '0');
  const bits = planes.slice(start, start + RULES_A_WORD).flatMap((one, at) =>
    (one === null || of(one) === 'FALSE'
      ? [] : [`CASE WHEN ${of(one)} THEN ${param(pool, 'int8', String(1n << BigInt(at)))} ELSE ${none} END`]));
  return bits.length === 0 ? none : `(${bits.join('\n | ')})`;
}

function words(made: Made): { name: string; text: string }[] {
  const count = Math.max(1, Math.ceil(made.planes.length / RULES_A_WORD));
  return (['t', 'u'] as const).flatMap((plane) =>
    Array.from({ length: count }, (_, at) => ({
      name: `${plane}${at}`,
      text: word(made, at * RULES_A_WORD, (one) => (plane === 't' ? one.true : one.unknown)),
    })));
}

function masksText(made: Made): string {
  const { table, id } = made.population;
  const columns = words(made).map(({ name, text }) => `${text} AS ${name}`);
  return `SELECT ${quoted(id)}, ${columns.join(',\n')} FROM ${quoted(table)}`;
}

function countsText(made: Made): string {
  const counts = made.planes.flatMap((one, at) => {
    const count = (plane: string, name: string): string => `count(*) FILTER (WHERE ${plane}) AS ${name}${at}`;
    return [count(one?.true ?? 'FALSE', 't'), count(one?.unknown ?? 'FALSE', 'u')];
  });
  return `SELECT ${counts.join(',\n')} FROM ${quoted(made.population.table)}`;
}

/** The bits of the rows that have any, each as a row. */
function matchesText(made: Made): string {
  const { pool, population: { id } } = made;
  const all = words(made);
  const zero = param(pool, 'int8', '0');
  const some = any(all.map(({ name }) => `${name} <> ${zero}`));
  const parts = all.map(({ name }, at) => {
    const first = (at % (all.length / 2)) * RULES_A_WORD;
    const last = Math.min(RULES_A_WORD, made.planes.length - first) - 1;
    const bits = `generate_series(${param(pool, 'int4', '0')}, ${param(pool, 'int4', String(last))}) AS bit`;
    return `SELECT bit + ${param(pool, 'int4', String(first))} AS rule, ${quoted(id)}, `
      + `${name.startsWith('u') ? 'TRUE' : 'FALSE'} AS unknown FROM found, ${bits} `
      + `WHERE ((${name} >> bit) & ${param(pool, 'int8', '1')}) <> ${zero}`;
  });
  return `WITH found AS MATERIALIZED (SELECT * FROM (${masksText(made)}) AS masks WHERE ${some})\n${parts.join('\nUNION ALL ')}`;
}

/**
 * Statements over a population. Every one of them scans its table once; `single` is what one rule
 * alone needs, and an index may serve it.
 */
export function populationSql(rules: Pick<Rule, 'tree'>[], layout: Layout, population: Population): PopulationSql {
  const pool = newPool();
  const names = population.names ?? sqlNames(layout);
  const tried = rules.map((rule) => emitPlanes(rule, { layout, names }, pool));
  const planes = tried.map((one) => (refused(one) ? null : one));
  const made: Made = { planes, pool, population };
  const { table, id } = population;
  return {
    refusals: tried.map((one) => (refused(one) ? one : null)),
    counts: statement(countsText(made), pool),
    masks: statement(masksText(made), pool),
    matches: statement(matchesText(made), pool),
    single: planes.map((one) =>
      one && statement(`SELECT ${quoted(id)} FROM ${quoted(table)} WHERE ${one.true}`, pool)),
  };
}
