/** Left: what is to be done, most urgent first. It follows the news and never takes the focus. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Output } from '../../endpoints.ts';
import { useRead } from '../../queries.ts';
import { go } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { say } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ended, states } from '#cases/states';
import { stateWords } from '../stateWords.ts';
import { w } from '../words.ts';
import { boxes, boxPlace, casePlace, type DeskPlace } from './place.ts';
import { QueueRow } from './QueueRow.tsx';

type QueueProps = { at: DeskPlace; queue: UseQueryResult<Output<'cases.queue'>, Error> };

/** Boxes, filters, rows, pages. */
export function QueuePane({ at, queue }: QueueProps) {
  const { data } = queue;
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
        <Filters at={at} />
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
      {data && <Rows at={at} data={data} />}
    </section>
  );
}

function Rows({ at, data }: { at: DeskPlace; data: Output<'cases.queue'> }) {
  const filtered = [at.filters.state, at.filters.item, at.filters.q].some(Boolean);
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
          <li key={row.id}>
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
      {page < pages && (
        <Button kind="text" onClick={() => turn(page + 1)}>
          {page + 1} ›
        </Button>
      )}
    </div>
  );
}

const queueStates = states.filter((state) => state !== 'draft' && !ended.includes(state));

function Filters({ at }: { at: DeskPlace }) {
  const { filters } = at;
  // What is typed counts until the address says something else.
  const [typed, setTyped] = useState({ q: filters.q ?? '', of: filters.q });
  const q = typed.of === filters.q ? typed.q : (filters.q ?? '');
  const setQ = (next: string) => setTyped({ q: next, of: filters.q });
  const items = useRead('catalogue.items', {});
  const filter = (change: Partial<DeskPlace['filters']>) =>
    go(boxPlace(at.box, { ...filters, page: undefined, ...change }), { stay: true });
  const search = (event: FormEvent) => {
    event.preventDefault();
    filter({ q: q.trim() || undefined });
  };
  const any = [filters.state, filters.item, filters.q].some(Boolean);
  return (
    <search>
      <form className="filters" aria-label={w('queue.filters')} onSubmit={search}>
        <select
          aria-label={w('queue.state')}
          value={filters.state ?? ''}
          onChange={(event) => filter({ state: event.target.value || undefined })}
        >
          <option value="">{`${w('queue.state')}：${w('queue.all')}`}</option>
          {queueStates.map((state) => (
            <option key={state} value={state}>
              {stateWords(state)}
            </option>
          ))}
        </select>
        <select
          aria-label={w('queue.item')}
          value={filters.item ?? ''}
          onChange={(event) => filter({ item: event.target.value || undefined })}
        >
          <option value="">{`${w('queue.item')}：${w('queue.all')}`}</option>
          {(items.data?.items ?? []).map((item) => (
            <option key={item.id} value={item.id}>
              {say(item.name)}
            </option>
          ))}
        </select>
        <input
          type="search"
          aria-label={w('queue.search')}
          placeholder={w('queue.search')}
          value={q}
          maxLength={60}
          onChange={(event) => setQ(event.target.value)}
        />
        <button type="submit" className="small-btn">
          {w('queue.search.go')}
        </button>
        {any && (
          <button
            type="button"
            className="small-btn"
            onClick={() => go(boxPlace(at.box), { stay: true })}
          >
            {w('queue.clear')}
          </button>
        )}
      </form>
    </search>
  );
}
