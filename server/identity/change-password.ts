/** identity.change-password: one's own, with the one before; other sessions end. */
import { z } from 'zod';
import { Refused, type Context } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { tellPages } from './own-sessions.ts';
import { hashPassword, isPassword, passwordProblem, type Hashed } from './password.ts';
import { proveAgain } from './prove-again.ts';
import { cookieName, tokenDigest } from './session.ts';
import { endOthers } from './store-sessions.ts';
import { findStaff } from './store-staff.ts';
import { findSubject, record, setPassword, type Account } from './store.ts';
import type { World } from '#base';

export const newPassword = z.string().max(1000);
export const changePasswordInput = z.object({ password: z.string().max(1000), next: newPassword });

/** @throws Refused 400 by field where the new one will not do, or is the one before */
export async function refuseWeak(
  world: Pick<World, 'db'>,
  account: Pick<Account, 'id' | 'subject'> & Hashed,
  next: string,
): Promise<void> {
  const person = await findSubject(world.db, account.subject);
  const [member] = await findStaff(world.db, [account.id]);
  const number = person?.idNumber ?? '';
  const weak = passwordProblem(next, [
    person?.phone ?? '',
    number,
    number.slice(6, 14),
    person?.name ?? '',
    member?.login ?? '',
  ]);
  const same = !weak && (await isPassword(next, account));
  if (!weak && !same) return;
  const message = weak ?? {
    zh: '新密码和原来的一样，请换一个',
    en: 'The new password is the one before; choose another',
  };
  throw new Refused(
    'bad-input',
    400,
    {
      zh: '新密码不能用，请按下面的提示改好再提交。',
      en: 'This password will not do; please see below.',
    },
    { fields: [{ at: 'next', message }] },
  );
}

/** @throws Refused 400 by field, 400 wrong password, 423 */
export async function changePassword(
  context: Context<Actor>,
  { password, next }: z.output<typeof changePasswordInput>,
): Promise<Record<never, never>> {
  const { actor, db, request } = context;
  const account = await proveAgain(context, password);
  await refuseWeak(context, account, next);
  const kept = await hashPassword(next);
  await db.transaction().execute(async (trx) => {
    await setPassword(trx, account.id, kept);
    await endOthers(trx, account.id, tokenDigest(request.cookies[cookieName] ?? ''));
    await record(trx, {
      by: actor.id,
      what: 'password.changed',
      about: account.id,
      address: shortAddress(request.ip),
    });
    await tellPages(trx, account.id);
  });
  return {};
}
