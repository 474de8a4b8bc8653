/** identity.begin-*, confirm-*: an officer's own second factor, at work or because he needs one to come in. */
import crypto from 'node:crypto';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { notThere, Refused, type Context, type Trx } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { enter, halfOf, mustBeHalf, signInOutput, type SignInAnswer } from './half-session.ts';
import { proveAgain } from './prove-again.ts';
import { relyingParty } from './relying-party.ts';
import { seal } from './sealed.ts';
import { authenticator, codeDigest, guarded, makeCodes, secretOf, stepOf } from './second-code.ts';
import { passkeyResponse, type passkeyOptions } from './second-step.ts';
import {
  codesLeft,
  deleteHalf,
  factorsOf,
  insertPasskey,
  insertTotp,
  lockFactor,
  putChallenge,
  replaceCodes,
  secondsNow,
  takeChallenge,
  takeStep,
} from './store-factors.ts';
import { findStaff } from './store-staff.ts';
import { forgetFailures, record } from './store.ts';

/** The password, where he is signed in already: a page left open must not be enough. */
export const beginInput = z.object({ password: z.string().max(1000).optional() });
export const beginTotpOutput = z.object({ id: z.string(), secret: z.string(), uri: z.string() });
export const confirmTotpInput = z.object({
  id: z.uuid('请从头再来一次'),
  code: z
    .string()
    .max(40)
    .transform((text) => text.normalize('NFKC').replace(/\s/g, ''))
    .refine((text) => /^\d{6}$/.test(text), '请填写 6 位数字的动态码'),
});
export const confirmPasskeyInput = z.object({
  name: z
    .string()
    .max(40)
    .transform((text) => text.trim())
    .optional(),
  response: passkeyResponse,
});
/** New recovery codes, shown once; and whoever came in by this is signed in now. */
export const confirmedOutput = z.object({
  recovery: z.array(z.string()),
  me: signInOutput.nullable(),
});
type Confirmed = { recovery: string[]; me: SignInAnswer | null };

type Enroller = { account: string; login: string; half: boolean };

/** Who enrols: the officer signed in, or the one who may come in no other way. */
async function enroller(context: Context<Actor>): Promise<Enroller> {
  const { actor } = context;
  const half = actor.kind === 'staff' ? undefined : await halfOf(context);
  const account =
    actor.kind === 'staff' ? actor.id : (half ?? (await mustBeHalf(context, 'enrol'))).account;
  if (half && half.must !== 'enrol') await mustBeHalf(context, 'enrol');
  const [member] = await findStaff(context.db, [account]);
  return { account, login: member?.login ?? '', half: actor.kind !== 'staff' };
}

async function proved(
  context: Context<Actor>,
  who: Enroller,
  password: string | undefined,
): Promise<void> {
  if (!who.half) await proveAgain(context, password ?? '');
}

/** Begins an authenticator: its secret, to be scanned or typed. It counts once a code was right. */
export async function beginTotp(
  context: Context<Actor>,
  { password }: z.output<typeof beginInput>,
): Promise<z.infer<typeof beginTotpOutput>> {
  const who = await enroller(context);
  await proved(context, who, password);
  const [id, secret] = [crypto.randomUUID(), crypto.randomBytes(20)];
  await context.db
    .transaction()
    .execute((trx) =>
      insertTotp(trx, {
        id,
        account: who.account,
        name: 'TOTP',
        secret: seal(context, id, secret),
      }),
    );
  const totp = authenticator(secret, who.login);
  return { id, secret: totp.secret.base32, uri: totp.toString() };
}

