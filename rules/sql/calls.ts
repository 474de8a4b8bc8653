/** Functions of the language in SQL: one row each; what has no row here is refused. */
import type { SqlCall } from './calls/arguments.ts';
import { listCalls } from './calls/lists.ts';
import { numberCalls } from './calls/numbers.ts';
import { textCalls } from './calls/texts.ts';
import { timeCalls } from './calls/times.ts';

/** The functions SQL has, by name. */
export const sqlCalls: ReadonlyMap<string, SqlCall> = new Map([
  ...listCalls,
  ...numberCalls,
  ...textCalls,
  ...timeCalls,
]);
