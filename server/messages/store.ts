/** All SQL of messages. */
import { sql, type Db, type Trx } from '#base';

export type Text = { zh: string; en?: string | undefined };

/** To a subject (a person or organisation) or to a staff account. */
export type To = { subject: string } | { account: string };

export type Row = {
  id: string;
  to: To;
  at: Date;
  title: Text;
  body: Text;
  caseId: string | null;
  item: string | null;
  key: string | null;
};

export type Stored = {
  id: string; at: Date; title: Text; body: Text; caseId: string | null; read: boolean;
};

/** Whose inbox: his own and, while he acts for it, an organisation's, of the items he may see. */
export type Inbox =
  | { account: string }
  | { subject: string; items: 'all' | readonly string[] };

/** Adds messages; one whose key is there already is left out. Gives those added. */
export async function addMessages(trx: Trx, rows: readonly Row[]): Promise<string[]> {
  const added = await sql<{ id: string }>`insert into messages.message
    (id, to_subject, to_account, at, title, body, case_id, item, key)
    select * from jsonb_to_recordset(${JSON.stringify(rows.map(flat))}::jsonb) as m
      (id uuid, to_subject text, to_account text, at timestamptz, title jsonb, body jsonb,
        case_id uuid, item text, key text)
    on conflict (key) where key is not null do nothing returning id`.execute(trx);
  return added.rows.map((row) => row.id);
}

function flat({ id, to, at, title, body, caseId, item, key }: Row): Record<string, unknown> {
  return {
    id, to_subject: 'subject' in to ? to.subject : null,
    to_account: 'account' in to ? to.account : null, at, title, body, case_id: caseId, item, key,
  };
}

function mine(inbox: Inbox) {
  if ('account' in inbox) return sql`to_account = ${inbox.account}`;
  const own = sql`to_subject = ${inbox.subject}`;
  return inbox.items === 'all' ? own : sql`${own} and item = any(${[...inbox.items]})`;
}

/** The newest first; `after` is where the page before ended. */
export async function listMessages(
  db: Db, inbox: Inbox, page: { after?: { at: string; id: string }; limit: number },
): Promise<(Stored & { stamp: string })[]> {
  const { after, limit } = page;
  const from = after ? sql`and (at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  // The stamp keeps the microseconds that a Date loses, or rows of one instant would be skipped.
  const { rows } = await sql<Stored & { stamp: string }>`select id, at, at::text as stamp, title,
    body, case_id as "caseId", read_at is not null as read
    from messages.message where ${mine(inbox)} ${from}
    order by at desc, id desc limit ${limit}`.execute(db);
  return rows;
}

export async function countUnread(db: Db, inbox: Inbox): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from messages.message
    where ${mine(inbox)} and read_at is null`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Marks one of the inbox as read; false when it is not there. The first reading counts. */
export async function markRead(
  trx: Trx, inbox: Inbox, read: { id: string; at: Date },
): Promise<boolean> {
  const done = await sql<{ id: string }>`update messages.message
    set read_at = coalesce(read_at, ${read.at}) where id = ${read.id} and ${mine(inbox)}
    returning id`.execute(trx);
  return done.rows.length > 0;
}
