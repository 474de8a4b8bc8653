/** The year's arrangement of holidays, entered by an administrator from the State Council's notice. */
import { z } from 'zod';
import { announce, announcedYears, enteredYears, readYear, refreshCalendar, Refused, sql } from '#base';
import { written } from './act.ts';
import { recordEvent } from '#identity';
import type { Cx } from './cx.ts';

export const calendarInput = z.object({});
const plan = z.object({ year: z.number(), off: z.string(), work: z.string() });
export const calendarOutput = z.object({
  /** In force: announced with the software, or the last version entered. */
  years: z.array(plan.extend({ version: z.number(), document: z.string().nullable() })),
  versions: z.array(plan.extend({
    version: z.number(), document: z.string(), source: z.string(), by: z.string(), at: z.string(),
  })),
  /** Years after this one are provisional. */
  lastAnnounced: z.number(),
  version: z.string(),
});
export const setCalendarInput = z.object({
  year: z.number('请填年份').int('请填年份').min(2020, '年份太早').max(2099, '年份太远'),
  off: z.string().max(4000), work: z.string().max(4000),
  document: written(4, 100, '请写通知的文号，例如 国办发明电〔2026〕1号'),
  source: written(4, 300, '请写从哪里看到的，例如网址'),
  /** Only checks: tells how many open deadlines there are in that year. */
  preview: z.boolean().optional(),
});
export const setCalendarOutput = z.object({ year: z.number(), version: z.number(), affected: z.number() });

/** All years with their versions. */
export async function calendarYears(cx: Cx) {
  const entered = await enteredYears(cx.db);
  const newest = new Map(entered.toReversed().map((y) => [y.year, y]));
  const years = announcedYears().filter((y) => !newest.has(y.year))
    .map((y) => ({ ...y, version: 0, document: null as string | null }));
  return {
    years: [...years, ...newest.values()].toSorted((a, b) => b.year - a.year),
    versions: entered.map((y) => ({ ...y, at: y.at.toISOString() })),
    lastAnnounced: cx.calendar.lastAnnouncedYear, version: cx.calendar.version,
  };
}

/**
 * Keeps a new version of a year and announces `calendar.changed { year }`: open deadlines are computed
 * anew by a job. Refuses 400 with every contradiction, 409 `past-year` and `same`.
 */
export async function setCalendar(cx: Cx, input: z.output<typeof setCalendarInput>) {
  const { year } = input;
  if (year < Number(cx.today.slice(0, 4))) {
    throw new Refused('past-year', 409, {
      zh: `${year} 年已经过去，期限都按当时的安排算完了，不能再改。`,
      en: `${year} is over; its deadlines were computed by what was in force. It cannot be changed.`,
    });
  }
  const read = readYear(year, input);
  if ('problems' in read) {
    const { problems } = read;
    throw new Refused('contradiction', 400, {
      zh: `${year} 年的安排有 ${problems.length} 处不对，没有保存：${problems[0]?.message.zh ?? ''}`,
      en: `The arrangement of ${year} has ${problems.length} fault(s), nothing was kept: `
        + (problems[0]?.message.en ?? ''),
    }, { fields: problems });
  }
  const answer = await cx.tx(async (trx) => {
    await sql`select pg_advisory_xact_lock(640005)`.execute(trx);
    const before = (await enteredYears(trx)).find((y) => y.year === year);
    const announced = before ?? announcedYears().find((y) => y.year === year);
    if (announced && announced.off === read.plan.off && announced.work === read.plan.work) {
      throw new Refused('same', 409, {
        zh: `${year} 年现在就是这样安排的，不用再保存。`, en: `${year} is arranged like this already.`,
      });
    }
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases.deadline
      where state in ('open', 'stopped') and due >= make_date(${year}, 1, 1)
        and from_date <= make_date(${year}, 12, 31)`.execute(trx);
    const version = (before?.version ?? 0) + 1;
    const affected = rows[0]?.n ?? 0;
    if (input.preview) return { year, version, affected };
    await sql`insert into base.calendar_year (year, version, off, work, document, source, by_account, by_name, at)
      values (${year}, ${version}, ${read.plan.off}, ${read.plan.work}, ${input.document}, ${input.source},
        ${cx.actor.id}, ${cx.actor.name}, ${cx.now})`.execute(trx);
    await recordEvent(trx, {
      by: cx.actor.id, what: 'calendar.set', about: 'calendar',
      details: { year, version, document: input.document, source: input.source },
    });
    await announce(trx, { topic: 'calendar.changed', payload: { year } });
    return { year, version, affected };
  });
  await refreshCalendar(cx.db, cx.calendar);
  return answer;
}
