/** What a function of the language is: its row in the table, and the row made ready. */
import type { Env } from '../closure/frame.ts';
import type { RuleType, Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';

/** `rest`: the last parameter repeats, or is one list. `also`: other types it may have. */
export type Param = {
  name: string;
  type: RuleType;
  also: RuleType[];
  optional: boolean;
  rest: boolean;
};

/** What a function does with arguments that are all known, present and of their types. */
export type Act = (args: Value[], env: Env) => Value;

/**
 * A row of the table: `signature` is `name(param: type, optional?: type, ...rest: type)`; a type
 * may be `one|another`. `other`: a second list of parameters, told apart by number or names.
 * `partly`: the function itself decides over unknown and absent arguments and members.
 * `constant`: with literal arguments it is worked out when the rule is compiled.
 */
export type Row = {
  signature: string;
  other?: string;
  result: RuleType | ((args: Shape[]) => Shape);
  act: Act;
  partly?: boolean;
  constant?: boolean;
};

/** A function made ready: `run` minds none and unknown. */
export type Builtin = {
  name: string;
  params: Param[];
  /** All lists of parameters, `params` the first. */
  forms: Param[][];
  result: (args: Shape[]) => Shape;
  constant: boolean;
  run: Act;
};
