/** When lights turn, as an administrator sets it; yellow days of open cases follow by a job. */
import { z } from 'zod';
import { announce, sql, type Duration, type World } from '#base';
import { recordEvent } from '#identity';
import { reason } from './act.ts';
import type { Cx } from './cx.ts';
import { forgetLightRule, readLightRule, warnDay } from './lights.ts';

export const lightRuleInput = z.object({});
export const lightRuleOutput = z.object({
  yellowLeast: z.number(), yellowPercent: z.number(), purpleAfter: z.number(),
});
export const setLightRuleInput = z.object({
  yellowLeast: z.number().int('请填整数').min(0, '不能小于 0').max(30, '最多 30 个工作日'),
  yellowPercent: z.number().int('请填整数').min(0, '不能小于 0').max(90, '最多 90%'),
  purpleAfter: z.number().int('请填整数').min(1, '至少 1 个工作日').max(60, '最多 60 个工作日'),
  reason,
});

export async function lightRuleNow(cx: Cx) {
  return readLightRule(cx.db);
}

/** Keeps a new version of the rule; the ones before stay. With its reason it is a row of the auditor’s log. */
export async function setLightRule(cx: Cx, input: z.output<typeof setLightRuleInput>) {
  const answer = await cx.tx(async (trx) => {
    await sql`insert into cases.light_rule (yellow_least, yellow_percent, purple_after, by_name, at)
      values (${input.yellowLeast}, ${input.yellowPercent}, ${input.purpleAfter}, ${cx.actor.name},
        ${cx.now})`.execute(trx);
    await recordEvent(trx, { by: cx.actor.id, what: 'lights.set', about: 'lights', details: input });
    await announce(trx, { topic: 'lights.changed', payload: {} });
    return input;
  });
  forgetLightRule(cx.db);
  return answer;
}

type Row = { id: string; due: string; warn_on: string | null; from_date: string; period: Duration };

/** First yellow days of all open cases by the rule in force. Safe to run twice. */
export async function rewarn(world: World): Promise<void> {
  forgetLightRule(world.db);
  const rule = await readLightRule(world.db);
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<Row>`select c.id, c.due, c.warn_on, d.from_date, d.period from cases.case c
      join cases.deadline d on d."case" = c.id and d.due = c.due and d.state in ('open', 'stopped')
      where c.id > ${after} and c.due is not null and c.state not in
        ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated')
      order by c.id limit 1000`.execute(world.db);
    const moved = rows.map((row) => ({
      id: row.id, warn: warnDay(world.calendar, row.due, { rule, promised: row.period.unit === 'wd' ? row.period.n
        : Math.max(0, world.calendar.workdays(row.from_date, row.due)) }), was: row.warn_on,
    })).filter((m) => m.warn !== m.was);
    await sql`update cases.case c set warn_on = m.warn
      from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m(id uuid, warn date)
      where c.id = m.id`.execute(world.db);
    if (rows.length < 1000) return;
    after = rows.at(-1)?.id ?? after;
  }
}
