/** One act on the marked rows: what to do, to whom, and what became of each. */
import { useState } from 'react';
import type { SignedIn } from '../../contract.ts';
import type { Input, Output } from '../../endpoints.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { say } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { w } from '../words.ts';
import { zhMark } from '../../ui/Zh.tsx';

type Batch = Input<'cases.batch'>['action'];

/** What each role is offered; the server asks the table for each case all the same. */
const offered: Record<string, readonly Batch[]> = {
  clerk: ['claim', 'hand-back', 'accept', 'settle', 'deliver'],
  reviewer: ['claim', 'hand-back', 'accept', 'review', 'settle', 'pay-order'],
  decider: ['claim', 'hand-back', 'grant', 'issue', 'pay-order', 'deliver', 'assign', 'relieve'],
  supervisor: ['assign', 'relieve'],
};

export type Marked = ReadonlyMap<string, number>;

export function BatchBar({
  me,
  marked,
  onDone,
}: {
  me: SignedIn;
  marked: Marked;
  onDone: () => void;
}) {
  const actions = [...new Set(me.roles.flatMap((role) => offered[role] ?? []))];
  const [action, setAction] = useState<Batch | undefined>(actions[0]);
  const [to, setTo] = useState('');
  const [result, setResult] = useState<Output<'cases.batch'> | null>(null);
  const writing = useWrite('cases.batch');
  const refresh = useRefresh();
  const assigns = action === 'assign';
  const run = async () => {
    if (!action) return;
    const rows = [...marked].slice(0, 100).map(([id, seen]) => ({ id, seen }));
    const done = await writing.run({ action, rows, ...(assigns ? { to } : {}) });
    if (!done) return;
    setResult(done);
    onDone();
    await refresh('cases.queue', 'cases.case');
  };
  const impossible =
    marked.size === 0 || marked.size > 100 || (assigns && to === '') || writing.busy;
  return (
    <section className="batch no-print" aria-label={w('batch.label')}>
      <p className="small" aria-live="polite">
        {w('batch.count', { n: marked.size })}
      </p>
      <div className="filters">
        <select
          aria-label={w('batch.what')}
          value={action}
          onChange={(event) => setAction(event.target.value as Batch)}
        >
          {actions.map((one) => (
            <option key={one} value={one}>
              {w(`batch.act.${one}`)}
            </option>
          ))}
        </select>
        {assigns && <Colleague value={to} onChange={setTo} />}
        <button
          type="button"
          className="small-btn"
          disabled={impossible}
          onClick={() => void run()}
        >
          {w('batch.go')}
        </button>
      </div>
      <Trouble error={writing.error} />
      {result && <Results result={result} />}
    </section>
  );
}

function Colleague({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { data } = useRead('cases.colleagues', {});
  return (
    <select
      aria-label={w('batch.to')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{w('batch.toEmpty')}</option>
      {(data?.colleagues ?? []).map((one) => (
        <option key={one.id} value={one.id} {...zhMark(one.name, 'name')}>
          {one.away
            ? w('batch.away', { name: one.name, deputy: one.away.deputy })
            : `${one.name} · ${say(one.unit)}`}
        </option>
      ))}
    </select>
  );
}

function Results({ result }: { result: Output<'cases.batch'> }) {
  const failed = result.results.filter((one) => !one.done);
  return (
    <Notice
      tone={failed.length > 0 ? 'warn' : 'ok'}
      title={w('batch.done', { done: result.done })}
      alert
    >
      {failed.length > 0 && (
        <>
          <p>{w('batch.failed', { n: failed.length })}</p>
          <ul className="small">
            {failed.map((one) => (
              <li key={one.id}>
                {w('batch.failedOne', {
                  number: one.number ?? w('batch.hidden'),
                  why: one.message ? say(one.message) : '',
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
