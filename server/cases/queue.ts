/** The officer's queue: boxes, filters with their counts, pages. One narrow index holds it at any size. */
import { z } from 'zod';
import { sql, type Db } from '#base';
import { allUnits, findStaff } from '#identity';
import { awayAccounts } from './away.ts';
import type { Cx } from './cx.ts';
import { lightDaysNow, lightNames, lightSql, type LightDays, type LightName } from './lights.ts';
import { likeText, listed } from './lists.ts';
import { rowOutput, rowView, textOutput, type ListRow } from './rows.ts';
import { visible } from './store.ts';
import { states } from './states.ts';

const pageSize = 30;
/** As the index of open cases has it, word for word. */
export const isOpen = sql`c.state not in
  ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated')`;

export const boxes = ['mine', 'unit', 'late', 'absent'] as const;
type Box = (typeof boxes)[number];
const facets = ['state', 'item', 'light', 'unit', 'owner', 'channel'] as const;
type Facet = (typeof facets)[number];

export const queueFilters = {
  box: z.enum(boxes).default('unit'),
  state: z.enum(states).optional(),
  item: z.string().max(100).optional(),
  light: z.enum(lightNames).optional(),
  unit: z.string().max(100).optional(),
  /** An account, or `none`: in nobody's hands. */
  owner: z.union([z.uuid('没有这位同事，请从列表里选'), z.literal('none')]).optional(),
  channel: z.enum(['online', 'counter']).optional(),
  q: z.string().max(60).optional(),
};
export const queueInput = z.object({
  ...queueFilters, page: z.coerce.number().int().min(1).max(1000).default(1),
});
type Input = z.output<typeof queueInput>;

const facetOutput = z.array(z.object({ id: z.string(), name: textOutput.optional(), n: z.number() }));
export const queueOutput = z.object({
  rows: z.array(rowOutput),
  counts: z.object({ mine: z.number(), unit: z.number(), late: z.number(), absent: z.number() }),
  /** How many there are of each value of a filter, the other filters kept. */
  facets: z.object({
    state: facetOutput, item: facetOutput, light: facetOutput, unit: facetOutput, owner: facetOutput,
    channel: facetOutput,
  }),
  total: z.number(), page: z.number(), pages: z.number(),
});

type Asked = { days: LightDays; away: string[] };

/** A result lies ready and only the applicant can fetch it: no work of anybody here. */
const waitsForHim = sql`(c.due is null and (c.state in ('licence-made', 'pay-ordered')
  or (c.state = 'decided' and c.outcome = 'refuse')))`;

function inBox(cx: Cx, box: Box, { away }: Asked) {
  return {
    mine: sql`c.owner = ${cx.actor.id}`,
    unit: sql`not ${waitsForHim}`,
    late: sql`least(c.due, c.promise_due) < ${cx.today}::date`,
    absent: sql`c.owner = any(${away}::uuid[])`,
  }[box];
}

/** What a list or an export is of: the box with its filters, `but` one of them. */
function filtered(input: Pick<Input, Facet | 'q'>, days: LightDays, but?: Facet) {
  const { q } = input;
  const on = (facet: Facet, of: (value: string) => ReturnType<typeof sql>) => {
    const value = input[facet];
    return value === undefined || facet === but ? sql`true` : of(value);
  };
  return sql.join([
    on('state', (v) => sql`c.state = ${v}`), on('item', (v) => sql`c.item = ${v}`),
    on('unit', (v) => sql`c.unit = ${v}`), on('channel', (v) => sql`c.channel = ${v}`),
    on('owner', (v) => (v === 'none' ? sql`c.owner is null` : sql`c.owner = ${v}::uuid`)),
    on('light', (v) => sql`${lightSql(days)} = ${v}`),
    q ? sql`(c.number = ${q.toUpperCase()} or c.subject_name like ${`${likeText(q)}%`})` : sql`true`,
  ], sql` and `);
}

const order = sql`(c.state = 'supplement-asked'), c.stopped, c.due nulls last, c.submitted_at, c.id`;

/** The rows of a box with filters, most urgent first: what waits for the applicant behind all others. */
export async function queueRows(
  cx: Cx, input: Omit<Input, 'page'>, { limit, offset, asked }: { limit: number; offset: number; asked: Asked },
): Promise<ListRow[]> {
  const { rows } = await sql<ListRow>`with wanted as materialized (
      select c.id, row_number() over (order by ${order}) as place from cases.case c
      where ${visible(cx.actor)} and ${isOpen} and ${inBox(cx, input.box, asked)}
        and ${filtered(input, asked.days)}
      order by ${order} limit ${limit} offset ${offset})
    select ${listed} from wanted w join cases.case c on c.id = w.id order by w.place`.execute(cx.db);
  return rows;
}

