/**
 * The SQL back end: a rule as expressions over the columns of one row, for PostgreSQL 15 and later.
 * It gives exactly what the closure gives, in true, false, none, unknown and values, or refuses the
 * rule with its place. Texts of rules never become text of SQL: what a rule writes is a parameter.
 */
import type { Layout, Refusal } from '../layout.ts';
import type { Rule } from '../evaluate.ts';
import type { SqlNames, SqlTable } from './emitting.ts';
import type { Kind, Pool, SqlParam, Term } from './terms.ts';
import { asDays, asText } from './compare.ts';
import { sqlNames } from './columns.ts';
import { emitTerm, guardedUnknown, tried } from './planes.ts';
import { fails, holds } from './logic.ts';
import { asNumeric } from './numbers.ts';
import { isNone, newPool, numbered } from './terms.ts';
import { refused } from '../layout.ts';

export type { SqlColumn } from './columns.ts';
export type { SqlNames } from './emitting.ts';
export type { Kind, SqlParam } from './terms.ts';
export { columnType, sqlCell, sqlColumns, sqlNames, sqlRow } from './columns.ts';
export { sqlPrelude } from './prelude.ts';
export { bound, withParams } from './statement.ts';
export type { Population, PopulationSql } from './population.ts';
export type { Statement } from './statement.ts';
export { populationSql } from './population.ts';

/** A rule in SQL: texts over one row, with parameters `$1` … */
export type SqlRule = {
  /**
   * What `value` is: numbers and durations (months, seconds) are numeric, a date is its day number
   * (bigint), a time or moment its text.
   */
  kind: Kind;
  /** The value; NULL where it is none or unknown. */
  value: string;
  /** True exactly where the rule is true; false or NULL otherwise. An index may serve it. */
  true: string;
  /** True exactly where the rule is false; false or NULL otherwise. */
  false: string;
  /** Never NULL. */
  none: string;
  unknown: string;
  params: SqlParam[];
};

/** A term as its value is given to the outside. */
function outer(term: Term, pool: Pool): string {
  switch (term.kind) {
    case 'number':
    case 'months':
    case 'seconds':
      return asNumeric(term, pool);
    case 'date':
      return asDays(term, pool);
    case 'text':
      return asText(term, pool);
    case 'time':
      return `rules.time_text(${term.value()})`;
    case 'date-time':
      return `rules.moment_text(${term.value()})`;
    case 'none':
      return 'NULL::text';
    default:
      return term.value();
  }
}

function emitRule(rule: Pick<Rule, 'tree'>, table: SqlTable): Omit<SqlRule, 'params'> | Refusal {
  return tried(rule, () => {
    const { term, at } = emitTerm(rule, table);
    return {
      kind: term.kind,
      value: outer(term, table.pool),
      true: holds(term),
      false: fails(term),
      none: isNone(term),
      unknown: guardedUnknown(term, at),
    };
  });
}

/** Several rules over one row, for one statement: their parameters are numbered together. */
export type SqlRules = { rules: (Omit<SqlRule, 'params'> | Refusal)[]; params: SqlParam[] };

/** Rules as SQL of one statement over a table of the layout; a refused rule leaves the others be. */
export function toSqlAll(
  rules: Pick<Rule, 'tree'>[],
  layout: Layout,
  names: SqlNames = sqlNames(layout),
): SqlRules {
  const pool = newPool();
  const made = rules.map((rule) => emitRule(rule, { layout, names, pool }));
  const texts = made.flatMap((one) =>
    refused(one) ? [] : [one.value, one.true, one.false, one.none, one.unknown],
  );
  const { texts: final, params } = numbered(texts, pool);
  let at = 0;
  const next = (): string => final[at++] ?? '';
  const done = made.map((one) =>
    refused(one)
      ? one
      : {
          kind: one.kind,
          value: next(),
          true: next(),
          false: next(),
          none: next(),
          unknown: next(),
        },
  );
  return { rules: done, params };
}

/**
 * A rule as SQL over a table of the layout (`names`: its columns; by default `c0` … and `u0` …).
 * A refusal says what cannot be done exactly, and where. `sqlPrelude` must have run in the database.
 */
export function toSql(
  rule: Pick<Rule, 'tree'>,
  layout: Layout,
  names: SqlNames = sqlNames(layout),
): SqlRule | Refusal {
  const {
    rules: [only],
    params,
  } = toSqlAll([rule], layout, names);
  if (only === undefined) throw new Error('no rule came back');
  return refused(only) ? only : { ...only, params };
}
