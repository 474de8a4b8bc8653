/** What feedback asks about acts that can be rated: whose, when, by whom. No content of the case. */
import { sql, type Db, type Trx } from '#base';

type Text = { zh: string; en?: string };

export type ContactAct = {
  case: string; seq: number; action: string; at: Date; actor: string; role: string; number: string;
  channel: 'online' | 'counter'; subject: string; item: string; item_name: Text; item_version: string;
  unit: string; unit_path: string; unit_name: Text;
};

/** The acts of these cases, of these numbers in their logs. */
export async function actsOf(
  db: Db | Trx, places: readonly { case: string; seq: number }[],
): Promise<ContactAct[]> {
  const { rows } = await sql<ContactAct>`select a."case", a.seq, a.action, a.at, a.actor, a.role, c.number, c.channel,
      c.subject, c.item, c.item_name, c.item_version, c.unit, c.unit_path, c.unit_name
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p("case" uuid, seq int)
    join cases.action a on a."case" = p."case" and a.seq = p.seq join cases.case c on c.id = p."case"
    order by a.at, a.seq`.execute(db);
  return rows;
}

/** The case under this number in an officer's units, for a code given at the counter. */
export async function caseAtCounter(
  db: Db | Trx, number: string, unitPaths: readonly string[],
): Promise<Omit<ContactAct, 'seq' | 'action' | 'at' | 'actor' | 'role'> | undefined> {
  const { rows } = await sql<ContactAct>`select c.id as "case", c.number, c.channel, c.subject, c.item, c.item_name,
      c.item_version, c.unit, c.unit_path, c.unit_name from cases.case c
    where c.number = ${number}
      and exists (select from unnest(${unitPaths}::text[]) as u(path) where starts_with(c.unit_path, u.path))`
    .execute(db);
  return rows[0];
}
