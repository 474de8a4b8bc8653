import type { World } from '#base';

/** Whom passkeys are made for: the host of the public address, and the origin pages have. */
export function relyingParty({ settings }: Pick<World, 'settings'>): {
  id: string;
  origin: string;
} {
  const { hostname, origin } = new URL(settings.url);
  return { id: hostname, origin };
}
