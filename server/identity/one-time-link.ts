/**
 * identity.make-link, use-link: an officer sets his first or next password by a link that the
 * security administrator hands him. It works once, for a day; only its SHA-256 is kept.
 */
import crypto from 'node:crypto';
import { z } from 'zod';
import { Refused, sql, type Context, type Db, type Trx } from '#base';
import type { Actor } from './actor.ts';
import { attemptKey } from './check-password.ts';
import { newPassword, refuseWeak } from './change-password.ts';
import { shortAddress } from './device.ts';
import { mustBeStaff, refuseOwn } from './find-staff-member.ts';
import { hashPassword } from './password.ts';
import { tokenDigest } from './session.ts';
import { endSessions } from './store-staff.ts';
import { findAccountById, forgetFailures, record, setPassword } from './store.ts';

const hours = 24;

export const makeLinkInput = z.object({ id: z.uuid('没有这个账号') });
export const makeLinkOutput = z.object({ url: z.string(), until: z.string() });
export const useLinkInput = z.object({ token: z.string().max(200), next: newPassword });

/** A new link; the ones before stop working. The token stands behind #: no server and no log sees it. */
export async function makeLink(
  context: Context<Actor>,
  { id }: z.output<typeof makeLinkInput>,
): Promise<z.infer<typeof makeLinkOutput>> {
  const { actor, db, request, settings } = context;
  const token = crypto.randomBytes(32).toString('base64url');
  // Not by context.tx: an answer with a secret in it must not be kept.
  return db.transaction().execute(async (trx) => {
    await mustBeStaff(trx, id);
    refuseOwn(actor, id);
    const until = await insertLink(trx, { token: tokenDigest(token), account: id, by: actor.id });
    await record(trx, {
      by: actor.id,
      what: 'staff.link',
      about: id,
      details: { until: until.toISOString() },
      address: shortAddress(request.ip),
    });
    return { url: `${settings.url}/workbench/new-password#${token}`, until: until.toISOString() };
  });
}

/** Sets the password and ends what was open. @throws Refused 400 by field, 409 used or over */
export async function useLink(
  context: Context<Actor>,
  { token, next }: z.output<typeof useLinkInput>,
): Promise<{ login: string }> {
  const { db, request } = context;
  const link = await findLink(db, tokenDigest(token));
  const account = link ? await findAccountById(db, link.account) : undefined;
  if (!link || !account || account.disabled) throw spent();
  await refuseWeak(context, account, next);
  const kept = await hashPassword(next);
  return db.transaction().execute(async (trx) => {
    if (!(await spendLink(trx, tokenDigest(token)))) throw spent();
    const member = await mustBeStaff(trx, account.id);
    await setPassword(trx, account.id, kept);
    await endSessions(trx, account.id);
    await forgetFailures(trx, attemptKey(context, 'account', account.id));
    await record(trx, {
      by: account.id,
      what: 'staff.reset',
      about: account.id,
      address: shortAddress(request.ip),
    });
    return { login: member.login };
  });
}

function spent(): Refused {
  return new Refused('link-spent', 409, {
    zh: '这个链接用过了、过期了，或者被新的链接代替了。请联系安全管理员重新发一个。',
    en:
      'This link was used, is over, or was replaced by a newer one. Please ask the security ' +
        'administrator for another.',
  });
}

async function insertLink(
  trx: Trx,
  link: { token: Buffer; account: string; by: string },
): Promise<Date> {
  await sql`delete from identity.link where account = ${link.account} and used_at is null`.execute(
    trx,
  );
  const { rows } = await sql<{
    until: Date;
  }>`insert into identity.link (token, account, made_by, until)
    values (${link.token}, ${link.account}, ${link.by}, now() + make_interval(hours => ${hours}))
    returning until`.execute(trx);
  return rows[0]?.until ?? new Date(0);
}

async function findLink(db: Db, token: Buffer): Promise<{ account: string } | undefined> {
  const { rows } = await sql<{ account: string }>`select account from identity.link
    where token = ${token} and used_at is null and until > now()`.execute(db);
  return rows[0];
}

async function spendLink(trx: Trx, token: Buffer): Promise<boolean> {
  const done = await sql`update identity.link set used_at = now()
    where token = ${token} and used_at is null and until > now()`.execute(trx);
  return Number(done.numAffectedRows ?? 0) === 1;
}