/** The first code confirms it. @throws Refused 401 wrong, 404 not begun, 409, 423 */
export async function confirmTotp(
  context: Context<Actor>,
  { id, code }: z.output<typeof confirmTotpInput>,
): Promise<Confirmed> {
  const who = await enroller(context);
  const key = await guarded(context, who.account, () =>
    context.db.transaction().execute(async (trx) => {
      const factor = await lockFactor(trx, { account: who.account, id });
      if (!factor || factor.confirmed || !factor.secret) throw notThere();
      const step = stepOf(secretOf(context, factor), code, await secondsNow(trx));
      return step !== undefined && takeStep(trx, id, step);
    }),
  );
  return confirmed(context, who, { key, kind: 'totp' });
}

/** What a new passkey has to be made with. */
export async function beginPasskey(
  context: Context<Actor>,
  { password }: z.output<typeof beginInput>,
): Promise<z.input<typeof passkeyOptions>> {
  const who = await enroller(context);
  await proved(context, who, password);
  const before = (await factorsOf(context.db, who.account)).filter(
    ({ kind }) => kind === 'passkey',
  );
  const options = await generateRegistrationOptions({
    rpName: '办妥 Bantuo',
    rpID: relyingParty(context).id,
    userName: who.login,
    userID: new Uint8Array(Buffer.from(who.account.replaceAll('-', ''), 'hex')),
    attestationType: 'none',
    excludeCredentials: before.map(({ credential }) => ({ id: credential ?? '' })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
  await putChallenge(context.db, {
    account: who.account,
    purpose: 'enrol',
    challenge: options.challenge,
  });
  return { options: { ...options } };
}

/** Takes the passkey up. @throws Refused 409 where it was not made for this, now, and here */
export async function confirmPasskey(
  context: Context<Actor>,
  { name, response }: z.output<typeof confirmPasskeyInput>,
): Promise<Confirmed> {
  const who = await enroller(context);
  const challenge = await takeChallenge(context.db, who.account, 'enrol');
  const made = challenge === undefined ? undefined : await verified(context, response, challenge);
  if (!made) {
    throw new Refused('passkey-refused', 409, {
      zh: '这把通行密钥没有通过核对，没有绑定。请再试一次；如果换了网址或等得太久，请刷新页面。',
      en: 'This passkey could not be verified and was not added. Please try again; reload the page if it waited long.',
    });
  }
  const { id, publicKey, counter, transports = [] } = made;
  await context.db.transaction().execute((trx) =>
    insertPasskey(trx, {
      account: who.account,
      name: name || 'Passkey',
      credential: id,
      publicKey: Buffer.from(publicKey),
      counter,
      transports,
    }),
  );
  return confirmed(context, who, { kind: 'passkey' });
}

async function verified(
  context: Context<Actor>,
  response: z.output<typeof passkeyResponse>,
  challenge: string,
) {
  const { id, origin } = relyingParty(context);
  try {
    const { verified: right, registrationInfo } = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: false,
    });
    return right ? registrationInfo.credential : undefined;
  } catch {
    // The library throws at whatever does not fit: another site, another challenge, nonsense.
    return undefined;
  }
}

async function confirmed(
  context: Context<Actor>,
  who: Enroller,
  done: { kind: string; key?: Buffer },
): Promise<Confirmed> {
  const recovery = await context.db.transaction().execute(async (trx) => {
    if (done.key) await forgetFailures(trx, done.key);
    await record(trx, {
      by: who.account,
      what: 'factor.added',
      about: who.account,
      details: { kind: done.kind },
      address: shortAddress(context.request.ip),
    });
    if (who.half) await deleteHalf(trx, who.account);
    return (await codesLeft(trx, who.account)) > 0 ? [] : freshCodes(context, trx, who.account);
  });
  const me = who.half
    ? await enter(context, { account: who.account, kind: 'staff', what: 'signed-in' })
    : null;
  return { recovery, me };
}

/** Ten new recovery codes in place of those before; they are shown this once. */
export async function freshCodes(
  context: Context<Actor>,
  trx: Trx,
  account: string,
): Promise<string[]> {
  const codes = makeCodes();
  await replaceCodes(
    trx,
    account,
    codes.map((code) => codeDigest(context, account, code)),
  );
  return codes;
}
