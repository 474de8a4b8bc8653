/**
 * identity.providers, begin-provider, finish-provider: sign-in by a provider (OpenID Connect, code
 * flow with PKCE, state and nonce; the ID token's signature is checked with the provider's keys).
 * A person is linked by the identity number that the provider says it proved, and by nothing else.
 */
import crypto from 'node:crypto';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { Refused, sql, type Context } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { admit, signInOutput, type SignInAnswer } from './half-session.ts';
import { linkAccount } from './link-account.ts';
import { isLocal, providerOf, type Provider, type Side } from './provider-settings.ts';
import { tokenDigest } from './session.ts';
import { record } from './store.ts';

const browserCookie = 'bantuo-provider';
const side = z.enum(['citizen', 'staff'], '请从登录页重新开始');

export const providersOutput = z.object({
  citizen: z.object({ label: z.string() }).nullable(),
  staff: z.object({ label: z.string() }).nullable(),
});
export const beginProviderInput = z.object({ side, back: z.string().max(500).optional() });
export const beginProviderOutput = z.object({ url: z.string() });
/** What stands behind the question mark of the address the provider sent the browser back to. */
export const finishProviderInput = z.object({
  query: z
    .string()
    .max(8000)
    .refine((text) => new URLSearchParams(text).get('state'), '网址不完整，请从登录页重新开始'),
});

/** Which sides can sign in by a provider, and what its button says. */
export async function providers({
  settings,
}: Context<Actor>): Promise<z.infer<typeof providersOutput>> {
  const of = (one: Side) => {
    const found = providerOf(settings, one);
    return found ? { label: found.label } : null;
  };
  return { citizen: of('citizen'), staff: of('staff') };
}

async function configured(provider: Provider): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = provider;
  const local = isLocal(issuer) ? [oidc.allowInsecureRequests] : [];
  const config = await oidc.discovery(issuer, clientId, clientSecret, undefined, {
    execute: [...local, oidc.enableNonRepudiationChecks],
    timeout: 10,
  });
  return config;
}

function away(): Refused {
  return new Refused('provider-away', 503, {
    zh: '统一身份认证现在连不上，请稍后再试，或者用密码登录。',
    en: 'The sign-in provider cannot be reached. Please try again later, or sign in with your password.',
  });
}

const callback = (context: Context<Actor>, of: Side): string =>
  `${context.settings.url}${of === 'staff' ? '/workbench' : ''}/sign-in/provider`;

/** Where to send the browser. @throws Refused 404 no provider, 503 */
export async function beginProvider(
  context: Context<Actor>,
  { side: of, back = '' }: z.output<typeof beginProviderInput>,
): Promise<{ url: string }> {
  const { db, settings } = context;
  const provider = providerOf(settings, of);
  if (!provider) {
    throw new Refused('no-provider', 409, {
      zh: '这里没有接统一身份认证，请用密码登录。',
      en: 'There is no sign-in provider here; please use your password.',
    });
  }
  const config = await configured(provider).catch(() => {
    throw away();
  });
  const [state, nonce, verifier] = [
    oidc.randomState(),
    oidc.randomNonce(),
    oidc.randomPKCECodeVerifier(),
  ];
  const browser = crypto.randomBytes(32).toString('base64url');
  await sql`insert into identity.provider_flow (state, browser, side, nonce, verifier, back)
    values (${tokenDigest(state)}, ${tokenDigest(browser)}, ${of}, ${nonce}, ${verifier}, ${back})`.execute(
    db,
  );
  context.reply.cookie(browserCookie, browser, 600);
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback(context, of),
    scope: provider.scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href };
}

type Flow = { side: Side; nonce: string; verifier: string; back: string };

/** The sign-in this browser began, once. */
async function takeFlow(context: Context<Actor>, state: string): Promise<Flow | undefined> {
  const browser = context.request.cookies[browserCookie] ?? '';
  const { rows } = await sql<Flow>`delete from identity.provider_flow
    where state = ${tokenDigest(state)} and browser = ${tokenDigest(browser)}
      and created > now() - interval '10 minutes'
    returning side, nonce, verifier, back`.execute(context.db);
  return rows[0];
}

export const finishProviderOutput = z.object({ back: z.string(), answer: signInOutput });

