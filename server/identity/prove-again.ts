/** Whoever is signed in gives his password once more before something that matters. */
import { Refused, type Context } from '#base';
import type { Actor } from './actor.ts';
import { attemptKey, oneAtATime, rule } from './check-password.ts';
import { isPassword } from './password.ts';
import { countFailure, findAccountById, forgetFailures, lockedFor, type Account } from './store.ts';

/**
 * Is this the password of the account that asks? Counted together with sign-in.
 * @throws Refused 400 `wrong-password` by field, 423 `locked-out`
 */
export async function proveAgain(context: Context<Actor>, password: string): Promise<Account> {
  const { actor, db } = context;
  const key = attemptKey(context, 'account', actor.id);
  return oneAtATime(key.toString('hex'), async () => {
    if ((await lockedFor(db, key)) > 0) throw lockedOut();
    const account = await findAccountById(db, actor.id);
    if (account && (await isPassword(password, account))) {
      await db.transaction().execute((trx) => forgetFailures(trx, key));
      return account;
    }
    if ((await countFailure(db, key, rule)) >= rule.most) throw lockedOut();
    const message = { zh: '密码不对，请再试一次', en: 'Wrong password, please try again' };
    throw new Refused(
      'wrong-password',
      400,
      {
        zh: '密码不对，没有改动。',
        en: 'Wrong password; nothing was changed.',
      },
      { fields: [{ at: 'password', message }] },
    );
  });
}

function lockedOut(): Refused {
  return new Refused('locked-out', 423, {
    zh: `密码连续输错了 ${rule.most} 次，请 ${rule.minutes} 分钟后再试。`,
    en: `The password was wrong ${rule.most} times; please try again in ${rule.minutes} minutes.`,
  });
}
