/**
 * Many rules over a whole population in PostgreSQL: one scan gives each row's rules as bits of
 * words (true, and unknown), counts by rule, or the pairs of rule and row. A rule SQL refuses has
 * no bit set and its refusal beside it.
 */
import type { Layout, Refusal } from '../layout.ts';
import type { Rule } from '../evaluate.ts';
import type { SqlNames, SqlTable } from './emitting.ts';
import type { Planes } from './planes.ts';
import type { Statement } from './statement.ts';
import { refused } from '../layout.ts';
import { quoted, sqlNames } from './columns.ts';
import { candidates, decided, RULES_A_WORD, split, type Split, waiting } from './masks.ts';
import { emitPlanes, emitTerm, tried } from './planes.ts';
import { withParams } from './statement.ts';
import { any, newPool, param } from './terms.ts';

/** The table of the population: its name, the column rows are told apart by, and its columns. */
export type Population = {
  table: string;
  id: string;
  /** The day ages are taken on, `YYYY-MM-DD`; the statements hold for that day alone. */
  today: string;
  names?: SqlNames;
};

/** What can be asked of a population. `refusals` has an entry for each rule, null where it is taken. */
export type PopulationSql = {
  refusals: (Refusal | null)[];
  /** One row: `t0`, `t1` … true by rule, `u0`, `u1` … unknown by rule (bigint). */
  counts: Statement;
  /**
   * A row each: the id, words `t0` … of rules that are true, words `u0` … of those unknown; bit n
   * of word m is rule 31 m + n.
   */
  masks: Statement;
  /** The same with `t0` … alone: quicker where what is unknown is not asked for. */
  found: Statement;
  /** A row each pair: `rule` (from 0), the id, `unknown` (false where the rule is true). */
  matches: Statement;
  /** Of each rule alone: the ids it is true of; null where it is refused. */
  single: (Statement | null)[];
};

type Made = SqlTable & { rules: (Split | null)[]; population: Population };

const count = (made: Made): number => Math.max(1, Math.ceil(made.rules.length / RULES_A_WORD));

/** Each row's words. What the words are put together from is worked out once, behind a fence. */
function masksText(made: Made): string {
  const {
    population: { table, id },
    pool,
    names,
    rules,
    layout,
  } = made;
  const at = { layout, names, pool };
  const inner: string[] = [];
  const [yes, unknown]: [string[], string[]] = [[], []];
  for (let n = 0; n < count(made); n++) {
    const part = rules.slice(n * RULES_A_WORD, (n + 1) * RULES_A_WORD);
    inner.push(`${candidates(part, at)} AS "x ${n}"`, `${waiting(part, at)} AS "w ${n}"`);
    const words = decided(part, { x: `"x ${n}"`, w: `"w ${n}"` }, at);
    yes.push(`${words.true} AS t${n}`);
    unknown.push(`${words.unknown} AS u${n}`);
  }
  const outer = [...yes, ...unknown].join(',\n');
  const used = names.values.filter((name) => outer.includes(quoted(name)));
  const carried = [id, ...used, ...names.words].map(quoted);
  return (
    `SELECT ${quoted(id)}, ${outer}\nFROM (SELECT ${[...carried, ...inner].join(',\n')}\n` +
    `FROM ${quoted(table)} OFFSET 0) AS rows`
  );
}

/** Each row's words of rules that are true, rule by rule. */
function foundText(planes: (Planes | null)[], { pool, population: { id, table } }: Made): string {
  const zero = param(pool, 'int8', '0');
  const words: string[] = [];
  for (let from = 0; from < Math.max(1, planes.length); from += RULES_A_WORD) {
    const bits = planes
      .slice(from, from + RULES_A_WORD)
      .flatMap((one, at) =>
        one === null
          ? []
          : [
              `CASE WHEN ${one.true} THEN ${param(pool, 'int8', String(1n << BigInt(at)))} ELSE ${zero} END`,
            ],
      );
    words.push(`${bits.length === 0 ? zero : bits.join('\n | ')} AS t${from / RULES_A_WORD}`);
  }
  return `SELECT ${quoted(id)}, ${words.join(',\n')} FROM ${quoted(table)}`;
}

