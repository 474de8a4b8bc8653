/** One item for its designer: where it stands, what waits, publish, withdraw, and all releases. */
import { useState } from 'react';
import { codeOf } from '../../problem.ts';
import { useRead } from '../../queries.ts';
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Notice, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Summary, Table, type Column } from '../../ui/Table.tsx';
import { NotFound } from '../frame.tsx';
import { w } from '../words.ts';
import { sinceWords } from './ItemsPage.tsx';
import { PublishForm, WithdrawForm, type History } from './ReleaseForm.tsx';
import { Zh, inZh } from '../../ui/Zh.tsx';

type Release = History['releases'][number];

const columns: Column<Release>[] = [
  { id: 'what', name: w('items.history.what'), cell: (one) => w(`items.did.${one.what}`) },
  {
    id: 'from',
    name: w('items.history.from'),
    cell: (one) => (
      <>
        {sinceWords(one.from)}
        {one.until && <small> {w('items.upTo', { until: moment(one.until) })}</small>}
      </>
    ),
  },
  { id: 'by', name: w('items.history.by'), cell: (one) => (one.by ? <Zh as="name">{one.by}</Zh> : w('items.files')) },
  {
    id: 'why',
    name: w('items.history.why'),
    cell: (one) => (
      <>
        {inZh([one.note, one.basis].filter(Boolean).join(t('list.semicolon')), 'typed', one.note, one.basis)}
        {one.version && <small> {w('items.version', { version: one.version })}</small>}
      </>
    ),
  },
];

/** The page of one item. */
export function ItemStandingPage() {
  const id = useRoute().params.item ?? '';
  const item = useRead('catalogue.history', { id });
  const [done, setDone] = useState('');
  if (codeOf(item.error) === 'not-there' || codeOf(item.error) === 'bad-input') return <NotFound />;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <p className="crumb">
        <Link to="workbenchItems">‹ {w('items.back')}</Link>
      </p>
      <Trouble error={item.error} again={() => void item.refetch()} />
      {item.isPending && <Skeleton lines={8} />}
      {item.data && <Opened item={item.data} done={done} onDone={setDone} />}
    </main>
  );
}

type OpenedProps = { item: History; done: string; onDone: (words: string) => void };

function Opened({ item, done, onDone }: OpenedProps) {
  const publishes = item.draft !== null || item.state === 'withdrawn';
  const withdraws = item.state === 'offered' || item.state === 'planned';
  return (
    <>
      <PageTitle title={say(item.name)} />
      <div aria-live="polite">
        {done !== '' && (
          <Notice tone="ok">
            <p>{done}</p>
          </Notice>
        )}
      </div>
      <Summary
        lines={[
          {
            id: 'state', name: w('items.col.state'),
            value: [w(`items.state.${item.state}`), ...(item.emergency ? [w('items.emergency')] : [])]
              .join(t('list.gap')),
          },
          ...(item.since === null ? [] : [{ id: 'since', name: w('items.col.since'), value: sinceWords(item.since) }]),
          ...(item.until === null ? [] : [{ id: 'until', name: w('items.col.until'), value: moment(item.until) }]),
        ]}
      />
      {item.state === 'withdrawn' && (
        <p>{item.why === null ? w('items.ended') : inZh(w('items.why', { why: item.why }), 'typed', item.why)}</p>
      )}
      {item.changes.length > 0 && <Changes item={item} />}
      {publishes && <PublishForm key={`publish ${item.releases.length}`} item={item} onDone={onDone} />}
      {withdraws && <WithdrawForm key={`withdraw ${item.releases.length}`} item={item} onDone={onDone} />}
      <Panel title={w('items.history')}>
        <div className="inside">
          {item.releases.length === 0 && <Empty>{w('items.noHistory')}</Empty>}
          {item.releases.length > 0 && (
            <Table
              caption={w('items.history')}
              columns={columns}
              rows={item.releases}
              keyOf={(one) => String(one.release)}
            />
          )}
        </div>
      </Panel>
    </>
  );
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Changes({ item }: { item: History }) {
  return (
    <Panel title={w('items.changes')}>
      <div className="inside">
        <Table
          caption={w('items.changes')}
          columns={[
            { id: 'at', name: w('items.changes'), cell: (one) => one.at },
            { id: 'before', name: w('items.change.before'), cell: (one) => plain(one.before) },
            { id: 'after', name: w('items.change.after'), cell: (one) => plain(one.after) },
          ]}
          rows={item.changes}
          keyOf={(one) => one.at}
        />
      </div>
    </Panel>
  );
}
