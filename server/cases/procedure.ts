/** Special procedures stop the clock; the time needed is told in writing (行政许可法第四十五条). */
import { z } from 'zod';
import { dueDate, Refused, sql, type Stop, type Trx } from '#base';
import { act, actInput, actOutput, reason, written } from './act.ts';
import type { Cx } from './course.ts';
import { decisionDeadlines, earliest } from './deadlines.ts';

export const startProcedureInput = z.object({
  ...actInput,
  /** Which of the item's special procedures. */
  procedure: z.string().max(100),
  reason,
  /** Names of those who do it; an inspection needs two (行政许可法第三十四条第三款). */
  staff: z.array(written(2, 50, '请写姓名')).max(20).default([]),
});
export const endProcedureInput = z.object({ ...actInput, result: written(2, 2000, '请写明结果') });
export const procedureOutput = actOutput;

type StopRow = { n: number; name: { zh: string }; from_date: string; told_until: string; until: string | null };

export async function stopsOf(trx: Trx, id: string): Promise<StopRow[]> {
  const { rows } = await sql<StopRow>`select n, name, from_date, told_until, until from cases.stop
    where "case" = ${id} order by n`.execute(trx);
  return rows;
}

/** Stops as the clock takes them: an open one lasts until the day that was told. */
export function asStops(rows: StopRow[], today: string): Stop[] {
  return rows.map((r) => ({
    from: r.from_date, why: r.name.zh, open: r.until === null,
    to: r.until ?? (r.told_until > today ? r.told_until : today),
  }));
}

/** Stops the clock and tells the new dates with their computation. */
export async function startProcedure(cx: Cx, input: z.output<typeof startProcedureInput>) {
  return act(cx, { action: 'start-procedure', input }, async ({ case: c, item }, trx) => {
    const wanted = item.item['special procedures'].find((p) => p.id === input.procedure);
    if (!wanted) throw new Refused('no-procedure', 400, '这件事没有这种特别程序，请从列表里选。');
    const staff = [...new Set(input.staff)];
    if (staff.length < wanted.staff) {
      throw new Refused('too-few-staff', 400, `${wanted.name.zh}至少要 ${wanted.staff} 名工作人员，请写上姓名。`,
        { fields: [{ at: 'staff', message: `至少 ${wanted.staff} 人` }] });
    }
    const told = dueDate(cx.today, wanted.takes, { calendar: cx.calendar });
    const before = await stopsOf(trx, c.id);
    const stop: StopRow = {
      n: before.length + 1, name: { zh: wanted.name.zh }, from_date: cx.today, told_until: told.due, until: null,
    };
    await sql`insert into cases.stop ("case", n, procedure, name, reason, staff, from_date, told_until)
      values (${c.id}, ${stop.n}, ${wanted.id}, ${JSON.stringify(wanted.name)}::jsonb, ${input.reason},
        ${JSON.stringify(staff)}::jsonb, ${cx.today}, ${told.due})`.execute(trx);
    const deadlines = decisionDeadlines(cx, item, c.accepted_on ?? cx.today, {
      stops: asStops([...before, stop], cx.today), state: 'stopped', ...extension(c.extended),
    });
    return {
      content: { procedure: wanted.id, name: wanted.name, reason: input.reason, staff, toldUntil: told.due },
      // What it finds is not in an opinion given before: the review goes on afterwards.
      set: { opinion: null, reviewer: null },
      columns: { due: earliest(deadlines), stopped: true },
      deadlines,
      papers: [{
        kind: 'procedure',
        content: {
          name: wanted.name.zh, reason: input.reason, staff, toldUntil: told.due,
          computed: told.text.zh, newDue: earliest(deadlines),
          newComputed: deadlines.map((d) => d.computed.text.zh),
        },
      }],
      tell: 'procedure',
    };
  });
}

/** Starts the clock again; the days that really passed are taken out. */
export async function endProcedure(cx: Cx, input: z.output<typeof endProcedureInput>) {
  return act(cx, { action: 'end-procedure', input }, async ({ case: c, item }, trx) => {
    await sql`update cases.stop set until = ${cx.today}, result = ${input.result}
      where "case" = ${c.id} and until is null`.execute(trx);
    const deadlines = decisionDeadlines(cx, item, c.accepted_on ?? cx.today, {
      stops: asStops(await stopsOf(trx, c.id), cx.today), ...extension(c.extended),
    });
    return {
      content: { result: input.result },
      columns: { due: earliest(deadlines), stopped: false },
      deadlines,
      tell: 'resumed',
    };
  });
}

/** 行政许可法第四十二条: at most ten more working days, once. */
export const longestExtension = 10;
const extension = (extended: boolean): { extendedBy?: number } =>
  (extended ? { extendedBy: longestExtension } : {});

export const extendInput = z.object({ ...actInput, reason });

/** The head of the body extends the time once; the reasons are told. */
export async function extend(cx: Cx, input: z.output<typeof extendInput>) {
  return act(cx, { action: 'extend', input }, async ({ case: c, item }, trx) => {
    if (c.extended) throw new Refused('extended-already', 409, '办理期限只能延长一次，这件已经延长过了。');
    const deadlines = decisionDeadlines(cx, item, c.accepted_on ?? cx.today, {
      stops: asStops(await stopsOf(trx, c.id), cx.today), extendedBy: longestExtension,
    });
    return {
      content: { reason: input.reason, by: longestExtension },
      set: { extended: true },
      columns: { due: earliest(deadlines) },
      deadlines,
      papers: [{
        kind: 'extension',
        content: {
          reason: input.reason, newDue: earliest(deadlines), computed: deadlines.map((d) => d.computed.text.zh),
        },
      }],
      tell: 'extended',
    };
  });
}
