/** What a function of the language is: its row in the table, and the row made ready. */
import type { Env } from '../closure/frame.ts';
import type { RuleType, Shape } from '../check/shape.ts';
import type { Func } from '../values/func.ts';
import type { Value } from '../values/values.ts';

/**
 * Type of a parameter. `item`: any value, none and unknown too, which is kept as it is. `none` beside
 * another type: none stands for nothing given.
 */
export type ParamType = RuleType | 'range' | 'function' | 'item' | 'none';

/** `rest`: the last parameter repeats, or is one list. `also`: other types it may have. */
export type Param = {
  name: string;
  type: ParamType;
  also: ParamType[];
  optional: boolean;
  rest: boolean;
};

/** Calls a function value within the evaluation under way. */
export type Call = (func: Func, args: Value[]) => Value;

/** What a function does with arguments that are all known, present and of their types. */
export type Act = (args: Value[], env: Env, call: Call) => Value;

/**
 * A row of the table: `signature` is `name(param: type, optional?: type, ...rest: type)`; a type
 * may be `one|another`. `other`: further lists of parameters, `;` between, told apart by number or
 * names. `calls`: it calls a function it is given.
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
  calls?: boolean;
};

/** A function made ready: `run` minds none and unknown. */
export type Builtin = {
  name: string;
  params: Param[];
  /** All lists of parameters, `params` the first. */
  forms: Param[][];
  result: (args: Shape[]) => Shape;
  constant: boolean;
  calls: boolean;
  run: Act;
};
