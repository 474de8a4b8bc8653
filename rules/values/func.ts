/** Functions as values: own ones, and those of the language. */
import type { FeelType } from './feel-type.ts';
import type { Value } from './values.ts';

/** A parameter; `rest`: it takes all further arguments. */
export type FuncParam = { name: string; type: FeelType; optional: boolean; rest: boolean };

/**
 * A function. `call` takes one argument a parameter, of its type, and the evaluation it happens in
 * (opaque here). `locals` are the values bound where an own function was written.
 */
export class Func {
  readonly params: FuncParam[];
  readonly call: (args: Value[], at: unknown) => Value;
  readonly locals: Value[];
  constructor(params: FuncParam[], call: (args: Value[], at: unknown) => Value, locals: Value[]) {
    this.params = params;
    this.call = call;
    this.locals = locals;
  }
}
