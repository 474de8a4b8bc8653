/** SQL of reading the log of identity. It is written by `record`; nothing changes or removes it. */
import { sql, type Db } from '#base';

export type EventFilter = {
  /** From this instant on, and before that one. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Words in the login or name of who did it or whom it is about. */
  who?: string | undefined;
  /** The event, or its first word: `session` for all of sessions. */
  what?: string | undefined;
  result?: string | undefined;
  /** Rows before this one. */
  before?: number | undefined;
  limit: number;
};

export type EventRow = {
  id: number;
  at: Date;
  by: string;
  what: string;
  about: string;
  details: Record<string, unknown>;
  result: 'done' | 'refused';
  address: string | null;
};

const like = (text: string): string => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;

/** Rows of the log, the newest first. */
export async function eventPage(db: Db, f: EventFilter): Promise<EventRow[]> {
  const wanted = [
    f.from ? sql`and e.at >= ${f.from}` : sql``,
    f.to ? sql`and e.at < ${f.to}` : sql``,
    f.what ? sql`and (e.what = ${f.what} or e.what like ${`${f.what}.%`})` : sql``,
    f.result ? sql`and e.result = ${f.result}` : sql``,
    f.before ? sql`and e.id < ${f.before}` : sql``,
    f.who
      ? sql`and (e.by = any(${await idsOf(db, f.who)}::text[])
      or e.about = any(${await idsOf(db, f.who)}::text[]) or e.by = ${f.who})`
      : sql``,
  ];
  const { rows } =
    await sql<EventRow>`select e.id, e.at, e.by, e.what, e.about, e.details, e.result,
      e.address
    from identity.event e where true ${sql.join(wanted, sql` `)}
    order by e.id desc limit ${f.limit}`.execute(db);
  return rows;
}

/** Accounts and people of whom login or name hold these words: at most 500. */
async function idsOf(db: Db, words: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id::text as id from identity.account a join identity.subject p on p.id = a.subject
    where a.login ilike ${like(words)} or p.name ilike ${like(words)}
    union select p.id::text from identity.subject p where p.name ilike ${like(words)}
    limit 500`.execute(db);
  return rows.map(({ id }) => id);
}

export type Named = {
  id: string;
  kind: 'citizen' | 'staff' | 'person' | 'organisation';
  login: string | null;
  name: string;
};

/** Accounts and subjects by the ids that stand in a log. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Named[]> {
  const uuids = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id));
  if (uuids.length === 0) return [];
  const { rows } = await sql<Named>`
    select a.id, a.kind, a.login, p.name from identity.account a
    join identity.subject p on p.id = a.subject where a.id = any(${uuids}::uuid[])
    union all
    select p.id, p.kind, null, p.name from identity.subject p where p.id = any(${uuids}::uuid[])`.execute(
    db,
  );
  return rows;
}
