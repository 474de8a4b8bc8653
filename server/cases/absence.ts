/** An officer is away: from, until, and who deputises. What he has in hand shows for others. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { notThere, Refused, sql, typedDay } from '#base';
import { findUnit } from '#identity';
import { tell } from '#messages';
import { colleagueOf, colleaguesOf } from './assign.ts';
import { absenceColumns, type Absence } from './away.ts';
import type { Cx } from './cx.ts';

const account = z.uuid('没有这位同事，请从列表里选');

export const awayInput = z.object({ account: account.optional(), from: typedDay, until: typedDay, deputy: account });
export const awayOutput = z.object({ id: z.string() });
export const absencesInput = z.object({});
const absence = z.object({
  id: z.string(), account: z.string(), name: z.string(), from: z.string(), until: z.string(),
  deputy: z.string(), deputyName: z.string(), now: z.boolean(), inHand: z.number(),
});
export const absencesOutput = z.object({ absences: z.array(absence) });
export const backInput = z.object({ id: z.uuid('没有这条请假，请从列表里选') });

/** Enters an absence: one's own, or by decider and supervisor that of somebody of their units. */
export async function goAway(cx: Cx, input: z.output<typeof awayInput>) {
  const of = input.account ?? cx.actor.id;
  if (of !== cx.actor.id && !manages(cx)) throw notYours();
  if (input.until < input.from) throw wrong('until', '结束的一天早于开始的一天。', 'The last day is before the first.');
  if (input.until < cx.today) throw wrong('until', '这几天已经过去了。', 'These days are over.');
  if (input.deputy === of) throw wrong('deputy', '代理人不能是本人。', 'The deputy must be somebody else.');
  return cx.tx(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${of}, 64))`.execute(trx);
    const [member, deputy] = [await colleagueOf(trx, cx.actor, of), await colleagueOf(trx, cx.actor, input.deputy)];
    const { rows: clash } = await sql<Absence>`select ${absenceColumns} from cases.absence a where a.ended_at is null
      and a.account = any(${[of, input.deputy]}::uuid[]) and a.from_date <= ${input.until}::date
      and a.until_date >= ${input.from}::date limit 1`.execute(trx);
    if (clash[0]) throw overlaps(clash[0], of);
    const id = crypto.randomUUID();
    const path = (await findUnit(trx, member.unit))?.path ?? '';
    await sql`insert into cases.absence (id, account, name, unit, unit_path, from_date, until_date, deputy,
        deputy_name, by_account, by_name, at)
      values (${id}, ${of}, ${member.name}, ${member.unit}, ${path}, ${input.from}, ${input.until},
        ${input.deputy}, ${deputy.name}, ${cx.actor.id}, ${cx.actor.name}, ${cx.now})`.execute(trx);
    await tell(trx, {
      to: { account: input.deputy }, at: cx.now,
      title: { zh: `${member.name}请假，您是代理人`, en: `${member.name} is away, you are the deputy` },
      body: {
        zh: `${input.from} 至 ${input.until}，${member.name}手上的办件在“请假”一栏，您可以直接办。`,
        en: `From ${input.from} to ${input.until} the cases of ${member.name} are in the box “Away”;`
          + ' you can handle them.',
      },
    });
    return { id };
  });
}

const manages = (cx: Cx): boolean => cx.actor.roles.some((r) => r === 'decider' || r === 'supervisor');

const notYours = (): Refused => new Refused('not-your-role', 403, {
  zh: '别人的请假由负责人或督查来登记。', en: 'Absence of others is entered by a decider or a supervisor.',
});

function wrong(at: string, zh: string, en: string): Refused {
  return new Refused('bad-input', 400, { zh, en }, { fields: [{ at, message: { zh, en } }] });
}

function overlaps(row: Absence, of: string): Refused {
  return new Refused('overlaps', 409, row.account === of
    ? {
      zh: `${row.from} 至 ${row.until} 已经登记过请假。请先取消那一条，或改日期。`,
      en: `An absence from ${row.from} to ${row.until} is there already. Please end it first or change the days.`,
    }
    : {
      zh: `${row.name}自己 ${row.from} 至 ${row.until} 请假，不能代理。请另选一位。`,
      en: `${row.name} is away from ${row.from} to ${row.until} and cannot deputise. Please choose somebody else.`,
    });
}

/** Absences now and to come of the officers he sees, with how many cases wait in their hands. */
export async function absences(cx: Cx) {
  const mine = new Set((await colleaguesOf(cx.db, cx.actor)).map((s) => s.account));
  const { rows } = await sql<Absence & { inHand: number }>`select ${absenceColumns}, (select count(*) from cases.case c
      where c.owner = a.account and c.state not in
        ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated')) as "inHand"
    from cases.absence a where a.ended_at is null and a.until_date >= ${cx.today}::date
    order by a.from_date, a.id limit 500`.execute(cx.db);
  return {
    absences: rows.filter((row) => mine.has(row.account))
      .map((row) => ({ ...row, now: row.from <= cx.today })),
  };
}

/** Ends an absence early, or takes one back that has not begun. */
export async function comeBack(cx: Cx, input: z.output<typeof backInput>) {
  return cx.tx(async (trx) => {
    const { rows } = await sql<Absence>`select ${absenceColumns} from cases.absence a where a.id = ${input.id}
      and a.ended_at is null for update`.execute(trx);
    const row = rows[0];
    if (!row) throw notThere();
    await colleagueOf(trx, cx.actor, row.account);
    if (row.account !== cx.actor.id && !manages(cx)) throw notYours();
    await sql`update cases.absence set ended_at = ${cx.now} where id = ${input.id}`.execute(trx);
    return {};
  });
}
