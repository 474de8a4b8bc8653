/** My cases, and finding a case by what is in hand. The officer's queue: queue.ts. */
import { z } from 'zod';
import { sql } from '#base';
import { look } from '#facts';
import type { Cx } from './cx.ts';
import { lightDaysNow } from './lights.ts';
import { digestOfNumber } from './parties.ts';
import { rowColumns, rowOutput, rowView, type ListRow } from './rows.ts';
import { sees, visible } from './store.ts';

const pageSize = 30;

/** The columns of a row of `c`. */
export const listed = sql.join(rowColumns.map((column) => sql.ref(`c.${column}`)));

/** Text for `like` that means itself. */
export const likeText = (text: string): string => text.replace(/[%_\\]/g, '\\$&');

export const mineInput = z.object({ page: z.coerce.number().int().min(1).max(1000).default(1) });
export const mineOutput = z.object({ cases: z.array(rowOutput), more: z.boolean() });

/** Cases of whoever he acts for now, those that need him first. */
export async function mine(cx: Cx, input: z.output<typeof mineInput>) {
  const { rows } = await sql<ListRow>`select ${listed} from cases.case c where ${sees(cx.actor)}
    order by (c.state = 'supplement-asked') desc, c.submitted_at desc
    limit ${pageSize + 1} offset ${(input.page - 1) * pageSize}`.execute(cx.db);
  const days = await lightDaysNow(cx);
  return { cases: rows.slice(0, pageSize).map((c) => rowView(cx, c, days)), more: rows.length > pageSize };
}

export const findInput = z.object({
  q: z.string().trim().min(2, '请至少输入 2 个字').max(60),
});
export const findOutput = z.object({ rows: z.array(rowOutput) });

const most = 50;

/**
 * By case number, name, identity number or credit code, within what the officer may see: open, ended
 * and archived ones. Looking a person up is a row in the ledger of everyone found.
 */
export async function find(cx: Cx, input: z.output<typeof findInput>) {
  const q = input.q.normalize('NFC').toUpperCase();
  const { rows } = await sql<ListRow>`select ${listed} from cases.case c
    where ${visible(cx.actor)} and c.id in (${found(cx, { q, typed: input.q.normalize('NFC') })})
    order by (c.subject_name = ${input.q}) desc, c.submitted_at desc limit ${most}`.execute(cx.db);
  await lookedUp(cx, rows);
  const days = await lightDaysNow(cx);
  return { rows: rows.map((c) => rowView(cx, c, days)) };
}

/**
 * Ids of what is found, at most as many as are shown: each branch walks one index in its order and
 * stops, so that a name half the district bears costs no more than a rare one.
 */
function found(cx: Cx, { q, typed }: { q: string; typed: string }) {
  if (/^(\d{17}[\dX]|[0-9A-HJ-NPQRTUWXY]{18})$/.test(q)) {
    return sql`select p."case" from cases.party p where p.number_digest = ${digestOfNumber(cx.secrets, q)}`;
  }
  const seen = visible(cx.actor);
  const prefix = `${likeText(typed)}%`;
  return sql`(select c.id from cases.case c where ${seen} and c.subject_name = ${typed}
      order by c.submitted_at desc limit ${most})
    union all (select c.id from cases.case c where ${seen} and c.subject_name like ${prefix}
      order by c.subject_name using ~<~, c.submitted_at desc limit ${most})
    union all (select c.id from cases.case c where ${seen} and c.number like ${`${likeText(q)}%`}
      order by c.number using ~>~ limit ${most})`;
}

async function lookedUp(cx: Cx, rows: ListRow[]): Promise<void> {
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
