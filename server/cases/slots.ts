/** Places on a day: which are free, taking one at the filing, and the office's own numbers. */
import { z } from 'zod';
import { notThere, Refused, sql, typedDay, type Db, type Trx } from '#base';
import { current } from '#catalogue';
import type { Facts, OpenItem } from '#graph';
import type { Cx } from './cx.ts';

/** Addresses of the two fields that name a place, and the sessions there are. */
export function slotFields(item: OpenItem): { date: string; session: string; sessions: string[] } | undefined {
  const { slots } = item.item;
  if (!slots) return undefined;
  const [date, session] = [item.names.byWritten.get(slots.date), item.names.byWritten.get(slots.session)];
  if (!date || !session?.field?.options) return undefined;
  const sessions = Object.entries(session.field.options).sort(([, a], [, b]) => a.order - b.order).map(([id]) => id);
  return { date: date.address, session: session.address, sessions };
}

/** Cases that gave their place back. */
const gone = sql`('withdrawn', 'terminated', 'not-accepted')`;

type Taken = { date: string; session: string; taken: number };
type Set = { date: string; session: string; capacity: number };

async function takenOf(db: Db | Trx, item: string, days: { from: string; to: string }): Promise<Taken[]> {
  const { rows } = await sql<Taken>`select b.date, b.session, sum(b.places)::int as taken
    from cases.booking b join cases.case c on c.id = b."case"
    where b.item = ${item} and b.date between ${days.from} and ${days.to} and c.state not in ${gone}
    group by b.date, b.session`.execute(db);
  return rows;
}

export const slotsInput = z.object({ item: z.string().max(100) });
export const slotsOutput = z.object({
  /** Where the two stand in the form. */
  date: z.string(), session: z.string(),
  days: z.array(z.object({
    date: z.string(),
    sessions: z.array(z.object({ session: z.string(), free: z.number(), capacity: z.number() })),
  })),
});

/** Working days that can be booked now, with what is free. Refuses 404 where the item has no places. */
export async function freeSlots(cx: Cx, input: z.output<typeof slotsInput>) {
  const item = await current(cx, input.item);
  const fields = slotFields(item);
  const days = await freeDays(cx, item);
  if (!fields || !days) throw notThere();
  return { date: fields.date, session: fields.session, days };
}

/** The same days of an item that is open already; undefined where it has no places. */
export async function freeDays(cx: Cx, item: OpenItem) {
  const fields = slotFields(item);
  const { slots, id } = item.item;
  if (!fields || !slots) return undefined;
  const days = bookable(cx, item);
  const [first = cx.today, last = cx.today] = [days[0], days.at(-1)];
  const taken = await takenOf(cx.db, id, { from: first, to: last });
  const { rows: set } = await sql<Set>`select date, session, capacity from cases.slot
    where item = ${id} and date between ${first} and ${last}`.execute(cx.db);
  const at = <T extends { date: string; session: string }>(list: T[], date: string, session: string): T | undefined =>
    list.find((one) => one.date === date && one.session === session);
  return days.map((date) => ({
    date,
    sessions: fields.sessions.map((session) => {
      const capacity = at(set, date, session)?.capacity ?? slots.capacity;
      return { session, capacity, free: Math.max(0, capacity - (at(taken, date, session)?.taken ?? 0)) };
    }),
  }));
}

const dayAfter = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** Working days within what the item says, today not counted. */
function bookable(cx: Cx, item: OpenItem): string[] {
  const { from = 0, to = 0 } = item.item.slots?.ahead ?? {};
  return Array.from({ length: to - from + 1 }, (_, i) => dayAfter(cx.today, from + i))
    .filter((day) => cx.calendar.workdays(dayAfter(day, -1), day) === 1);
}

/** Takes the place the facts name, under a lock of its row. Refuses 409 `slot-full`, 400 `no-slot`. */
export async function takeSlot(
  cx: Cx, trx: Trx, of: { case: string; item: OpenItem; facts: Facts },
): Promise<void> {
  const { item, facts } = of;
  const fields = slotFields(item);
  const { slots } = item.item;
  if (!fields || !slots) return;
  const [date, session] = [valueAt(facts, fields.date), valueAt(facts, fields.session)];
  if (!bookable(cx, item).includes(date) || !fields.sessions.includes(session)) {
    throw new Refused('no-slot', 400, {
      zh: '这一天不能约。请从列出的日期和时段里另选一个。', en: 'This day cannot be booked: choose one of those listed.',
    }, { fields: [{ at: fields.date, message: { zh: '请另选一天', en: 'Choose another day' } }] });
  }
  await sql`insert into cases.slot (item, date, session, capacity)
    values (${item.item.id}, ${date}, ${session}, ${slots.capacity}) on conflict do nothing`.execute(trx);
  const { rows } = await sql<{ capacity: number }>`select capacity from cases.slot
    where item = ${item.item.id} and date = ${date} and session = ${session} for update`.execute(trx);
  const taken = (await takenOf(trx, item.item.id, { from: date, to: date })).find((t) => t.session === session);
  if ((taken?.taken ?? 0) + slots.takes > (rows[0]?.capacity ?? 0)) {
    throw new Refused('slot-full', 409, {
      zh: '这个时段刚刚约满了。请另选一个时段，别的内容都替您留着。',
      en: 'This session has just been taken. Choose another; all else is kept.',
    }, { fields: [{ at: fields.session, message: { zh: '约满了，请另选', en: 'Full: choose another' } }] });
  }
  await sql`insert into cases.booking ("case", item, date, session, places)
    values (${of.case}, ${item.item.id}, ${date}, ${session}, ${slots.takes})`.execute(trx);
}

function valueAt(facts: Facts, at: string): string {
  const fact = facts[at];
  return fact?.state === 'known' && typeof fact.value === 'string' ? fact.value : '';
}

export const setSlotInput = z.object({
  item: z.string().max(100), date: typedDay,
  session: z.string().max(60), capacity: z.number().int().min(0).max(10_000),
});

/** The office says how many a session takes; who has a place keeps it. Refuses 404 for another's item. */
export async function setSlot(cx: Cx, input: z.output<typeof setSlotInput>) {
  const item = await current(cx, input.item);
  const fields = slotFields(item);
  const handledBy = item.item['handled by'];
  const unit = typeof handledBy === 'string' ? item.version.units[handledBy] : undefined;
  // Its own unit, or one above it.
  const mine = new Set(cx.actor.units.map((u) => u.id));
  let above: string | undefined = unit?.id;
  while (above !== undefined && !mine.has(above)) above = item.version.units[above]?.parent;
  if (!fields?.sessions.includes(input.session) || above === undefined) throw notThere();
  return cx.tx(async (trx) => {
    await sql`insert into cases.slot (item, date, session, capacity)
      values (${input.item}, ${input.date}, ${input.session}, ${input.capacity})
      on conflict (item, date, session) do update set capacity = excluded.capacity`.execute(trx);
    return {};
  });
}
