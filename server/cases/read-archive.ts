/** The archive as a list: what is kept and until when, what is due, proposed, destroyed. */
import { z } from 'zod';
import { shanghaiTime, sql } from '#base';
import type { Cx } from './cx.ts';
import { keptFor } from './make-package.ts';
import { textOutput } from './rows.ts';
import { visible } from './store.ts';

const pageSize = 30;
/** Counts go no further: what waits is work, not a figure. */
const mostCounted = 1000;

export const archiveBoxes = ['kept', 'due', 'proposed', 'destroyed'] as const;
type Box = (typeof archiveBoxes)[number];

export const archiveInput = z.object({
  box: z.enum(archiveBoxes, '请从列表里选择').default('kept'),
  /** A whole case number. */
  number: z.string().trim().max(40).optional(),
  page: z.coerce.number('页码不对，请从第一页重新打开').int().min(1).max(1000).default(1),
});

const person = z.object({ name: z.string(), at: z.string() });
const row = z.object({
  id: z.string(),
  number: z.string(),
  itemName: textOutput,
  unitName: textOutput,
  endedOn: z.string().nullable(),
  madeAt: z.string(),
  /** Bytes of the package, its SHA-256, and whether all four properties held when it was made. */
  size: z.number(),
  sha256: z.string(),
  whole: z.boolean(),
  /** Years its item is kept by the table in force, and why. */
  years: z.number(),
  keepUntil: z.string(),
  basis: z.string(),
  state: z.enum(archiveBoxes),
  proposed: person.extend({ reason: z.string(), mine: z.boolean() }).nullable(),
  destroyed: person
    .extend({ documents: z.number(), papers: z.number(), acts: z.number(), head: z.string() })
    .nullable(),
  declined: person.extend({ why: z.string() }).nullable(),
});
export const archiveOutput = z.object({
  rows: z.array(row),
  more: z.boolean(),
  counts: z.object({ due: z.number(), proposed: z.number() }),
});

type Row = {
  id: string;
  number: string;
  item: string;
  item_name: { zh: string; en?: string };
  unit_name: { zh: string; en?: string };
  ended_on: string | null;
  head: string;
  file: string | null;
  sha256: string;
  size: number;
  report: { holds: boolean }[];
  made_at: Date;
  keep_until: string;
  basis: string;
  proposed_by: string | null;
  proposed_name: string;
  proposed_at: Date;
  reason: string;
  approved_name: string | null;
  approved_at: Date | null;
  certificate: { documents: number; papers: number; acts: number } | null;
  declined_name: string | null;
  declined_at: Date;
  why: string;
};

const conditions = (today: string) => ({
  kept: sql`p.file is not null and d."case" is null`,
  due: sql`p.file is not null and p.keep_until < ${today} and d."case" is null`,
  proposed: sql`p.file is not null and d.approved_at is null and d."case" is not null`,
  destroyed: sql`d.approved_at is not null`,
});

const order = {
  kept: sql`p.made_at desc, p."case"`,
  due: sql`p.keep_until, p."case"`,
  proposed: sql`d.proposed_at, p."case"`,
  destroyed: sql`d.approved_at desc, p."case"`,
};

/** A page of what the officer's units archived. No name of anybody whose case it was is in it. */
export async function readArchive(
  cx: Cx,
  { box, number, page }: z.output<typeof archiveInput>,
): Promise<z.input<typeof archiveOutput>> {
  // One number is found whatever became of it.
  const where = number ? sql`c.number = ${number.toUpperCase()}` : conditions(cx.today)[box];
  const { rows } = await sql<Row>`select c.id, c.number, c.item, c.item_name, c.unit_name, c.ended_on, c.head, p.file,
      p.sha256, p.size, p.report, p.made_at, p.keep_until, p.basis, d.proposed_by, d.proposed_name, d.proposed_at,
      d.reason, d.approved_name, d.approved_at, d.certificate, n.declined_name, n.declined_at, n.why
    from cases.archive_package p join cases.case c on c.id = p."case"
    left join cases.destruction d on d."case" = p."case"
    left join lateral (select declined_name, declined_at, why from cases.destruction_declined
      where "case" = p."case" order by id desc limit 1) n on true
    where ${where} and ${visible(cx.actor)}
    order by ${order[box]} limit ${pageSize + 1} offset ${(page - 1) * pageSize}`.execute(cx.db);
  return {
    rows: rows.slice(0, pageSize).map((one) => shown(cx, one)),
    more: rows.length > pageSize,
    counts: { due: await counted(cx, 'due'), proposed: await counted(cx, 'proposed') },
  };
}

async function counted(cx: Cx, box: 'due' | 'proposed'): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1
    from cases.archive_package p join cases.case c on c.id = p."case"
    left join cases.destruction d on d."case" = p."case"
    where ${conditions(cx.today)[box]} and ${visible(cx.actor)} limit ${mostCounted}) few`.execute(cx.db);
  return rows[0]?.n ?? 0;
}

function stateOf(cx: Cx, one: Row): Box {
  if (one.approved_at) return 'destroyed';
  if (one.proposed_by) return 'proposed';
  return one.keep_until < cx.today ? 'due' : 'kept';
}

function shown(cx: Cx, one: Row): z.input<typeof row> {
  return {
    id: one.id,
    number: one.number,
    itemName: one.item_name,
    unitName: one.unit_name,
    endedOn: one.ended_on,
    madeAt: one.made_at.toISOString(),
    size: one.size,
    sha256: one.sha256,
    whole: one.report.every(({ holds }) => holds),
    years: keptFor(one.item).years,
    keepUntil: one.keep_until,
    basis: one.basis,
    state: stateOf(cx, one),
    proposed: one.proposed_by
      ? {
          name: one.proposed_name,
          at: shanghaiTime(one.proposed_at),
          reason: one.reason,
          mine: one.proposed_by === cx.actor.id,
        }
      : null,
    destroyed:
      one.approved_at && one.certificate
        ? {
            name: one.approved_name ?? '',
            at: shanghaiTime(one.approved_at),
            documents: one.certificate.documents,
            papers: one.certificate.papers,
            acts: one.certificate.acts,
            head: one.head,
          }
        : null,
    declined: one.declined_name
      ? { name: one.declined_name, at: shanghaiTime(one.declined_at), why: one.why }
      : null,
  };
}
