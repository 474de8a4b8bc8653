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
  | 'file'
  | 'any';

/** A member of a record: the key it is stored by, and its shape. */
export type Member = { key: string; shape: Shape; group: boolean; many: boolean };

/** What is known of a value before the rule runs. `none` is the literal null. */
export type Shape = {
  type: RuleType | 'none' | 'range';
  /** Shape of the members of a list. */
  of?: Shape;
  /** Members of a record, by written name. */
  fields?: Map<string, Member>;
  /** Code → label of a choice. */
  options?: Map<string, string>;
  /** Where a member of a group stands, as `reads` tells it: `performer[]`. */
  at?: string;
};
