/** Who is at the page. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from './client.ts';
import type { Me, SignedIn } from './contract.ts';
import { forgetPersonalData } from './device.ts';
import { useRead } from './queries.ts';

/** The signed-in person, null when nobody is, undefined while it is not known yet. */
export function useMe(): SignedIn | null | undefined {
  const me = useRead('identity.me', {});
  if (me.data === undefined) return me.isError ? null : undefined;
  return me.data.signedIn ? me.data : null;
}

/** Puts a new session in place: everything read for the one before is forgotten. */
export function useTakeSession(): (me: Me) => void {
  const client = useQueryClient();
  return useCallback(
    (me) => {
      client.clear();
      client.setQueryData(['identity.me', {}], me);
    },
    [client],
  );
}

/** Ends the session and leaves nothing personal on this device. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await call('identity.sign-out', {});
    forgetPersonalData();
    client.clear();
    const me = await call('identity.me', {});
    client.setQueryData(['identity.me', {}], me);
  }, [client]);
}
