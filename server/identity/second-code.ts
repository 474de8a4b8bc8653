/** Codes of an authenticator (TOTP, RFC 6238) and recovery codes. */
import crypto from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { Refused, type Context, type Trx, type World } from '#base';
import type { Actor } from './actor.ts';
import { attemptKey, oneAtATime, rule } from './check-password.ts';
import { shortAddress } from './device.ts';
import { unseal } from './sealed.ts';
import { factorsOf, secondsNow, takeStep, useCode, type Factor } from './store-factors.ts';
import { countFailure, lockedFor, record } from './store.ts';

const period = 30;

/** An authenticator of this secret (bytes), as apps expect it: SHA-1, six digits, 30 seconds. */
export function authenticator(secret: Buffer, label: string): TOTP {
  return new TOTP({
    issuer: 'Bantuo',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });
}

/** The step whose code this is, at most one step early or late; undefined where it is of none. */
export function stepOf(secret: Buffer, code: string, seconds: number): number | undefined {
  const delta = authenticator(secret, '').validate({
    token: code,
    timestamp: seconds * 1000,
    window: 1,
  });
  return delta === null ? undefined : Math.floor(seconds / period) + delta;
}

/** Ten fresh recovery codes, 50 bits each: `k7mw2-h9pqx`. */
export function makeCodes(): string[] {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const five = () =>
    Array.from({ length: 5 }, () => letters.charAt(crypto.randomInt(letters.length))).join('');
  return Array.from({ length: 10 }, () => `${five()}-${five()}`);
}

/** What the database knows a recovery code by. */
export function codeDigest(world: Pick<World, 'secrets'>, account: string, code: string): Buffer {
  return digestBy(world.secrets.hmacKey, account, code);
}

function digestBy(key: Buffer, account: string, code: string): Buffer {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return crypto.createHmac('sha256', key).update(`recovery ${account} ${plain}`).digest();
}

/** Uses a recovery code up; one made before the key was changed is known by the key of then. */
async function useRecovery(context: Context<Actor>, trx: Trx, account: string, code: string): Promise<boolean> {
  const { hmacKey, oldHmacKeys } = context.secrets;
  for (const key of [hmacKey, ...oldHmacKeys.map((old) => old.key)]) {
    if (await useCode(trx, account, digestBy(key, account, code))) return true;
  }
  return false;
}

/**
 * Guards any check of a second factor of an account: one after another, five wrong ones close it for
 * 15 minutes, each wrong one stands in the log. Gives the key to forget when it was right.
 * @throws Refused 401 `wrong-code`, 423 `locked-out`
 */
export async function guarded(
  context: Context<Actor>,
  account: string,
  check: () => Promise<boolean>,
): Promise<Buffer> {
  const key = attemptKey(context, 'second', account);
  return oneAtATime(key.toString('hex'), async () => {
    const { db, request } = context;
    if ((await lockedFor(db, key)) > 0) throw lockedOut();
    if (await check()) return key;
    await record(db, {
      by: account,
      what: 'factor.refused',
      about: account,
      address: shortAddress(request.ip),
      result: 'refused',
    });
    const failures = await countFailure(db, key, rule);
    if (failures >= rule.most) throw lockedOut();
    throw new Refused('wrong-code', 401, {
      zh: `验证没有通过。每个动态码只能用一次，请等下一个再试。再错 ${rule.most - failures} 次，要等 ${rule.minutes} 分钟。`,
      en:
        `That did not match. Each code works once: wait for the next one. ${rule.most - failures} more ` +
          `wrong tries close this for ${rule.minutes} minutes.`,
    });
  });
}

function lockedOut(): Refused {
  return new Refused('locked-out', 423, {
    zh: `验证连续错了 ${rule.most} 次，请 ${rule.minutes} 分钟后再登录，或者请安全管理员帮您解除。`,
    en:
      `The second factor was wrong ${rule.most} times. Please sign in again in ${rule.minutes} ` +
        `minutes, or ask the security administrator.`,
  });
}

/** Is this a code of one of his authenticators, not taken before, or an unused recovery code? */
export async function isCode(
  context: Context<Actor>,
  account: string,
  typed: string,
): Promise<boolean> {
  const code = typed.normalize('NFKC').replace(/\s/g, '');
  return context.db.transaction().execute(async (trx) => {
    if (/^\d{6}$/.test(code)) {
      const seconds = await secondsNow(trx);
      for (const factor of (await factorsOf(trx, account)).filter(({ kind }) => kind === 'totp')) {
        const step = stepOf(secretOf(context, factor), code, seconds);
        if (step !== undefined) return takeStep(trx, factor.id, step);
      }
      return false;
    }
    if (!(await useRecovery(context, trx, account, code))) return false;
    await record(trx, { by: account, what: 'factor.recovery-used', about: account });
    return true;
  });
}

/** The secret of an authenticator. */
export function secretOf(world: Pick<World, 'secrets'>, factor: Factor): Buffer {
  return unseal(world, factor.id, factor.secret ?? Buffer.alloc(0));
}
