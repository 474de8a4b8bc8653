/** Rules compiled against a layout, and made into a program for the columns and the day. */
import type { Env } from '../closure/frame.ts';
import type { Layout, Refusal } from '../layout.ts';
import type { Rule } from '../index.ts';
import type { Logic } from './logic.ts';
import type { Program } from './program.ts';
import type { Columns } from './store.ts';
import { bind } from './bind.ts';
import { lower, unfit } from './logic.ts';
import { planes } from './planes.ts';
import { program } from './program.ts';
import { Halt } from './sums.ts';

/** A rule made ready for populations of a layout. */
export type ColumnRule = { rule: Pick<Rule, 'text' | 'tree'>; logic: Logic };

/** Rows (bits, 32 a word, row 0 first) for which a rule is true, and for which it is unknown. */
export type Match = { true: Uint32Array; unknown: Uint32Array | null };

/** `unknown: false` leaves the unknown planes out, which is cheaper. */
export type MatchOptions = { unknown?: boolean };

/** Compiles rules for a layout; in the place of each that cannot be exact stands a refusal. */
export function compileColumns(
  rules: Pick<Rule, 'text' | 'tree'>[],
  layout: Layout,
): (ColumnRule | Refusal)[] {
  const index = new Map(layout.map(({ address }, at) => [address, at]));
  const at = { layout, index, splits: 0 };
  return rules.map((rule) => {
    const refusal = unfit(rule.tree, at);
    if (refusal !== null) return refusal;
    try {
      return { rule, logic: lower(rule.tree, at) };
    } catch (thrown) {
      if (thrown instanceof Halt) return thrown.refusal;
      throw thrown;
    }
  });
}

type Made = { columns: Columns; version: number; env: Env; both: boolean; program: Program };

/** What lists of rules last came to: the same list over the same columns is not prepared twice. */
const made = new WeakMap<ColumnRule[], Made>();

const alike = (a: Env, b: Env): boolean =>
  a.today === b.today && a.now === b.now && a.calendar === b.calendar;

/**
 * What the rules come to on these columns and this day. Planes come out as true, unknown, true …
 * A list of rules is not to be changed after it was matched once.
 */
export function prepare(
  rules: ColumnRule[],
  columns: Columns,
  env: Env,
  options: MatchOptions = {},
): Program {
  const both = options.unknown !== false;
  const before = made.get(rules);
  const same = before?.columns === columns && before.version === columns.version;
  if (before !== undefined && same && alike(before.env, env) && before.both === both) {
    return before.program;
  }
  const at = { planes: planes(), columns, env, tables: new Map() };
  const truths = rules.map(({ logic }) => bind(logic, at));
  const roots = truths.flatMap((one) => (both ? [one.true, one.unknown] : [one.true]));
  const done = program(at.planes, columns, roots);
  made.set(rules, { columns, version: columns.version, env, both, program: done });
  return done;
}

/** Clears the bits after the last row. */
export function trim(outs: Uint32Array[], rows: number): void {
  const word = rows >>> 5;
  for (const out of outs) {
    if (word >= out.length) continue;
    out[word] = (out[word] ?? 0) & ((1 << (rows & 31)) - 1);
    out.fill(0, word + 1);
  }
}

/** Planes for what comes out of a program, one after the other in shared memory. */
export function room(program: Program, words: number): Uint32Array[] {
  const bytes = new SharedArrayBuffer(program.outs * words * 4);
  return Array.from(
    { length: program.outs },
    (_, at) => new Uint32Array(bytes, at * words * 4, words),
  );
}

/** Planes that came out, as matches. */
export function matchesOf(outs: Uint32Array[], options: MatchOptions): Match[] {
  if (options.unknown === false) return outs.map((out) => ({ true: out, unknown: null }));
  const pairs = outs.map((out, at) => ({ true: out, unknown: outs[at + 1] ?? null }));
  return pairs.filter((_, at) => at % 2 === 0);
}
