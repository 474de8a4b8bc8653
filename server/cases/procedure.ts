/** Special procedures stop the clock; the time needed is told in writing (行政许可法第四十五条). */
import { z } from 'zod';
import { dueDate, Refused, sql, typedDay, type Trx } from '#base';
import type { Item, OpenItem } from '#graph';
import { act, actInput, actOutput, reason, written } from './act.ts';
import type { Course } from './course.ts';
import type { Cx } from './cx.ts';
import { decisionDeadlines, earliest } from './deadlines.ts';
import { extension } from './extend.ts';
import { hearingOf, type Hearing } from './hearing.ts';
import { inspectors, type Inspector } from './inspectors.ts';
import { recordOf } from './record.ts';
import { asStops, stopsOf, type Found, type StopRow } from './stops.ts';
import type { LockedCase } from './store.ts';

export const startProcedureInput = z.object({
  ...actInput,
  /** Which of the item's special procedures. */
  procedure: z.string().max(100),
  reason,
  /** Accounts or full names of the officers who do it; an inspection needs two (行政许可法第三十四条第三款). */
  staff: z.array(written(2, 50, '请写姓名')).max(20).default([]),
  /** Hearing: day, time and place, told at least seven working days before; who presides. */
  heldOn: typedDay.optional(),
  heldTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间写成 14:30 的样子').optional(),
  place: written(0, 200, '').optional(),
  presider: written(0, 50, '').optional(),
});

export const endProcedureInput = z.object({
  ...actInput,
  result: written(2, 2000, '请写明结果'),
  /** Inspection: what was seen of each review point or condition looked at. */
  findings: z.array(z.object({
    point: z.string().min(1).max(100), holds: z.boolean(), words: written(2, 500, '请写明现场看到的情况'),
  })).max(100).default([]),
  /** Hearing: the minutes, signed by those who took part (行政许可法第四十八条). */
  minutes: written(0, 10_000, '').optional(),
  signed: z.boolean().optional(),
});
export const procedureOutput = actOutput;

type Wanted = Item['special procedures'][number];

/** Stops the clock and tells the new dates with their computation. */
export async function startProcedure(cx: Cx, input: z.output<typeof startProcedureInput>) {
  return act(cx, { action: 'start-procedure', input }, async ({ case: c, item }, trx) => {
    const wanted = wantedOf(item, input.procedure);
    const staff = await staffFor(cx, trx, { c, wanted, given: input.staff });
    const hearing = await hearingOf(cx, trx, { c, wanted, input });
    const told = dueDate(cx.today, wanted.takes, { calendar: cx.calendar });
    const toldUntil = hearing && hearing.on > told.due ? hearing.on : told.due;
    const before = await stopsOf(trx, c.id);
    const stop = {
      n: before.length + 1, name: wanted.name as StopRow['name'], from_date: cx.today, told_until: toldUntil,
      until: null,
    };
    await sql`insert into cases.stop ("case", n, procedure, name, reason, staff, from_date, told_until, kind,
        held_at, place, presider)
      values (${c.id}, ${stop.n}, ${wanted.id}, ${JSON.stringify(wanted.name)}::jsonb, ${input.reason},
        ${JSON.stringify(staff)}::jsonb, ${cx.today}, ${toldUntil}, ${wanted.kind}, ${hearing?.at ?? null},
        ${hearing?.place ?? null}, ${hearing?.presider.account ?? null})`.execute(trx);
    const deadlines = decisionDeadlines(cx, item, c.accepted_on ?? cx.today, {
      stops: asStops([...before, stop], cx.today), state: 'stopped', ...extension(c.extended),
    });
    const names = staff.map((one) => one.name);
    return {
      content: { procedure: wanted.id, name: wanted.name, reason: input.reason, staff: names, toldUntil },
      // What it finds is not in an opinion given before: the review goes on afterwards.
      set: { opinion: null, reviewer: null },
      // What the officer has to keep while the clock stands is the day he told.
      columns: { due: toldUntil, stopped: true },
      deadlines,
      papers: papersOf({ wanted, reason: input.reason, names, toldUntil, computed: told.text.zh, deadlines, hearing }),
      tell: 'procedure',
    };
  });
}

function papersOf(p: {
  wanted: Wanted; reason: string; names: string[]; toldUntil: string; computed: string;
  deadlines: ReturnType<typeof decisionDeadlines>; hearing: Hearing | undefined;
}): NonNullable<Course['papers']> {
  const { wanted, hearing } = p;
  return [
    {
      kind: 'procedure',
      content: {
        name: wanted.name.zh, reason: p.reason, staff: p.names, toldUntil: p.toldUntil, computed: p.computed,
        newDue: earliest(p.deadlines), newComputed: p.deadlines.map((d) => d.computed.text.zh),
      },
    },
    ...(hearing ? [{
      kind: 'hearing' as const,
      content: {
        name: wanted.name.zh, on: hearing.on, time: hearing.time, place: hearing.place,
        presider: hearing.presider.name, reason: p.reason,
      },
    }] : []),
  ];
}

