/** Who is signed in at work now; the security administrator ends a session at once. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Chip } from '../../ui/marks.tsx';
import { announce } from '../../ui/says.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { w } from '../words.ts';
import { Zh } from '../../ui/Zh.tsx';

type Session = Output<'identity.staff-sessions'>['sessions'][number];
const EVERY = 30_000;

const columns = (): Column<Session>[] => [
  { id: 'name', name: w('staff.name'), cell: (row) => <Zh as="name">{row.name}</Zh> },
  { id: 'login', name: w('staff.login'), cell: (row) => <span className="whole">{row.login}</span> },
  { id: 'unit', name: w('staff.unit'), cell: (row) => say(row.unitName) },
  {
    id: 'device',
    name: t('account.device'),
    cell: (row) => row.device || t('account.deviceUnknown'),
  },
  { id: 'from', name: t('account.from'), cell: (row) => <span className="whole">{row.address || t('kit.none')}</span> },
  { id: 'since', name: t('account.since'), cell: (row) => moment(row.created) },
  { id: 'seen', name: t('account.seen'), cell: (row) => moment(row.seen) },
  {
    id: 'acts',
    acts: true,
    name: w('staff.acts'),
    cell: (row) => (row.own ? <Chip>{w('sessions.own')}</Chip> : <End row={row} />),
  },
];

/** Those last seen first; read anew twice a minute. */
export function SessionsPage() {
  const read = useRead('identity.staff-sessions', {}, { again: () => EVERY });
  const rows = read.data?.sessions;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('sessions.title')} />
        <p className="muted">{w('sessions.intro')}</p>
      </div>
      <Trouble error={read.error} again={() => void read.refetch()} />
      {!rows && !read.error && <Skeleton lines={6} />}
      {rows?.length === 0 && <Empty>{w('sessions.none')}</Empty>}
      {rows && rows.length > 0 && (
        <Table
          caption={w('sessions.title')}
          columns={columns()}
          rows={rows}
          keyOf={(row) => row.id}
        />
      )}
    </main>
  );
}

function End({ row }: { row: Session }) {
  const [open, setOpen] = useState(false);
  const write = useWrite('identity.end-staff-session');
  const refresh = useRefresh();
  const end = async () => {
    if ((await write.run({ id: row.id })) === null) return;
    announce(w('sessions.ended', row));
    await refresh('identity.staff-sessions');
    setOpen(false);
  };
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        {w('sessions.end')}
        <span className="only-heard"> <Zh as="name">{row.name}</Zh></span>
      </Button>
      {open && (
        <Dialog
          title={w('sessions.endTitle', row)}
          onClose={() => setOpen(false)}
          acts={
            <Button kind="danger" busy={write.busy} onClick={() => void end()}>
              {w('sessions.end')}
            </Button>
          }
        >
          <Trouble error={write.error} />
          <p>
            {w('sessions.endBody', {
              device: row.device || t('account.deviceUnknown'),
              address: row.address,
            })}
          </p>
        </Dialog>
      )}
    </>
  );
}
