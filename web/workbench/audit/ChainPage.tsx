/** The integrity check, for the audit administrator: one case at once, everything in the background. */
import { useState, type FormEvent } from 'react';
import type { Output } from '../../endpoints.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { exactMoment } from '../../texts/format.ts';
import { Empty, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Chip } from '../../ui/marks.tsx';
import { announce } from '../../ui/says.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Zh } from '../../ui/Zh.tsx';
import { problemsBy } from '../queue/problems.ts';
import { w } from '../words.ts';
import { AuditTabs } from './AuditTabs.tsx';

type Check = Output<'cases.chain-checks'>['checks'][number];

const resultWords = ({ doneAt, faults, more }: Check): string =>
  doneAt === null
    ? w('chain.running')
    : faults.length === 0
      ? w('chain.whole')
      : w('chain.faults', { n: faults.length + more });

function Result({ check }: { check: Check }) {
  const { doneAt, faults, more, cases, acts } = check;
  return (
    <>
      <Chip tone={doneAt === null ? 'info' : faults.length === 0 ? 'ok' : 'late'}>{resultWords(check)}</Chip>
      {cases !== null && <small className="block muted">{w('chain.counted', { cases, acts: acts ?? 0 })}</small>}
      {faults.length > 0 && (
        <ul className="details">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
          {more > 0 && <li>{w('chain.more', { n: more })}</li>}
        </ul>
      )}
    </>
  );
}

const columns = (): Column<Check>[] => [
  {
    id: 'what', name: w('chain.what'),
    cell: (check) => <span className="details">{check.number ?? w('chain.all')}</span>,
  },
  { id: 'at', name: w('chain.at'), cell: (check) => exactMoment(check.doneAt ?? check.askedAt) },
  { id: 'by', name: w('chain.by'), cell: (check) => <Zh as="name">{check.by}</Zh> },
  { id: 'result', name: w('chain.result'), cell: (check) => <Result check={check} /> },
];

/** A number may come with the address, from the log of acts. */
export function ChainPage() {
  const { query } = useRoute();
  const [number, setNumber] = useState(query.number ?? '');
  const read = useRead('cases.chain-checks', {}, {
    again: ({ checks }) => (checks.some(({ doneAt }) => doneAt === null) ? 2000 : false),
  });
  const check = useWrite('cases.check-chain');
  const refresh = useRefresh();
  const problems = problemsBy(check.error);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await check.run(number.trim() ? { number: number.trim() } : {});
    if (done === null) return;
    announce(done.number === null
      ? w('chain.started')
      : w('chain.doneOne', { number: done.number, result: resultWords(done) }));
    await refresh('cases.chain-checks');
  };
  const checks = read.data?.checks;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('chain.title')} />
        <p className="muted read">{w('chain.intro')}</p>
      </div>
      <AuditTabs />
      <form className="looking" noValidate onSubmit={(event) => void submit(event)}>
        <TextInput
          id="number" label={w('chain.number')} hint={w('chain.hint')} value={number} onChange={setNumber}
          autoComplete="off" maxLength={40} problem={problems['number']}
        />
        <Button type="submit" busy={check.busy}>{w('chain.go')}</Button>
      </form>
      {!problems['number'] && <Trouble error={check.error} />}
      <Panel title={w('chain.past')}>
        <Trouble error={read.error} again={() => void read.refetch()} />
        {!checks && !read.error && <Skeleton lines={4} />}
        {checks?.length === 0 && <Empty>{w('chain.none')}</Empty>}
        {checks && checks.length > 0 && (
          <Table caption={w('chain.past')} columns={columns()} rows={checks} keyOf={({ id }) => id} />
        )}
      </Panel>
    </main>
  );
}
