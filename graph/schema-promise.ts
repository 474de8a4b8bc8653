/** What an item says of promises (告知承诺) and of how many hands decide it (两集中两到位). */
import { z } from 'zod';

import { basis, duration, id, rule, text } from './schema-parts.ts';

/** 告知承诺: the applicant may promise in writing instead of handing in `covers`. */
export const promise = z.strictObject({
  id,
  name: text,
  /** Offered only where this holds. */
  when: rule.optional(),
  /** Materials of the item the promise stands for. */
  covers: z.array(id).default([]),
  /** What he promises, in his words. */
  text,
  /** From the decision: within it somebody looks whether it was true. */
  check: duration,
  ...basis,
});

/** How many hands decide, in which office, whether at the centre and with full authority. */
export const approval = z.strictObject({
  levels: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  office: id,
  centre: z.boolean(),
  delegated: z.boolean(),
  ...basis,
});
