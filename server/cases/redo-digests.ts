/** After a change of the key: the digests by which parties are found are made anew from the numbers themselves. */
import { sql, type Redo, type Trx } from '#base';
import { knownNumbers } from '#identity';
import { digestOfNumber } from './parties.ts';

/** Every number that stands anywhere: in cases and drafts, in what a second person said, and of the known subjects. */
async function gatherNumbers(trx: Trx): Promise<void> {
  await sql`create temporary table known_number (number text primary key) on commit drop`.execute(trx);
  await sql`insert into known_number
    select distinct f.value ->> 'value' from (
      select facts from cases.case union all select facts from cases.draft union all select facts from cases.consent) c,
      jsonb_each(c.facts) f
    where f.key ~ '\\.(id-number|credit-code)$' and jsonb_typeof(f.value -> 'value') = 'string'
    on conflict do nothing`.execute(trx);
  for (let some = await knownNumbers(trx, ''); some.length > 0; some = await knownNumbers(trx, some.at(-1) ?? '')) {
    await sql`insert into known_number select unnest(${some}::text[]) on conflict do nothing`.execute(trx);
  }
}

/** Digests whose number stands nowhere any more are left and counted: nobody is found by them. */
export const redoDigests: Redo = async (trx, { from, secrets }) => {
  await gatherNumbers(trx);
  let [done, after] = [0, ''];
  for (;;) {
    const { rows } = await sql<{ number: string }>`select number from known_number
      where number > ${after} order by number limit 5000`.execute(trx);
    if (rows.length === 0) break;
    const old = rows.map(({ number }) => digestOfNumber({ hmacKey: from.key }, number));
    const fresh = rows.map(({ number }) => digestOfNumber(secrets, number));
    done += await replace(trx, old, fresh);
    after = rows.at(-1)?.number ?? '';
  }
  const { rows: [all] } = await sql<{ n: number }>`select ((select count(*) from cases.party)
    + (select count(*) from cases.consent) + (select count(*) from cases.registration))::int as n`.execute(trx);
  return { done, left: (all?.n ?? 0) - done };
};

async function replace(trx: Trx, old: string[], fresh: string[]): Promise<number> {
  let n = 0;
  for (const [table, column] of [
    ['cases.party', 'number_digest'], ['cases.consent', 'number_digest'], ['cases.registration', 'person_digest'],
  ] as const) {
    const done = await sql`update ${sql.table(table)} t set ${sql.ref(column)} = m.fresh
      from unnest(${old}::text[], ${fresh}::text[]) as m(old, fresh) where t.${sql.ref(column)} = m.old`.execute(trx);
    n += Number(done.numAffectedRows ?? 0);
  }
  return n;
}
