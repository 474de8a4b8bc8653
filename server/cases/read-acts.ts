/** The log of acts on cases, for the audit administrator: who did what, when, to which case. */
import { z } from 'zod';
import { shanghaiDate, sql, withinYears } from '#base';
import { maskName } from '#graph';
import { allUnits, allStaff, typedDate, unitsUnder } from '#identity';
import type { Cx } from './cx.ts';
import { textOutput } from './rows.ts';
import { actionNames, actions, roleNames, stateName, type Action, type Role, type State } from './states.ts';

const pageSize = 50;
/** Days looked at where no first day is given: an index walk that ends. */
const usual = 92;

const lostPlace = '页码不对，请从第一页重新打开';
/** Where the next page begins: the instant, case and place in its log of the last row shown. */
const place = z
  .string()
  .max(100)
  .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z_[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}_\d{1,6}$/, lostPlace)
  .refine((text) => !Number.isNaN(Date.parse(text.split('_')[0] ?? '')) && withinYears(text), lostPlace);

export const actsInput = z.object({
  from: typedDate.optional(),
  to: typedDate.optional(),
  /** Words in the name or login of an officer. */
  who: z.string().trim().max(60).optional(),
  /** An officer's unit, with those under it. */
  unit: z.string().max(80).optional(),
  what: z.enum(actions, '请从列表里选择').optional(),
  /** A whole case number. */
  number: z.string().trim().max(40).optional(),
  page: place.optional(),
});

export const actsOutput = z.object({
  rows: z.array(
    z.object({
      at: z.string(),
      number: z.string(),
      itemName: textOutput,
      seq: z.number(),
      action: z.string(),
      actionName: textOutput,
      by: z.object({ name: z.string(), login: z.string().nullable(), unit: textOutput.nullable() }),
      roleName: textOutput,
      stateName: textOutput,
      /** The link of the chain, shortened. */
      link: z.string(),
    }),
  ),
  /** The first day that was looked at. */
  from: z.string(),
  next: z.string().nullable(),
});

type ActRow = {
  case: string;
  number: string;
  item_name: { zh: string; en?: string };
  seq: number;
  action: Action;
  role: Role;
  actor: string;
  actor_name: string;
  actor_unit: string | null;
  at: Date;
  /** To the microsecond, for the next page. */
  exact: string;
  state: State;
  hash: string;
};

type Wanted = z.output<typeof actsInput>;

const midnight = (day: string, daysOn = 0): Date =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + daysOn * 86_400_000);

const daysBefore = (day: string, n: number): string => shanghaiDate(midnight(day, -n));

/** A page of acts, the newest first. Officers by name, applicants masked; no words of any case. */
export async function readActs(cx: Cx, wanted: Wanted): Promise<z.input<typeof actsOutput>> {
  const from = wanted.from ?? daysBefore(wanted.to ?? cx.today, usual);
  const staff = await allStaff(cx.db);
  const found = await rowsOf(cx, { ...wanted, from }, staff);
  const units = new Map((await allUnits(cx.db)).map((unit) => [unit.id, unit.name]));
  const logins = new Map(staff.map(({ account, login }) => [account, login]));
  const some = found.slice(0, pageSize);
  const last = some.at(-1);
  return {
    rows: some.map((row) => shown(row, { logins, units })),
    from,
    next:
      found.length > pageSize && last ? `${last.exact}_${last.case}_${last.seq}` : null,
  };
}

async function rowsOf(
  cx: Cx,
  wanted: Wanted & { from: string },
  staff: readonly { account: string; login: string; name: string }[],
): Promise<ActRow[]> {
  const words = wanted.who?.toLowerCase() ?? '';
  const who = staff
    .filter(({ login, name }) => login.toLowerCase().includes(words) || name.includes(wanted.who ?? ''))
    .map(({ account }) => account);
  const [at, after, seq] = wanted.page?.split('_') ?? [];
  const where = [
    sql`a.at >= ${midnight(wanted.from)}`,
    ...(wanted.to ? [sql`a.at < ${midnight(wanted.to, 1)}`] : []),
    ...(words === '' ? [] : [sql`a.actor = any(${who}::text[])`]),
    ...(wanted.unit ? [sql`a.actor_unit = any(${await unitsUnder(cx.db, wanted.unit)}::text[])`] : []),
    ...(wanted.what ? [sql`a.action = ${wanted.what}`] : []),
    ...(wanted.number
      ? [sql`a."case" = (select id from cases.case where number = ${wanted.number.toUpperCase()})`]
      : []),
    ...(at ? [sql`(a.at, a."case", a.seq) < (${at}::timestamptz, ${after}::uuid, ${Number(seq)})`] : []),
  ];
  const { rows } = await sql<ActRow>`select a."case", c.number, c.item_name, a.seq, a.action, a.role, a.actor,
      a.actor_name, a.actor_unit, a.at, a.state, a.hash,
      to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exact
    from cases.action a join cases.case c on c.id = a."case"
    where ${sql.join(where, sql` and `)}
    order by a.at desc, a."case" desc, a.seq desc limit ${pageSize + 1}`.execute(cx.db);
  return rows;
}

const applicants: readonly string[] = ['citizen', 'agent'];

type Known = {
  logins: ReadonlyMap<string, string>;
  units: ReadonlyMap<string, { zh: string; en?: string }>;
};

function shown(row: ActRow, { logins, units }: Known): z.input<typeof actsOutput>['rows'][number] {
  return {
    at: row.at.toISOString(),
    number: row.number,
    itemName: row.item_name,
    seq: row.seq,
    action: row.action,
    actionName: actionNames[row.action].done,
    by: {
      name: applicants.includes(row.role) ? maskName(row.actor_name) : row.actor_name,
      login: logins.get(row.actor) ?? null,
      unit: units.get(row.actor_unit ?? '') ?? null,
    },
    roleName: roleNames[row.role],
    stateName: stateName(row.state, 'officer'),
    link: row.hash.slice(0, 12),
  };
}
