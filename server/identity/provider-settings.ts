/** Providers of sign-in (OpenID Connect) of this installation, from the environment. */
import type { Settings } from '#base';

export type Side = 'citizen' | 'staff';
export type Provider = {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  /** What the button says. */
  label: string;
  /** Citizens: the claim with the identity number; staff: the one with the login name. */
  claim: string;
  /** A claim that has to be true for that to count; undefined where every number is proved there. */
  verified: string | undefined;
  /** Citizens: the claim with the name. */
  name: string;
  scope: string;
};

const overrides = new WeakMap<Settings, Partial<Record<Side, Provider>>>();

/** Other providers than those of the environment, for tests. */
export function useProviders(settings: Settings, providers: Partial<Record<Side, Provider>>): void {
  overrides.set(settings, providers);
}

/**
 * The provider of a side, if there is one.
 * @throws Error with words for the operator where the settings are out of shape
 */
export function providerOf(
  settings: Settings,
  side: Side,
  env: NodeJS.ProcessEnv = process.env,
): Provider | undefined {
  const own = overrides.get(settings);
  if (own) return own[side];
  const prefix = `BANTUO_OIDC_${side.toUpperCase()}_`;
  const get = (name: string): string | undefined => env[`${prefix}${name}`] || undefined;
  const issuer = get('ISSUER');
  if (issuer === undefined) return undefined;
  const [clientId, clientSecret] = [get('CLIENT_ID'), get('CLIENT_SECRET')];
  if (!clientId || !clientSecret || !URL.canParse(issuer)) {
    throw new Error(
      `${prefix}ISSUER、${prefix}CLIENT_ID、${prefix}CLIENT_SECRET 要一起写，ISSUER 是完整的网址。`,
    );
  }
  const url = new URL(issuer);
  if (url.protocol !== 'https:' && !isLocal(url)) {
    throw new Error(`${prefix}ISSUER 必须是 https 开头的网址（只有本机测试可以用 http）。`);
  }
  const verified = get('VERIFIED_CLAIM') ?? (side === 'citizen' ? 'id_number_verified' : '-');
  return {
    issuer: url,
    clientId,
    clientSecret,
    label: get('LABEL') ?? '统一身份认证',
    claim: get('CLAIM') ?? (side === 'citizen' ? 'id_number' : 'preferred_username'),
    verified: verified === '-' ? undefined : verified,
    name: get('NAME_CLAIM') ?? 'name',
    scope: get('SCOPE') ?? 'openid profile',
  };
}

/** Is it this machine itself? Only there a provider without TLS is believed. */
export function isLocal({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
