/**
 * What a citizen's page loads of the rule engine: packed rules in, verdicts out. No parser, no
 * check; the size of it is held by a test.
 */
export type { Calendar, Env, Read } from './closure/frame.ts';
export type { Outcome, Rule } from './evaluate.ts';
export type { Json } from './values/values.ts';
export { evaluate } from './evaluate.ts';
export { BadPack, unpack } from './pack/unpack.ts';
export { memberAddress } from './closure/members.ts';
