/** SQL of the exchange: batches, their rows, and what the receiver has. */
import { sql, type Db, type Trx } from '#base';
import type { Row, Table } from './shapes.ts';

export type Op = 'I' | 'U' | 'D';
export type Sent = {
  table: Table;
  guid: string;
  op: Op;
  case: string | null;
  content: Row['content'] | null;
};
export type Batch = {
  id: string;
  number: string;
  made_at: Date;
  state: 'made' | 'confirmed' | 'differing';
  counts: Counts;
};
export type Counts = Partial<Record<Table, Record<Op, number>>>;

/** From when on cases may have moved that the receiver does not know. */
export async function reach(trx: Trx): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select at from exchange.reach`.execute(trx);
  return rows[0]?.at ?? new Date(0);
}

export async function keepReach(trx: Trx, at: Date): Promise<void> {
  await sql`insert into exchange.reach (at) values (${at}) on conflict (one) do update set at = excluded.at`.execute(
    trx,
  );
}

/** Of these cases those whose last act the receiver does not know. */
export async function unreported(
  trx: Trx,
  cases: readonly { id: string; seq: number }[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select c.id
    from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as c(id uuid, seq int)
    left join exchange.seen s on s."case" = c.id where s.seq is distinct from c.seq`.execute(trx);
  return rows.map((r) => r.id);
}

/** Cases of which something was refused: they are told again, whenever they last moved. */
export async function owed(trx: Trx, most: number): Promise<string[]> {
  const { rows } = await sql<{
    case: string;
  }>`select "case" from exchange.seen where seq < 0 limit ${most}`.execute(trx);
  return rows.map((r) => r.case);
}

export async function standingOf(
  trx: Trx,
  of: { cases: readonly string[] } | { table: Table },
): Promise<{ table: Table; guid: string; digest: string; case: string | null }[]> {
  const where =
    'cases' in of
      ? sql`"case" = any(${of.cases}::uuid[])`
      : sql`"table" = ${of.table} and "case" is null`;
  const { rows } = await sql<{ table: Table; guid: string; digest: string; case: string | null }>`
    select "table", guid, digest, "case" from exchange.standing where ${where}`.execute(trx);
  return rows;
}

export async function addBatch(
  trx: Trx,
  batch: { number: string; at: Date; counts: Counts },
): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`insert into exchange.batch (number, made_at, state, counts)
    values (${batch.number}, ${batch.at}, 'made', ${JSON.stringify(batch.counts)}::jsonb) returning id`.execute(
    trx,
  );
  return rows[0]?.id ?? '';
}

/** Writes what a batch says, and with it what the receiver will have. */
export async function addRows(
  trx: Trx,
  batch: string,
  rows: readonly (Sent & { digest: string | null })[],
): Promise<void> {
  const text = JSON.stringify(rows);
  await sql`with said as (
      select * from json_to_recordset(${text}::json)
        as r("table" text, guid uuid, op text, "case" uuid, content json, digest text)),
    written as (
      insert into exchange.row (batch, "table", guid, op, "case", content)
      select ${batch}::bigint, "table", guid, op, "case", content from said),
    gone as (
      delete from exchange.standing s using said r where r.op = 'D' and s."table" = r."table" and s.guid = r.guid)
    insert into exchange.standing ("table", guid, digest, "case")
      select "table", guid, digest, "case" from said where op <> 'D'
    on conflict ("table", guid) do update set digest = excluded.digest`.execute(trx);
}

export async function markSeen(
  trx: Trx,
  cases: readonly { id: string; seq: number }[],
): Promise<void> {
  await sql`insert into exchange.seen ("case", seq)
    select r.id, r.seq from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as r(id uuid, seq int)
    on conflict ("case") do update set seq = excluded.seq`.execute(trx);
}

/** Cases never reported before: their holders are told. */
export async function unseen(trx: Trx, cases: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    case: string;
  }>`select "case" from exchange.seen where "case" = any(${cases}::uuid[])`.execute(trx);
  const known = new Set(rows.map((r) => r.case));
  return new Set(cases.filter((id) => !known.has(id)));
}

export async function findBatch(db: Db | Trx, number: string): Promise<Batch | undefined> {
  const { rows } = await sql<Batch>`select id, number, made_at, state, counts from exchange.batch
    where number = ${number}`.execute(db);
  return rows[0];
}

export async function rowsOfBatch(db: Db | Trx, batch: string): Promise<Sent[]> {
  const { rows } = await sql<Sent>`select "table", guid, op, "case", content from exchange.row
    where batch = ${batch} order by "table", guid`.execute(db);
  return rows;
}

/** Keeps the reply; a confirmed batch no longer needs what it said of persons. */
export async function keepReply(
  trx: Trx,
  batch: string,
  of: { state: 'confirmed' | 'differing'; reply: unknown; at: Date },
): Promise<void> {
  await sql`update exchange.batch set state = ${of.state}, reply = ${JSON.stringify(of.reply)}::jsonb,
    replied_at = ${of.at} where id = ${batch}`.execute(trx);
  if (of.state === 'confirmed')
    await sql`update exchange.row set content = null where batch = ${batch}`.execute(trx);
}

/**
 * The receiver did not take these: what was new is unknown to it again, what was changed or deleted it
 * still has as it was before. They come again with the next batch.
 */
export async function takeBack(trx: Trx, batch: string, guids: readonly string[]): Promise<void> {
  await sql`with refused as (
      select "table", guid, op, "case" from exchange.row where batch = ${batch} and guid = any(${guids}::uuid[])),
    unknown as (
      delete from exchange.standing s using refused r
      where r.op = 'I' and s."table" = r."table" and s.guid = r.guid),
    older as (
      insert into exchange.standing ("table", guid, digest, "case")
      select "table", guid, '', "case" from refused where op <> 'I'
      on conflict ("table", guid) do update set digest = '')
    update exchange.seen s set seq = -1 from refused r where s."case" = r."case"`.execute(trx);
}
