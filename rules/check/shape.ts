/** What is known of a value before a rule runs. */

/** Types a rule author sees. */
export type RuleType =
  | 'boolean'
  | 'number'
  | 'text'
  | 'date'
  | 'choice'
  | 'choices'
  | 'record'
  | 'list'
  | 'duration'
  | 'time'
  | 'date-time'
  | 'file'
  | 'any';

/** A member of a record: the key it is stored by, and its shape. */
export type Member = { key: string; shape: Shape; group: boolean; many: boolean };

/** Declared ends of a number, both included, and its decimals at most; canonical decimal text. */
export type NumberRange = { min?: string; max?: string; decimals?: number };

/** What is known of a value before the rule runs. `none` is the literal null. */
export type Shape = {
  type: RuleType | 'none' | 'range' | 'function';
  /** Shape of the members of a list. */
  of?: Shape;
  /** Members of a record, by written name. */
  fields?: Map<string, Member>;
  /** Code → label of a choice. */
  options?: Map<string, string>;
  /** What the dictionary says of a number: its ends, and how many decimals it may have. */
  range?: NumberRange;
  /** Of a duration: years and months (true), days and time (false); left out when either. */
  months?: boolean;
  /** Where a member of a group stands, as `reads` tells it: `performer[]`. */
  at?: string;
};
