/** Small shapes that all nodes of the catalogue are made of. */
import { z } from 'zod';

export const id = z
  .string()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    '标识只能用小写字母、数字和连字符，例如 commercial-performance',
  );

export type Text = { zh: string; en?: string | undefined };

/** Prose in Chinese and, where written, English. A bare string means Chinese. */
export const text = z
  .union([
    z.string().min(1),
    z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() }),
  ])
  .transform((t): Text => (typeof t === 'string' ? { zh: t } : t));

export type Option = Text & { order: number };

/** Options by code. Their order is kept as a number, since keys of canonical JSON are sorted. */
export const options = z
  .record(
    z.string().min(1),
    z.union([
      z.string().min(1),
      z.strictObject({
        zh: z.string().min(1),
        en: z.string().min(1).optional(),
        order: z.number().int().optional(),
      }),
    ]),
  )
  .transform((written): Record<string, Option> => {
    const entries = Object.entries(written).map(([code, t], i): [string, Option] => [
      code,
      typeof t === 'string' ? { zh: t, order: i } : { ...t, order: t.order ?? i },
    ]);
    return Object.fromEntries(entries);
  });

export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期写成 2026-11-22 的样子');
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, '数写成十进制文字，加引号，例如 "12.5"');
export const rule = z.string().min(1);

/** A legal period: working days, half working days, days, months, years, or at once. */
export const duration = z.strictObject({
  n: z.number().int().min(0).max(1000),
  unit: z.enum(['wd', 'half-wd', 'd', 'month', 'year', 'instant']),
});

/** Why something is not certain, in Chinese and, where written, English; a bare string means Chinese. */
export const unsure = z.union([
  z.string().min(1), z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() }),
]);

/** What a node rests on: an article that was read, another reading, or a plain "unsure: why". */
export const basis = {
  law: z.strictObject({ id, article: z.string().min(1).optional() }).optional(),
  source: z.string().min(1).optional(),
  unsure: unsure.optional(),
};

/** What a licence says: one line of it. */
export const attribute = z.strictObject({
  id,
  name: text,
  type: z.enum([
    'text', 'date', 'number', 'money', 'choice', 'choices', 'boolean', 'credit-code', 'id-number',
  ]),
  options: options.optional(),
});

/**
 * A result that brings an organisation into being, led by the applicant: its name, and the attribute
 * of the licence that says the credit code it gets.
 */
export const establishes = z.strictObject({ name: rule, code: id });

/** A cell of a table; whole numbers and true or false may stand without quotes. */
const cell = z.union([z.string().min(1), z.number().int(), z.boolean()]).transform(String);

/** How rows are taken: the one that holds, any of those that agree, the first, or all together. */
const hit = z.enum(['unique', 'any', 'first', 'sum', 'max', 'min']).default('unique');

/**
 * An amount or a level by table, where it would be a rule: under each `by` (a rule) a row says for
 * which values it holds (`"一级"`, `>= 80`, `[60..80)`, `-` for all), and what it `gives`.
 */
export const table = z.strictObject({
  by: z.array(rule).min(1),
  hit,
  rows: z.array(z.strictObject({ when: z.array(cell).min(1), gives: cell })).min(1),
  /** What holds where no row does. */
  otherwise: cell.optional(),
});

type Result = { acts?: string | undefined; on?: unknown; valid?: unknown; attributes: object; tables?: unknown };

/** A cancellation gives nothing, everything else says how long; what is not new names what it acts on. */
export function resultFits(result: Result, context: z.RefinementCtx): void {
  const tell = (at: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [at], message });
  };
  const { acts = 'new', on, valid, attributes, tables } = result;
  const gives = valid !== undefined || Object.keys(attributes).length > 0 || tables !== undefined;
  if (acts === 'cancel' && gives) tell('acts', '注销不发新证：请删去 valid、attributes 和 tables');
  if (acts !== 'cancel' && valid === undefined) tell('valid', '要写有效期（valid）');
  if (acts === 'new' && on !== undefined) tell('on', '新办没有原证：请删去 on，或改 acts');
  if (acts !== 'new' && on === undefined) tell('on', '要写原证编号填在哪里（on: { number: … }）');
}

/** A table that gives several values at once, by the id of each. */
export const levels = z.strictObject({
  by: z.array(rule).min(1),
  hit: z.enum(['unique', 'first']).default('unique'),
  rows: z.array(z.strictObject({ when: z.array(cell).min(1), gives: z.record(id, cell) })).min(1),
  otherwise: z.record(id, cell).optional(),
});
