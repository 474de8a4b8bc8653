/** Who is a party of a case: the applicant, the agent, and every person named in its facts. */
import crypto from 'node:crypto';
import { sql, type Secrets, type Trx } from '#base';
import type { Facts, OpenItem } from '#graph';

/** Look-up digest of an identity number or credit code: equal numbers meet, nothing is shown. */
export function digestOfNumber(secrets: Pick<Secrets, 'hmacKey'>, number: string): string {
  return crypto.createHmac('sha256', secrets.hmacKey).update(`number\n${number}`).digest('base64url');
}

export type PartyNumber = { number: string; party: string; name: string };

/** The numbers that stand in the facts: identity numbers and credit codes, with their party. */
export function numbersIn(item: OpenItem, facts: Facts): PartyNumber[] {
  const found: PartyNumber[] = [];
  for (const [address, fact] of Object.entries(facts)) {
    if (fact.state !== 'known' || typeof fact.value !== 'string') continue;
    const match = /^([a-z0-9-]+)(\[\d+\])?\.(id-number|credit-code)$/.exec(address);
    if (!match) continue;
    const [, party = '', index = ''] = match;
    if (!item.parties.some((p) => p.id === party)) continue;
    const name = facts[`${party}${index}.name`];
    found.push({
      number: fact.value, party: `${party}${index}`,
      name: name?.state === 'known' ? String(name.value) : '',
    });
  }
  return found;
}

/** Stores the parties of a case (again after a supplement). */
export async function keepParties(
  trx: Trx, caseId: string, parties: { digest: string; party: string; name: string }[],
): Promise<void> {
  await sql`insert into cases.party ("case", number_digest, party, name)
    select ${caseId}, p.digest, p.party, p.name
    from jsonb_to_recordset(${JSON.stringify(parties)}::jsonb) as p(digest text, party text, name text)
    on conflict do nothing`.execute(trx);
}
