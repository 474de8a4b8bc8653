/** What a supervisor sees: lights by unit and item, every change of a light, orders and their answers. */
import { z } from 'zod';
import { notThere, Refused, sql } from '#base';
import { allUnits } from '#identity';
import { written } from './act.ts';
import type { Cx } from './cx.ts';
import { lightDaysNow, lightSql } from './lights.ts';
import type { PromiseRow } from './promise-store.ts';
import { promiseStates } from './promises.ts';
import { isOpen } from './queue.ts';
import { textOutput } from './rows.ts';
import { visible } from './store.ts';

const pageSize = 30;
const page = z.coerce.number().int().min(1).max(1000).default(1);
export const supervisionInput = z.object({ page, unit: z.string().max(100).optional() });

const lights = z.object({
  green: z.number(), yellow: z.number(), red: z.number(), purple: z.number(), grey: z.number(), none: z.number(),
});
const order = z.object({
  id: z.string(), number: z.string(), case: z.string(), caseNumber: z.string(), itemName: textOutput,
  unitName: textOutput, openedOn: z.string(), answerBy: z.string(), due: z.string(), late: z.boolean(),
  answer: z.string().nullable(), answeredBy: z.string().nullable(), answeredAt: z.string().nullable(),
});
export const supervisionOutput = z.object({
  byUnit: z.array(z.object({ unit: z.string(), name: textOutput, lights })),
  byItem: z.array(z.object({ item: z.string(), name: textOutput, lights })),
  events: z.array(z.object({
    id: z.number(), case: z.string(), number: z.string(), itemName: textOutput, unitName: textOutput,
    from: z.string(), to: z.string(), on: z.string(), at: z.string(), due: z.string().nullable(),
    owner: z.string().nullable(),
  })),
  page: z.number(), more: z.boolean(),
  orders: z.array(order),
  /** Promises whose day has passed: not come, not checked, or found untrue and not decided. */
  promises: z.array(z.object({
    id: z.string(), case: z.string(), number: z.string(), itemName: textOutput, unitName: textOutput,
    name: textOutput, kind: z.enum(['later', 'told']), stateName: textOutput, due: z.string(),
  })),
});

type Count = { unit: string; item: string; light: keyof z.output<typeof lights>; n: number };
type Lights = z.output<typeof lights>;
type Order = {
  id: string; number: string; case: string; caseNumber: string; itemName: { zh: string; en?: string };
  unitName: { zh: string; en?: string }; openedOn: string; answerBy: string; due: string;
  answer: string | null; answeredBy: string | null; answeredAt: Date | null;
};
type Event = Omit<Order, 'answer'> & {
  id: number; from: string; to: string; on: string; at: Date; due: string | null; owner: string | null;
};

/** Of the units the actor sees; `unit` narrows it to one. */
export async function supervision(cx: Cx, input: z.output<typeof supervisionInput>) {
  const within = sql`${visible(cx.actor)} and ${input.unit ? sql`c.unit = ${input.unit}` : sql`true`}`;
  const { rows: counts } = await sql<Count>`select c.unit, c.item, ${lightSql(await lightDaysNow(cx))} as light,
      count(*)::int as n from cases.case c where ${within} and ${isOpen} group by 1, 2, 3`.execute(cx.db);
  const { rows: names } = await sql<{ item: string; name: { zh: string; en?: string } }>`select distinct on (i.item)
      i.item, (select c.item_name from cases.case c where c.item = i.item and ${isOpen} limit 1) as name
    from unnest(${[...new Set(counts.map((c) => c.item))]}::text[]) as i(item)`.execute(cx.db);
  const units = new Map((await allUnits(cx.db)).map((u) => [u.id, u.name]));
  const items = new Map(names.map((n) => [n.item, n.name]));
  const { rows: events } = await sql<Event>`select e.id::int as id, e."case", c.number, c.item_name as "itemName",
      c.unit_name as "unitName", e.from_light as "from", e.to_light as "to", e.on_date as "on", e.at, e.due,
      e.owner_name as owner
    from cases.light_event e join cases.case c on c.id = e."case" where ${within}
    order by e.id desc limit ${pageSize + 1} offset ${(input.page - 1) * pageSize}`.execute(cx.db);
  const { rows: orders } = await sql<Order>`select o.id, o.number, o."case", c.number as "caseNumber",
      c.item_name as "itemName", c.unit_name as "unitName", o.opened_on as "openedOn", o.answer_by as "answerBy",
      o.due, o.answer, o.answered_by as "answeredBy", o.answered_at as "answeredAt"
    from cases.supervision_order o join cases.case c on c.id = o."case" where ${within}
    order by o.answered_at is not null, o.opened_on desc, o.id limit 100`.execute(cx.db);
  return {
    byUnit: summed(counts, 'unit').map(([unit, sum]) => ({ unit, name: units.get(unit) ?? { zh: unit }, lights: sum })),
    byItem: summed(counts, 'item').map(([item, sum]) => ({ item, name: items.get(item) ?? { zh: item }, lights: sum })),
    events: events.slice(0, pageSize).map((e) => ({ ...e, at: e.at.toISOString() })),
    page: input.page, more: events.length > pageSize,
    promises: await latePromises(cx, input.unit),
    orders: orders.map((o) => ({
      ...o, answeredAt: o.answeredAt?.toISOString() ?? null, late: o.answeredAt === null && o.answerBy < cx.today,
    })),
  };
}

