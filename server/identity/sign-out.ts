/** identity.sign-out: ends the session here and now. */
import type { Context } from '#base';
import type { Actor } from './actor.ts';
import { cookieName, tokenDigest } from './session.ts';
import { deleteSession, record } from './store.ts';

/** Ends the session and takes the cookie back. */
export async function signOut(context: Context<Actor>): Promise<Record<never, never>> {
  const token = context.request.cookies[cookieName] ?? '';
  await context.db.transaction().execute(async (trx) => {
    await deleteSession(trx, tokenDigest(token));
    await record(trx, {
      by: context.actor.id,
      what: 'session.signed-out',
      about: context.actor.id,
    });
  });
  context.reply.cookie(cookieName, '', 0);
  return {};
}