/** Takes the browser back. @throws Refused 401 where anything does not fit, with a row in the log */
export async function finishProvider(
  context: Context<Actor>,
  { query }: z.output<typeof finishProviderInput>,
): Promise<{ back: string; answer: SignInAnswer }> {
  const given = new URLSearchParams(query);
  const state = given.get('state') ?? '';
  const flow = await takeFlow(context, state);
  const provider = flow && providerOf(context.settings, flow.side);
  if (!flow || !provider) throw await refuse(context, 'state');
  const config = await configured(provider).catch(() => {
    throw away();
  });
  const url = new URL(callback(context, flow.side));
  url.search = given.toString();
  let tokens: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;
  try {
    tokens = await oidc.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: flow.verifier,
      expectedNonce: flow.nonce,
      expectedState: state,
      idTokenExpected: true,
    });
  } catch (error) {
    throw await refuse(context, whyOf(error));
  }
  const claims = await claimsOf(config, provider, tokens);
  if (!claims) throw await refuse(context, 'other-identity');
  const found = await linkAccount(context, { side: flow.side, provider, claims });
  if ('refused' in found) throw await refuse(context, found.refused);
  const answer = await admit(context, {
    account: found.account,
    kind: flow.side,
    what: 'signed-in',
  });
  return { back: flow.back, answer };
}

export type Claims = Record<string, unknown> & { sub: string };

/** Claims of the ID token; where the one needed is not among them, those of the user info, of the same subject. */
async function claimsOf(
  config: oidc.Configuration,
  provider: Provider,
  tokens: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>,
): Promise<Claims | undefined> {
  const claims = tokens.claims();
  if (!claims) return undefined;
  if (claims[provider.claim] !== undefined || !config.serverMetadata().userinfo_endpoint)
    return claims;
  try {
    return { ...claims, ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)) };
  } catch {
    return undefined;
  }
}

/** In one word what did not fit, for the log: never a token, claim or number. */
function whyOf(error: unknown): string {
  const e = error as {
    code?: string;
    error?: string;
    message?: string;
    cause?: { claim?: string };
  } | null;
  const claim = e?.cause?.claim;
  if (claim) return `claim-${claim}`;
  return e?.error ?? e?.code ?? 'unknown';
}

/** Writes down that a sign-in by the provider was refused, and says so. */
async function refuse(context: Context<Actor>, why: string): Promise<Refused> {
  await record(context.db, {
    by: 'anyone',
    what: 'provider.refused',
    about: 'unknown',
    details: { why: why.slice(0, 80) },
    address: shortAddress(context.request.ip),
    result: 'refused',
  });
  return (
    words[why] ??
    new Refused('provider-refused', 401, {
      zh: '统一身份认证给出的结果没有通过核对，没有登录。请从登录页重新开始；还是不行，请用密码登录。',
      en:
        'What the sign-in provider answered could not be verified, so you are not signed in. Please ' +
          'start again from the sign-in page, or use your password.',
    })
  );
}

const words: Record<string, Refused> = {
  state: new Refused('provider-refused', 401, {
    zh: '这次登录不是从这个浏览器开始的，或者已经过了十分钟。请从登录页重新开始。',
    en: 'This sign-in was not begun in this browser, or more than ten minutes ago. Please start again.',
  }),
  'not-verified': new Refused('provider-refused', 401, {
    zh: '统一身份认证没有证实您的身份证号。请先在那边完成实名，再来登录。',
    en: 'The provider has not verified your identity number. Please complete that there first.',
  }),
  'linked-otherwise': new Refused('provider-refused', 401, {
    zh: '这个统一身份认证账号和这里登记的不是同一个人，没有登录。请带身份证到窗口核对。',
    en: 'This account at the provider belongs to somebody else here. Please come to a counter with your identity card.',
  }),
  'name-differs': new Refused('provider-refused', 401, {
    zh: '统一身份认证给出的姓名，和这个身份证号登记的不一样，没有登录。请带身份证到窗口核对。',
    en: 'The name from the provider differs from the one registered for this number. Please come to a counter.',
  }),
  'no-officer': new Refused('provider-refused', 401, {
    zh: '工作台没有这个登录名的账号，或者已经停用。请联系系统管理员。',
    en: 'There is no active account of this login in the workbench. Please ask the system administrator.',
  }),
};
