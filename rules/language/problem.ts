/** What is wrong with a rule's text, where, and what its author can do. */

/** `from` and `to` are places in the text; `message` is Chinese and says what to do. */
export type Problem = { code: ProblemCode; message: string; from: number; to: number };

/** Kinds of problems. */
export type ProblemCode =
  | 'syntax'
  | 'too-long'
  | 'too-deep'
  | 'unknown-name'
  | 'unknown-function'
  | 'unknown-option'
  | 'wrong-type'
  | 'wrong-arguments'
  | 'bad-literal'
  | 'bad-pattern'
  | 'group-alone'
  | 'never-true'
  | 'unsupported';

/** Makes a problem. */
export function problem(code: ProblemCode, message: string, from: number, to: number): Problem {
  return { code, message, from, to };
}

/** Ends the reading of a text that cannot be read further. */
export class Halt extends Error {
  readonly problem: Problem;
  constructor(what: Problem) {
    super(what.message);
    this.problem = what;
  }
}
