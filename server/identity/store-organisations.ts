/** SQL of organisations that come to exist by a decision. */
import { sql, type Db, type Trx } from '#base';
import type { Subject } from './store.ts';

/** Adds an organisation; undefined where the code is taken. */
export async function insertOrganisation(
  trx: Trx,
  organisation: { name: string; creditCode: string },
): Promise<Subject | undefined> {
  const { name, creditCode } = organisation;
  const { rows } =
    await sql<Subject>`insert into identity.subject (kind, name, credit_code, proofing)
    values ('organisation', ${name}, ${creditCode}, 'demo')
    on conflict (credit_code) do nothing
    returning id, kind, name, id_number as "idNumber", birth_date as "birthDate",
      credit_code as "creditCode", phone`.execute(trx);
  return rows[0];
}

/** Is there an organisation of exactly this name? */
export async function isNameTaken(db: Db | Trx, name: string): Promise<boolean> {
  const { rows } = await sql`select from identity.subject
    where kind = 'organisation' and name = ${name} limit 1`.execute(db);
  return rows.length > 0;
}