function wantedOf(item: OpenItem, id: string): Wanted {
  const wanted = item.item['special procedures'].find((p) => p.id === id);
  if (wanted) return wanted;
  throw new Refused('no-procedure', 400, {
    zh: '这件事没有这种特别程序，请从列表里选。', en: 'This item has no such special procedure: choose from the list.',
  });
}

async function staffFor(
  cx: Cx, trx: Trx, { c, wanted, given }: { c: LockedCase; wanted: Wanted; given: readonly string[] },
): Promise<Inspector[]> {
  const staff = await inspectors(cx, trx, c, [...new Set(given)]);
  if (staff.length < wanted.staff) {
    const message = { zh: `至少 ${wanted.staff} 人`, en: `At least ${wanted.staff}` };
    throw new Refused('too-few-staff', 400, {
      zh: `${wanted.name.zh}至少要 ${wanted.staff} 名工作人员，请从名单里选。`,
      en: `This needs at least ${wanted.staff} officers: choose them from the list.`,
    }, { fields: [{ at: 'staff', message }] });
  }
  return staff;
}

/** Starts the clock again; the days that really passed are taken out. */
export async function endProcedure(cx: Cx, input: z.output<typeof endProcedureInput>) {
  return act(cx, { action: 'end-procedure', input }, async ({ case: c, item }, trx) => {
    const open = (await stopsOf(trx, c.id)).find((stop) => stop.until === null);
    const findings = findingsOf(item, input.findings);
    if (open?.kind === 'inspection') recorded(item, findings);
    if (open?.kind === 'hearing') minuted(input);
    await sql`update cases.stop set until = ${cx.today}, result = ${input.result},
        findings = ${findings.length > 0 ? JSON.stringify(findings) : null}::jsonb, minutes = ${input.minutes || null}
      where "case" = ${c.id} and until is null`.execute(trx);
    const deadlines = decisionDeadlines(cx, item, c.accepted_on ?? cx.today, {
      stops: asStops(await stopsOf(trx, c.id), cx.today), ...extension(c.extended),
    });
    return {
      papers: await recordOf(trx, {
        open, result: input.result, minutes: input.minutes ?? '', findings, today: cx.today, deadlines,
      }),
      content: { result: input.result, findings, minutes: input.minutes || null },
      columns: { due: earliest(deadlines), stopped: false },
      deadlines,
      tell: 'resumed',
    };
  });
}

type Given = z.output<typeof endProcedureInput>['findings'];

/** Findings stand at a review point or a condition of the item, each once. */
function findingsOf(item: OpenItem, given: Given): Found[] {
  const points = new Map([...item.item.review, ...item.item.conditions].map((p) => [p.id, p.name]));
  const seen = new Set<string>();
  return given.map(({ point, holds, words }) => {
    const name = points.get(point);
    if (name && !seen.has(point)) {
      seen.add(point);
      return { point, name: name as Found['name'], holds, words };
    }
    const message = name
      ? { zh: '这一条写了两次', en: 'Written twice' } : { zh: '这件事没有这个审查要点', en: 'No such review point' };
    throw new Refused('unknown-point', 400, {
      zh: '核查记录要落在这件事的审查要点或条件上，每条只写一次，请从列表里选。',
      en: 'Findings stand at review points or conditions of this item, each once: choose from the list.',
    }, { fields: [{ at: 'findings', message }] });
  });
}

/** An on-site record in which nothing was looked at is none. */
function recorded(item: OpenItem, findings: Found[]): void {
  if (findings.length > 0 || item.item.review.length + item.item.conditions.length === 0) return;
  const message = { zh: '请至少记下一条', en: 'Write down at least one' };
  throw new Refused('no-record', 400, {
    zh: '现场核查要有记录：请按审查要点写下看到的情况，符合还是不符合。',
    en: 'An inspection has a record: write down by review point what was seen, and whether it holds.',
  }, { fields: [{ at: 'findings', message }] });
}

function minuted(input: { minutes?: string | undefined; signed?: boolean | undefined }): void {
  if (input.minutes && [...input.minutes].length >= 10 && input.signed) return;
  const at = input.signed ? 'minutes' : 'signed';
  const message = input.signed
    ? { zh: '请写听证笔录', en: 'Write the minutes' } : { zh: '笔录要由参加人签字', en: 'The minutes are signed' };
  throw new Refused('no-minutes', 400, {
    zh: '听证应当制作笔录，交参加人确认无误后签字。请写下笔录，并确认已经签字。',
    en: 'A hearing has minutes, signed by those who took part. Write them and confirm that they were signed.',
  }, { fields: [{ at, message }] });
}
