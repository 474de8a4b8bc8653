/** A person's cases in the export of his own data; and his drafts, when he closes his account. */
import { sql, type Db, type Task } from '#base';

/** His cases with what he stated in them, and his drafts. */
export const casesHeld = {
  name: 'cases',
  zh: '办件和草稿', en: 'Cases and drafts',
  read: async (db: Db, subject: string): Promise<Record<string, unknown>[]> => {
    const { rows } = await sql<Record<string, unknown>>`
      select number, item_name->>'zh' as item, state, submitted_at as at, facts from cases.case
      where subject = ${subject}
      union all
      select null, item, 'draft', updated_at, facts from cases.draft where subject = ${subject}
      order by at desc limit 5000`.execute(db);
    return rows;
  },
};

/** Drafts of a closed account go, their documents with them (news: account.closed). */
export const dropDraftsOfClosed: Task = async (world, payload) => {
  const { events } = payload as { events: { account: string }[] };
  const accounts = events.map(({ account }) => account);
  await world.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`delete from cases.draft
      where account = any(${accounts}::uuid[]) returning id`.execute(trx);
    const { rows: documents } = await sql<{ id: string }>`delete from cases.document
      where draft = any(${rows.map(({ id }) => id)}::uuid[]) returning id`.execute(trx);
    await world.files.release(
      trx,
      documents.map(({ id }) => `document:${id}`),
    );
  });
};
