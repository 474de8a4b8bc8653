/** Bad ratings to be put right, the most urgent first; and a code for the one just served. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { useRead, useWrite } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment, shortDate } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Empty, Notice, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Light, type LightColour } from '../../ui/marks.tsx';
import { Qr } from '../../ui/Qr.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { useKeys } from '../keys.ts';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';

type Row = Output<'feedback.tasks'>['tasks'][number];

/** The columns in the page's language. */
const columns = (): Column<Row>[] => [
  {
    id: 'what',
    name: w('ratings.what'),
    cell: (row) => (
      <Link to="workbenchRating" params={{ task: row.id }}>
        {row.itemName ? say(row.itemName) : say(row.kindName)}
      </Link>
    ),
  },
  { id: 'kind', name: w('ratings.contact'), cell: (row) => say(row.kindName) },
  { id: 'level', name: w('ratings.level'), cell: (row) => say(row.levelName) },
  { id: 'unit', name: w('ratings.unit'), cell: (row) => say(row.unit) },
  { id: 'state', name: w('ratings.state'), cell: (row) => say(row.stateName) },
  {
    id: 'due',
    name: w('ratings.due'),
    cell: (row) =>
      row.due === null ? '—' : <Light colour={row.light as LightColour} words={shortDate(row.due)} />,
  },
  { id: 'at', name: w('ratings.at'), cell: (row) => moment(row.at) },
];

/** Clerks give codes; reviewers, deciders and supervision put right. */
export function RatingsPage({ me }: PageProps) {
  useKeys({ Escape: () => go({ to: 'workbench' }) });
  const roles = me.roles as string[];
  const works = ['reviewer', 'decider', 'supervisor'].some((role) => roles.includes(role));
  return (
    <main id="main" className="wrap page stack-6" tabIndex={-1}>
      <PageTitle title={w(works ? 'ratings.title' : 'nav.ratings')} />
      {works && <Tasks />}
      {roles.includes('clerk') && <Slip />}
    </main>
  );
}

function Tasks() {
  const { query } = useRoute();
  const box = query.box === 'ended' ? 'ended' : 'open';
  const read = useRead('feedback.tasks', { box });
  return (
    <section className="stack">
      <RadioGroup
        id="box"
        label={w('ratings.which')}
        inLine
        value={box}
        onChange={(next) => go({ to: 'workbenchRatings', query: { box: next } }, { replace: true })}
        options={[
          { value: 'open', label: w('ratings.open') },
          { value: 'ended', label: w('ratings.ended') },
        ]}
      />
      <Trouble error={read.error} again={() => void read.refetch()} />
      {read.data === undefined && !read.error && <Skeleton />}
      {read.data?.tasks.length === 0 && (
        <Empty>{w(box === 'open' ? 'ratings.none' : 'ratings.noneEnded')}</Empty>
      )}
      {read.data && read.data.tasks.length > 0 && (
        <Table
          caption={w('ratings.title')}
          columns={columns()}
          rows={read.data.tasks}
          keyOf={(row) => row.id}
        />
      )}
      <p className="muted">{w('ratings.notMine')}</p>
    </section>
  );
}

function Slip() {
  const [number, setNumber] = useState('');
  const [slip, setSlip] = useState<Output<'feedback.slip'> | null>(null);
  const write = useWrite('feedback.slip');
  const make = async () => {
    const made = await write.run(number.trim() ? { number: number.trim() } : {});
    if (made !== null) setSlip(made);
  };
  return (
    <Panel title={w('slip.title')}>
      <div className="inside stack">
        <p className="read">{w('slip.body')}</p>
        <TextInput
          id="number"
          label={w('slip.number')}
          optional
          autoComplete="off"
          value={number}
          onChange={setNumber}
        />
        <Trouble error={write.error} />
        <div className="acts">
          <Button busy={write.busy} onClick={() => void make()}>
            {w('slip.make')}
          </Button>
        </div>
        {slip && (
          <Notice tone="ok" title={w('slip.code', { code: slip.code })} alert>
            <Qr text={slip.url} label={w('slip.qr')} />
            <p>{w('slip.how')}</p>
          </Notice>
        )}
      </div>
    </Panel>
  );
}
