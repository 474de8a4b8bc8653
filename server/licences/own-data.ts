import { sql, type Db } from '#base';

/** Licences of a person, for the export of his own data. */
export const licencesHeld = {
  name: 'licences',
  zh: '证照', en: 'Licences',
  read: async (db: Db, subject: string): Promise<Record<string, unknown>[]> => {
    const { rows } = await sql<
      Record<string, unknown>
    >`select to_jsonb(l) - 'code' - 'file' - 'issuer'
      as licence from licences.licence l where holder = ${subject} limit 1000`.execute(db);
    return rows.map(({ licence }) => licence as Record<string, unknown>);
  },
};
