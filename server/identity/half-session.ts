/** After the first proof: a session, or half of one where a second factor has to follow. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { Refused, type Context, type Db, type World } from '#base';
import type { Actor } from './actor.ts';
import { administers } from './keep-apart.ts';
import { describeMe, signedInOutput } from './me.ts';
import { authenticate, cookieName, startSession, tokenDigest } from './session.ts';
import { codesLeft, factorsOf, insertHalf, readHalf, type Half } from './store-factors.ts';
import { readPolicy } from './store-sessions.ts';
import { findStaff } from './store-staff.ts';

/** Name of the cookie of a sign-in done by half. */
export const halfCookie = 'bantuo-half';
const halfSeconds = 600;

const way = z.enum(['totp', 'passkey', 'recovery']);
export const signInOutput = z.discriminatedUnion('signedIn', [
  signedInOutput,
  z.object({
    signedIn: z.literal(false),
    csrf: z.literal(''),
    /** `prove`: a second factor is asked; `enrol`: he needs one and has none yet. */
    must: z.enum(['prove', 'enrol']),
    ways: z.array(way),
  }),
]);
export type SignInAnswer = z.infer<typeof signInOutput>;

/** Does an officer with these roles need a second factor in this installation? */
export async function needsSecond(
  world: Pick<World, 'settings'> & { db: Db },
  roles: readonly string[],
): Promise<boolean> {
  if (world.settings.secondFactor !== 'required') return false;
  if (administers(roles)) return true;
  const { secondFactor } = await readPolicy(world.db);
  return roles.some((role) => secondFactor.includes(role));
}

export type Proved = {
  account: string;
  kind: 'citizen' | 'staff';
  /** What is counted against guessing, to be forgotten now. */
  attempts?: Buffer;
  what: 'signed-in' | 'registered';
};

/** Signs in whoever gave the first proof, or says which second one is needed. */
export async function admit(context: Context<Actor>, proved: Proved): Promise<SignInAnswer> {
  if (proved.kind === 'staff') {
    const factors = await factorsOf(context.db, proved.account);
    if (factors.length > 0) {
      await startHalf(context, { account: proved.account, must: 'prove' });
      const ways = new Set<z.infer<typeof way>>(factors.map(({ kind }) => kind));
      if ((await codesLeft(context.db, proved.account)) > 0) ways.add('recovery');
      return { signedIn: false, csrf: '', must: 'prove', ways: [...ways] };
    }
    const [member] = await findStaff(context.db, [proved.account]);
    if (await needsSecond(context, member?.roles ?? [])) {
      await startHalf(context, { account: proved.account, must: 'enrol' });
      return { signedIn: false, csrf: '', must: 'enrol', ways: [] };
    }
  }
  return enter(context, proved);
}

/** The whole session, described. */
export async function enter(context: Context<Actor>, proved: Proved): Promise<SignInAnswer> {
  const token = await startSession(context, proved);
  const actor = await authenticate(context, { [cookieName]: token });
  // Disabled in the same moment.
  if (actor.id === '') {
    throw new Refused('account-disabled', 403, {
      zh: '这个账号刚刚停用，不能登录。',
      en: 'This account has just been disabled.',
    });
  }
  return describeMe(context, actor);
}

async function startHalf(context: Context<Actor>, half: Half): Promise<void> {
  const token = crypto.randomBytes(32).toString('base64url');
  await context.db
    .transaction()
    .execute((trx) => insertHalf(trx, { ...half, token: tokenDigest(token) }));
  context.reply.cookie(halfCookie, token, halfSeconds);
}

/** Whose sign-in is done by half, from the request's cookie. */
export async function halfOf(context: Context<Actor>): Promise<Half | undefined> {
  const token = context.request.cookies[halfCookie] ?? '';
  return /^[\w-]{43}$/.test(token) ? readHalf(context.db, tokenDigest(token)) : undefined;
}

/** @throws Refused 409 where there is none of this kind (ten minutes are over) */
export async function mustBeHalf(context: Context<Actor>, must: Half['must']): Promise<Half> {
  const half = await halfOf(context);
  if (half?.must === must) return half;
  throw new Refused('sign-in-again', 409, {
    zh: '登录只做了一半，已经过了十分钟，或者已经登录了。请重新输入账号和密码。',
    en:
      'This sign-in was left half done for more than ten minutes, or is done already. Please enter ' +
        'your password again.',
  });
}
