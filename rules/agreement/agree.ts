/**
 * Random rules over random rows through every back end. The closure is the definition; a generated
 * function, columns and PostgreSQL must come to the same true, false, none, unknown and values, or
 * have refused the rule when they compiled it. A difference is made small before it is told.
 */
import type pg from 'pg';
import type { Env } from '../closure/frame.ts';
import type { Rule } from '../evaluate.ts';
import type { Layout } from '../layout.ts';
import type { Json } from '../values/values.ts';
import type { RowFacts } from './facts.ts';
import type { Made } from './generate.ts';
import type { Chance } from './random.ts';
import type { ColumnRule } from '../columns/match.ts';
import { compileColumns, encode, match } from '../columns/match.ts';
import { compile } from '../compile.ts';
import { evaluate } from '../evaluate.ts';
import { makeFunction, rowOf } from '../function/function.ts';
import { shapeOf } from '../language/names.ts';
import { refused } from '../layout.ts';
import { agree as agreeInSql, fillTable } from '../sql/against.ts';
import { fromJson, toJson } from '../values/values.ts';
import { facts, row, scope } from './facts.ts';
import { randomRule, written } from './generate.ts';
import { chance } from './random.ts';
import { shrink } from './shrink.ts';

/** The back ends beside the closure. */
export type Backend = 'function' | 'columns' | 'sql' | 'another';

/** How many pairs a back end agreed on, and how many rules it refused. */
export type Count = { pairs: number; refused: number };

/** A rule and a row on which a back end differs from the closure, made small. */
export type Difference = {
  backend: Backend;
  text: string;
  row: RowFacts;
  closure: string;
  other: string;
};

/** What a run found; it ends at the first difference. */
export type Agreement = {
  seed: number;
  rules: number;
  states: Record<string, number>;
  counts: Record<Backend, Count>;
  difference?: Difference;
};

type Compiled = { made: Made; rule: Rule };
/** The place of a difference: the rule's, and the row. */
export type Found = { at: number; row: RowFacts; closure: string; other: string };
/** Pairs that agreed, rules refused, and the first cell that differs. */
export type Outcome = { refused: number; pairs: number; found?: Found };

/** Runs rules over rows; `closure` are the closures' outcomes, rule by rule. */
export type Through = (
  rules: Rule[],
  rows: RowFacts[],
  closure: string[][],
) => Outcome | Promise<Outcome>;

const layout: Layout = facts.map(({ name }) => ({ address: name.address, shape: shapeOf(name) }));

/** A made-up calendar; its working days are those before the 20th. */
const env: Env = {
  today: '2026-11-22',
  calendar: {
    workdays: (from, to) => Number(to.slice(8)) - Number(from.slice(8)),
    addWorkdays: (date) => date,
  },
};

const reader =
  (of: RowFacts) =>
  (address: string): Json | undefined =>
    of[address];

const shown = (json: Json | undefined): string =>
  json === undefined ? 'unknown' : json === null ? 'none' : JSON.stringify(json);

const byClosure = (rule: Rule, of: RowFacts): string =>
  shown(evaluate(rule, reader(of), env).value);

/** Runs each rule over each row and stops at the first cell that differs. */
function compared(
  rules: Rule[],
  rows: RowFacts[],
  closure: string[][],
  cell: (at: number, row: number) => string | null,
): Outcome {
  let [refusals, pairs] = [0, 0];
  for (const [at] of rules.entries()) {
    let taken = true;
    for (const [n, of] of rows.entries()) {
      const other = cell(at, n);
      taken = other !== null;
      if (other === null) break;
      pairs++;
      const wanted = closure[at]?.[n] ?? '';
      if (other !== wanted && !(other === 'else' && wanted !== 'true' && wanted !== 'unknown')) {
        return { refused: refusals, pairs, found: { at, row: of, closure: wanted, other } };
      }
    }
    if (!taken) refusals++;
  }
  return { refused: refusals, pairs };
}

function throughFunction(rules: Rule[], rows: RowFacts[], closure: string[][]): Outcome {
  const programs = rules.map((rule) => makeFunction(rule, layout));
  const made = rows.map((of) => rowOf(layout, reader(of)));
  return compared(rules, rows, closure, (at, n) => {
    const [program, one] = [programs[at], made[n]];
    return program === undefined || one === undefined ? null : shown(toJson(program.run(one, env)));
  });
}

