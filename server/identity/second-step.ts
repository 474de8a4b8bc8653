/** identity.second-*: the second half of an officer's sign-in, by code or passkey. */
import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import type { AuthenticationResponseJSON, AuthenticatorTransport } from '@simplewebauthn/server';
import { z } from 'zod';
import type { Context } from '#base';
import type { Actor } from './actor.ts';
import { enter, mustBeHalf, type SignInAnswer } from './half-session.ts';
import { relyingParty } from './relying-party.ts';
import { guarded, isCode } from './second-code.ts';
import {
  deleteHalf,
  factorsOf,
  putChallenge,
  takeChallenge,
  usePasskey,
  type Factor,
} from './store-factors.ts';

export const secondCodeInput = z.object({
  code: z
    .string()
    .max(40)
    .refine((text) => text.trim() !== '', '请填写动态码或恢复码'),
});
/** What a browser gives back; the library looks into it. */
export const passkeyResponse = z.looseObject({
  id: z.string().max(2000),
  rawId: z.string().max(2000),
  type: z.string().max(40),
  response: z.record(z.string(), z.unknown()),
});
export const secondPasskeyInput = z.object({ response: passkeyResponse });
/** Options for the browser, as the library makes them. */
export const passkeyOptions = z.object({ options: z.record(z.string(), z.unknown()) });

async function finish(
  context: Context<Actor>,
  account: string,
  key: Buffer,
): Promise<SignInAnswer> {
  await context.db.transaction().execute((trx) => deleteHalf(trx, account));
  return enter(context, { account, kind: 'staff', attempts: key, what: 'signed-in' });
}

/** By the code of an authenticator, or a recovery code. @throws Refused 401, 409, 423 */
export async function secondCode(
  context: Context<Actor>,
  { code }: z.output<typeof secondCodeInput>,
): Promise<SignInAnswer> {
  const { account } = await mustBeHalf(context, 'prove');
  const key = await guarded(context, account, () => isCode(context, account, code));
  return finish(context, account, key);
}

/** What a passkey of his has to sign now. */
export async function passkeyToProve(
  context: Context<Actor>,
): Promise<z.input<typeof passkeyOptions>> {
  const { account } = await mustBeHalf(context, 'prove');
  const passkeys = (await factorsOf(context.db, account)).filter(({ kind }) => kind === 'passkey');
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(context).id,
    userVerification: 'preferred',
    allowCredentials: passkeys.map(({ credential, transports }) => ({
      id: credential ?? '',
      transports: (transports ?? []) as AuthenticatorTransport[],
    })),
  });
  await putChallenge(context.db, { account, purpose: 'prove', challenge: options.challenge });
  return { options: { ...options } };
}

/** By a passkey. @throws Refused 401, 409, 423 */
export async function secondPasskey(
  context: Context<Actor>,
  { response }: z.output<typeof secondPasskeyInput>,
): Promise<SignInAnswer> {
  const { account } = await mustBeHalf(context, 'prove');
  const key = await guarded(context, account, async () => {
    const factor = (await factorsOf(context.db, account)).find(
      ({ credential }) => credential === response.id,
    );
    const challenge = await takeChallenge(context.db, account, 'prove');
    return (
      factor !== undefined &&
      challenge !== undefined &&
      isSigned(context, factor, { response, challenge })
    );
  });
  return finish(context, account, key);
}

async function isSigned(
  context: Context<Actor>,
  factor: Factor,
  given: { response: z.output<typeof passkeyResponse>; challenge: string },
): Promise<boolean> {
  const { id, origin } = relyingParty(context);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: given.response as unknown as AuthenticationResponseJSON,
      expectedChallenge: given.challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: false,
      credential: {
        id: factor.credential ?? '',
        publicKey: new Uint8Array(factor.publicKey ?? Buffer.alloc(0)),
        counter: factor.counter ?? 0,
      },
    });
    if (!verified) return false;
    await context.db
      .transaction()
      .execute((trx) => usePasskey(trx, factor.id, authenticationInfo.newCounter));
    return true;
  } catch {
    // The library throws at whatever does not fit: another site, another challenge, nonsense.
    return false;
  }
}
