/** SQL of the ledger of promises. */
import { sql, type Db, type Duration, type Trx } from '#base';
import type { Actor } from '#identity';
import { visible } from './store.ts';

type Text = { zh: string; en?: string };

/** later: a material that comes later (容缺受理) · told: conditions taken on his word (告知承诺). */
export type PromiseKind = 'later' | 'told';
/**
 * offered at filing · open from acceptance or decision · kept · breach: one found it untrue, another
 * decides · broken · repaired · void: the case ended without it.
 */
export type PromiseState = 'offered' | 'open' | 'kept' | 'breach' | 'broken' | 'repaired' | 'void';

export type PromiseRow = {
  id: string; case: string; subject: string; kind: PromiseKind; what: string; name: Text; words: string;
  period: Duration; promised_by: string; promised_at: Date; due: string | null; state: PromiseState;
  checker: string | null; checker_name: string | null; checked_on: string | null; found: string | null;
  decider_name: string | null; settled_on: string | null; settled: string | null;
};

export type NewPromise = Pick<PromiseRow,
  'id' | 'case' | 'subject' | 'kind' | 'what' | 'name' | 'words' | 'period' | 'promised_by' | 'promised_at'>;

export async function insertPromises(trx: Trx, rows: NewPromise[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into cases.promise (id, "case", subject, kind, what, name, words, period, promised_by,
      promised_at, state)
    select p.*, 'offered' from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(id uuid, "case" uuid,
      subject uuid, kind text, what text, name jsonb, words text, period jsonb, promised_by text,
      promised_at timestamptz)`.execute(trx);
}

/** Promises of a case, in the order they were made. */
export async function promisesOf(db: Db | Trx, id: string): Promise<PromiseRow[]> {
  const { rows } = await sql<PromiseRow>`select * from cases.promise where "case" = ${id}
    order by promised_at, what`.execute(db);
  return rows;
}

/** What an act did to a promise, as the log of the case keeps it; the last one is how the row stands. */
export type PromiseMove = { id: string; state: PromiseState; due: string | null };

/** These are open from now until their day. */
export async function openPromises(trx: Trx, opened: { id: string; due: string }[]): Promise<PromiseMove[]> {
  await sql`update cases.promise p set state = 'open', due = o.due
    from jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) as o(id uuid, due date)
    where p.id = o.id`.execute(trx);
  return opened.map(({ id, due }) => ({ id, state: 'open', due }));
}

/** The case ended: what was never due falls away; `broken`: what was due and did not come is broken. */
export async function endPromises(
  trx: Trx, id: string, more: { broken: boolean; today: string },
): Promise<PromiseMove[]> {
  const { rows } = await sql<PromiseMove>`update cases.promise set settled_on = ${more.today},
      state = case when ${more.broken} and state = 'open' and due < ${more.today}::date then 'broken' else 'void' end
    where "case" = ${id} and state in ('offered', 'open') returning id, state, due`.execute(trx);
  return rows;
}

/** Promised materials that came. */
export async function keepPromises(trx: Trx, ids: string[], today: string): Promise<PromiseMove[]> {
  const { rows } = await sql<PromiseMove>`update cases.promise
    set state = case when state = 'broken' then 'repaired' else 'kept' end,
    settled_on = ${today} where id = any(${ids}::uuid[]) returning id, state, due`.execute(trx);
  return rows;
}

/** A promise of this subject that was broken, or is overdue, and was not put right (容缺受理 is closed to him). */
export async function brokenPromise(
  db: Db | Trx, subject: string, today: string,
): Promise<{ name: Text; number: string; due: string | null } | undefined> {
  const { rows } = await sql<{ name: Text; number: string; due: string | null }>`
    select p.name, c.number, p.due from cases.promise p join cases.case c on c.id = p."case"
    where p.subject = ${subject} and (p.state = 'broken' or (p.state in ('open', 'breach') and p.kind = 'later'
      and p.due < ${today}::date)) order by p.due limit 1`.execute(db);
  return rows[0];
}

export type ListedPromise = PromiseRow & {
  number: string; item: string; item_name: Text; subject_name: string; unit_name: Text; case_state: string;
};

const listed = sql`select p.*, c.number, c.item, c.item_name, c.subject_name, c.unit_name, c.state as case_state
  from cases.promise p join cases.case c on c.id = p."case"`;

/** One promise with its case, if the officer may see the case; `lock` for a change in this transaction. */
export async function findPromise(
  db: Db | Trx, actor: Actor, id: string, lock = false,
): Promise<ListedPromise | undefined> {
  const { rows } = await sql<ListedPromise>`${listed} where p.id = ${id} and ${visible(actor)}
    ${lock ? sql`for update of p` : sql``}`.execute(db);
  return rows[0];
}

export type PromiseBox = 'open' | 'due' | 'broken' | 'all';

/** Promises of cases the officer may see, the most urgent first. */
export async function listPromises(
  db: Db, actor: Actor, asked: { box: PromiseBox; today: string; page: number; size: number },
): Promise<{ rows: ListedPromise[]; counts: Record<Exclude<PromiseBox, 'all'>, number>; all: number }> {
  const late = sql`(p.state = 'breach' or (p.state = 'open' and p.due < ${asked.today}::date))`;
  const where = {
    open: sql`p.state in ('open', 'breach')`, due: late, broken: sql`p.state = 'broken'`, all: sql`true`,
  }[asked.box];
  const { rows } = await sql<ListedPromise>`${listed} where ${visible(actor)} and p.state <> 'offered' and ${where}
    order by p.due nulls last, p.promised_at, p.id limit ${asked.size}
    offset ${(asked.page - 1) * asked.size}`.execute(db);
  const { rows: counted } = await sql<{ open: number; due: number; broken: number; here: number }>`
    select count(*) filter (where p.state in ('open', 'breach'))::int as open,
      count(*) filter (where ${late})::int as due,
      count(*) filter (where p.state = 'broken')::int as broken, count(*) filter (where ${where})::int as here
    from cases.promise p join cases.case c on c.id = p."case"
    where ${visible(actor)} and p.state <> 'offered'`.execute(db);
  const { open = 0, due = 0, broken = 0, here = 0 } = counted[0] ?? {};
  return { rows, counts: { open, due, broken }, all: here };
}

/** What a check or its decision leaves. */
export async function settlePromise(trx: Trx, id: string, set: {
  state: PromiseState; checker?: string; checkerName?: string; checkedOn?: string; found?: string;
  deciderName?: string; settledOn?: string; settled?: string; due?: string;
}): Promise<PromiseMove[]> {
  const { rows } = await sql<PromiseMove>`update cases.promise set state = ${set.state},
      due = coalesce(${set.due ?? null}::date, due),
      checker = coalesce(${set.checker ?? null}, checker),
      checker_name = coalesce(${set.checkerName ?? null}, checker_name),
      checked_on = coalesce(${set.checkedOn ?? null}::date, checked_on), found = coalesce(${set.found ?? null}, found),
      decider_name = coalesce(${set.deciderName ?? null}, decider_name),
      settled_on = coalesce(${set.settledOn ?? null}::date, settled_on),
      settled = coalesce(${set.settled ?? null}, settled)
    where id = ${id} returning id, state, due`.execute(trx);
  return rows;
}