/** What a queue is asked by today. */
export async function askedNow(cx: Cx): Promise<Asked> {
  const [days, away] = [await lightDaysNow(cx), await awayAccounts(cx.db, cx.today)];
  return { days, away };
}

/** Cases in the officer's hands, of his units, late, or of colleagues who are away; most urgent first. */
export async function queue(cx: Cx, input: Input) {
  const asked = await askedNow(cx);
  const { page, ...rest } = input;
  const offset = (page - 1) * pageSize;
  const [rows, counted] = await Promise.all([
    queueRows(cx, rest, { limit: pageSize, offset, asked }), counts(cx, rest, asked),
  ]);
  return {
    rows: rows.map((c) => rowView(cx, c, asked.days)), ...counted,
    page, pages: Math.max(1, Math.ceil(counted.total / pageSize)),
  };
}

type Counted = Record<Facet, string | null> & Record<`of_${Facet}`, number> & Record<`box_${Box}`, number> & {
  grouped: number; total: number;
};

/** One pass over the open rows: boxes, the total, and each filter's values without that filter. */
async function counts(cx: Cx, input: Omit<Input, 'page'>, asked: Asked) {
  const { days } = asked;
  const box = inBox(cx, input.box, asked);
  const of = (facet?: Facet) => sql`${box} and ${filtered(input, days, facet)}`;
  const { rows } = await sql<Counted>`select ${sql.join(facets.map((f) => sql.ref(`o.${f}`)))},
      grouping(${sql.join(facets.map((f) => sql.ref(`o.${f}`)))}) as grouped,
      ${sql.join(boxes.map((b) => sql`count(*) filter (where o.${sql.ref(`is_${b}`)}) as ${sql.ref(`box_${b}`)}`))},
      count(*) filter (where o.in_all) as total,
      ${sql.join(facets.map((f) =>
        sql`count(*) filter (where o.${sql.ref(`in_${f}`)}) as ${sql.ref(`of_${f}`)}`))}
    from (select c.state, c.item, c.unit, c.owner::text as owner, c.channel, ${lightSql(days)} as light,
        ${sql.join(boxes.map((b) => sql`${inBox(cx, b, asked)} as ${sql.ref(`is_${b}`)}`))},
        ${of()} as in_all,
        ${sql.join(facets.map((f) => sql`${of(f)} as ${sql.ref(`in_${f}`)}`))}
      from cases.case c where ${visible(cx.actor)} and ${isOpen}) o
    group by grouping sets ((), ${sql.join(facets.map((f) => sql`(${sql.ref(`o.${f}`)})`))})`.execute(cx.db);
  return summed(cx.db, rows);
}

async function summed(db: Db, rows: Counted[]) {
  const whole = rows.find((r) => r.grouped === 63);
  const values = (facet: Facet) => {
    const bit = 63 - (1 << (facets.length - 1 - facets.indexOf(facet)));
    return rows.filter((r) => r.grouped === bit && r[`of_${facet}`] > 0)
      .map((r) => ({ id: r[facet] ?? 'none', n: r[`of_${facet}`] }))
      .toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
  };
  const [units, owners] = [values('unit'), values('owner')];
  const names = await namesOf(db, { units: units.map((u) => u.id), owners: owners.map((o) => o.id) });
  const named = (all: { id: string; n: number }[]) => all.map((one) => ({ ...one, name: names.get(one.id) }));
  const lights = values('light').toSorted((a, b) =>
    lightNames.indexOf(a.id as LightName) - lightNames.indexOf(b.id as LightName));
  return {
    counts: {
      mine: whole?.box_mine ?? 0, unit: whole?.box_unit ?? 0, late: whole?.box_late ?? 0,
      absent: whole?.box_absent ?? 0,
    },
    total: whole?.total ?? 0,
    facets: {
      state: values('state'), item: values('item'), light: lights, unit: named(units), owner: named(owners),
      channel: values('channel'),
    },
  };
}

/** Names of the units and officers that the filters list. */
async function namesOf(db: Db, of: { units: string[]; owners: string[] }) {
  const [units, staff] = await Promise.all([
    of.units.length === 0 ? [] : allUnits(db), findStaff(db, of.owners.filter((id) => id !== 'none')),
  ]);
  return new Map<string, { zh: string; en?: string }>([
    ...units.map((u) => [u.id, u.name] as const), ...staff.map((s) => [s.account, { zh: s.name }] as const),
  ]);
}
