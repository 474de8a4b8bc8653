/** Acts on cases, for the audit administrator: filtered, paged, each case checked from its row. */
import { useState, type FormEvent } from 'react';
import type { Input, Output } from '../../endpoints.ts';
import type { Query } from '../../paths.ts';
import { useRead } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { exactMoment, longDate } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { Zh } from '../../ui/Zh.tsx';
import { actionNames, actions, type Action } from '#cases/states';
import { w } from '../words.ts';
import { problemsBy } from '../queue/problems.ts';
import { AuditTabs } from './AuditTabs.tsx';

type Row = Output<'cases.acts'>['rows'][number];

const columns = (): Column<Row>[] => [
  { id: 'at', name: w('audit.at'), cell: (row) => exactMoment(row.at) },
  {
    id: 'by', name: w('acts.by'),
    cell: (row) => (
      <>
        <Zh as="name">{row.by.name}</Zh>
        <small className="block muted">
          {[row.by.login, say(row.roleName), row.by.unit ? say(row.by.unit) : null].filter(Boolean).join(' · ')}
        </small>
      </>
    ),
  },
  { id: 'what', name: w('acts.act'), cell: (row) => say(row.actionName) },
  {
    id: 'case', name: w('acts.number'),
    cell: (row) => (
      <>
        <span className="details">{row.number}</span>
        <small className="block muted">{say(row.itemName)}</small>
      </>
    ),
  },
  {
    id: 'state', name: w('acts.state'),
    cell: (row) => (
      <>
        {say(row.stateName)}
        <small className="block muted">
          {w('acts.step', { seq: row.seq })} · {w('acts.link', { link: row.link })}
        </small>
      </>
    ),
  },
  {
    id: 'check', name: w('acts.check'), acts: true,
    cell: (row) => (
      <Link to="workbenchAuditChain" query={{ number: row.number }}>
        {w('acts.check')}
        <span className="only-heard"> {row.number}</span>
      </Link>
    ),
  },
];

const keys = ['from', 'to', 'who', 'unit', 'what', 'number'] as const;

function wantedOf(query: Query): Input<'cases.acts'> {
  const given = Object.fromEntries(keys.flatMap((key) => (query[key] ? [[key, query[key]]] : [])));
  return { ...given, ...(query.page ? { page: query.page } : {}) };
}

/** Filters and page stand in the address. */
export function ActsPage() {
  const { query } = useRoute();
  const read = useRead('cases.acts', wantedOf(query), { keep: true });
  const { data } = read;
  const problems = problemsBy(read.error);
  const turn = (page: string | undefined) => go({ to: 'workbenchAuditActs', query: { ...query, page } });
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('acts.title')} />
        <p className="muted">{w('acts.intro')}</p>
      </div>
      <AuditTabs />
      <Filters problems={problems} />
      {Object.keys(problems).length === 0 && <Trouble error={read.error} again={() => void read.refetch()} />}
      {!data && !read.error && <Skeleton lines={6} />}
      {data && !query.from && <p className="small muted">{w('acts.since', { from: longDate(data.from) })}</p>}
      {data?.rows.length === 0 && <Empty>{w('acts.none')}</Empty>}
      {data && data.rows.length > 0 && (
        <Table
          caption={w('acts.title')} columns={columns()} rows={data.rows}
          keyOf={(row) => `${row.number} ${row.seq}`}
        />
      )}
      <div className="acts">
        {query.page && <Button kind="quiet" onClick={() => turn(undefined)}>{w('audit.newer')}</Button>}
        {data?.next && <Button kind="quiet" onClick={() => turn(data.next ?? undefined)}>{w('audit.older')}</Button>}
      </div>
    </main>
  );
}

function Filters({ problems }: { problems: Record<string, string | undefined> }) {
  const { query } = useRoute();
  const units = useRead('identity.units', {});
  const [typed, setTyped] = useState<Record<(typeof keys)[number], string>>({
    from: query.from ?? '', to: query.to ?? '', who: query.who ?? '', unit: query.unit ?? '',
    what: query.what ?? '', number: query.number ?? '',
  });
  const field = (id: (typeof keys)[number]) => ({
    id, value: typed[id], problem: problems[id],
    onChange: (value: string) => setTyped((before) => ({ ...before, [id]: value })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go({ to: 'workbenchAuditActs', query: typed }, { stay: true });
  };
  return (
    <search>
      <form className="looking" noValidate onSubmit={submit}>
        <DateInput {...field('from')} label={w('audit.from')} />
        <DateInput {...field('to')} label={w('audit.to')} />
        <TextInput {...field('who')} label={w('acts.who')} autoComplete="off" maxLength={60} />
        <Select
          {...field('unit')} label={w('acts.unit')}
          options={(units.data?.units ?? []).map(({ id, name }) => ({ value: id, label: say(name) }))}
        />
        <Select
          {...field('what')} label={w('acts.act')}
          options={actions.map((action: Action) => ({ value: action, label: say(actionNames[action].done) }))}
        />
        <TextInput {...field('number')} label={w('acts.number')} autoComplete="off" maxLength={40} />
        <Button type="submit" kind="quiet">{w('audit.search')}</Button>
      </form>
    </search>
  );
}
