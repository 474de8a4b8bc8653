/** Six digits sent to a phone: to set a new password, or to show that a number is one's own. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { both, inWords, Refused, sql, type Context, type Db, type Trx } from '#base';
import { maskPhone } from '#graph';
import type { Actor } from './actor.ts';
import { newPassword, refuseWeak } from './change-password.ts';
import { accountTyped, attemptKey } from './check-password.ts';
import { shortAddress } from './device.ts';
import { tellPages } from './own-sessions.ts';
import { hashPassword } from './password.ts';
import { phoneSender } from './phone-sender.ts';
import { endSessions } from './store-staff.ts';
import {
  findAccount,
  findSubject,
  forgetFailures,
  record,
  setPassword,
  setPhone,
} from './store.ts';
import { typedPhone } from './typed.ts';

const tries = 5;
/** Codes for one person and purpose within 24 hours: with the tries of each, 50 guesses of a million. */
const mostADay = 10;
const codeShape = z
  .string()
  .max(40)
  .transform((text) => text.normalize('NFKC').replace(/\s/g, ''))
  .refine((text) => /^\d{6}$/.test(text), '请填写短信里的 6 位数字');
const accountShape = z
  .string()
  .max(100)
  .refine((text) => text.trim() !== '', '请填写手机号或身份证号');

export const askResetInput = z.object({ account: accountShape });
/** The same whether there is such an account or not. `channel` tells a demonstration's page where to look. */
export const sentOutput = z.object({
  channel: z.enum(['demo', 'http', 'none']),
  phone: z.string().optional(),
});
export const resetInput = z.object({ account: accountShape, code: codeShape, next: newPassword });
export const askVerifyInput = z.object({ phone: typedPhone });
export const verifyInput = z.object({ code: codeShape });

type Purpose = 'reset' | 'verify';
type Sent = z.infer<typeof sentOutput>;

/** Sends a code to the phone of a citizen's account, known or not in the same words. */
export async function askReset(
  context: Context<Actor>,
  { account }: z.output<typeof askResetInput>,
): Promise<Sent> {
  const sender = phoneSender(context);
  const found = await findAccount(context.db, accountTyped(account));
  const person =
    found?.kind === 'citizen' && !found.disabled
      ? await findSubject(context.db, found.subject)
      : undefined;
  if (sender.name === 'none') await sender.send(context, { phone: '', text: '' });
  if (person?.phone) {
    await sendCode(context, { subject: person.id, purpose: 'reset', phone: person.phone }).catch(
      (error: unknown) => {
        // That one was just sent tells that there is such an account: not said here.
        if (!(error instanceof Refused && error.code === 'too-soon')) throw error;
      },
    );
  }
  return { channel: sender.name };
}

/** A new password by the code. @throws Refused 400 by field, 409 `wrong-code` alike for unknown accounts */
export async function resetByPhone(
  context: Context<Actor>,
  { account: typed, code, next }: z.output<typeof resetInput>,
): Promise<Record<never, never>> {
  const { db, request } = context;
  const account = await findAccount(db, accountTyped(typed));
  if (!account || account.kind !== 'citizen' || account.disabled) throw wrongCode();
  const phone = await checkCode(context, {
    subject: account.subject,
    purpose: 'reset',
    code,
    keep: true,
  });
  if (phone === undefined) throw wrongCode();
  await refuseWeak(context, account, next);
  const kept = await hashPassword(next);
  await db.transaction().execute(async (trx) => {
    if (!(await dropCode(trx, account.subject, 'reset'))) throw wrongCode();
    await setPassword(trx, account.id, kept);
    await endSessions(trx, account.id);
    await forgetFailures(trx, attemptKey(context, 'account', account.id));
    await setVerified(trx, account.subject, phone);
    await record(trx, {
      by: account.id,
      what: 'password.reset',
      about: account.id,
      address: shortAddress(request.ip),
    });
    await tellPages(trx, account.id);
  });
  return {};
}

/** Sends a code to a number that the asker says is his. */
export async function askVerify(
  context: Context<Actor>,
  { phone }: z.output<typeof askVerifyInput>,
): Promise<Sent> {
  await sendCode(context, { subject: context.actor.subject, purpose: 'verify', phone });
  return { channel: phoneSender(context).name, phone: maskPhone(phone) };
}

