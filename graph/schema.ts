/**
 * The shape of the catalogue: what a YAML file may say. One schema for files, studio and database.
 * Every node has an immutable ASCII id; all prose is { zh, en } (a bare string is zh).
 */
import { z } from 'zod';

import {
  attribute, basis, date, decimal, duration, establishes, id, levels, options, resultFits, rule, table, text, unsure,
} from './schema-parts.ts';
import { approval, promise } from './schema-promise.ts';
import { partyTies, registration, results, slots } from './schema-registration.ts';

import type { column, dataset, source } from './schema-sources.ts';
import { answer } from './schema-sources.ts';

export { duration, id, options, text } from './schema-parts.ts';
export { dataset, source } from './schema-sources.ts';
export type { Option, Text } from './schema-parts.ts';

export const field = z.strictObject({
  id,
  name: text,
  type: z.enum([
    'text',
    'name',
    'id-number',
    'credit-code',
    'phone',
    'date',
    'period',
    'number',
    'money',
    'boolean',
    'choice',
    'choices',
    'address',
    'place',
    'file',
    'bank-account',
    'record',
  ]),
  help: text.optional(),
  example: z.string().optional(),
  options: options.optional(),
  /** The parts of a record. */
  get fields() {
    return z.array(field).optional();
  },
  'max length': z.number().int().positive().max(10000).optional(),
  scale: z.number().int().min(0).max(6).optional(),
  min: decimal.optional(),
  max: decimal.optional(),
  unit: text.optional(),
  sensitivity: z.enum(['public', 'internal', 'personal', 'sensitive']),
  /**
   * The source of record (catalogue/sources); what nobody but the applicant knows has `source:
   * applicant`.
   */
  source: id,
  reuse: z
    .strictObject({
      grade: z.enum(['A', 'B', 'C', 'D']),
      fresh: duration.optional(),
      purposes: z.array(z.string()).min(1),
    })
    .optional(),
});

/** A group of fields: of a person, of an organisation, or of the case itself (演出, 场所 …). */
export const group = z.strictObject({
  id,
  name: text,
  of: z.enum(['person', 'organisation', 'case']),
  fields: z.array(field).min(1),
});

export const material = z.strictObject({
  id,
  name: text,
  how: z.enum(['upload', 'made']),
  accepts: z.array(z.enum(['pdf', 'jpeg', 'png', 'webp'])).default(['pdf', 'jpeg', 'png']),
  issuer: text.optional(),
  help: text.optional(),
  sensitivity: z.enum(['public', 'internal', 'personal', 'sensitive']),
  ...basis,
  /** Who holds the original (catalogue/sources): not a reading, unlike elsewhere. */
  source: id,
});

export const licence = z.strictObject({
  id,
  name: text,
  holder: z.enum(['person', 'organisation']),
  /**
   * Directory code of the licence type: 18 of the publisher + 3 (GB/T 36904); demo values are
   * never-issued.
   */
  'type code': z.string().regex(/^[0-9A-Z]{21}$/),
  /** `{year}` and `{serial}` are filled in: 沪普演准（样）〔{year}〕{serial}. */
  number: z.string().regex(/\{serial\}/),
  kind: z.enum([
    'permit',
    'approval',
    'eligibility',
    'decision',
    'identity',
    'business-licence',
    'register',
  ]),
  /**
   * An issued licence of this kind is public knowledge (行政许可法 §40) and found by the decisions
   * query.
   */
  public: z.boolean().default(false),
  attributes: z.array(attribute),
  /**
   * What a held licence of this kind says of its holder: attribute id (or `number`, its number) → id of
   * the field of the holder that it fills in, as issued by an agency.
   */
  fills: z.record(id, id).optional(),
  ...basis,
});

export const unit = z.strictObject({
  id,
  name: text,
  kind: z.enum([
    'district',
    'bureau',
    'section',
    'centre',
    'sub-district',
    'community-centre',
    'counter',
  ]),
  parent: id.optional(),
  area: z.string().regex(/^\d{6}(\d{3})?$/),
  level: z.enum(['district', 'sub-district']),
  'credit code': z.string().optional(),
  hours: z
    .strictObject({ from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) })
    .default({ from: '09:00', to: '17:00' }),
  address: text.optional(),
  phone: z.string().optional(),
  complaints: z.string().optional(),
  ...basis,
});

