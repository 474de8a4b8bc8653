/** My sessions: where I am signed in, ending one, ending all but this. */
import { z } from 'zod';
import { announce, notThere, type Context } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { cookieName, tokenDigest } from './session.ts';
import { endOthers, endSession, sessionsOf } from './store-sessions.ts';
import { record } from './store.ts';

export const sessionRow = z.object({
  id: z.string(),
  device: z.string(),
  address: z.string(),
  created: z.string(),
  seen: z.string(),
});
export const sessionsOutput = z.object({
  sessions: z.array(sessionRow.extend({ current: z.boolean() })),
});
export const endSessionInput = z.object({ id: z.uuid('没有这次登录') });

const here = (context: Context<Actor>): Buffer =>
  tokenDigest(context.request.cookies[cookieName] ?? '');

/** Where this account is signed in now; `current` is the one that asks. */
export async function ownSessions(
  context: Context<Actor>,
): Promise<z.infer<typeof sessionsOutput>> {
  const mine = here(context);
  const rows = await sessionsOf(context.db, context.actor.id);
  return {
    sessions: rows.map(({ id, token, device, address, created, seen }) => ({
      id,
      device,
      address,
      created: created.toISOString(),
      seen: seen.toISOString(),
      current: token.equals(mine),
    })),
  };
}

/** Ends one of the asker's own. @throws Refused 404 for anybody else's */
export async function endOwnSession(
  context: Context<Actor>,
  { id }: z.output<typeof endSessionInput>,
): Promise<Record<never, never>> {
  const { actor, request } = context;
  return context.tx(async (trx) => {
    const ended = await endSession(trx, { id, account: actor.id });
    if (!ended) throw notThere();
    await record(trx, {
      by: actor.id,
      what: 'session.ended',
      about: actor.id,
      details: { session: id },
      address: shortAddress(request.ip),
    });
    await tellPages(trx, actor.id);
    return {};
  });
}

/** Ends all of the asker's own but the one that asks. Gives how many. */
export async function endOtherSessions(context: Context<Actor>): Promise<{ ended: number }> {
  const { actor, request } = context;
  return context.tx(async (trx) => {
    const ended = await endOthers(trx, actor.id, here(context));
    await record(trx, {
      by: actor.id,
      what: 'session.others-ended',
      about: actor.id,
      details: { ended },
      address: shortAddress(request.ip),
    });
    await tellPages(trx, actor.id);
    return { ended };
  });
}

/** Pages open under this account look again who they are. */
export async function tellPages(
  trx: Parameters<typeof announce>[0],
  account: string,
): Promise<void> {
  await announce(trx, {
    topic: 'session.ended',
    payload: { account },
    live: { topic: 'identity', to: [`account:${account}`] },
  });
}
