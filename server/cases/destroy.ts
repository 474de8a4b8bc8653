/** What was kept long enough is destroyed by two persons; the chain stays whole, a certificate is kept. */
import { z } from 'zod';
import { notThere, Refused, shanghaiTime, sql, type Trx } from '#base';
import { reason } from './act.ts';
import type { Cx } from './cx.ts';
import { findCase, visible, type CaseRow } from './store.ts';

/** Stands where a name stood. */
const gone = '（已销毁）';

export const dueInput = z.object({});
export const dueOutput = z.object({
  cases: z.array(z.object({
    id: z.string(), number: z.string(), itemName: z.object({ zh: z.string(), en: z.string().optional() }),
    keepUntil: z.string(), basis: z.string(), proposedBy: z.string().nullable(),
  })),
});

type Due = {
  id: string; number: string; item_name: { zh: string; en?: string }; keep_until: string; basis: string;
  proposed_name: string | null;
};

/** Cases of his units whose time is over, the oldest first. */
export async function destructionDue(cx: Cx, _input: z.output<typeof dueInput>) {
  const { rows } = await sql<Due>`select c.id, c.number, c.item_name, p.keep_until, p.basis, d.proposed_name
    from cases.archive_package p join cases.case c on c.id = p."case" left join cases.destruction d on d."case" = c.id
    where p.file is not null and p.keep_until < ${cx.today} and ${visible(cx.actor)}
    order by p.keep_until, c.number limit 200`.execute(cx.db);
  return { cases: rows.map((r) => ({
    id: r.id, number: r.number, itemName: r.item_name, keepUntil: r.keep_until, basis: r.basis,
    proposedBy: r.proposed_name,
  })) };
}

export const proposeInput = z.object({ id: z.uuid('办件编号不对，请从列表里打开'), reason });
export const approveInput = z.object({ id: z.uuid('办件编号不对，请从列表里打开') });
export const certificateOutput = z.object({
  number: z.string(), proposedBy: z.string(), approvedBy: z.string().nullable(), at: z.string().nullable(),
  erased: z.object({ documents: z.number(), papers: z.number(), acts: z.number(), package: z.string() }).nullable(),
  /** The last link of its chain: it can still be proved that there was this case. */
  head: z.string(),
});

type Row = {
  case: string; number: string; proposed_by: string; proposed_name: string; approved_name: string | null;
  approved_at: Date | null; certificate: z.output<typeof certificateOutput>['erased'];
};

/** The first of two. Refuses 409 before its time, or where it was proposed already. */
export async function proposeDestruction(cx: Cx, input: z.output<typeof proposeInput>) {
  return cx.tx(async (trx) => {
    const c = await overdue(cx, trx, input.id);
    const { rows } = await sql`insert into cases.destruction ("case", number, proposed_by, proposed_name,
        proposed_at, reason)
      values (${c.id}, ${c.number}, ${cx.actor.id}, ${cx.actor.name}, ${cx.now}, ${input.reason})
      on conflict do nothing returning 1`.execute(trx);
    if (rows.length === 0) {
      throw new Refused('proposed', 409, {
        zh: '这件已经有人提出销毁，请由另一个人核准。', en: 'Its destruction was proposed already: another person approves.',
      });
    }
    return certificate(c, await rowOf(trx, c.id));
  });
}

/** The second of two: erases what the case held. Refuses 403 for who proposed it, 409 where nobody did. */
export async function approveDestruction(cx: Cx, input: z.output<typeof approveInput>) {
  return cx.tx(async (trx) => {
    const c = await overdue(cx, trx, input.id);
    const row = await rowOf(trx, c.id);
    if (!row) throw notProposed();
    if (row.proposed_by === cx.actor.id) {
      throw new Refused('same-person', 403, {
        zh: '销毁要两个人：这件是您提出的，请另一个人核准。', en: 'It takes two: you proposed it, another person approves.',
      });
    }
    const erased = await erase(cx, trx, c);
    await sql`update cases.destruction set approved_by = ${cx.actor.id}, approved_name = ${cx.actor.name},
        approved_at = ${cx.now}, certificate = ${JSON.stringify(erased)}::jsonb where "case" = ${c.id}`.execute(trx);
    return certificate(c, await rowOf(trx, c.id));
  });
}

