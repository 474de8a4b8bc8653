/** The shape of departments' data sets, and of the items that are answered from them. */
import { z } from 'zod';

import { basis, date, duration, id, options, text } from './schema-parts.ts';

/** One column of a data set: what an answer may show of a row, and how it may be searched. */
export const column = z.strictObject({
  id,
  name: text,
  type: z.enum(['text', 'date', 'number', 'money', 'choice', 'id-number']),
  options: options.optional(),
  unit: text.optional(),
  sensitivity: z.enum(['public', 'internal', 'personal', 'sensitive']).default('public'),
  /** Shown with its middle hidden, to everybody: the name of a person, a number of his. */
  mask: z.enum(['name', 'number']).optional(),
});

/** 数源: department, system and data set that hold the truth about a field or material. */
export const source = z.strictObject({
  id,
  name: text,
  department: text,
  system: text.optional(),
  dataset: text.optional(),
  fresh: duration.optional(),
  kind: z.enum(['applicant', 'register', 'licence', 'published']),
  /** What a row of the data set says; only a source with columns answers query and document items. */
  columns: z.array(column).min(1).optional(),
  /** The column with the identity number of the person a row is about. */
  whose: id.optional(),
  /** A register of guardians: the columns with the identity numbers of both, and the child's name. */
  guardians: z.strictObject({ guardian: id, child: id, name: id }).optional(),
  ...basis,
});

/** Demonstration rows of a source: never-issued data, one file a source, named by the source. */
export const dataset = z.strictObject({
  id,
  /** The day the rows were true; shown beside every answer. */
  'as of': date,
  sample: z.literal(true),
  rows: z.array(z.record(id, z.string())).min(1).max(2000),
});

/** By which column of the source a field of the form searches; alone, the column has the field's id. */
const searchedBy = z.union([
  z.string(),
  z.strictObject({
    field: z.string(),
    column: id,
    match: z.enum(['is', 'has', 'from', 'until']).default('is'),
    /** Nothing is answered without it. */
    required: z.boolean().default(false),
  }),
]);

/** How a query or document item is answered from the rows of a source. */
export const answer = {
  ...basis,
  source: id,
  /** Everybody; whoever signed in, about himself; or about the children he is the guardian of. */
  who: z.enum(['anyone', 'own', 'own child']).default('anyone'),
  /** own child: the source that knows guardians. */
  relation: id.optional(),
  by: z.array(searchedBy).default([]),
  shows: z.array(id).min(1),
};
