/** An organisation comes to exist by a decision: with a code of its own, led by the person it was granted to. */
import crypto from 'node:crypto';
import { announce, Refused, type Trx } from '#base';
import { creditCheck, organisationCheck } from '#graph';
import { insertOrganisation } from './store-organisations.ts';
import { insertRepresentative, record, type Subject } from './store.ts';

/** What a credit code may be written with (GB 32100): no I, O, S, V, Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const tries = 20;

export type Established = {
  name: string;
  /** Subject of the person who leads it from now on. */
  representative: string;
  /** Six digits of the district that registers it. */
  area: string;
  /** The case it comes from: the same case gives the same code. */
  case: { id: string; number: string };
  /** Account of the officer. */
  by: string;
};

/**
 * A credit code of the demonstration with right check characters. XN in the organisation's part was
 * never issued, so no real company has it. Pure.
 * @param n how many codes of this case were taken before
 */
export function madeCreditCode(area: string, caseNumber: string, n: number): string {
  const digest = crypto.createHash('sha256').update(`organisation ${caseNumber} ${n}`).digest();
  const own = [...digest.subarray(0, 4)].map((byte) => alphabet[byte % alphabet.length]).join('');
  const organisation = `MAXN${own}`;
  const body = `91${area}${organisation}${organisationCheck(organisation)}`;
  return body + creditCheck(body);
}

/**
 * Adds the organisation with its representative, in the transaction of the act that grants it: from then on
 * he may act for it. Announces `organisation.added { organisation, person }`.
 * @throws Refused 409 when no free code is found
 */
export async function establishOrganisation(trx: Trx, given: Established): Promise<Subject> {
  const { name, representative, area } = given;
  for (let n = 0; n < tries; n++) {
    const creditCode = madeCreditCode(area, given.case.number, n);
    const made = await insertOrganisation(trx, { name, creditCode });
    if (!made) continue;
    await insertRepresentative(trx, made.id, representative);
    await record(trx, {
      by: given.by,
      what: 'organisation.added',
      about: made.id,
      details: { representative, case: given.case.id },
    });
    await announce(trx, {
      topic: 'organisation.added',
      payload: { organisation: made.id, person: representative },
      live: { topic: 'identity', to: [`subject:${representative}`] },
    });
    return made;
  }
  throw new Refused('no-code', 409, {
    zh: '没有取到空的统一社会信用代码，请过一会儿再制证；还不行的，请联系系统管理员。',
    en: 'No free credit code was found. Try again in a while, or ask the system administrator.',
  });
}
