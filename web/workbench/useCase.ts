/** One case, read when it is opened and when the queue shows that it moved: each reading is in its holder's ledger. */
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../client.ts';
import type { CaseView } from '../contract.ts';
import type { Output } from '../endpoints.ts';

const keyOf = (id: string) => ['cases.case', { id }] as const;

/** Reads a case; it stays as it is until `moved` or an act of one's own. */
export function useCase(id: string): UseQueryResult<CaseView, Error> {
  return useQuery<CaseView>({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => call('cases.case', { id }, { signal }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

type Row = Output<'cases.queue'>['rows'][number];

/**
 * Reads the open case anew when its row in the queue has a longer log than what is shown; not while
 * it is being read already.
 */
export function useFollow(opened: UseQueryResult<CaseView, Error>, rows: Row[] | undefined): void {
  const client = useQueryClient();
  const { data, isFetching } = opened;
  const row = rows?.find(({ id }) => id === data?.id);
  const behind = data !== undefined && !isFetching && row !== undefined && row.seq > data.seq;
  const id = data?.id;
  useEffect(() => {
    if (behind && id !== undefined) void client.invalidateQueries({ queryKey: keyOf(id) });
  }, [behind, client, id]);
}
