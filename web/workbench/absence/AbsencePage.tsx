/** Who is away and who deputises; entering it, ending it, handing over. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { problemsBy } from '../queue/problems.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say } from '../../texts/index.ts';
import { Empty, Notice, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { Select } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';

type Row = Output<'cases.absences'>['absences'][number];

/** Deciders and supervisors also enter the absence of others and hand over what they hold. */
export function AbsencePage({ me }: PageProps) {
  const manages = me.roles.includes('decider') || me.roles.includes('supervisor');
  const list = useRead('cases.absences', {});
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('absence.title')} />
        <p className="muted">{w('absence.intro')}</p>
      </div>
      <Form manages={manages} />
      <Panel title={w('absence.list')}>
        <Trouble error={list.error} again={() => void list.refetch()} />
        {!list.data && !list.error && <Skeleton lines={3} />}
        {list.data && <Absences rows={list.data.absences} manages={manages} />}
      </Panel>
    </main>
  );
}

function Form({ manages }: { manages: boolean }) {
  const staff = useRead('cases.colleagues', {}).data?.colleagues ?? [];
  const [who, setWho] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [deputy, setDeputy] = useState('');
  const writing = useWrite('cases.go-away');
  const refresh = useRefresh();
  const problems = problemsBy(writing.error);
  const options = staff.map((one) => ({
    value: one.id, label: `${one.name} · ${say(one.unit)}`, kept: 'name' as const,
  }));
  const enter = async () => {
    const done = await writing.run({ from, until, deputy, ...(who ? { account: who } : {}) });
    if (!done) return;
    announce(w('absence.entered'));
    setFrom('');
    setUntil('');
    await refresh('cases.absences', 'cases.colleagues', 'cases.queue');
  };
  return (
    <Panel title={w('absence.go')}>
      <div className="pad stack">
        <div className="form-grid">
          {manages && (
            <Select
              id="who"
              label={w('absence.who')}
              value={who}
              onChange={setWho}
              options={[{ value: '', label: w('absence.me') }, ...options]}
            />
          )}
          <DateInput
            id="from"
            label={w('absence.from')}
            value={from}
            onChange={setFrom}
            problem={problems['from']}
          />
          <DateInput
            id="until"
            label={w('absence.until')}
            value={until}
            onChange={setUntil}
            problem={problems['until']}
          />
          <Select
            id="deputy"
            label={w('absence.deputy')}
            value={deputy}
            onChange={setDeputy}
            problem={problems['deputy']}
            options={[{ value: '', label: w('absence.choose') }, ...options]}
          />
        </div>
        <Trouble error={writing.error} />
        <p>
          <Button onClick={() => void enter()} busy={writing.busy}>
            {w('absence.go')}
          </Button>
        </p>
      </div>
    </Panel>
  );
}

function Absences({ rows, manages }: { rows: Row[]; manages: boolean }) {
  const ending = useWrite('cases.come-back');
  const handing = useWrite('cases.hand-over');
  const refresh = useRefresh();
  const [said, setSaid] = useState('');
  if (rows.length === 0)
    return (
      <div className="pad">
        <Empty>
          <p>{w('absence.none')}</p>
        </Empty>
      </div>
    );
  const end = async (row: Row) => {
    if (await ending.run({ id: row.id }))
      await refresh('cases.absences', 'cases.queue', 'cases.colleagues');
  };
  const handOver = async (row: Row) => {
    const done = await handing.run({ from: row.account, to: [row.deputy] });
    if (done) setSaid(w('absence.handed', { n: done.done }));
    await refresh('cases.absences', 'cases.queue');
  };
  const columns: Column<Row>[] = [
    { id: 'name', name: w('absence.col.name'), cell: (row) => row.name },
    {
      id: 'days',
      name: w('absence.col.days'),
      cell: (row) => w('absence.days', { from: row.from, until: row.until }),
    },
    { id: 'deputy', name: w('absence.col.deputy'), cell: (row) => row.deputyName },
    {
      id: 'held',
      name: w('absence.col.held'),
      cell: (row) => w('absence.held', { n: row.inHand }),
    },
    {
      id: 'do',
      acts: true,
      name: w('absence.col.do'),
      cell: (row) => (
        <span className="acts">
          <Button kind="quiet" onClick={() => void end(row)}>
            {w('absence.end')}
          </Button>
          {manages && row.inHand > 0 && (
            <Button kind="quiet" onClick={() => void handOver(row)}>
              {w('absence.handOver')}
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <Trouble error={ending.error ?? handing.error} />
      {said && (
        <Notice tone="ok" alert>
          <p>{said}</p>
        </Notice>
      )}
      <Table caption={w('absence.list')} columns={columns} rows={rows} keyOf={(row) => row.id} />
    </>
  );
}
