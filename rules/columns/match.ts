/**
 * The columns back end: rules compiled against a layout, matched against a whole population. The
 * outcome of a rule is one bit a row for true and one for unknown; it equals the closure's.
 */
import type { Env } from '../closure/frame.ts';
import type { Layout, Refusal } from '../layout.ts';
import type { Rule } from '../index.ts';
import type { Kernels } from './kernels.ts';
import type { Logic } from './logic.ts';
import type { Program } from './program.ts';
import type { Job } from './run.ts';
import type { Columns } from './store.ts';
import { bind } from './bind.ts';
import { plainKernels } from './kernels.ts';
import { lower, unfit } from './logic.ts';
import { planes } from './planes.ts';
import { program } from './program.ts';
import { blocksOf, runBlock, sourcesOf } from './run.ts';
import { plane } from './store.ts';
import { Halt } from './sums.ts';

export { BadCell, cellOf } from './store.ts';
export type { Columns } from './store.ts';
export { change, encode } from './encode.ts';

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
  const at = { layout, index };
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

/** What the rules come to on these columns and this day. Planes come out as true, unknown, true … */
export function prepare(
  rules: ColumnRule[],
  columns: Columns,
  env: Env,
  options: MatchOptions = {},
): Program {
  const at = { planes: planes(), columns, env };
  const truths = rules.map(({ logic }) => bind(logic, at));
  const both = options.unknown !== false;
  const roots = truths.flatMap((one) => (both ? [one.true, one.unknown] : [one.true]));
  return program(at.planes, columns, roots);
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

/** Planes that came out, as matches. */
export function matchesOf(outs: Uint32Array[], options: MatchOptions): Match[] {
  if (options.unknown === false) return outs.map((out) => ({ true: out, unknown: null }));
  return outs.flatMap((out, at) =>
    at % 2 === 0 ? [{ true: out, unknown: outs[at + 1] ?? null }] : [],
  );
}

let scratch: Kernels | null = null;

function kernels(bytes: number): Kernels {
  if (scratch === null || scratch.views.u8.byteLength < bytes) scratch = plainKernels(bytes);
  return scratch;
}

/** Runs a whole job on this thread. */
export function runHere(job: Job): void {
  const with_ = kernels(job.program.bytes);
  for (let block = 0; block < blocksOf(job.words); block++) runBlock(job, with_, block);
}

/** Matches rules against a population on this thread. Throws only what the calendar throws. */
export function match(
  rules: ColumnRule[],
  columns: Columns,
  env: Env,
  options: MatchOptions = {},
): Match[] {
  const made = prepare(rules, columns, env, options);
  const outs = Array.from({ length: made.outs }, () => plane(columns.words));
  runHere({ program: made, columns: sourcesOf(columns.columns), outs, words: columns.words });
  trim(outs, columns.rows);
  return matchesOf(outs, options);
}
