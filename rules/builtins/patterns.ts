/**
 * Functions of patterns. They stand apart because what reads patterns weighs an eighth of what a page
 * loads of the rule engine: a page whose rules have none goes without.
 */
import type { Builtin, Row } from './builtin.ts';
import type { Value } from '../values/values.ts';
import { pattern } from '../values/pattern.ts';
import { made } from './make.ts';

const str = (value: Value): string => (typeof value === 'string' ? value : '');

function matches([text, source, flags]: Value[]): Value {
  const made = pattern(str(source), str(flags));
  return typeof made === 'string' ? null : made.test(str(text));
}

function replace([text, source, by, flags]: Value[]): Value {
  const made = pattern(str(source), str(flags));
  return typeof made === 'string' ? null : made.replace(str(text), str(by));
}

function split([text, source]: Value[]): Value {
  const made = pattern(str(source), '');
  return typeof made === 'string' ? null : made.split(str(text));
}

const patternRows: Row[] = [
  {
    signature: 'matches(input: text, pattern: text, flags?: text|none)',
    result: 'boolean',
    act: matches,
  },
  {
    signature: 'replace(input: text, pattern: text, replacement: text, flags?: text|none)',
    result: 'text',
    act: replace,
  },
  {
    signature: 'split(string: text, delimiter: text)',
    result: () => ({ type: 'list', of: { type: 'text' } }),
    act: split,
  },
];

/** The functions of patterns, by name. */
export const patterns: ReadonlyMap<string, Builtin> = made(patternRows);