export const law = z.strictObject({
  id,
  name: text,
  number: z.string().optional(),
  'in force': date.optional(),
  /** Which reading (catalogue/laws/readings.yaml) the articles were read in. */
  source: z.string().optional(),
  unsure: unsure.optional(),
});

export const reading = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  address: z.string().optional(),
  kind: z.enum(['first-hand', 'second-hand', 'address-only']),
  on: date,
});

/** A dated amount, threshold or rate. An amount past `until` is never shown as current. */
export const parameter = z.strictObject({
  id,
  name: text,
  type: z.enum(['number', 'money']),
  unit: text,
  values: z
    .array(
      z.strictObject({
        value: decimal,
        from: date,
        until: date.optional(),
        document: z.string().optional(),
        source: z.string().optional(),
        'verified on': date.optional(),
        unsure: z.string().optional(),
      }),
    )
    .min(1),
});

const party = z.strictObject({
  id: id.optional(),
  role: id.default('party'),
  kind: z.enum(['person', 'organisation']),
  many: z.boolean().default(false),
  name: text.optional(),
  ...partyTies,
});

const ask = z.strictObject({
  id,
  name: z.string().min(1),
  ask: text,
  help: text.optional(),
  type: z.enum(['boolean', 'choice']).optional(),
  options: options.optional(),
  /** Labels of a boolean ask. */
  yes: text.optional(),
  no: text.optional(),
  /** The address whose fact answers it (企业.演出资质); without it the answer is the fact ask.<id>. */
  from: z.string().optional(),
  /** Asked only where this may hold. */
  when: rule.optional(),
});

const itemMaterial = z.strictObject({
  material: id,
  when: rule.optional(),
  /** Once for each of a many-party (written name). */
  each: z.string().optional(),
  /** A held licence of this kind is taken instead of an upload. */
  instead: z.strictObject({ licence: id, of: z.string().optional() }).optional(),
  /** later: accepted without it on the applicant's promise to bring it `within` (容缺受理). */
  necessity: z.enum(['required', 'optional', 'later']).default('required'),
  /** From acceptance; without it nothing is promised (what comes after the result by itself). */
  within: duration.optional(),
  reason: text.optional(),
  ...basis,
});

const reviewPoint = z.strictObject({
  id,
  name: text,
  /** The field (written address) or material the finding is shown at. */
  on: z.string(),
  when: rule.optional(),
  holds: rule,
  fix: text,
  /** block: submit is refused until mended; ask: an officer must look. */
  level: z.enum(['block', 'ask']).default('block'),
  ...basis,
});

const formEntry = z.union([
  z.string(),
  z.strictObject({ field: z.string(), when: rule.optional(), required: z.boolean().default(true) }),
]);

export const procedures = [
  'permit',
  'instant',
  'allowance',
  'registration',
  'query',
  'document',
  'booking',
  'request',
  'pass',
] as const;