function countsText(made: Made): string {
  const { pool } = made;
  const zero = param(pool, 'int8', '0');
  const counts = made.rules.flatMap((rule, at) => {
    const word = Math.floor(at / RULES_A_WORD);
    const bit = param(pool, 'int8', String(1n << BigInt(at % RULES_A_WORD)));
    return ['t', 'u'].map((plane) =>
      rule === null
        ? `${zero} AS ${plane}${at}`
        : `count(*) FILTER (WHERE (${plane}${word} & ${bit}) <> ${zero}) AS ${plane}${at}`,
    );
  });
  return `SELECT ${counts.join(',\n')} FROM (${masksText(made)} OFFSET 0) AS masks`;
}

/** The bits of the rows that have any, each as a row. */
function matchesText(made: Made): string {
  const {
    pool,
    population: { id },
  } = made;
  const zero = param(pool, 'int8', '0');
  const names = ['t', 'u'].flatMap((plane) =>
    Array.from({ length: count(made) }, (_, n) => ({ name: `${plane}${n}`, n })),
  );
  const some = any(names.map(({ name }) => `${name} <> ${zero}`));
  const parts = names.map(({ name, n }) => {
    const first = n * RULES_A_WORD;
    const last = Math.min(RULES_A_WORD, made.rules.length - first) - 1;
    const bits = `generate_series(${param(pool, 'int4', '0')}, ${param(pool, 'int4', String(last))}) AS bit`;
    return (
      `SELECT bit + ${param(pool, 'int4', String(first))} AS rule, ${quoted(id)}, ` +
      `${name.startsWith('u') ? 'TRUE' : 'FALSE'} AS unknown FROM found, ${bits} ` +
      `WHERE ${name} <> ${zero} AND ((${name} >> bit) & ${param(pool, 'int8', '1')}) <> ${zero}`
    );
  });
  return (
    `WITH found AS MATERIALIZED (SELECT * FROM (${masksText(made)} OFFSET 0) AS masks WHERE ${some})\n` +
    parts.join('\nUNION ALL ')
  );
}

type Tried = { planes: Planes; split: Split };

/**
 * Statements over a population. Every one of them scans its table once; `single` is what one rule
 * alone needs, and an index may serve it.
 */
export function populationSql(
  rules: Pick<Rule, 'tree'>[],
  layout: Layout,
  population: Population,
): PopulationSql {
  const pool = newPool();
  const names = population.names ?? sqlNames(layout);
  // No condition that is taken for regions asks the calendar.
  const env = {
    today: population.today,
    calendar: { workdays: () => 0, addWorkdays: (date: string) => date },
  };
  const table = { layout, names, pool };
  const statement = (text: string): Statement => withParams(text, pool.params);
  const made = rules.map((rule): Tried | Refusal => {
    const planes = emitPlanes(rule, table);
    if (refused(planes)) return planes;
    return tried(rule, () => ({
      planes,
      split: split(rule.tree, { layout, env }, (tree) => {
        const { term, at } = emitTerm({ tree }, table);
        return { term, reads: at.reads };
      }),
    }));
  });
  const taken = made.map((one) => (refused(one) ? null : one));
  const all: Made = {
    rules: taken.map((one) => one?.split ?? null),
    layout,
    names,
    pool,
    population,
  };
  return {
    refusals: made.map((one) => (refused(one) ? one : null)),
    counts: statement(countsText(all)),
    masks: statement(masksText(all)),
    found: statement(
      foundText(
        taken.map((one) => one?.planes ?? null),
        all,
      ),
    ),
    matches: statement(matchesText(all)),
    single: taken.map(
      (one) =>
        one &&
        statement(
          `SELECT ${quoted(population.id)} FROM ${quoted(population.table)} WHERE ${one.planes.true}`,
        ),
    ),
  };
}
