/** The door of the rule engine: compile a text once, evaluate it often. Pure: no I/O, no clock. */
export type { Calendar, Env, Read } from './closure/frame.ts';
export type { Name, Scope } from './language/names.ts';
export type { Problem, ProblemCode } from './language/problem.ts';
export type { NumberRange, RuleType, Shape } from './check/shape.ts';
export type { Node } from './check/tree.ts';
export type { Json } from './values/values.ts';
export type { Outcome, Rule } from './evaluate.ts';
export type { Want } from './compile.ts';
export { compile } from './compile.ts';
export { evaluate } from './evaluate.ts';
export { memberAddress } from './closure/members.ts';