/** The number is his from now on. @throws Refused 409 */
export async function verifyPhone(
  context: Context<Actor>,
  { code }: z.output<typeof verifyInput>,
): Promise<{ phone: string }> {
  const { actor, db, request } = context;
  const phone = await checkCode(context, {
    subject: actor.subject,
    purpose: 'verify',
    code,
    keep: false,
  });
  if (phone === undefined) throw wrongCode();
  await db.transaction().execute(async (trx) => {
    await setPhone(trx, actor.subject, phone);
    await setVerified(trx, actor.subject, phone);
    await record(trx, {
      by: actor.id,
      what: 'phone.verified',
      about: actor.subject,
      address: shortAddress(request.ip),
    });
  });
  return { phone: maskPhone(phone) };
}

function wrongCode(): Refused {
  const message = {
    zh: '验证码不对，或者已经过了十分钟',
    en: 'This code is wrong, or older than ten minutes',
  };
  return new Refused(
    'wrong-code',
    409,
    {
      zh: `验证码不对，或者已经过了十分钟。同一个验证码最多试 ${tries} 次，请重新获取。`,
      en:
        `This code is wrong, or older than ten minutes. A code can be tried ${tries} times; please ask ` +
          `for a new one.`,
    },
    { fields: [{ at: 'code', message }] },
  );
}

async function sendCode(
  context: Context<Actor>,
  of: { subject: string; purpose: Purpose; phone: string },
): Promise<void> {
  const { db, request } = context;
  const code = String(crypto.randomInt(1_000_000)).padStart(6, '0');
  if (!(await putCode(db, { ...of, digest: digestOf(context, of, code) }))) {
    throw new Refused('too-soon', 409, {
      zh: `刚刚发过一条，请等一分钟再获取；24 小时里发过 ${mostADay} 条的，请明天再来，或到窗口办理。`,
      en: `A code has just been sent: please wait a minute. After ${mostADay} within 24 hours, come back tomorrow `
        + 'or ask at a counter.',
    });
  }
  await phoneSender(context).send(context, {
    phone: of.phone,
    text: inWords(both`【办妥】验证码 ${code}，十分钟内有效。工作人员不会向您要验证码。`, request.lang),
  });
  await record(db, {
    by: context.actor.id || 'anyone',
    what: 'phone.code',
    about: of.subject,
    details: { purpose: of.purpose },
    address: shortAddress(request.ip),
  });
}

function digestOf(
  context: Context<Actor>,
  of: { subject: string; purpose: Purpose },
  code: string,
): Buffer {
  return attemptKey(context, 'phone', `${of.purpose} ${of.subject} ${code}`);
}

/** The phone the code was sent to, where it is right; a try is counted in any case. */
async function checkCode(
  context: Context<Actor>,
  of: { subject: string; purpose: Purpose; code: string; keep: boolean },
): Promise<string | undefined> {
  const { rows } = await sql<{ phone: string; digest: Buffer }>`update identity.phone_code
    set tries = tries + 1 where subject = ${of.subject} and purpose = ${of.purpose}
      and tries < ${tries} and sent > now() - interval '10 minutes'
    returning phone, digest`.execute(context.db);
  const [row] = rows;
  if (!row || !crypto.timingSafeEqual(row.digest, digestOf(context, of, of.code))) return undefined;
  if (of.keep) return row.phone;
  const dropped = await context.db
    .transaction()
    .execute((trx) => dropCode(trx, of.subject, of.purpose));
  return dropped ? row.phone : undefined;
}

/** Puts a code; false where one was sent within the minute, or as many as a day has. */
async function putCode(
  db: Db,
  code: { subject: string; purpose: Purpose; phone: string; digest: Buffer },
): Promise<boolean> {
  const done = await sql`insert into identity.phone_code as c (subject, purpose, phone, digest)
    values (${code.subject}, ${code.purpose}, ${code.phone}, ${code.digest})
    on conflict (subject, purpose) do update set phone = excluded.phone, digest = excluded.digest,
      tries = 0, sent = now(),
      times = case when c.first_sent < now() - interval '1 day' then 1 else c.times + 1 end,
      first_sent = case when c.first_sent < now() - interval '1 day' then now() else c.first_sent end
    where c.sent < now() - interval '1 minute'
      and (c.times < ${mostADay} or c.first_sent < now() - interval '1 day')`.execute(db);
  return Number(done.numAffectedRows ?? 0) === 1;
}

async function dropCode(trx: Trx, subject: string, purpose: Purpose): Promise<boolean> {
  const done = await sql`delete from identity.phone_code
    where subject = ${subject} and purpose = ${purpose}`.execute(trx);
  return Number(done.numAffectedRows ?? 0) === 1;
}

async function setVerified(trx: Trx, subject: string, phone: string): Promise<void> {
  await sql`update identity.subject set phone_verified_at = now()
    where id = ${subject} and phone = ${phone}`.execute(trx);
}
