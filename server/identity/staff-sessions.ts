/** identity.staff-sessions, end-staff-session: who is at work now; the security administrator ends one. */
import { z } from 'zod';
import { notThere, type Context } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { sessionRow, tellPages } from './own-sessions.ts';
import { endSession, staffSessions } from './store-sessions.ts';
import { record } from './store.ts';

const most = 500;

export const staffSessionsInput = z.object({ account: z.uuid('没有这个账号').optional() });
export const staffSessionsOutput = z.object({
  sessions: z.array(
    sessionRow.extend({
      account: z.string(),
      login: z.string(),
      name: z.string(),
      unitName: z.object({ zh: z.string(), en: z.string().optional() }),
      own: z.boolean(),
    }),
  ),
});
export const endStaffSessionInput = z.object({ id: z.uuid('没有这次登录') });

/** Running sessions of officers, those last seen first; at most 500. */
export async function listStaffSessions(
  { db, actor }: Context<Actor>,
  { account }: z.output<typeof staffSessionsInput>,
): Promise<z.infer<typeof staffSessionsOutput>> {
  const rows = await staffSessions(db, { account, limit: most });
  return {
    sessions: rows.map(({ token: _token, created, seen, ...row }) => ({
      ...row,
      created: created.toISOString(),
      seen: seen.toISOString(),
      own: row.account === actor.id,
    })),
  };
}

/** Ends an officer's session: he is out with his next request. @throws Refused 404 for a citizen's */
export async function endStaffSession(
  context: Context<Actor>,
  { id }: z.output<typeof endStaffSessionInput>,
): Promise<Record<never, never>> {
  const { actor, request } = context;
  return context.tx(async (trx) => {
    const ended = await endSession(trx, { id, kind: 'staff' });
    if (!ended) throw notThere();
    await record(trx, {
      by: actor.id,
      what: 'session.staff-ended',
      about: ended.account,
      details: { session: id, device: ended.device },
      address: shortAddress(request.ip),
    });
    await tellPages(trx, ended.account);
    return {};
  });
}
