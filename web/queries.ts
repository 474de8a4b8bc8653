/** Reads and writes as React hooks. */
import {
  keepPreviousData, QueryClient, useQuery, useQueryClient, type UseQueryResult,
} from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { call, newKey, type CallOptions } from './client.ts';
import type { EndpointName, Input, Output } from './endpoints.ts';
import { CallFailed } from './problem.ts';

/** One cache for an app. The client itself tries again, so the cache does not. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: true, networkMode: 'always' },
    },
  });
}

/** Reads an endpoint and keeps the answer under [name, input]. */
export function useRead<N extends EndpointName>(
  name: N,
  input: Input<N>,
  options: {
    when?: boolean;
    /** Shows the answer before while another page is fetched. */
    keep?: boolean;
    /** Milliseconds after which this answer is asked for anew; false when it may rest. */
    again?: (now: Output<N>) => number | false;
  } = {},
): UseQueryResult<Output<N>, Error> {
  return useQuery<Output<N>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, { signal }),
    enabled: options.when ?? true,
    refetchInterval: (query) =>
      query.state.data === undefined ? false : (options.again?.(query.state.data) ?? false),
    // The library's own type cannot say that the answer before has this endpoint's type.
    placeholderData: options.keep ? (keepPreviousData as never) : undefined,
  });
}

/** Makes the answers of these endpoints be asked for anew. */
export function useRefresh(): (...names: EndpointName[]) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (...names) => {
      await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] })));
    },
    [client],
  );
}

export type Writing<N extends EndpointName> = {
  /** Does it; answers null when it failed (then `error` says why). */
  run: (input: Input<N>, options?: CallOptions) => Promise<Output<N> | null>;
  busy: boolean;
  error: unknown;
  clear: () => void;
};

/**
 * One intent of the person. The same input pressed again after a lost answer goes with the same key;
 * after a definite answer (done or refused) the next press is a new intent.
 */
export function useWrite<N extends EndpointName>(name: N): Writing<N> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const intent = useRef<{ input: string; key: string } | null>(null);
  const running = useRef(false);
  const run = useCallback(
    async (input: Input<N>, options: CallOptions = {}) => {
      if (running.current) return null;
      running.current = true;
      setBusy(true);
      setError(null);
      const written = JSON.stringify([input, options.ifMatch]);
      if (intent.current?.input !== written) intent.current = { input: written, key: newKey() };
      try {
        const output = await call(name, input, { key: intent.current.key, ...options });
        intent.current = null;
        return output;
      } catch (failure) {
        if (failure instanceof CallFailed && failure.status !== 0 && failure.status < 500) {
          intent.current = null;
        }
        setError(failure);
        return null;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [name],
  );
  return { run, busy, error, clear: useCallback(() => setError(null), []) };
}
