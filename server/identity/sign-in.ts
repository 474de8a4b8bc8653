/** identity.sign-in: account and password against a new session, or half of one. */
import { z } from 'zod';
import type { Context } from '#base';
import type { Actor } from './actor.ts';
import { checkPassword } from './check-password.ts';
import { admit, type SignInAnswer } from './half-session.ts';

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
 * Signs in; an officer with a second factor is asked for it next. Not by context.tx: an answer with
 * a session in it must not be kept.
 * @throws Refused 401, 403, 423 as checkPassword
 */
export async function signIn(
  context: Context<Actor>,
  input: z.output<typeof signInInput>,
): Promise<SignInAnswer> {
  const { account, key } = await checkPassword(context, input.account, {
    password: input.password,
    ip: context.request.ip,
  });
  return admit(context, {
    account: account.id,
    kind: account.kind,
    attempts: key,
    what: 'signed-in',
  });
}