type LatePromise = {
  id: string; case: string; number: string; itemName: { zh: string; en?: string };
  unitName: { zh: string; en?: string }; name: { zh: string; en?: string }; kind: PromiseRow['kind'];
  state: PromiseRow['state']; due: string;
};

/** The oldest first; of whom they are is not told here. */
async function latePromises(cx: Cx, unit: string | undefined) {
  const { rows } = await sql<LatePromise>`select p.id, p."case", c.number, c.item_name as "itemName",
      c.unit_name as "unitName", p.name, p.kind, p.state, p.due
    from cases.promise p join cases.case c on c.id = p."case"
    where p.state in ('open', 'breach') and p.due < ${cx.today}::date and ${visible(cx.actor)}
      and ${unit ? sql`c.unit = ${unit}` : sql`true`}
    order by p.due, p.id limit 100`.execute(cx.db);
  return rows.map(({ state, ...row }) => ({ ...row, stateName: promiseStates[state] }));
}

/** The worst first. */
function summed(counts: Count[], by: 'unit' | 'item'): [string, Lights][] {
  const sums = new Map<string, Lights>();
  for (const count of counts) {
    const sum = sums.get(count[by]) ?? { green: 0, yellow: 0, red: 0, purple: 0, grey: 0, none: 0 };
    sum[count.light] += count.n;
    sums.set(count[by], sum);
  }
  const weight = (l: Lights): number => l.purple * 1e6 + l.red * 1e3 + l.yellow;
  return [...sums].toSorted(([a, x], [b, y]) => weight(y) - weight(x) || (a < b ? -1 : 1));
}

export const answerOrderInput = z.object({
  id: z.uuid('没有这张督办单，请从列表里打开'),
  answer: written(4, 2000, '请写明原因和什么时候办好，至少 4 个字'),
});

/** The unit says why it is late and what it does about it; an answer stays as it was given. */
export async function answerOrder(cx: Cx, input: z.output<typeof answerOrderInput>) {
  return cx.tx(async (trx) => {
    const { rows } = await sql<{ answered_at: Date | null; answered_by: string | null }>`select o.answered_at,
        o.answered_by from cases.supervision_order o join cases.case c on c.id = o."case"
      where o.id = ${input.id} and ${visible(cx.actor)} for update of o`.execute(trx);
    const found = rows[0];
    if (!found) throw notThere();
    if (found.answered_at !== null) {
      throw new Refused('answered', 409, {
        zh: `这张督办单已经由${found.answered_by ?? ''}答复过了，请刷新页面。`,
        en: `This order was answered already by ${found.answered_by ?? ''}. Please reload the page.`,
      });
    }
    await sql`update cases.supervision_order set answer = ${input.answer}, answered_by = ${cx.actor.name},
      answered_at = ${cx.now} where id = ${input.id}`.execute(trx);
    return {};
  });
}
