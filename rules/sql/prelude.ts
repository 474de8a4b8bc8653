/**
 * Functions PostgreSQL does not have, or has with other edges: numbers rounded to 34 digits half
 * even (rules/values/number.ts), days of all years (rules/values/day.ts), texts. All are immutable,
 * safe in parallel, and never raise: what has no value is NULL.
 */
import { cases } from './prelude/cases.ts';
import { days } from './prelude/days.ts';
import { numbers } from './prelude/numbers.ts';
import { texts } from './prelude/texts.ts';
import { times } from './prelude/times.ts';

let made: string | undefined;

/** Creates, or makes anew, what the texts of `toSql` call: the schema `rules` and its functions. */
export function sqlPrelude(): string {
  made ??= `CREATE SCHEMA IF NOT EXISTS rules;\n${numbers}${texts}${cases()}${days}${times}`;
  return made;
}
