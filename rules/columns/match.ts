/**
 * The columns back end: rules compiled against a layout, matched against a whole population. The
 * outcome of a rule is one bit a row for true and one for unknown; it equals the closure's.
 */
import type { Env } from '../closure/frame.ts';
import type { ColumnRule, Match, MatchOptions } from './prepare.ts';
import type { Columns } from './store.ts';
import { matchesOf, prepare, room, trim } from './prepare.ts';
import { runJob, sourcesOf } from './run.ts';

export type { Diff } from './again.ts';
export type { ColumnRule, Match, MatchOptions } from './prepare.ts';
export type { Columns } from './store.ts';
export { rematch } from './again.ts';
export { change, encode } from './encode.ts';
export { compileColumns } from './prepare.ts';
export { BadCell, cellOf } from './store.ts';

/** Matches rules against a population on this thread. Throws only what the calendar throws. */
export function match(
  rules: ColumnRule[],
  columns: Columns,
  env: Env,
  options: MatchOptions = {},
): Match[] {
  const { words, rows } = columns;
  const program = prepare(rules, columns, env, options);
  const outs = room(program, words);
  runJob({ program, columns: sourcesOf(columns.columns), outs, words });
  trim(outs, rows);
  return matchesOf(outs, options);
}
