/** A year's calendar was announced or changed: open deadlines of that year are computed anew. */
import { dueDate, Refused, refreshCalendar, sql, type DueDate, type Duration, type Trx, type World } from '#base';
import { act, type Plan } from './act.ts';
import type { Cx } from './cx.ts';
import { deadlineNames, type Deadline, type DeadlineKind, type DeadlineState } from './deadlines.ts';
import { asStops, stopsOf } from './stops.ts';
import type { CaseRow } from './store.ts';
import { systemContext } from './sweep.ts';

type Row = {
  kind: DeadlineKind; n: number; from_date: string; period: Duration; due: string; computed: DueDate;
  state: DeadlineState;
};
type Moved = { before: Row; after: Deadline };

/** The years named in the news of one batch. */
export async function recomputeDue(world: World, payload: unknown): Promise<void> {
  const { events } = payload as { events: { year: number }[] };
  for (const year of new Set(events.map((e) => e.year))) await recomputeYear(world, year);
}

/** Again for ten minutes: an act in a process that had not heard of the new year yet. */
export async function recomputeRecent(world: World): Promise<void> {
  const { rows } = await sql<{ year: number }>`select distinct year from base.calendar_year
    where at > ${new Date(world.clock.now().getTime() - 600_000)}`.execute(world.db);
  for (const { year } of rows) await recomputeYear(world, year);
}

/** Gives how many cases got an act; those that come out the same get none. Safe to run twice. */
export async function recomputeYear(world: World, year: number): Promise<number> {
  await refreshCalendar(world.db, world.calendar);
  const cx = systemContext(world, 'calendar');
  let done = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<{ id: string }>`select distinct d."case" as id from cases.deadline d
      where d.state in ('open', 'stopped') and d.due >= make_date(${year}, 1, 1)
        and d.from_date <= make_date(${year}, 12, 31) and d."case" > ${after}
      order by 1 limit 200`.execute(world.db);
    for (const { id } of rows) {
      try {
        await act(cx, { action: 'recompute', input: { id } }, ({ case: c }, trx) => plan(cx, trx, { c, year }));
        done += 1;
      } catch (error) {
        // Nothing moved, or the case ended meanwhile.
        if (!(error instanceof Refused)) throw error;
      }
    }
    if (rows.length < 200) return done;
    after = rows.at(-1)?.id ?? after;
  }
}

async function plan(cx: Cx, trx: Trx, { c, year }: { c: CaseRow; year: number }): Promise<Plan> {
  const { rows } = await sql<Row>`select kind, n, from_date, period, due, computed, state from cases.deadline
    where "case" = ${c.id} and state in ('open', 'stopped') order by kind, n`.execute(trx);
  const stops = asStops(await stopsOf(trx, c.id), cx.today);
  const all = rows.map((before): Moved => {
    const stopped = before.kind === 'decision' || before.kind === 'statutory';
    const computed = dueDate(before.from_date, before.period, { calendar: cx.calendar, stops: stopped ? stops : [] });
    return { before, after: { ...before, due: computed.due, computed } };
  });
  const moved = all.filter(({ before, after }) => before.computed.text.zh !== after.computed.text.zh);
  if (moved.length === 0) throw new Refused('same', 409, { zh: '期限没有变。', en: 'No due date moved.' });
  const due = dueAfter(c, all);
  const { rows: [entered] } = await sql<{ document: string }>`select document from base.calendar_year
    where year = ${year} order by version desc limit 1`.execute(trx);
  await sql`update cases.case set calendar_version = ${cx.calendar.version} where id = ${c.id}`.execute(trx);
  return {
    content: {
      year, document: entered?.document ?? '', calendar: { before: c.calendar_version, after: cx.calendar.version },
      deadlines: moved.map(({ before, after }) => ({
        kind: before.kind, name: deadlineNames[before.kind],
        before: { due: before.due, computed: before.computed.text },
        after: { due: after.due, computed: after.computed.text, provisional: after.computed.provisional },
      })),
    },
    columns: { due }, deadlines: moved.map(({ after }) => after),
    ...(due === c.due ? {} : { tell: 'recomputed' as const }),
  };
}

/** What the officer has to keep moves with the deadline it came from. */
function dueAfter(c: CaseRow, all: Moved[]): string | null {
  const kept = all.filter(({ before }) => before.due === c.due);
  if (kept.length === 0) return c.due;
  const running = all.filter(({ before }) => c.due !== null && before.due >= c.due);
  return running.map(({ after }) => after.due).toSorted()[0] ?? c.due;
}
