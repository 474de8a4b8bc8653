/** identity.sign-in: account and password against a new session. */
import { z } from 'zod';
import { Refused, type Context } from '#base';
import type { Actor } from './actor.ts';
import { checkPassword } from './check-password.ts';
import { describeMe, type SignedIn } from './me.ts';
import { authenticate, cookieName, openSession, sessionSeconds, tokenDigest } from './session.ts';
import { deleteSession, forgetFailures, record } from './store.ts';

export const signInInput = z.object({
  account: z
    .string()
    .max(100)
    .refine((text) => text.trim() !== '', '请填写手机号、身份证号或登录名'),
  password: z
    .string()
    .max(1000)
    .refine((text) => text !== '', '请填写密码'),
});

/**
 * Signs in. The token is always a new one and the session before it ends, so that a planted cookie
 * is worth nothing. Not by context.tx: an answer with a session in it must not be kept.
 * @throws Refused 401, 403, 423 as checkPassword
 */
export async function signIn(
  context: Context<Actor>,
  input: z.output<typeof signInInput>,
): Promise<SignedIn> {
  const { account, key } = await checkPassword(context, input.account, input.password);
  const token = await startSession(context, account.id, 'signed-in', key);
  const actor = await authenticate(context, { [cookieName]: token });
  // Disabled in the same moment.
  if (actor.id === '') throw new Refused('account-disabled', 403, '这个账号刚刚停用，不能登录。');
  return describeMe(context, actor);
}

/** Opens a new session, ends the one the request came with, sets the cookie. Gives the token. */
export async function startSession(
  context: Context<Actor>,
  account: string,
  what: 'signed-in' | 'registered',
  attempts?: Buffer,
): Promise<string> {
  const before = context.request.cookies[cookieName];
  const { token } = await context.db.transaction().execute(async (trx) => {
    if (attempts) await forgetFailures(trx, attempts);
    if (before) await deleteSession(trx, tokenDigest(before));
    await record(trx, { by: account, what: `session.${what}`, about: account });
    return openSession(trx, account);
  });
  context.reply.cookie(cookieName, token, sessionSeconds);
  return token;
}
