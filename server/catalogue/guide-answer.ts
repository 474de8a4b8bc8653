/** The shape of a guide for the API reference; the types of the graph are the truth. */
import { z } from 'zod';
import type { Guide } from '#graph';

const text = z.strictObject({ zh: z.string(), en: z.string().optional() });
const json: z.ZodType = z.json();
const duration = z.strictObject({
  n: z.number().int(),
  unit: z.enum(['wd', 'half-wd', 'd', 'month', 'year', 'instant']),
});
const basis = z.strictObject({
  law: z.string().optional(),
  article: z.string().optional(),
  source: z.string().optional(),
  unsure: text.optional(),
});
const verdict = z.enum(['true', 'false', 'none', 'unknown']);

const ask = z.strictObject({
  id: z.string(),
  ask: text,
  help: text.optional(),
  address: z.string(),
  type: z.enum(['boolean', 'choice']),
  options: z.array(z.strictObject({ value: json, label: text })),
  state: z.enum(['answered', 'next', 'open', 'dead']),
  value: json.optional(),
  source: z.string().optional(),
});

const condition = z.strictObject({
  id: z.string(),
  name: text,
  verdict,
  reason: text,
  fix: text,
  waits: z.array(z.string()),
  basis,
});

const material = z.strictObject({
  id: z.string(),
  name: text,
  needed: z.enum(['yes', 'no', 'unknown']),
  necessity: z.enum(['required', 'optional', 'later']),
  count: z.number().int().nullable(),
  each: z.string().optional(),
  how: z.enum(['upload', 'made']),
  instead: z.strictObject({ licence: z.string(), name: text, of: z.string() }).optional(),
  reason: text,
  help: text.optional(),
  basis,
});

const section = z.strictObject({
  section: z.string(),
  name: text,
  fields: z.array(
    z.strictObject({
      address: z.string(),
      name: text,
      required: z.boolean(),
      shown: z.enum(['yes', 'unknown']),
    }),
  ),
});

/** Every part of a guide, and nothing else (tests hold guides against it). */
export const guideShape = z.strictObject({
  item: z.string(),
  version: z.string(),
  asOf: z.string(),
  name: text,
  unit: z.strictObject({ id: z.string(), name: text }).nullable(),
  time: z.strictObject({
    statutory: duration.optional(),
    promised: duration,
    note: text.optional(),
    basis,
  }),
  fee: z.strictObject({ amount: z.string(), note: text.optional(), basis }),
  visits: z.strictObject({ n: z.number().int(), reason: text.optional() }),
  asks: z.array(ask),
  next: z.string().nullable(),
  remaining: z.number().int(),
  situations: z.array(z.strictObject({ id: z.string(), name: text, verdict })),
  conditions: z.array(condition),
  materials: z.array(material),
  form: z.array(section),
  result: z.strictObject({ licence: z.string(), name: text }).nullable(),
  payment: z
    .strictObject({ amount: z.string().nullable(), every: z.enum(['once', 'month']) })
    .nullable(),
});

function documented(shape: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(shape, { unrepresentable: 'any', io: 'output' });
  return rest;
}

/**
 * A guide as an endpoint's output. It is derived from public data, so there is nothing to strip,
 * and taking 20 KB apart for every answer would cost more than making it (bench/guide-http.ts).
 */
export const guideOutput = z.custom<Guide>(() => true).meta(documented(guideShape));
