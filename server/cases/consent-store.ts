/** SQL of second persons: who was asked to agree, what he said, and who else sees a case. */
import { sql, type Db, type Trx } from '#base';
import type { Facts } from '#graph';

export type ConsentState = 'asked' | 'given' | 'declined' | 'taken-back';

export type ConsentRow = {
  id: string; draft: string | null; case: string | null; party: string; name: string; number_digest: string;
  subject: string | null; state: ConsentState; version: number; shared: string | null; facts: Facts;
  typed: Record<string, { raw: unknown; problem: string }>; times: number; asked_by: string; asked_at: Date;
  answered_at: Date | null;
};

/** Those asked of a draft, or who agreed to a case. */
export async function consentsOf(
  db: Db | Trx, of: { draft: string } | { case: string }, lock = false,
): Promise<ConsentRow[]> {
  const where = 'draft' in of ? sql`draft = ${of.draft}` : sql`"case" = ${of.case}`;
  const { rows } = await sql<ConsentRow>`select * from cases.consent where ${where} order by party
    ${lock ? sql`for update` : sql``}`.execute(db);
  return rows;
}

/** Who he is by number and name: both must be his. */
export type Asked = { digest: string; name: string };

/** One that was asked of this person while it is not filed; for anybody else there is none. */
export async function consentFor(
  db: Db | Trx, who: Asked, { id, lock = false }: { id: string; lock?: boolean },
): Promise<ConsentRow | undefined> {
  const { rows } = await sql<ConsentRow>`select * from cases.consent
    where id = ${id} and number_digest = ${who.digest} and name = ${who.name} and draft is not null
    ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

/** All that wait for this person, or that he answered and are not filed yet. */
export async function consentsFor(db: Db | Trx, who: Asked): Promise<(ConsentRow & { item: string })[]> {
  const { rows } = await sql<ConsentRow & { item: string }>`select k.*, t.item from cases.consent k
    join cases.draft t on t.id = k.draft
    where k.number_digest = ${who.digest} and k.name = ${who.name} order by k.asked_at desc limit 50`.execute(db);
  return rows;
}

export async function insertConsent(
  trx: Trx, k: Pick<ConsentRow, 'id' | 'draft' | 'party' | 'name' | 'number_digest' | 'asked_by' | 'asked_at'>,
): Promise<void> {
  await sql`insert into cases.consent (id, draft, party, name, number_digest, state, asked_by, asked_at)
    values (${k.id}, ${k.draft}, ${k.party}, ${k.name}, ${k.number_digest}, 'asked', ${k.asked_by},
      ${k.asked_at})`.execute(trx);
}

export async function deleteConsent(trx: Trx, id: string): Promise<void> {
  await sql`delete from cases.consent where id = ${id}`.execute(trx);
}

/** Writes what changed; the version goes up by one. */
export async function updateConsent(
  trx: Trx, id: string,
  set: Pick<ConsentRow, 'subject' | 'state' | 'shared' | 'facts' | 'typed' | 'times' | 'asked_at' | 'answered_at'>,
): Promise<void> {
  await sql`update cases.consent set subject = ${set.subject}, state = ${set.state}, shared = ${set.shared},
      facts = ${JSON.stringify(set.facts)}::jsonb, typed = ${JSON.stringify(set.typed)}::jsonb,
      times = ${set.times}, asked_at = ${set.asked_at}, answered_at = ${set.answered_at}, version = version + 1
    where id = ${id}`.execute(trx);
}

/** The rows go over to the case as the proof; what he said of himself is in its facts now. */
export async function moveConsents(trx: Trx, draft: string, to: string): Promise<void> {
  await sql`update cases.consent set draft = null, "case" = ${to}, facts = '{}', typed = '{}'
    where draft = ${draft}`.execute(trx);
}

export type Concerned = { subject: string; party: string | null; as: 'consent' | 'guardian' };

/** From now on these persons see the case. */
export async function letSee(trx: Trx, caseId: string, who: Concerned[]): Promise<void> {
  for (const one of who) {
    await sql`insert into cases.concerned ("case", subject, party, as_what)
      values (${caseId}, ${one.subject}, ${one.party}, ${one.as}) on conflict do nothing`.execute(trx);
  }
}

/** Who sees the case besides the one it is filed for. */
export async function concernedIn(db: Db | Trx, caseId: string): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`select subject, party, as_what as "as" from cases.concerned
    where "case" = ${caseId} order by subject`.execute(db);
  return rows;
}
