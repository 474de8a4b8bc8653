/** What an item's page tells of time and room: the window of a registration, places, days to be booked. */
import { z } from 'zod';
import { sql } from '#base';
import { current } from '#catalogue';
import type { OpenItem } from '#graph';
import type { Cx } from './cx.ts';
import { windowOf, windowOutput } from './registration.ts';
import { textOutput } from './rows.ts';
import { freeDays } from './slots.ts';

export const openingInput = z.object({ item: z.string().max(100) });
export const openingOutput = z.object({
  window: windowOutput.nullable(),
  /** Places of the round: all there are, and what is left after those given. Nobody else's wishes. */
  quota: z
    .object({
      total: z.number(),
      left: z.number(),
      options: z.array(
        z.object({ id: z.string(), name: textOutput, quota: z.number(), left: z.number() }),
      ),
    })
    .nullable(),
  /** Free places on the days that can be booked now; the first such day, null where all is full. */
  booking: z.object({ free: z.number(), first: z.string().nullable(), last: z.string() }).nullable(),
});

/** Public, without a person in it. Refuses 404 and 410 as the item itself does. */
export async function opening(
  cx: Cx,
  input: z.output<typeof openingInput>,
): Promise<z.input<typeof openingOutput>> {
  const item = await current(cx, input.item);
  const window = windowOf(item, cx.now) ?? null;
  const days = await freeDays(cx, item);
  const free = days?.map(({ date, sessions }) => ({
    date,
    n: sessions.reduce((sum, one) => sum + one.free, 0),
  }));
  return {
    window,
    quota: window ? await quotaOf(cx, item, window.round) : null,
    booking: free
      ? {
          free: free.reduce((sum, { n }) => sum + n, 0),
          first: free.find(({ n }) => n > 0)?.date ?? null,
          last: free.at(-1)?.date ?? cx.today,
        }
      : null,
  };
}

/** The options of an item's places in their order, each with its quota. */
export function optionsOf(
  item: OpenItem,
): { id: string; name: { zh: string; en?: string }; quota: number }[] {
  const r = item.item.registration;
  const field = r && item.names.byWritten.get(r.place)?.field;
  return Object.entries(field?.options ?? {})
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id, { zh, en }]) => ({
      id,
      name: en === undefined ? { zh } : { zh, en },
      quota: r?.quota[id] ?? 0,
    }));
}

async function quotaOf(cx: Cx, item: OpenItem, round: string) {
  const { rows } = await sql<{ place: string; n: number }>`select r.place, count(*)::int as n
    from cases.registration r join cases.case c on c.id = r."case"
    where r.item = ${item.item.id} and r.round = ${round} and r.place is not null
      and c.state not in ('withdrawn', 'terminated', 'not-accepted')
    group by r.place`.execute(cx.db);
  const given = new Map(rows.map(({ place, n }) => [place, n]));
  const options = optionsOf(item).map((one) => ({
    ...one,
    left: Math.max(0, one.quota - (given.get(one.id) ?? 0)),
  }));
  const sum = (of: 'quota' | 'left'): number => options.reduce((all, one) => all + one[of], 0);
  return { total: sum('quota'), left: sum('left'), options };
}
