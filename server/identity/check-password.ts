/** Is this the password of the account typed? With lock-out, alike for known and unknown ones. */
import crypto from 'node:crypto';
import { Refused, type World } from '#base';
import { decoyHash, hashPassword, isOutdated, isPassword } from './password.ts';
import { shortAddress } from './device.ts';
import {
  countFailure,
  findAccount,
  lockedFor,
  record,
  setPassword,
  type Account,
} from './store.ts';

/** Five wrong passwords within 15 minutes of each other: 15 minutes closed. */
export const rule = { most: 5, minutes: 15 };

/** Attempts on one account wait for each other: guessing in parallel gains nothing. */
const waiting = new Map<string, Promise<unknown>>();

/** By what the database counts wrong passwords (`account`, `typed`) and wrong second factors. */
export function attemptKey(
  world: Pick<World, 'secrets'>,
  kind: 'account' | 'typed' | 'second' | 'phone',
  of: string,
): Buffer {
  return crypto.createHmac('sha256', world.secrets.hmacKey).update(`${kind} ${of}`).digest();
}

/** Spellings of one account are one: blanks, full-width digits and +86 are put right. */
export function accountTyped(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\s\u200b-\u200f\ufeff]/gu, '');
  return plain.replace(/^\+?86(?=1\d{10}$)/, '').replace(/^(1\d\d)-(\d{4})-(\d{4})$/, '$1$2$3');
}

/**
 * The account, when the password is right. An unknown account is told in the same words, after the
 * same time, and is locked out after as many attempts, so that nobody learns who has an account.
 * @throws Refused 401 wrong, 423 locked out (with how long), 403 disabled
 */
export async function checkPassword(
  world: World,
  account: string,
  given: { password: string; ip: string },
): Promise<{ account: Account; key: Buffer }> {
  const { password, ip } = given;
  const typed = accountTyped(account);
  const found = await findAccount(world.db, typed);
  const key = found
    ? attemptKey(world, 'account', found.id)
    : attemptKey(world, 'typed', typed.toLowerCase());
  const refused = (code: string): Promise<void> =>
    record(world.db, {
      by: found?.id ?? 'anyone',
      what: 'session.refused',
      about: found?.id ?? 'unknown',
      details: { code },
      address: shortAddress(ip),
      result: 'refused',
    });
  return oneAtATime(key.toString('hex'), async () => {
    const seconds = await lockedFor(world.db, key);
    if (seconds > 0) {
      await refused('locked-out');
      throw lockedOut(seconds);
    }
    const right = await isPassword(password, found ?? (await decoyHash()));
    if (!right || !found) {
      await refused('wrong-password');
      throw await wrong(world, key);
    }
    if (found.disabled) {
      await refused('account-disabled');
      throw new Refused(
        'account-disabled',
        403,
        '这个账号已经停用，不能登录。请联系本单位的系统管理员。',
      );
    }
    if (isOutdated(found)) await setPassword(world.db, found.id, await hashPassword(password));
    return { account: found, key };
  });
}

async function wrong(world: World, key: Buffer): Promise<Refused> {
  const failures = await countFailure(world.db, key, rule);
  if (failures >= rule.most) return lockedOut(rule.minutes * 60);
  const left = rule.most - failures;
  return new Refused(
    'wrong-password',
    401,
    `账号或密码不对，请检查后再试（账号可以是手机号，也可以是身份证号）。再错 ${left} 次，要等 ${rule.minutes} 分钟才能再登录。`,
  );
}

function lockedOut(seconds: number): Refused {
  const minutes = Math.ceil(seconds / 60);
  return new Refused(
    'locked-out',
    423,
    `密码连续输错了 ${rule.most} 次。为了保护账号，请 ${minutes} 分钟后再登录。急着办事可以带身份证到窗口，由工作人员帮您办。`,
    { details: { seconds, minutes } },
  );
}

/** Runs work of one key one after another. */
export async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = waiting.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  const done = mine.catch(() => undefined);
  waiting.set(key, done);
  void done.then(() => {
    if (waiting.get(key) === done) waiting.delete(key);
  });
  return mine;
}