function throughColumns(rules: Rule[], rows: RowFacts[], closure: string[][]): Outcome {
  const columns = encode(layout, rows.length, (n, at) => {
    const column = layout[at];
    if (column === undefined) return undefined;
    const json = rows[n]?.[column.address];
    return json === undefined || json === null ? json : fromJson(json, column.shape);
  });
  const programs = compileColumns(rules, layout);
  const taken = programs.filter((one): one is ColumnRule => !refused(one));
  const matches = match(taken, columns, env);
  const place = new Map(taken.map((one, at) => [one, matches[at]]));
  const bit = (of: Uint32Array | null | undefined, n: number): boolean =>
    (((of?.[n >>> 5] ?? 0) >>> (n & 31)) & 1) === 1;
  return compared(rules, rows, closure, (at, n) => {
    const one = programs[at];
    if (one === undefined || refused(one)) return null;
    const found = place.get(one);
    const [yes, unknown] = [bit(found?.true, n), bit(found?.unknown, n)];
    return yes && unknown ? 'true and unknown' : yes ? 'true' : unknown ? 'unknown' : 'else';
  });
}

let tables = 0;

/** Rules of one statement: PostgreSQL takes 1,664 expressions, five a rule. */
const STATEMENT = 50;

function throughSql(client: pg.ClientBase): Through {
  return async (rules, rows) => {
    const table = `agree${tables++}`;
    await fillTable(client, table, layout, rows);
    const sum: Outcome = { refused: 0, pairs: 0 };
    for (let from = 0; from < rules.length; from += STATEMENT) {
      const part = rules.slice(from, from + STATEMENT);
      const {
        pairs,
        refused: refusals,
        differences: [first],
      } = await agreeInSql(client, table, { layout, rules: part, rows, env });
      sum.pairs += pairs;
      sum.refused += refusals.length;
      if (first === undefined) continue;
      const at = from + part.findIndex((rule) => rule.text === first.text);
      sum.found = {
        at,
        row: rows.find((of) => of === first.facts) ?? {},
        closure: first.closure,
        other: first.sql,
      };
      break;
    }
    await client.query(`DROP TABLE "${table}"`);
    return sum;
  };
}

function randomRules(count: number, from: Chance): Compiled[] {
  const found: Compiled[] = [];
  while (found.length < count) {
    const made = randomRule(from);
    const { rule } = compile(written(made), scope);
    if (rule !== undefined) found.push({ made, rule });
  }
  return found;
}

const grid = (rules: Rule[], rows: RowFacts[]): string[][] =>
  rules.map((rule) => rows.map((of) => byClosure(rule, of)));

async function small(
  backend: Backend,
  through: Through,
  made: Made,
  found: Found,
): Promise<Difference> {
  const alone = async (text: string, of: RowFacts): Promise<Found | undefined> => {
    const { rule } = compile(text, scope);
    return rule && (await through([rule], [of], grid([rule], [of]))).found;
  };
  const least = await shrink(
    made,
    found.row,
    async (text, of) => (await alone(text, of)) !== undefined,
  );
  const last = await alone(least.text, least.row);
  return {
    backend,
    ...least,
    closure: last?.closure ?? found.closure,
    other: last?.other ?? found.other,
  };
}

/**
 * What to run: pairs each back end has to agree on at least; without a client SQL is left out.
 * `another` stands beside them: a test plants a fault in it.
 */
export type Plan = {
  pairs: number;
  seed: number;
  client?: pg.ClientBase;
  told?: (so: Agreement) => void;
  another?: Through;
};

const RULES = 100;
const ROWS = 250;

/** Tries random rules and rows from a seed until every back end has agreed on enough pairs. */
export async function agreement({ pairs, seed, client, told, another }: Plan): Promise<Agreement> {
  const from = chance(seed);
  const throughs: [Backend, Through][] = [
    ['function', throughFunction],
    ['columns', throughColumns],
  ];
  if (client !== undefined) throughs.push(['sql', throughSql(client)]);
  if (another !== undefined) throughs.push(['another', another]);
  const none = (): Count => ({ pairs: 0, refused: 0 });
  const so: Agreement = {
    seed,
    rules: 0,
    states: {},
    counts: { function: none(), columns: none(), sql: none(), another: none() },
  };
  while (throughs.some(([backend]) => so.counts[backend].pairs < pairs)) {
    const compiled = randomRules(RULES, from);
    const rows = Array.from({ length: ROWS }, () => row(from));
    const rules = compiled.map((one) => one.rule);
    const closure = grid(rules, rows);
    for (const cell of closure.flat()) {
      const state =
        cell === 'true' || cell === 'false' || cell === 'none' || cell === 'unknown'
          ? cell
          : 'value';
      so.states[state] = (so.states[state] ?? 0) + 1;
    }
    so.rules += rules.length;
    for (const [backend, through] of throughs) {
      const { pairs: done, refused: refusals, found } = await through(rules, rows, closure);
      so.counts[backend].pairs += done;
      so.counts[backend].refused += refusals;
      const made = found && compiled[found.at]?.made;
      if (found === undefined || made === undefined) continue;
      so.difference = await small(backend, through, made, found);
      return so;
    }
    told?.(so);
  }
  return so;
}
