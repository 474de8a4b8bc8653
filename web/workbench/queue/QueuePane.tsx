/** Left: what is to be done, most urgent first. It follows the news and never takes the focus. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { go } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import type { SignedIn } from '../../contract.ts';
import { lang } from '../../texts/language.ts';
import { useKeys } from '../keys.ts';
import { w } from '../words.ts';
import { BatchBar, type Marked } from './BatchBar.tsx';
import { Filters } from './Filters.tsx';
import { boxes, boxPlace, casePlace, filterNames, queueInput, type DeskPlace } from './place.ts';
import { QueueRow } from './QueueRow.tsx';
import { zhMark } from '../../ui/Zh.tsx';

type QueueProps = {
  at: DeskPlace;
  me: SignedIn;
  queue: UseQueryResult<Output<'cases.queue'>, Error>;
};

/** Boxes, filters, rows, pages. */
export function QueuePane({ at, me, queue }: QueueProps) {
  const { data } = queue;
  // Null: one opens a case; else several are marked, each with how long its log was when marked.
  const [marked, setMarked] = useState<Marked | null>(null);
  const mark = (row: { id: string; seq: number }) =>
    setMarked((now) => {
      const next = new Map(now);
      if (!next.delete(row.id)) next.set(row.id, row.seq);
      return next;
    });
  const current = data?.rows.find((row) => row.id === at.case);
  useKeys({ M: marked === null ? () => setMarked(new Map()) : current && (() => mark(current)) });
  return (
    <section id="queue" className="queue" tabIndex={-1} aria-label={w('queue.label')}>
      <div className="queue-head">
        <nav className="boxes-nav" aria-label={w('queue.boxes')}>
          {boxes.map((box) => (
            <Link
              key={box}
              {...boxPlace(box, { ...at.filters, page: undefined })}
              stay
              aria-current={box === at.box ? 'true' : undefined}
            >
              {w(`box.${box}`)} {data?.counts[box] ?? ''}
            </Link>
          ))}
        </nav>
        <Filters at={at} facets={data?.facets} />
        <Tools
          at={at}
          total={data?.total}
          on={marked !== null}
          onToggle={() => setMarked(marked ? null : new Map())}
        />
        {marked !== null && data && (
          <>
            <div className="queue-tools">
              <button
                type="button"
                className="small-btn"
                onClick={() =>
                  setMarked(
                    new Map([...marked, ...data.rows.map((row) => [row.id, row.seq] as const)]),
                  )
                }
              >
                {w('batch.all')}
              </button>
              <button type="button" className="small-btn" onClick={() => setMarked(new Map())}>
                {w('batch.none')}
              </button>
            </div>
            <BatchBar me={me} marked={marked} onDone={() => setMarked(new Map())} />
          </>
        )}
      </div>
      {queue.isPending && (
        <div className="pad">
          <Skeleton lines={6} />
        </div>
      )}
      {!data && queue.error && (
        <div className="pad">
          <Trouble error={queue.error} again={() => void queue.refetch()} />
        </div>
      )}
      {data && <Rows {...{ at, data, marked, mark }} />}
    </section>
  );
}

/** How many there are, marking several, the list as a spreadsheet and on paper. */
function Tools({
  at,
  total,
  on,
  onToggle,
}: {
  at: DeskPlace;
  total: number | undefined;
  on: boolean;
  onToggle: () => void;
}) {
  const { page: _page, ...asked } = queueInput(at) as Record<string, string>;
  const address = `/api/cases/queue/export?${new URLSearchParams({ ...asked, lang }).toString()}`;
  return (
    <div className="queue-tools no-print">
      <span className="small">{total === undefined ? '' : w('queue.total', { n: total })}</span>
      <button type="button" className="small-btn" aria-pressed={on} onClick={onToggle}>
        {w(on ? 'batch.off' : 'batch.on')} <kbd aria-hidden="true">M</kbd>
      </button>
      <a className="small-btn" href={address} download>
        {w('queue.export')}
      </a>
      <button type="button" className="small-btn" onClick={() => window.print()}>
        {w('queue.print')}
      </button>
    </div>
  );
}

type RowsProps = {
  at: DeskPlace;
  data: Output<'cases.queue'>;
  marked: Marked | null;
  mark: (row: { id: string; seq: number }) => void;
};

function Rows({ at, data, marked, mark }: RowsProps) {
  const filtered = filterNames.some((name) => at.filters[name]);
  if (data.rows.length === 0) {
    return (
      <div className="pad">
        <Empty>
          <p>{w(filtered ? 'queue.empty.filtered' : `queue.empty.${at.box}`)}</p>
        </Empty>
      </div>
    );
  }
  return (
    <>
      <ul className="plain">
        {data.rows.map((row) => (
          <li key={row.id} className={marked ? 'with-mark' : undefined}>
            {marked && (
              <input
                type="checkbox"
                aria-label={w('batch.mark', { name: `${row.applicant} ${row.number}` })}
                {...zhMark(row.applicant, 'name')}
                checked={marked.has(row.id)}
                onChange={() => mark(row)}
              />
            )}
            <QueueRow row={row} place={casePlace(at, row.id)} current={row.id === at.case} />
          </li>
        ))}
      </ul>
      <QueuePages at={at} page={data.page} pages={data.pages} />
    </>
  );
}

function QueuePages({ at, page, pages }: { at: DeskPlace; page: number; pages: number }) {
  if (pages <= 1) return null;
  const turn = (to: number) =>
    go(boxPlace(at.box, { ...at.filters, page: String(to) }), { stay: true });
  return (
    <div className="queue-pages">
      {page > 1 && (
        <Button kind="text" onClick={() => turn(page - 1)}>
          ‹ {page - 1}
        </Button>
      )}
      <span className="small">{w('queue.page', { page, pages })}</span>
      {pages > 5 && (
        <input
          key={page}
          type="number"
          className="page-no"
          aria-label={w('queue.pageNo')}
          min={1}
          max={pages}
          defaultValue={page}
          onKeyDown={(event) => {
            const to = Number(event.currentTarget.value);
            if (event.key === 'Enter' && Number.isInteger(to) && to >= 1 && to <= pages) turn(to);
          }}
        />
      )}
      {page < pages && (
        <Button kind="text" onClick={() => turn(page + 1)}>
          {page + 1} ›
        </Button>
      )}
    </div>
  );
}
