/** identity.close-account: a citizen closes his account. His cases stay; he may register anew. */
import { z } from 'zod';
import { announce, sql, type Context, type Db, type Trx } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { proveAgain } from './prove-again.ts';
import { cookieName } from './session.ts';
import { endSessions } from './store-staff.ts';
import { record, setPhone, type Event } from './store.ts';

export const closeAccountInput = z.object({ password: z.string().max(1000) });

/** @throws Refused 400 wrong password, 423 */
export async function closeAccount(
  context: Context<Actor>,
  { password }: z.output<typeof closeAccountInput>,
): Promise<Record<never, never>> {
  const { actor, db, request } = context;
  const account = await proveAgain(context, password);
  await db.transaction().execute(async (trx) => {
    await sql`update identity.account set closed_at = now(), disabled_at = coalesce(disabled_at, now())
      where id = ${account.id}`.execute(trx);
    await sql`delete from identity.provider_link where account = ${account.id}`.execute(trx);
    await sql`update identity.subject set phone = null, phone_verified_at = null
      where id = ${account.subject}`.execute(trx);
    await endSessions(trx, account.id);
    await record(trx, {
      by: actor.id,
      what: 'account.closed',
      about: account.subject,
      address: shortAddress(request.ip),
    });
    await announce(trx, {
      topic: 'account.closed',
      payload: { account: account.id, subject: account.subject },
      live: { topic: 'identity', to: [`account:${account.id}`] },
    });
  });
  context.reply.cookie(cookieName, '', 0);
  return {};
}

// --- for the room that answers requests for correction ---------------------------------------------

/** The phone of a subject and whether a code showed it to be his; undefined where none is known. */
export async function phoneOf(
  db: Db | Trx,
  subject: string,
): Promise<{ phone: string; verified: boolean } | undefined> {
  const { rows } = await sql<{ phone: string | null; verified: boolean }>`select phone,
    phone_verified_at is not null as verified from identity.subject where id = ${subject}`.execute(
    db,
  );
  const [row] = rows;
  return row?.phone ? { phone: row.phone, verified: row.verified } : undefined;
}

/** Sets the name an officer read on the original. */
export async function renamePerson(trx: Trx, subject: string, name: string): Promise<void> {
  await sql`update identity.subject set name = ${name} where id = ${subject} and kind = 'person'`.execute(
    trx,
  );
}

/** Sets the phone an officer was told at the counter; not verified until a code shows it. */
export async function setPhoneOf(trx: Trx, subject: string, phone: string): Promise<void> {
  await setPhone(trx, subject, phone);
}

/** A row of the log of identity, for rooms that change what is held of a person. */
export async function recordEvent(trx: Trx, event: Event): Promise<void> {
  await record(trx, event);
}
