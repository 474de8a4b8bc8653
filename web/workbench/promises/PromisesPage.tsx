/** The ledger of promises: running, to be settled, broken; each with what this officer can do about it. */
import { useState } from 'react';
import type { SignedIn } from '../../contract.ts';
import type { Output } from '../../endpoints.ts';
import { useRead } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Pages, Table, type Column } from '../../ui/Table.tsx';
import { useKeys } from '../keys.ts';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';
import { PromiseForm, type PromiseAct } from './PromiseForm.tsx';
import { Zh } from '../../ui/Zh.tsx';

type Row = Output<'cases.promises'>['rows'][number];
const boxes = ['open', 'due', 'broken', 'all'] as const;
type Box = (typeof boxes)[number];

/** What he can do with it now, by his roles. */
function actOf(row: Row, me: SignedIn): PromiseAct | null {
  const roles = me.roles as string[];
  if (row.kind === 'told' && row.state === 'open' && roles.includes('reviewer')) return 'check';
  if (row.state === 'breach' && roles.includes('decider')) return 'decide';
  if (row.state === 'broken' && roles.includes('decider')) return 'repair';
  return null;
}

/** Escape goes back to the desk. */
export function PromisesPage({ me }: PageProps) {
  const { query } = useRoute();
  const box: Box = boxes.find((one) => one === query.box) ?? 'open';
  const page = Number(query.page ?? '1') || 1;
  const read = useRead('cases.promises', { box, page }, { keep: true });
  const [doing, setDoing] = useState<{ row: Row; act: PromiseAct } | null>(null);
  useKeys({ Escape: () => (doing ? setDoing(null) : go({ to: 'workbench' })) });
  const counts = read.data?.counts;
  const at = (next: Box, to = 1) =>
    go({ to: 'workbenchPromises', query: { box: next, page: to > 1 ? String(to) : undefined } });
  return (
    <main id="main" className="wrap page stack-6" tabIndex={-1}>
      <div>
        <PageTitle title={w('promises.title')} />
        <p className="muted">{w('promises.intro')}</p>
      </div>
      <RadioGroup
        id="box" label={w('promises.which')} inLine value={box} onChange={(next) => at(next as Box)}
        options={boxes.map((one) => ({
          value: one, label: one === 'all' ? w('promises.all') : w(`promises.${one}`, { n: counts?.[one] ?? 0 }),
        }))}
      />
      <Trouble error={read.error} again={() => void read.refetch()} />
      {read.data === undefined && !read.error && <Skeleton />}
      {read.data?.rows.length === 0 && <Empty>{w('promises.none')}</Empty>}
      {read.data && read.data.rows.length > 0 && (
        <Table
          caption={w('promises.title')} rows={read.data.rows} keyOf={(row) => row.id}
          columns={columns(me, (row, act) => setDoing({ row, act }))}
        />
      )}
      {read.data && <Pages page={page} pages={read.data.pages} onPage={(next) => at(box, next)} />}
      {doing && <PromiseForm key={doing.row.id} {...doing} onClose={() => setDoing(null)} />}
    </main>
  );
}

function columns(me: SignedIn, onDo: (row: Row, act: PromiseAct) => void): Column<Row>[] {
  return [
    {
      id: 'what', name: w('promises.what'),
      cell: (row) => <>{say(row.name)} <small>{w(`promises.kind.${row.kind}`)}</small></>,
    },
    {
      id: 'case', name: w('promises.case'),
      cell: (row) => (
        <Link to="workbenchCase" params={{ box: 'unit', case: row.case }}>
          <Zh as="name">{row.applicant}</Zh> · {say(row.itemName)}
        </Link>
      ),
    },
    { id: 'due', name: w('promises.dueDay'), cell: (row) => (row.due ? longDate(row.due) : '—') },
    {
      id: 'state', name: w('promises.state'),
      cell: (row) => (
        <Chip tone={row.late || row.state === 'broken' ? 'late' : row.state === 'open' ? 'info' : 'plain'}>
          {row.late && row.state === 'open' ? w('promise.late') : say(row.stateName)}
        </Chip>
      ),
    },
    {
      id: 'do', name: w('promises.do'), acts: true,
      cell: (row) => {
        const act = actOf(row, me);
        if (act === null) return null;
        return (
          <Button kind="quiet" onClick={() => onDo(row, act)}>
            {w(`promises.${act}`)}
            <span className="only-heard">
              {t('list.colon')}{say(row.name)}{t('list.comma')}<Zh as="name">{row.applicant}</Zh>
            </span>
          </Button>
        );
      },
    },
  ];
}
