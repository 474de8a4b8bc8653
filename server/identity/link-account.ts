/** Which account somebody is whom a provider vouches for: by proved identity number, or staff login. */
import crypto from 'node:crypto';
import { Refused, sql, type Context, type Trx } from '#base';
import { canonical, readIdentityNumber } from '#graph';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { findOrMakePerson } from './find-or-make-person.ts';
import { hashPassword, type Hashed } from './password.ts';
import type { Provider, Side } from './provider-settings.ts';
import type { Claims } from './provider-sign-in.ts';
import { insertCitizen, record } from './store.ts';

export type Linked = { account: string } | { refused: string };

type Vouched = { side: Side; provider: Provider; claims: Claims };

/** The account, made where a citizen has none yet; or in one word why nobody is let in. */
export async function linkAccount(context: Context<Actor>, vouched: Vouched): Promise<Linked> {
  const { provider, claims } = vouched;
  // A truth is `true`; texts like "false" are none.
  if (provider.verified !== undefined && claims[provider.verified] !== true)
    return { refused: 'not-verified' };
  const said = claims[provider.claim];
  if (typeof said !== 'string' || said === '') return { refused: 'not-verified' };
  const unknown = await hashPassword(crypto.randomBytes(32).toString('base64url'));
  try {
    return await context.db.transaction().execute(async (trx) => {
      const found =
        vouched.side === 'staff'
          ? await officer(trx, said)
          : await citizen(trx, { context, vouched, said, unknown });
      if ('refused' in found) return found;
      return link(trx, { context, vouched, account: found.account });
    });
  } catch (error) {
    if (error instanceof Refused && error.code === 'name-differs')
      return { refused: 'name-differs' };
    if (error instanceof Refused) return { refused: 'not-verified' };
    throw error;
  }
}

async function officer(trx: Trx, login: string): Promise<Linked> {
  const { rows } = await sql<{ id: string }>`select id from identity.account
    where kind = 'staff' and login = ${login.trim().toLowerCase()} and disabled_at is null
      and closed_at is null`.execute(trx);
  return rows[0] ? { account: rows[0].id } : { refused: 'no-officer' };
}

async function citizen(
  trx: Trx,
  given: { context: Context<Actor>; vouched: Vouched; said: string; unknown: Hashed },
): Promise<Linked> {
  const { context, vouched, said, unknown } = given;
  const read = readIdentityNumber(said, { today: context.today });
  const name = canonical(
    { type: 'name', name: { zh: '姓名' } },
    String(vouched.claims[vouched.provider.name] ?? ''),
  );
  if ('problem' in read || !('value' in name) || typeof name.value !== 'string')
    return { refused: 'not-verified' };
  const person = await findOrMakePerson(trx, {
    name: name.value,
    idNumber: read.number,
    proofing: 'register',
    today: context.today,
  });
  const { rows } = await sql<{ id: string }>`select id from identity.account
    where kind = 'citizen' and subject = ${person.id} and closed_at is null and disabled_at is null`.execute(
    trx,
  );
  if (rows[0]) return { account: rows[0].id };
  const account = await insertCitizen(trx, person.id, unknown);
  await record(trx, {
    by: account,
    what: 'account.registered',
    about: person.id,
    details: { by: 'provider' },
  });
  return { account };
}

/** One account at a provider is one here, and the other way round. */
async function link(
  trx: Trx,
  { context, vouched, account }: { context: Context<Actor>; vouched: Vouched; account: string },
): Promise<Linked> {
  const issuer = vouched.provider.issuer.href;
  const { sub } = vouched.claims;
  const { rows } = await sql<{
    account: string;
    sub: string;
  }>`select account, sub from identity.provider_link
    where issuer = ${issuer} and (sub = ${sub} or account = ${account}) for update`.execute(trx);
  if (rows.some((row) => row.account !== account || row.sub !== sub))
    return { refused: 'linked-otherwise' };
  if (rows.length > 0) return { account };
  await sql`insert into identity.provider_link (issuer, sub, account)
    values (${issuer}, ${sub}, ${account})`.execute(trx);
  await record(trx, {
    by: account,
    what: 'provider.linked',
    about: account,
    details: { issuer },
    address: shortAddress(context.request.ip),
  });
  return { account };
}
