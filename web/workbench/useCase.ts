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

/** Reads the open case anew when its row in the queue has a longer log than what is shown. */
export function useFollow(view: CaseView | undefined, rows: Row[] | undefined): void {
  const client = useQueryClient();
  const row = rows?.find(({ id }) => id === view?.id);
  const behind = view !== undefined && row !== undefined && row.seq > view.seq;
  useEffect(() => {
    if (behind && view) void client.invalidateQueries({ queryKey: keyOf(view.id) });
  }, [behind, client, view]);
}
