/** The numbers of all subjects, a page at a time, for who makes look-ups anew. */
import { sql, type Db, type Trx } from '#base';

const page = 5000;

/** The next identity numbers and credit codes after one ('' for the first), in order; none at the end. */
export async function knownNumbers(db: Db | Trx, after: string): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`select number from (
      select coalesce(id_number, credit_code) as number from identity.subject) n
    where number > ${after} order by number limit ${page}`.execute(db);
  return rows.map(({ number }) => number);
}
