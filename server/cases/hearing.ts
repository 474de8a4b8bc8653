/** A hearing: told at least seven working days before, presided by nobody who reviewed (行政许可法第四十八条). */
import { dueDate, longDate, Refused, sql, type Trx } from '#base';
import type { Item } from '#graph';
import type { Cx } from './cx.ts';
import { inspectors, type Inspector } from './inspectors.ts';
import type { LockedCase } from './store.ts';

export type Hearing = { on: string; time: string; at: string; place: string; presider: Inspector };

type Given = {
  heldOn?: string | undefined; heldTime?: string | undefined; place?: string | undefined;
  presider?: string | undefined;
};

/** 行政许可法第四十八条第一项; days of this act are working days (第八十二条). */
const notice = { n: 7, unit: 'wd' } as const;

/** What was said of the hearing, checked; undefined for other procedures. Refuses 400 with the field. */
export async function hearingOf(
  cx: Cx, trx: Trx, { c, wanted, input }: { c: LockedCase; wanted: Item['special procedures'][number]; input: Given },
): Promise<Hearing | undefined> {
  if (wanted.kind !== 'hearing') return undefined;
  const { heldOn, heldTime, place, presider } = input;
  if (!heldOn) throw lacks('heldOn', '请写听证的日期', 'Say on which day');
  if (!heldTime) throw lacks('heldTime', '请写听证的时间', 'Say at what time');
  if (!place) throw lacks('place', '请写听证的地点', 'Say where');
  if (!presider) throw lacks('presider', '请选听证主持人', 'Say who presides');
  const at = new Date(`${heldOn}T${heldTime}:00+08:00`);
  if (Number.isNaN(at.getTime())) throw lacks('heldOn', '没有这一天', 'There is no such day');
  const first = dueDate(cx.today, notice, { calendar: cx.calendar }).due;
  if (heldOn < first) {
    throw lacks('heldOn', `要提前七个工作日通知，最早是${longDate(first)}`,
      `It is told seven working days before: ${first} at the earliest`);
  }
  const [chair] = await inspectors(cx, trx, c, [presider]);
  if (!chair || await reviewed(cx, trx, c, chair)) {
    throw lacks('presider', '主持人要由审查人员以外的人担任', 'Nobody who reviews the case presides');
  }
  return { on: heldOn, time: heldTime, at: at.toISOString(), place, presider: chair };
}

function lacks(at: string, zh: string, en: string): Refused {
  return new Refused('hearing', 400, {
    zh: `听证要在七个工作日前书面通知时间、地点和主持人：${zh}。`,
    en: `Time, place and who presides are told in writing seven working days before: ${en}.`,
  }, { fields: [{ at, message: { zh, en } }] });
}

async function reviewed(cx: Cx, trx: Trx, c: LockedCase, one: Inspector): Promise<boolean> {
  if (one.subject === cx.actor.subject || one.subject === c.reviewer) return true;
  const { rows } = await sql`select from cases.action where "case" = ${c.id}
    and action in ('review', 'propose-refusal') and content->'set'->>'reviewer' = ${one.subject}`.execute(trx);
  return rows.length > 0;
}
