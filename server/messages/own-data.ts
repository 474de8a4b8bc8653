import { sql, type Db } from '#base';

/** Messages of a person, for the export of his own data. */
export const messagesHeld = {
  name: 'messages',
  zh: '消息', en: 'Messages',
  read: async (db: Db, subject: string): Promise<Record<string, unknown>[]> => {
    const { rows } = await sql<
      Record<string, unknown>
    >`select at, title->>'zh' as title, body->>'zh' as body
      from messages.message where to_subject = ${subject} order by at desc limit 5000`.execute(db);
    return rows;
  },
};
