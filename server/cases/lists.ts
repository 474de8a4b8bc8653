/** The officer's queue, my cases, and finding a case by what is in hand. */
import { z } from 'zod';
import { sql } from '#base';
import { look } from '#facts';
import type { Cx } from './course.ts';
import { digestOfNumber } from './parties.ts';
import { rowOutput, rowView } from './rows.ts';
import { visible, type CaseRow } from './store.ts';
import { states } from './states.ts';

const pageSize = 30;
const open = sql`c.state not in ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated')`;
// Not the officers' to do: the applicant is asked. Listed with its state, but behind all others.

export const queueInput = z.object({
  box: z.enum(['mine', 'unit', 'late']).default('unit'),
  state: z.enum(states).optional(),
  item: z.string().max(100).optional(),
  q: z.string().max(60).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});
export const queueOutput = z.object({
  rows: z.array(rowOutput),
  counts: z.object({ mine: z.number(), unit: z.number(), late: z.number() }),
  page: z.number(), pages: z.number(),
});

/** Cases in the officer's hands, of his units, or late; the most urgent first. */
export async function queue(cx: Cx, input: z.output<typeof queueInput>) {
  const box = {
    mine: sql`c.owner = ${cx.actor.id}`,
    unit: sql`true`,
    late: sql`c.due < ${cx.today} and not c.stopped`,
  }[input.box];
  const filters = sql`${box}
    and ${input.state ? sql`c.state = ${input.state}` : sql`true`}
    and ${input.item ? sql`c.item = ${input.item}` : sql`true`}
    and ${input.q ? sql`(c.number = ${input.q} or c.subject_name like ${`${likeText(input.q)}%`})` : sql`true`}`;
  const { rows: counts } = await sql<{ mine: number; unit: number; late: number; here: number }>`
    select count(*) filter (where c.owner = ${cx.actor.id}) as mine, count(*) as unit,
      count(*) filter (where c.due < ${cx.today} and not c.stopped) as late,
      count(*) filter (where ${filters}) as here
    from cases.case c where ${visible(cx.actor)} and ${open}`.execute(cx.db);
  const { rows } = await sql<CaseRow>`select * from cases.case c
    where ${visible(cx.actor)} and ${open} and ${filters}
    order by (c.state = 'supplement-asked'), c.stopped, c.due nulls last, c.submitted_at, c.id
    limit ${pageSize} offset ${(input.page - 1) * pageSize}`.execute(cx.db);
  const { here = 0, mine = 0, unit = 0, late = 0 } = counts[0] ?? {};
  return {
    rows: rows.map((c) => rowView(cx, c)), counts: { mine, unit, late },
    page: input.page, pages: Math.max(1, Math.ceil(here / pageSize)),
  };
}

const likeText = (text: string): string => text.replace(/[%_\\]/g, '\\$&');

export const mineInput = z.object({ page: z.coerce.number().int().min(1).max(1000).default(1) });
export const mineOutput = z.object({ cases: z.array(rowOutput), more: z.boolean() });

/** Cases of whoever he acts for now, those that need him first. */
export async function mine(cx: Cx, input: z.output<typeof mineInput>) {
  const { rows } = await sql<CaseRow>`select * from cases.case c where ${visible(cx.actor)}
    order by (c.state = 'supplement-asked') desc, c.submitted_at desc
    limit ${pageSize + 1} offset ${(input.page - 1) * pageSize}`.execute(cx.db);
  return { cases: rows.slice(0, pageSize).map((c) => rowView(cx, c)), more: rows.length > pageSize };
}

export const findInput = z.object({
  q: z.string().trim().min(2, '请至少输入 2 个字').max(60),
});
export const findOutput = z.object({ rows: z.array(rowOutput) });

/**
 * By case number, name, identity number or credit code, within what the officer may see. Looking a
 * person up is a row in the ledger of everyone found by number or name.
 */
export async function find(cx: Cx, input: z.output<typeof findInput>) {
  const q = input.q.normalize('NFC').toUpperCase();
  const byNumber = /^\d{6}\d{8}[0-9A-Z]\d{8}[0-9A-Z]$/.test(q);
  const byPerson = /^(\d{17}[\dX]|[0-9A-HJ-NPQRTUWXY]{18})$/.test(q);
  const where = byNumber ? sql`c.number = ${q}`
    : byPerson ? sql`c.id in (select p."case" from cases.party p
        where p.number_digest = ${digestOfNumber(cx.secrets, q)})`
      : sql`(c.subject_name like ${`${likeText(input.q)}%`} or c.number like ${`${likeText(q)}%`})`;
  const { rows } = await sql<CaseRow>`select * from cases.case c where ${visible(cx.actor)} and ${where}
    order by c.submitted_at desc limit 50`.execute(cx.db);
  await lookedUp(cx, rows);
  return { rows: rows.map((c) => rowView(cx, c)) };
}

async function lookedUp(cx: Cx, rows: CaseRow[]): Promise<void> {
  const subjects = new Map(rows.map((c) => [c.subject, c]));
  if (subjects.size === 0) return;
  await cx.db.transaction().execute(async (trx) => {
    for (const [subject, c] of subjects) {
      await look(trx, {
        subject, actor: cx.actor, now: cx.now, what: '在办件查询里看到您的办件',
        purpose: '查找办件', case: { id: c.id, number: c.number },
      });
    }
  });
}

