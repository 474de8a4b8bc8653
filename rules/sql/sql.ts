/**
 * The SQL back end: a rule as expressions over the columns of one row, for PostgreSQL 15 and later.
 * It gives exactly what the closure gives, in true, false, none, unknown and values, or refuses the
 * rule with its place. Texts of rules never become text of SQL: what a rule writes is a parameter.
 */
import type { Layout, Refusal } from '../layout.ts';
import type { Rule } from '../evaluate.ts';
import type { Statement } from './population.ts';
import type { Emit } from './emit.ts';
import type { Kind, Pool, SqlParam, Term } from './terms.ts';
import { asDays, asText } from './compare.ts';
import { flagText, sqlNames, type SqlNames } from './columns.ts';
import { part } from './emit.ts';
import { fails, holds } from './logic.ts';
import { asNumeric } from './numbers.ts';
import { all, isNone, newPool, numbered, once, param, Refuse, scalar } from './terms.ts';
import { refused } from '../layout.ts';

export type { SqlColumn, SqlNames } from './columns.ts';
export type { Kind, SqlParam } from './terms.ts';
export { columnType, sqlCell, sqlColumns, sqlNames, sqlRow } from './columns.ts';
export { sqlPrelude } from './prelude.ts';
export type { Population, PopulationSql, Statement } from './population.ts';
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

/** Parts a rule may be written out to, and characters of its SQL. */
const MOST_PARTS = 4000;
const LONGEST = 200_000;

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

/** Unknown, asked only of rows in which something the rule reads is. */
function guardedUnknown(term: Term, at: Emit): string {
  return term.unknown === undefined ? 'FALSE' : all([flagText(at.reads, at), term.unknown()]);
}

type Table = { layout: Layout; names: SqlNames };

/** The term of a rule or of a part of one; throws `Refuse`. */
export function emitTerm(rule: Pick<Rule, 'tree'>, { layout, names }: Table, pool: Pool): { term: Term; at: Emit } {
  const today = once(() => param(pool, 'date', { today: true }));
  const at: Emit = {
    layout, names, pool, left: MOST_PARTS, locals: new Map(), reads: new Set(),
    places: new Map(layout.map((column, place) => [column.address, place])),
    today: () => ({ kind: 'date', value: today, none: false, fixed: true, near: true }),
  };
  const { from, to } = rule.tree;
  const term = scalar(part(rule.tree, at));
  if (term === null) throw new Refuse({ message: '规则的结果是一组值，数据库里不能逐行算', from, to });
  return { term, at };
}

/** Gives what is made, or the refusal thrown on the way; too long a text is refused too. */
export function tried<T extends object>(rule: Pick<Rule, 'tree'>, make: () => T): T | Refusal {
  try {
    const made = make();
    const length = Object.values(made).reduce((n: number, text) => n + (typeof text === 'string' ? text.length : 0), 0);
    const { from, to } = rule.tree;
    return length <= LONGEST ? made : { message: '这条规则展开后太长，数据库里写不下，请拆成几条', from, to };
  } catch (error) {
    if (!(error instanceof Refuse)) throw error;
    const { from, to } = rule.tree;
    return error.refusal.to === 0 ? { ...error.refusal, from, to } : error.refusal;
  }
}

/** Where a rule is true and where it is unknown, with a pool shared with others. */
export type Planes = { true: string; unknown: string };

/** The planes of a rule over a table, or why it is not taken. */
export function emitPlanes(rule: Pick<Rule, 'tree'>, table: Table, pool: Pool): Planes | Refusal {
  return tried(rule, () => {
    const { term, at } = emitTerm(rule, table, pool);
    return { true: holds(term), unknown: guardedUnknown(term, at) };
  });
}

function emitRule(rule: Pick<Rule, 'tree'>, table: Table, pool: Pool): Omit<SqlRule, 'params'> | Refusal {
  return tried(rule, () => {
    const { term, at } = emitTerm(rule, table, pool);
    return {
      kind: term.kind, value: outer(term, pool), true: holds(term), false: fails(term),
      none: isNone(term), unknown: guardedUnknown(term, at),
    };
  });
}

/** Several rules over one row, for one statement: their parameters are numbered together. */
export type SqlRules = { rules: (Omit<SqlRule, 'params'> | Refusal)[]; params: SqlParam[] };

/** Rules as SQL of one statement over a table of the layout; a refused rule leaves the others be. */
export function toSqlAll(rules: Pick<Rule, 'tree'>[], layout: Layout, names: SqlNames = sqlNames(layout)): SqlRules {
  const pool = newPool();
  const made = rules.map((rule) => emitRule(rule, { layout, names }, pool));
  const texts = made.flatMap((one) =>
    (refused(one) ? [] : [one.value, one.true, one.false, one.none, one.unknown]));
  const { texts: final, params } = numbered(texts, pool);
  let at = 0;
  const next = (): string => final[at++] ?? '';
  const done = made.map((one) => (refused(one) ? one : {
    kind: one.kind, value: next(), true: next(), false: next(), none: next(), unknown: next(),
  }));
  return { rules: done, params };
}

/**
 * A rule as SQL over a table of the layout (`names`: its columns; by default `c0` … and `u0` …).
 * A refusal says what cannot be done exactly, and where. `sqlPrelude` must have run in the database.
 */
export function toSql(rule: Pick<Rule, 'tree'>, layout: Layout, names: SqlNames = sqlNames(layout)): SqlRule | Refusal {
  const { rules: [only], params } = toSqlAll([rule], layout, names);
  if (only === undefined) throw new Error('no rule came back');
  return refused(only) ? only : { ...only, params };
}

/** One of a rule's texts alone, or a statement around some: its parameters, numbered anew. */
export function withParams(text: string, params: SqlParam[]): Statement {
  const { texts: [made = ''], params: used } = numbered([text], { params, places: new Map() });
  return { text: made, params: used };
}

/** Parameters with the day filled in (`YYYY-MM-DD`). */
export function bound(params: SqlParam[], today: string): (string | string[])[] {
  return params.map((one) => (typeof one === 'object' && 'today' in one ? today : one));
}