export const declineInput = z.object({ id: z.uuid('办件编号不对，请从列表里打开'), reason });

/** A proposal comes to nothing: taken back by who made it, or declined by another. It is kept with the reason. */
export async function declineDestruction(cx: Cx, input: z.output<typeof declineInput>) {
  return cx.tx(async (trx) => {
    const c = await overdue(cx, trx, input.id);
    const { rows } = await sql`with gone as (delete from cases.destruction
        where "case" = ${c.id} and approved_at is null returning *)
      insert into cases.destruction_declined ("case", proposed_by, proposed_name, proposed_at, reason,
        declined_by, declined_name, declined_at, why)
      select "case", proposed_by, proposed_name, proposed_at, reason, ${cx.actor.id}, ${cx.actor.name}, ${cx.now},
        ${input.reason} from gone returning 1`.execute(trx);
    if (rows.length === 0) throw notProposed();
    return {};
  });
}

const notProposed = (): Refused => new Refused('not-proposed', 409, {
  zh: '还没有人提出销毁。请先由一个人提出，再由另一个人核准。', en: 'Nobody proposed it: one proposes, another approves.',
});

async function overdue(cx: Cx, trx: Trx, id: string): Promise<CaseRow> {
  const c = await findCase(trx, cx.actor, id);
  if (!c) throw notThere();
  const { rows } = await sql<{ keep_until: string; file: string | null }>`select keep_until, file
    from cases.archive_package where "case" = ${id} for update`.execute(trx);
  const [kept] = rows;
  if (kept?.file && kept.keep_until < cx.today) return c;
  throw new Refused('kept', 409, {
    zh: kept?.file ? `保管期限到 ${kept.keep_until}，现在不能销毁。` : '这件没有归档包，没有可以销毁的。',
    en: kept?.file ? `It is kept until ${kept.keep_until} and cannot be destroyed now.`
      : 'There is no package to destroy.',
  });
}

/** Documents, papers, package and the words of the log go; what the chain covers stays. */
async function erase(cx: Cx, trx: Trx, c: CaseRow): Promise<NonNullable<Row['certificate']>> {
  const { rows: documents } = await sql<{ id: string }>`delete from cases.document where "case" = ${c.id} returning id`
    .execute(trx);
  const { rows: papers } = await sql<{ id: string }>`delete from cases.paper where "case" = ${c.id} returning id`
    .execute(trx);
  const { rows: packages } = await sql<{ sha256: string }>`update cases.archive_package set file = null
    where "case" = ${c.id} returning sha256`.execute(trx);
  await cx.files.release(trx, [
    ...documents.map((d) => `document:${d.id}`), ...papers.map((p) => `paper:${p.id}`), `package:${c.id}`,
    `delivery:${c.id}`,
  ]);
  const { rows: acts } = await sql`update cases.action set salt = null,
      content = case when content ? 'set' then jsonb_build_object('set', content -> 'set') end
    where "case" = ${c.id} returning 1`.execute(trx);
  await sql`delete from cases.party where "case" = ${c.id}`.execute(trx);
  await sql`delete from cases.delivery where "case" = ${c.id}`.execute(trx);
  await sql`update cases.case set facts = '{}'::jsonb, findings = '[]'::jsonb, takes = '[]'::jsonb, told = null,
      subject_name = ${gone}, filer_name = ${gone} where id = ${c.id}`.execute(trx);
  return {
    documents: documents.length, papers: papers.length, acts: acts.length, package: packages[0]?.sha256 ?? '',
  };
}

async function rowOf(trx: Trx, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select * from cases.destruction where "case" = ${id}`.execute(trx);
  return rows[0];
}

function certificate(c: CaseRow, row: Row | undefined): z.input<typeof certificateOutput> {
  return {
    number: c.number, proposedBy: row?.proposed_name ?? '', approvedBy: row?.approved_name ?? null,
    at: row?.approved_at ? shanghaiTime(row.approved_at) : null, erased: row?.certificate ?? null, head: c.head,
  };
}
