/**
 * What a citizen's page loads of the rule engine: packed rules in, verdicts out. No parser, no
 * check; the size of it is held by a test. Rules with patterns (matches, replace, split) need
 * `#rules/patterns` beside it.
 */
import type { Builtin } from './builtins/builtin.ts';
import type { Rule } from './evaluate.ts';
import type { Json } from './values/values.ts';
import { core } from './builtins/core.ts';
import { unpackWith } from './pack/unpack.ts';

export type { Calendar, Env, Read } from './closure/frame.ts';
export type { Outcome, Rule } from './evaluate.ts';
export type { Json } from './values/values.ts';
export { evaluate } from './evaluate.ts';
export { BadPack } from './pack/unpack.ts';
export { memberAddress } from './closure/members.ts';

/** More functions, by name. */
export type More = ReadonlyMap<string, Builtin>;

/**
 * Unpacks a rule that `pack` made. `more`: functions besides those of the runtime. Throws BadPack for
 * what is no packed rule, and for a rule that calls a function that is not there.
 */
export function unpack(json: Json, more?: More): Rule {
  return unpackWith(more === undefined ? core : new Map([...core, ...more]), json);
}
