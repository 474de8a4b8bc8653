/** Archived cases: packages, how long they are kept, and their destruction by two persons. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { useRead } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { dateOfInstant, exactMoment, longDate, size } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Pages, Table, type Column } from '../../ui/Table.tsx';
import { inZh, Zh, ZhRuns } from '../../ui/Zh.tsx';
import { w } from '../words.ts';
import { DestroyDialog, type Deed } from './DestroyDialog.tsx';

export type Archived = Output<'cases.archived'>['rows'][number];

const boxes = ['kept', 'due', 'proposed', 'destroyed'] as const;
type Box = (typeof boxes)[number];
type Doing = { row: Archived; deed: Deed };

/** Box, number and page stand in the address. */
export function ArchivePage() {
  const { query } = useRoute();
  const box: Box = boxes.find((one) => one === query.box) ?? 'kept';
  const page = Math.max(1, Math.trunc(Number(query.page ?? 1)) || 1);
  const number = query.number ?? '';
  const read = useRead('cases.archived', { box, page, ...(number ? { number } : {}) }, { keep: true });
  const [doing, setDoing] = useState<Doing | null>(null);
  const { data } = read;
  const at = (next: Box, to?: number) =>
    go({ to: 'workbenchArchive', query: { box: next, page: to && to > 1 ? String(to) : undefined } });
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('archive.title')} />
        <p className="muted read">{w('archive.intro')}</p>
      </div>
      <Find number={number} box={box} />
      {!number && (
        <RadioGroup
          id="box" label={w('archive.which')} inLine value={box} onChange={(next) => at(next as Box)}
          options={boxes.map((one) => ({
            value: one,
            label: one === 'due' || one === 'proposed'
              ? w(`archive.${one}`, { n: data?.counts[one] ?? 0 })
              : w(`archive.${one}`),
          }))}
        />
      )}
      <Trouble error={read.error} again={() => void read.refetch()} />
      {!data && !read.error && <Skeleton lines={6} />}
      {data?.rows.length === 0 && <Empty>{w(number ? 'archive.noNumber' : `archive.none.${box}`)}</Empty>}
      {data && data.rows.length > 0 && (
        <Table
          caption={w('archive.title')} rows={data.rows} keyOf={({ id }) => id}
          columns={columns((row, deed) => setDoing({ row, deed }))}
        />
      )}
      {data && <Pages page={page} pages={data.more ? page + 1 : page} onPage={(to) => at(box, to)} />}
      {doing && <DestroyDialog key={`${doing.row.id} ${doing.deed}`} {...doing} onClose={() => setDoing(null)} />}
    </main>
  );
}

function Find({ number, box }: { number: string; box: Box }) {
  const [typed, setTyped] = useState(number);
  return (
    <search>
      <form
        className="looking" noValidate
        onSubmit={(event) => {
          event.preventDefault();
          go({ to: 'workbenchArchive', query: { box, number: typed.trim() } }, { stay: true });
        }}
      >
        <TextInput
          id="number" label={w('archive.find')} value={typed} onChange={setTyped} maxLength={40} autoComplete="off"
        />
        <Button type="submit" kind="quiet">{w('archive.look')}</Button>
        {number && (
          <Button kind="text" onClick={() => go({ to: 'workbenchArchive', query: { box } })}>
            {w('archive.all')}
          </Button>
        )}
      </form>
    </search>
  );
}

function columns(onDo: (row: Archived, deed: Deed) => void): Column<Archived>[] {
  return [
    {
      id: 'case', name: w('archive.case'),
      cell: (row) => (
        <>
          <span className="details">{row.number}</span>
          <small className="block">{say(row.itemName)}</small>
          <small className="block muted">{say(row.unitName)}</small>
        </>
      ),
    },
    {
      id: 'package', name: w('archive.package'),
      cell: (row) => (
        <>
          {w('archive.made', { on: longDate(dateOfInstant(row.madeAt)) })}
          <small className="block muted">
            {size(row.size)} · {w(row.whole ? 'archive.whole' : 'archive.faulty')}
          </small>
        </>
      ),
    },
    {
      id: 'kept', name: w('archive.retention'),
      cell: (row) => (
        <>
          {w('archive.until', { years: row.years, on: longDate(row.keepUntil) })}
          <small className="block muted"><ZhRuns as="law">{row.basis}</ZhRuns></small>
        </>
      ),
    },
    { id: 'state', name: w('archive.state'), cell: (row) => <State row={row} /> },
    { id: 'do', name: w('archive.do'), acts: true, cell: (row) => <Acts row={row} onDo={onDo} /> },
  ];
}

function State({ row }: { row: Archived }) {
  const { state, proposed, destroyed, declined } = row;
  return (
    <>
      <Chip tone={state === 'kept' ? 'plain' : state === 'destroyed' ? 'late' : 'warn'}>
        {w(`archive.is.${state}`)}
      </Chip>
      {proposed && (
        <small className="block">
          {inZh(w('archive.proposedBy', { name: proposed.name, at: exactMoment(proposed.at) }), 'name', proposed.name)}
          {' '}
          <Zh as="typed">{proposed.reason}</Zh>
        </small>
      )}
      {destroyed && (
        <small className="block">
          {inZh(
            w('archive.destroyedBy', { name: destroyed.name, at: exactMoment(destroyed.at) }),
            'name',
            destroyed.name,
          )}
          {' '}
          {w('archive.erased', destroyed)}
          <span className="block details">{w('archive.head', { head: destroyed.head })}</span>
        </small>
      )}
      {declined && !destroyed && (
        <small className="block muted">
          {inZh(w('archive.declinedBy', { name: declined.name, at: exactMoment(declined.at) }), 'name', declined.name)}
          {' '}
          <Zh as="typed">{declined.why}</Zh>
        </small>
      )}
    </>
  );
}

function Acts({ row, onDo }: { row: Archived; onDo: (row: Archived, deed: Deed) => void }) {
  const button = (deed: Deed) => (
    <Button kind="quiet" onClick={() => onDo(row, deed)}>
      {w(`archive.deed.${deed}`)}
      <span className="only-heard"> {row.number}</span>
    </Button>
  );
  return (
    <div className="acts">
      {row.state !== 'destroyed' && (
        <a className={buttonClass('quiet')} href={`/api/cases/${row.id}/package`} download>
          {w('archive.download')}
          <span className="only-heard"> {row.number}</span>
        </a>
      )}
      {row.state === 'due' && button('propose')}
      {row.state === 'proposed' && !row.proposed?.mine && button('approve')}
      {row.state === 'proposed' && button(row.proposed?.mine ? 'takeBack' : 'decline')}
    </div>
  );
}