export const item = z.strictObject({
  id,
  name: text,
  aliases: z.array(z.string()).default([]),
  summary: text,
  code: z.strictObject({ basic: z.string().optional(), unsure: unsure.optional() }),
  procedure: z.enum(procedures),
  /** 事项类型, GB/T 39046 annex A. */
  type: z.enum(['01', '05', '07', '10', '20']),
  audience: z.array(z.enum(['person', 'organisation'])).min(1),
  topics: z.array(id).min(1),
  /** A unit, or the unit of a kind whose area is a fact (申请人.居住街镇). */
  'handled by': z.union([id, z.strictObject({ kind: unit.shape.kind, 'area of': z.string() })]),
  parties: z.record(z.string(), party),
  /** Groups of the case itself this item uses, by id (performance, bath-house). */
  uses: z.array(id).default([]),
  time: z.strictObject({
    statutory: duration.optional(),
    promised: duration,
    note: text.optional(),
    ...basis,
  }),
  fee: z.strictObject({ amount: decimal, note: text.optional(), ...basis }),
  visits: z.strictObject({ n: z.number().int().min(0), reason: text.optional() }),
  asks: z.array(ask).default([]),
  situations: z.array(z.strictObject({ id, name: text, when: rule })).default([]),
  conditions: z
    .array(
      z.strictObject({ id, name: text, when: rule.optional(), holds: rule, fix: text, ...basis }),
    )
    .default([]),
  form: z
    .array(
      z.strictObject({
        section: id,
        name: text,
        when: rule.optional(),
        fields: z.array(formEntry).min(1),
      }),
    )
    .default([]),
  materials: z.array(itemMaterial).default([]),
  review: z.array(reviewPoint).default([]),
  'special procedures': z
    .array(
      z.strictObject({
        id,
        name: text,
        kind: z.enum(['hearing', 'inspection', 'test', 'quarantine', 'appraisal', 'expert-review']),
        /** Time needed, told to the applicant in writing. */
        takes: duration,
        staff: z.number().int().min(1).default(1),
        ...basis,
      }),
    )
    .default([]),
  steps: z
    .array(z.strictObject({ id, name: text, who: text, what: text, time: text.optional() }))
    .min(1),
  result: z
    .strictObject({
      licence: id,
      /**
       * What becomes of the licence: a new one (where nothing is said), a newer version of a held
       * one (change, renew), or its end at the holder's wish (cancel).
       */
      acts: z.enum(['new', 'change', 'renew', 'cancel']).optional(),
      /** Not new: where the form has the number of the held licence, and its last day if shown. */
      on: z.strictObject({ number: z.string(), until: z.string().optional() }).optional(),
      /**
       * How long it is valid: a period from the decision, a rule that gives the last day, or
       * without end. Not said of a cancellation.
       */
      valid: z.union([duration, z.strictObject({ until: rule }), z.literal('without end')]).optional(),
      establishes: establishes.optional(),
      /** Licence attribute id → rule over the facts of the case, or a table. */
      attributes: z.record(id, z.union([rule, table])).default({}),
      /** Tables that give several attributes at once (level, amount and least spend by age). */
      tables: z.array(levels).optional(),
      ...basis,
    })
    .superRefine(resultFits)
    .optional(),
  /** allowance: what is paid each period, as a rule or a table. */
  payment: z
    .strictObject({ amount: z.union([rule, table]), every: z.enum(['once', 'month']), to: z.string(), ...basis })
    .optional(),
  /** query: which register answers at once, by which fields of the form, and to whom. */
  query: z.strictObject(answer).optional(),
  /** document: the same, and each row found is given as a paper made from it. */
  document: z
    .strictObject({
      ...answer,
      title: text,
      /** What the paper says below the row: what to do with it, where to ask. */
      note: text.optional(),
    })
    .optional(),
  /** Made for an emergency: published by a person for a stated time only, never by itself. */
  emergency: z.literal(true).optional(),
  slots: slots.optional(),
  results: results.optional(),
  registration: registration.optional(),
  promise: promise.optional(),
  approval: approval.optional(),
  remedies: z.strictObject({ review: text, lawsuit: text, ...basis }).optional(),
  knowledge: z.array(z.strictObject({ q: text, a: text, ...basis })).default([]),
});

export type Duration = z.infer<typeof duration>;
export type TableText = z.infer<typeof table>;
export type Levels = z.infer<typeof levels>;
export type Field = z.infer<typeof field>;
export type Group = z.infer<typeof group>;
export type Material = z.infer<typeof material>;
export type LicenceKind = z.infer<typeof licence>;
export type Unit = z.infer<typeof unit>;
export type Source = z.infer<typeof source>;
export type Column = z.infer<typeof column>;
export type Dataset = z.infer<typeof dataset>;
export type Answer = NonNullable<Item['query']>;
export type Law = z.infer<typeof law>;
export type Reading = z.infer<typeof reading>;
export type Parameter = z.infer<typeof parameter>;
export type Item = z.infer<typeof item>;
export type Procedure = (typeof procedures)[number];
export type Basis = { law?: { id: string; article?: string }; source?: string; unsure?: z.infer<typeof unsure> };
