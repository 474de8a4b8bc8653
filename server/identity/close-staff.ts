/** identity.disable-staff, enable-staff, unlock-staff: who may sign in at all. */
import { z } from 'zod';
import type { Context } from '#base';
import type { Actor } from './actor.ts';
import { attemptKey } from './check-password.ts';
import { mustBeStaff, refuseLast, refuseOwn } from './find-staff-member.ts';
import { note } from './note.ts';
import { tellPages } from './own-sessions.ts';
import { setDisabled } from './store-staff.ts';
import { forgetFailures } from './store.ts';

export const staffIdInput = z.object({ id: z.uuid('没有这个账号') });
type Input = z.output<typeof staffIdInput>;

/** Disables an officer's account; he is out at once. By the system or the security administrator. */
export async function closeStaff(
  context: Context<Actor>,
  { id }: Input,
): Promise<Record<never, never>> {
  const { actor } = context;
  return context.tx(async (trx) => {
    const member = await mustBeStaff(trx, id);
    refuseOwn(actor, id);
    await refuseLast(trx, member, []);
    await setDisabled(trx, id, true);
    await note(context, trx, { what: 'staff.disabled', about: id });
    await tellPages(trx, id);
    return {};
  });
}

/** Lets him sign in again: the security administrator's, since it gives power. */
export async function openStaff(
  context: Context<Actor>,
  { id }: Input,
): Promise<Record<never, never>> {
  const { actor } = context;
  return context.tx(async (trx) => {
    await mustBeStaff(trx, id);
    refuseOwn(actor, id);
    await setDisabled(trx, id, false);
    await note(context, trx, { what: 'staff.enabled', about: id });
    return {};
  });
}

/** Lifts the pause after wrong passwords or codes. */
export async function unlockStaff(
  context: Context<Actor>,
  { id }: Input,
): Promise<Record<never, never>> {
  return context.tx(async (trx) => {
    await mustBeStaff(trx, id);
    for (const kind of ['account', 'second'] as const)
      await forgetFailures(trx, attemptKey(context, kind, id));
    await note(context, trx, { what: 'staff.unlocked', about: id });
    return {};
  });
}
