/** Who is away on a day. */
import { sql, type Db, type Trx } from '#base';

export type Absence = {
  id: string; account: string; name: string; from: string; until: string; deputy: string; deputyName: string;
};

/** The columns of an absence `a`. */
export const absenceColumns = sql`a.id, a.account, a.name, a.from_date as "from", a.until_date as "until", a.deputy,
  a.deputy_name as "deputyName"`;

/** The absence of an account that covers a day. */
export async function absenceOn(db: Db | Trx, of: string, day: string): Promise<Absence | undefined> {
  const { rows } = await sql<Absence>`select ${absenceColumns} from cases.absence a where a.account = ${of}
    and a.ended_at is null and a.from_date <= ${day}::date and a.until_date >= ${day}::date
    limit 1`.execute(db);
  return rows[0];
}

/** Accounts that are away on a day. */
export async function awayAccounts(db: Db | Trx, day: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select account as id from cases.absence
    where ended_at is null and from_date <= ${day}::date and until_date >= ${day}::date`.execute(db);
  return rows.map((r) => r.id);
}
