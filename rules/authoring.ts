/**
 * What the studio loads of the rule engine, and only the studio: texts in, rules and problems out,
 * trees written back, what a rule reads. The size of it is held by a test.
 */
export type { Want } from './compile.ts';
export type { FactOf } from './facts.ts';
export type { Name, Scope } from './language/names.ts';
export type { Problem, ProblemCode } from './language/problem.ts';
export type { Printed } from './print/print.ts';
export { compile } from './compile.ts';
export { evaluate } from './evaluate.ts';
export { factsOf } from './facts.ts';
export { narrow } from './narrow/narrow.ts';
export { pack } from './pack/pack.ts';
export { compileConditions, compileTable } from './table/table.ts';
export { compileTests } from './table/tests.ts';
export { print } from './print/print.ts';
