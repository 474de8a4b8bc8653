/** The log, for the audit administrator: filtered, paged, exported. He changes nothing. */
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Output } from '../../endpoints.ts';
import type { Query } from '../../paths.ts';
import { useRead } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { w } from '../words.ts';
import { AuditTabs } from './AuditTabs.tsx';
import { inZh, ZhRuns } from '../../ui/Zh.tsx';

type Log = Output<'identity.log'>;
type Row = Log['rows'][number];

const whoWords = ({ name, login }: Row['by']): ReactNode =>
  inZh(login ? `${name}${t('list.bracket', { what: login })}` : name, 'name', name);

const columns = (): Column<Row>[] => [
  { id: 'at', name: w('audit.at'), cell: (row) => moment(row.at) },
  { id: 'by', name: w('audit.by'), cell: (row) => whoWords(row.by) },
  { id: 'what', name: w('audit.what'), cell: (row) => say(row.whatName) },
  { id: 'about', name: w('audit.about'), cell: (row) => whoWords(row.about) },
  {
    id: 'result',
    name: w('audit.result'),
    cell: (row) => (
      <Chip tone={row.result === 'done' ? 'ok' : 'late'}>
        {w(row.result === 'done' ? 'audit.done' : 'audit.refused')}
      </Chip>
    ),
  },
  {
    id: 'address',
    name: w('audit.address'),
    cell: (row) => <span className="whole">{row.address || t('kit.none')}</span>,
  },
  {
    id: 'details',
    name: w('audit.details'),
    cell: (row) => (
      <span className="details">
        {row.details ? <ZhRuns as="typed">{row.details}</ZhRuns> : t('kit.none')}
      </span>
    ),
  },
];

const wantedOf = ({ from, to, who, what, result }: Query) => ({
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
  ...(who ? { who } : {}),
  ...(what ? { what } : {}),
  ...(result === 'done' || result === 'refused' ? { result: result as 'done' | 'refused' } : {}),
});

/** Filters and page stand in the address. */
export function AuditPage() {
  const { query } = useRoute();
  const wanted = wantedOf(query);
  const read = useRead(
    'identity.log',
    { ...wanted, ...(query.page ? { page: query.page } : {}) },
    { keep: true },
  );
  const rows = read.data?.rows;
  const next = read.data?.next;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div className="spread">
        <div>
          <PageTitle title={w('audit.title')} />
          <p className="muted">{w('audit.intro')}</p>
        </div>
        <a
          className={buttonClass('quiet')}
          href={`/api/identity/log/export?${new URLSearchParams(wanted as Record<string, string>).toString()}`}
        >
          {w('audit.export')}
        </a>
      </div>
      <AuditTabs />
      <Filters names={read.data?.names ?? {}} />
      <Trouble error={read.error} again={() => void read.refetch()} />
      {!rows && !read.error && <Skeleton lines={6} />}
      {rows?.length === 0 && <Empty>{w('audit.none')}</Empty>}
      {rows && rows.length > 0 && (
        <Table
          caption={w('audit.title')}
          columns={columns()}
          rows={rows}
          keyOf={(row) => String(row.id)}
        />
      )}
      <div className="acts">
        {query.page && (
          <Button
            kind="quiet"
            onClick={() => go({ to: 'workbenchAudit', query: { ...query, page: undefined } })}
          >
            {w('audit.newer')}
          </Button>
        )}
        {next && (
          <Button
            kind="quiet"
            onClick={() => go({ to: 'workbenchAudit', query: { ...query, page: next } })}
          >
            {w('audit.older')}
          </Button>
        )}
      </div>
    </main>
  );
}

function Filters({ names }: { names: Log['names'] }) {
  const { query } = useRoute();
  const [typed, setTyped] = useState({
    from: query.from ?? '',
    to: query.to ?? '',
    who: query.who ?? '',
    what: query.what ?? '',
    result: query.result ?? '',
  });
  const set = (change: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go({ to: 'workbenchAudit', query: typed }, { stay: true });
  };
  const kinds = Object.entries(names).map(([value, name]) => ({ value, label: say(name) }));
  return (
    <search>
      <form className="looking" noValidate onSubmit={submit}>
        <DateInput
          id="from"
          label={w('audit.from')}
          value={typed.from}
          onChange={(from) => set({ from })}
        />
        <DateInput id="to" label={w('audit.to')} value={typed.to} onChange={(to) => set({ to })} />
        <TextInput
          id="who"
          label={w('audit.who')}
          autoComplete="off"
          maxLength={60}
          value={typed.who}
          onChange={(who) => set({ who })}
        />
        <Select
          id="what"
          label={w('audit.what')}
          options={kinds}
          value={typed.what}
          onChange={(what) => set({ what })}
        />
        <Select
          id="result"
          label={w('audit.result')}
          options={[
            { value: 'done', label: w('audit.done') },
            { value: 'refused', label: w('audit.refused') },
          ]}
          value={typed.result}
          onChange={(result) => set({ result })}
        />
        <Button type="submit" kind="quiet">
          {w('audit.search')}
        </Button>
      </form>
    </search>
  );
}
