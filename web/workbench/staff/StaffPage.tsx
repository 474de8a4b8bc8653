/** Officers' accounts. Each of the three administrators sees them; what he can do is his own part. */
import { useState, type FormEvent } from 'react';
import { useRead } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Pages, Table, type Column } from '../../ui/Table.tsx';
import { roleNames, type Role } from '#cases/states';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';
import { AddStaff } from './AddStaff.tsx';
import { rolesWords, staffRoles, type StaffRow } from './rolesWords.ts';
import { StaffActs } from './StaffActs.tsx';
import { Zh } from '../../ui/Zh.tsx';

function secondWords({ totp, passkeys }: StaffRow): string {
  const parts = [
    totp > 0 ? w('staff.totp') : '',
    passkeys > 0 ? w('staff.passkeys', { n: passkeys }) : '',
  ];
  return parts.filter(Boolean).join(t('list.and')) || w('staff.noSecond');
}

const columns = (me: PageProps['me']): Column<StaffRow>[] => [
  { id: 'name', name: w('staff.name'), cell: (row) => <Zh as="name">{row.name}</Zh> },
  { id: 'login', name: w('staff.login'), cell: (row) => <span className="whole">{row.login}</span> },
  { id: 'unit', name: w('staff.unit'), cell: (row) => say(row.unitName) },
  { id: 'role', name: w('staff.role'), cell: (row) => rolesWords(row.roles) },
  {
    id: 'state',
    name: w('staff.state'),
    cell: (row) => (
      <span className="row-wrap">
        <Chip tone={row.disabled ? 'late' : 'ok'}>
          {w(row.disabled ? 'staff.disabled' : 'staff.active')}
        </Chip>
        {row.locked && <Chip tone="warn">{w('staff.locked')}</Chip>}
      </span>
    ),
  },
  { id: 'second', name: w('staff.second'), cell: secondWords },
  {
    id: 'seen',
    name: w('staff.seen'),
    cell: (row) => (row.seen ? moment(row.seen) : t('kit.none')),
  },
  { id: 'acts', name: w('staff.acts'), acts: true, cell: (row) => <StaffActs row={row} me={me} /> },
];

const kind = (me: PageProps['me']): 'system' | 'security' | 'audit' =>
  me.roles.includes('system-administrator')
    ? 'system'
    : me.roles.includes('security-administrator')
      ? 'security'
      : 'audit';

/** Filters and page stand in the address. */
export function StaffPage({ me }: PageProps) {
  const { query } = useRoute();
  const page = Math.max(1, Math.trunc(Number(query.page ?? 1)) || 1);
  const read = useRead(
    'identity.staff',
    {
      ...(query.q ? { q: query.q } : {}),
      ...(query.unit ? { unit: query.unit } : {}),
      ...(query.role ? { role: query.role as Role & StaffRow['roles'][number] } : {}),
      page,
    },
    { keep: true },
  );
  const rows = read.data?.rows;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div className="spread">
        <div>
          <PageTitle title={w('staff.title')} />
          <p className="muted">{w(`staff.intro.${kind(me)}`)}</p>
        </div>
        {kind(me) === 'system' && <AddStaff />}
      </div>
      <Filters />
      <Trouble error={read.error} again={() => void read.refetch()} />
      {!rows && !read.error && <Skeleton lines={6} />}
      {rows && rows.length === 0 && <Empty>{w('staff.none')}</Empty>}
      {rows && rows.length > 0 && (
        <Table
          caption={w('staff.title')}
          columns={columns(me)}
          rows={rows}
          keyOf={(row) => row.account}
        />
      )}
      <Pages
        page={page}
        pages={read.data?.more ? page + 1 : page}
        onPage={(next) => go({ to: 'workbenchStaff', query: { ...query, page: String(next) } })}
      />
    </main>
  );
}

function Filters() {
  const { query } = useRoute();
  const units = useRead('identity.units', {});
  const [q, setQ] = useState(query.q ?? '');
  const set = (change: Record<string, string>) =>
    go({ to: 'workbenchStaff', query: { ...query, page: undefined, ...change } }, { stay: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set({ q: q.trim() });
  };
  return (
    <search>
      <form className="looking" noValidate onSubmit={submit}>
        <TextInput
          id="q"
          label={w('staff.q')}
          autoComplete="off"
          maxLength={60}
          value={q}
          onChange={setQ}
        />
        <Select
          id="unit"
          label={w('staff.unit')}
          options={(units.data?.units ?? []).map((one) => ({
            value: one.id,
            label: say(one.name),
          }))}
          value={query.unit ?? ''}
          onChange={(unit) => set({ unit })}
        />
        <Select
          id="role"
          label={w('staff.role')}
          options={staffRoles.map((role) => ({ value: role, label: say(roleNames[role]) }))}
          value={query.role ?? ''}
          onChange={(role) => set({ role })}
        />
        <Button type="submit" kind="quiet">
          {w('staff.search')}
        </Button>
      </form>
    </search>
  );
}
