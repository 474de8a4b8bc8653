/** What a source answered: each row a card, with where it comes from and of which day it is. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../../client.ts';
import type { Item } from '../../contract.ts';
import type { Output } from '../../endpoints.ts';
import { dayOf, longDate, money } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Notice, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Summary } from '../../ui/Table.tsx';
import type { Answer } from './QueryPart.tsx';
import { ZhRuns } from '../../ui/Zh.tsx';

type Answered = Output<'sources.query'>;
type Column = Answered['columns'][number];
type Cell = Answered['rows'][number]['cells'][string];

const none = { anyone: 'query.none', own: 'query.noneOwn', 'own child': 'query.noneChild' } as const;

/** Names and numbers of people come masked from the server. */
export function Found({ item, answer, by }: { item: Item; answer: Answer; by: Record<string, string> }) {
  const found = useInfiniteQuery({
    queryKey: ['sources.query', item.id, by],
    queryFn: ({ pageParam }) =>
      call('sources.query', { item: item.id, by, ...(pageParam ? { page: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    // Asking again by itself would write one more look into the ledger.
    refetchOnWindowFocus: false,
  });
  const first = found.data?.pages[0];
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const title = answer.title ? say(answer.title) : say(item.name);
  return (
    <section className="stack" aria-live="polite">
      <h2>{t('query.results')}</h2>
      {found.isPending && <Skeleton lines={4} />}
      <Trouble error={found.error} again={() => void found.refetch()} />
      {first && <Origin of={first} />}
      {first && rows.length === 0 && <Empty>{t(none[answer.who])}</Empty>}
      {first &&
        rows.map((row, i) => (
          <div className="box stack" key={row.id ?? i}>
            <Summary
              lines={first.columns.map((column) => ({
                id: column.id,
                name: say(column.name),
                value: <ZhRuns as="paper">{shown(column, row.cells[column.id] ?? null)}</ZhRuns>,
              }))}
            />
            {row.id !== null && (
              <p className="no-print">
                <a className={buttonClass('quiet')} href={`/api/sources/${item.id}/documents/${row.id}`} download>
                  {t('query.paper', { title })}
                </a>
              </p>
            )}
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

/** Whose data these are, of which day, and whether they are real. */
function Origin({ of }: { of: Answered }) {
  const { source, asOf, stale, sample } = of;
  return (
    <>
      <p className="small">
        {asOf !== null &&
          t('query.origin', {
            department: say(source.department), source: say(source.name), date: longDate(asOf),
          })}
        {sample && ` ${t('query.sample')}`}
      </p>
      {stale && (
        <Notice tone="warn">
          <p>{t('query.stale')}</p>
        </Notice>
      )}
    </>
  );
}

function shown(column: Column, cell: Cell): string {
  if (cell === null) return t('kit.none');
  const text = say(cell);
  if (column.type === 'date') return dayOf(text) === null ? text : longDate(text);
  if (column.type === 'money') return money(text);
  return column.unit ? `${text} ${say(column.unit)}` : text;
}
