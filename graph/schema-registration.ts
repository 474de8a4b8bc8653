/** What an item says of second persons, of places on a day, of results for each, and of registrations. */
import { z } from 'zod';

import { basis, date, id, text } from './schema-parts.ts';

const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/, '时刻写成 2026-11-16T09:00:00+08:00 的样子');

/** Places on a day: the two fields of the form that name one, and how many each session has. */
export const slots = z.strictObject({
  /** Written names of a date field and of a choice field. */
  date: z.string(),
  session: z.string(),
  /** How many persons a session takes where the office set nothing else. */
  capacity: z.number().int().min(1).max(10_000),
  /** How many places one case takes. */
  takes: z.number().int().min(1).max(100).default(1),
  /** From how many days ahead to how many it can be booked; working days only. */
  ahead: z.strictObject({ from: z.number().int().min(0), to: z.number().int().min(1).max(180) }),
  ...basis,
});

/** A document of its own for each of these parties (written names); nobody else of the case opens it. */
export const results = z.strictObject({
  name: text,
  for: z.array(z.string()).min(1),
  ...basis,
});

/** One round of a registration: when it takes filings, when they are looked at, when all are told. */
export const round = z.strictObject({
  id,
  opens: moment,
  closes: moment,
  verified: z.strictObject({ from: date, until: date }),
  told: date,
  ...basis,
});

/** procedure registration: all filed in the window are equal; whoever goes before is said by rules. */
export const registration = z.strictObject({
  rounds: z.array(round).min(1),
  /** Whose registration it is: a party (written name). One for each person and round. */
  of: z.string(),
  /** Fields (written names) with what is wished, first to last, all of one set of options. */
  wishes: z.array(z.string()).min(1).max(5),
  /** Places by option. */
  quota: z.record(z.string(), z.number().int().min(0).max(10_000)),
  /** Field that the decision fills in. */
  place: z.string(),
  /** Fields of days: who has the earlier one goes before. What is equal then is drawn by lot. */
  order: z.array(z.string()).default([]),
  ...basis,
});

/** Said of a party: he agrees himself, or he speaks for a child. */
export const partyTies = {
  /** He must agree on his own account before the case is filed, and fills in his own part. */
  consents: z.literal(true).optional(),
  /** Written name of the party whose guardian he is, by a register. */
  'guardian of': z.string().optional(),
  /** That register: a source that says which columns hold guardian and child. */
  'guardian by': id.optional(),
};
