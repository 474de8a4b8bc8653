/** identity.act-for: in whose name the session acts from now on. */
import { z } from 'zod';
import { notThere, type Context } from '#base';
import type { Actor } from './actor.ts';
import { describeMe, type SignedIn } from './me.ts';
import { authenticate, cookieName, tokenDigest } from './session.ts';
import { authoritiesOf, record, setActingFor } from './store.ts';

export const actForInput = z.object({
  organisation: z.union([z.uuid('请从列表里选择单位'), z.null()]),
});

/**
 * Switches to an organisation he leads or holds a mandate of, or (null) back to himself.
 * @throws Refused 404 for any other organisation, whether it exists or not
 */
export async function actFor(
  context: Context<Actor>,
  { organisation }: z.output<typeof actForInput>,
): Promise<SignedIn> {
  const { actor, db, today } = context;
  if (organisation !== null) {
    const rows = await authoritiesOf(db, actor.subject, today);
    if (!rows.some((row) => row.organisation === organisation)) throw notThere();
  }
  const token = tokenDigest(context.request.cookies[cookieName] ?? '');
  await db.transaction().execute(async (trx) => {
    await setActingFor(trx, token, organisation);
    await record(trx, {
      by: actor.id,
      what: organisation === null ? 'acting.self' : 'acting.for',
      about: organisation ?? actor.subject,
    });
  });
  return describeMe(context, await authenticate(context, context.request.cookies));
}
