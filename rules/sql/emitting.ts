/** What is carried along while rules become SQL. */
import type { Layout } from '../layout.ts';
import type { Part, Pool, Term } from './terms.ts';

/** Names of the columns of a table: `values` by place in the layout, `words` with the bits. */
export type SqlNames = { values: string[]; words: string[] };

/** A table rules are made for, and the parameters of the statement they stand in. */
export type SqlTable = { layout: Layout; names: SqlNames; pool: Pool };

/** What is carried along while one rule becomes SQL. */
export type Emit = SqlTable & {
  places: Map<string, number>;
  locals: Map<number, Part>;
  /** Columns read, by place in the layout. */
  reads: Set<number>;
  /** Parts that may still be made: loops over lists are written out. */
  left: number;
  today: () => Term;
};
