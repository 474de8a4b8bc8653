/** SQL of the public register: licences whose kind is public knowledge. */
import { sql, type Db, type Trx } from '#base';
import type { StoredState } from './states.ts';
import type { Attribute, Text } from './store.ts';

/** What is looked for; every part given must fit. Dates YYYY-MM-DD, both ends included. */
export type Search = {
  number?: string;
  holder?: string;
  holderCode?: string;
  itemName?: string;
  authority?: string;
  decidedFrom?: string;
  decidedTo?: string;
};

/** Where a page ended: the next one starts after it. */
export type After = { issuedOn: string; id: string };

export type Found = {
  id: string;
  number: string;
  itemName: Text | null;
  kindName: Text;
  class: string;
  holderName: string;
  holderKind: 'person' | 'organisation';
  holderCode: string | null;
  issuer: { name: Text };
  attributes: Attribute[];
  issuedOn: string;
  from: string;
  until: string | null;
  state: StoredState;
};

/** `%a\%b%`: a part of the text, with the pattern's own signs taken as they are. */
function part(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/**
 * Public licences that fit, the newest first, up to `limit`. A person is found by number alone,
 * never by name: the register is no directory of people. The latest version of a number stands
 * for it.
 */
export async function searchPublic(
  db: Db | Trx, search: Search, page: { after?: After; limit: number },
): Promise<Found[]> {
  const { number, holder, holderCode, itemName, authority, decidedFrom, decidedTo } = search;
  const { after, limit } = page;
  const where = [
    sql`l.public`, sql`l.state <> 'replaced'`,
    ...(number ? [sql`l.number = ${number}`] : []),
    ...(holder
      ? [sql`l.holder_kind = 'organisation' and l.holder_name like ${part(holder)}`] : []),
    ...(holderCode ? [sql`l.holder_code = ${holderCode}`] : []),
    ...(itemName
      ? [sql`(l.item_name->>'zh' like ${part(itemName)}
          or l.kind_name->>'zh' like ${part(itemName)})`] : []),
    ...(authority ? [sql`l.issuer->'name'->>'zh' like ${part(authority)}`] : []),
    ...(decidedFrom ? [sql`l.issued_on >= ${decidedFrom}::date`] : []),
    ...(decidedTo ? [sql`l.issued_on <= ${decidedTo}::date`] : []),
    ...(after ? [sql`(l.issued_on, l.id) < (${after.issuedOn}::date, ${after.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Found>`select l.id, l.number, l.item_name as "itemName",
    l.kind_name as "kindName", l.class, l.holder_name as "holderName",
    l.holder_kind as "holderKind", l.holder_code as "holderCode", l.issuer, l.attributes,
    l.issued_on as "issuedOn", l.valid_from as "from", l.valid_until as "until", l.state
    from licences.licence l where ${sql.join(where, sql` and `)}
    order by l.issued_on desc, l.id desc limit ${limit}`.execute(db);
  return rows;
}
