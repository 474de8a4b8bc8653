/** Who is at the page. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { call, onFailure } from './client.ts';
import type { Me, SignedIn } from './contract.ts';
import { finishBeforeLeaving, forgetPersonalData } from './device.ts';
import { useRead } from './queries.ts';

/** The signed-in person, null when nobody is, undefined while it is not known yet. */
export function useMe(): SignedIn | null | undefined {
  const me = useRead('identity.me', {});
  if (me.data === undefined) return me.isError ? null : undefined;
  return me.data.signedIn ? me.data : null;
}

/** Why it is not known who is there: no answer came. Null while it is asked and once it is known. */
export function useUnknown(): { error: Error; again: () => void } | null {
  const me = useRead('identity.me', {});
  if (me.data !== undefined || !me.error) return null;
  return { error: me.error, again: () => void me.refetch() };
}

/** The question who one is stays, with those who wait for its answer; all else is forgotten. */
function putInPlace(client: QueryClient, me: Me): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'identity.me' });
  client.setQueryData(['identity.me', {}], me);
}

/** Puts a new session in place: everything read for the one before is forgotten. */
export function useTakeSession(): (me: Me) => void {
  const client = useQueryClient();
  return useCallback(
    (me) => {
      putInPlace(client, me);
    },
    [client],
  );
}

/**
 * Keeps what is shown in step with who one is. A session that ran out or a mandate that was ended
 * shows at the next call or by the server's news; what was read in the other name is read anew.
 */
export function useIdentityWatch(): void {
  const client = useQueryClient();
  const me = useMe();
  const name = me === undefined ? undefined : `${me?.id ?? ''}/${me?.actingFor?.organisation ?? ''}`;
  const before = useRef(name);
  useEffect(
    () =>
      onFailure((code) => {
        if (code !== 'mandate-ended' && code !== 'sign-in-first') return;
        void client.invalidateQueries({ queryKey: ['identity.me'] });
      }),
    [client],
  );
  useEffect(() => {
    const changed = before.current !== undefined && name !== undefined && before.current !== name;
    if (name !== undefined) before.current = name;
    if (!changed) return;
    void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'identity.me' });
  }, [client, name]);
}

/** Ends the session and leaves nothing personal on this device. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    await finishBeforeLeaving();
    await call('identity.sign-out', {});
    forgetPersonalData();
    putInPlace(client, await call('identity.me', {}));
  }, [client]);
}
