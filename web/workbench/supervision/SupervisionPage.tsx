/** For supervisor and head of a unit: lights by unit and service, orders to answer, every change. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Empty, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { Chip, Light, type LightColour } from '../../ui/marks.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';
import { LatePromises } from './LatePromises.tsx';

type Seen = Output<'cases.supervision'>;
const lights = ['purple', 'red', 'yellow', 'green', 'grey', 'none'] as const;
type Name = (typeof lights)[number];

/** Colour and words of a light, also where none is on. */
function Shown({ light }: { light: Name }) {
  const words = w(`light.name.${light}`);
  return light === 'none' ? <>{words}</> : <Light colour={light as LightColour} words={words} />;
}

/** Both see their units and below; only the head of a unit answers an order. */
export function SupervisionPage({ me }: PageProps) {
  const [page, setPage] = useState(1);
  const read = useRead('cases.supervision', { page }, { keep: true });
  const { data } = read;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('super.title')} />
        <p className="muted">{w('super.intro')}</p>
      </div>
      <Trouble error={read.error} again={() => void read.refetch()} />
      {!data && !read.error && <Skeleton lines={8} />}
      {data && (
        <>
          <Panel
            title={w('super.orders')}
            aside={String(data.orders.filter((o) => o.answer === null).length)}
          >
            <div className="pad">
              {data.orders.length === 0 && (
                <Empty>
                  <p>{w('super.noOrders')}</p>
                </Empty>
              )}
              {data.orders.map((order) => (
                <Order key={order.id} order={order} answers={me.roles.includes('decider')} />
              ))}
            </div>
          </Panel>
          <LatePromises rows={data.promises} />
          <Panel title={w('super.units')}>
            <Sums
              rows={data.byUnit.map((row) => ({ ...row, id: row.unit, by: 'unit' as const }))}
              head={w('super.col.unit')}
            />
          </Panel>
          <Panel title={w('super.items')}>
            <Sums
              rows={data.byItem.map((row) => ({ ...row, id: row.item, by: 'item' as const }))}
              head={w('super.col.item')}
            />
          </Panel>
          <Events data={data} onPage={setPage} />
        </>
      )}
    </main>
  );
}

type Sum = {
  id: string;
  by: 'unit' | 'item';
  name: { zh: string; en?: string | undefined };
  lights: Record<Name, number>;
};

/** A number leads to the queue with that filter. */
function Sums({ rows, head }: { rows: Sum[]; head: string }) {
  if (rows.length === 0) {
    return (
      <div className="pad">
        <Empty>
          <p>{w('super.noCases')}</p>
        </Empty>
      </div>
    );
  }
  const columns: Column<Sum>[] = [
    { id: 'name', name: head, cell: (row) => say(row.name as { zh: string; en?: string }) },
    ...lights.map((light): Column<Sum> => ({
      id: light,
      name: w(`light.name.${light}`),
      cell: (row) =>
        row.lights[light] === 0 ? (
          '0'
        ) : (
          <Link to="workbenchQueue" params={{ box: 'unit' }} query={{ [row.by]: row.id, light }}>
            {row.lights[light]}
          </Link>
        ),
    })),
  ];
  return (
    <div className="lights-table">
      <Table caption={head} columns={columns} rows={rows} keyOf={(row) => row.id} />
    </div>
  );
}

function Order({ order, answers }: { order: Seen['orders'][number]; answers: boolean }) {
  return (
    <article className="order stack">
      <p>
        <Link to="workbenchCase" params={{ box: 'unit', case: order.case }}>
          {order.caseNumber}
        </Link>{' '}
        {say(order.itemName)} · {say(order.unitName)}
      </p>
      <p className="small">
        {order.number} · {w('super.due', { date: order.due })} ·{' '}
        {w('super.order', { opened: order.openedOn, by: order.answerBy })}{' '}
        {order.late && <Chip tone="late">{w('super.orderLate')}</Chip>}
      </p>
      {order.answer !== null && (
        <p>
          {w('super.answered', {
            name: order.answeredBy ?? '',
            at: moment(order.answeredAt ?? ''),
            text: order.answer,
          })}
        </p>
      )}
      {order.answer === null &&
        (answers ? <Answer id={order.id} /> : <p className="muted">{w('super.waits')}</p>)}
    </article>
  );
}

function Answer({ id }: { id: string }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  const writing = useWrite('cases.answer-order');
  const refresh = useRefresh();
  const send = async () => {
    if ([...text.trim()].length < 4) {
      setProblem(w('super.answerEmpty'));
      return;
    }
    setProblem(undefined);
    if (await writing.run({ id, answer: text.trim() })) await refresh('cases.supervision');
  };
  return (
    <div className="stack no-print">
      <TextArea
        id={`answer-${id}`}
        label={w('super.answer')}
        value={text}
        onChange={setText}
        problem={problem}
        maxLength={2000}
        rows={2}
      />
      <Trouble error={writing.error} />
      <p>
        <Button onClick={() => void send()} busy={writing.busy}>
          {w('super.send')}
        </Button>
      </p>
    </div>
  );
}

function Events({ data, onPage }: { data: Seen; onPage: (page: number) => void }) {
  const columns: Column<Seen['events'][number]>[] = [
    {
      id: 'case',
      name: w('find.col.number'),
      cell: (e) => (
        <Link to="workbenchCase" params={{ box: 'unit', case: e.case }}>
          {e.number}
        </Link>
      ),
    },
    { id: 'item', name: w('find.col.item'), cell: (e) => say(e.itemName) },
    { id: 'unit', name: w('super.col.unit'), cell: (e) => say(e.unitName) },
    {
      id: 'from',
      name: w('queue.light'),
      cell: (e) => (
        <>
          <Shown light={e.from as Name} /> → <Shown light={e.to as Name} />
        </>
      ),
    },
    { id: 'due', name: w('find.col.due'), cell: (e) => e.due ?? '' },
    { id: 'owner', name: w('queue.ofOwner'), cell: (e) => e.owner ?? w('queue.nobody') },
    { id: 'at', name: w('super.col.at'), cell: (e) => moment(e.at) },
  ];
  return (
    <Panel title={w('super.events')}>
      {data.events.length === 0 ? (
        <div className="pad">
          <Empty>
            <p>{w('super.noEvents')}</p>
          </Empty>
        </div>
      ) : (
        <Table
          caption={w('super.events')}
          columns={columns}
          rows={data.events}
          keyOf={(e) => String(e.id)}
        />
      )}
      <p className="acts pad no-print">
        {data.page > 1 && (
          <Button kind="quiet" onClick={() => onPage(data.page - 1)}>
            {w('super.newer')}
          </Button>
        )}
        {data.more && (
          <Button kind="quiet" onClick={() => onPage(data.page + 1)}>
            {w('super.older')}
          </Button>
        )}
      </p>
    </Panel>
  );
}
