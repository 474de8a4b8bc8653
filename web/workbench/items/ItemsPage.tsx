/** All items and where they stand: for designers. */
import type { Output } from '../../endpoints.ts';
import { useRead } from '../../queries.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { w } from '../words.ts';

export type Standing = Output<'catalogue.shelf'>['items'][number];

/** Since when: an item taken from the first files holds always. */
export function sinceWords(at: string | null): string {
  if (at === null) return '';
  return at < '2001' ? w('items.always') : moment(at);
}

function untilWords({ state, until }: Standing): string {
  if (until !== null) return moment(until);
  return state === 'offered' || state === 'planned' ? w('items.noEnd') : '';
}

const columns: Column<Standing>[] = [
  {
    id: 'name',
    name: w('items.col.name'),
    cell: (item) => (
      <>
        <Link to="workbenchItem" params={{ item: item.id }}>
          {say(item.name)}
        </Link>
        {item.emergency && <small> {w('items.emergency')}</small>}
      </>
    ),
  },
  { id: 'state', name: w('items.col.state'), cell: (item) => w(`items.state.${item.state}`) },
  { id: 'since', name: w('items.col.since'), cell: (item) => sinceWords(item.since) },
  {
    id: 'until',
    name: w('items.col.until'),
    cell: (item) => untilWords(item),
  },
  {
    id: 'draft',
    name: w('items.col.draft'),
    cell: (item) => w(item.draft === null ? 'items.noDraft' : 'items.draft'),
  },
];

/** What waits for a person first, then by name of the state. */
const order = ['waiting', 'planned', 'withdrawn', 'offered'];

function sorted(items: Standing[]): Standing[] {
  const rank = (item: Standing): number => (item.draft === null ? order.indexOf(item.state) : -1);
  return items.toSorted((a, b) => rank(a) - rank(b));
}

/** The list; an item opens its own page. */
export function ItemsPage() {
  const shelf = useRead('catalogue.shelf', {});
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <PageTitle title={w('items.title')} />
      <p className="read muted">{w('items.intro')}</p>
      <Trouble error={shelf.error} again={() => void shelf.refetch()} />
      {shelf.isPending && <Skeleton lines={8} />}
      {shelf.data && (
        <Table
          caption={w('items.title')}
          columns={columns}
          rows={sorted(shelf.data.items)}
          keyOf={(item) => item.id}
        />
      )}
    </main>
  );
}
