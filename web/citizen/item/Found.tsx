import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../../client.ts';
import type { Json } from '../../contract.ts';
import { dayOf, longDate } from '../../texts/format.ts';
import { maybe, t } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Summary } from '../../ui/Table.tsx';

/** Public decisions, each a card; persons' names come masked from the server. */
export function Found({ item, by }: { item: string; by: Record<string, string> }) {
  const found = useInfiniteQuery({
    queryKey: ['licences.query', item, by],
    queryFn: ({ pageParam }) =>
      call('licences.query', { item, by, ...(pageParam ? { page: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section className="stack" aria-live="polite">
      <h2>{t('query.results')}</h2>
      {found.isPending && <Skeleton lines={4} />}
      <Trouble error={found.error} again={() => void found.refetch()} />
      {found.data && rows.length === 0 && <Empty>{t('query.none')}</Empty>}
      {rows.length > 0 && <p className="small">{t('query.masked')}</p>}
      {rows.map((row, i) => (
        <div className="box" key={i}>
          <Summary
            lines={Object.entries(row).map(([id, value]) => ({
              id,
              name: maybe(`shown.${id}`) ?? id,
              value: shown(value),
            }))}
          />
        </div>
      ))}
      {found.hasNextPage && (
        <Button kind="quiet" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('query.more')}
        </Button>
      )}
    </section>
  );
}

function shown(value: Json): string {
  if (value === null) return t('kit.none');
  const text =
    typeof value === 'object' && !Array.isArray(value) ? String(value['zh'] ?? '') : String(value);
  return dayOf(text) === null ? text : longDate(text);
}
