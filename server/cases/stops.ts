/** Special procedures as rows: what the clock takes of them, and what pages show. */
import { z } from 'zod';
import { sql, type Db, type Stop, type Trx } from '#base';
import type { Item } from '#graph';
import type { Inspector } from './inspectors.ts';

export type ProcedureKind = Item['special procedures'][number]['kind'];

/** What was seen of one review point or condition. */
export type Found = { point: string; name: { zh: string; en?: string }; holds: boolean; words: string };

export type StopRow = {
  n: number; procedure: string; name: { zh: string; en?: string }; kind: ProcedureKind; reason: string;
  staff: (Inspector | string)[]; from_date: string; told_until: string; until: string | null;
  result: string | null; held_at: Date | null; place: string | null; presider: string | null;
  findings: Found[] | null; minutes: string | null;
};

export async function stopsOf(db: Db | Trx, id: string): Promise<StopRow[]> {
  const { rows } = await sql<StopRow>`select n, procedure, name, kind, reason, staff, from_date, told_until,
      until, result, held_at, place, presider, findings, minutes
    from cases.stop where "case" = ${id} order by n`.execute(db);
  return rows;
}

/** Stops as the clock takes them: an open one lasts until the day that was told. */
export function asStops(
  rows: Pick<StopRow, 'from_date' | 'name' | 'until' | 'told_until'>[], today: string,
): Stop[] {
  return rows.map((r) => ({
    from: r.from_date, why: r.name.zh, open: r.until === null,
    to: r.until ?? (r.told_until > today ? r.told_until : today),
  }));
}

const textOutput = z.object({ zh: z.string(), en: z.string().optional() });

export const stopOutput = z.object({
  n: z.number(), procedure: z.string(), name: textOutput, kind: z.string(), reason: z.string(),
  staff: z.array(z.string()), from: z.string(), toldUntil: z.string(), until: z.string().nullable(),
  /** Takes longer than was told. */
  late: z.boolean(),
  result: z.string().nullable(), heldAt: z.string().nullable(), place: z.string().nullable(),
  findings: z.array(z.object({ point: z.string(), name: textOutput, holds: z.boolean(), words: z.string() })),
  minutes: z.string().nullable(),
});

/** One as a page shows it; `named` masks officers' names for the applicant. */
export function stopView(
  r: StopRow, today: string, named: (name: string) => string,
): z.input<typeof stopOutput> {
  return {
    n: r.n, procedure: r.procedure, name: r.name, kind: r.kind, reason: r.reason,
    staff: r.staff.map((one) => named(typeof one === 'string' ? one : one.name)),
    from: r.from_date, toldUntil: r.told_until, until: r.until,
    late: (r.until ?? today) > r.told_until, result: r.result,
    heldAt: r.held_at?.toISOString() ?? null, place: r.place, findings: r.findings ?? [], minutes: r.minutes,
  };
}
