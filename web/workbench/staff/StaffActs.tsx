/** What an administrator can do with one account. Nobody does anything to his own. */
import { useState, type ReactNode } from 'react';
import type { EndpointName } from '../../endpoints.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { moment } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { CheckGroup } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { roleNames } from '#cases/states';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';
import { staffRoles, type StaffRow } from './rolesWords.ts';
import { Zh } from '../../ui/Zh.tsx';

type Act = 'edit' | 'disable' | 'enable' | 'roles' | 'link' | 'reset' | null;

/** Buttons of the role; none for the auditor. */
export function StaffActs({ row, me }: { row: StaffRow; me: PageProps['me'] }) {
  const [act, setAct] = useState<Act>(null);
  const close = () => setAct(null);
  const system = me.roles.includes('system-administrator');
  const security = me.roles.includes('security-administrator');
  if (!system && !security) return null;
  if (row.account === me.id) return <small className="muted">{w('staff.own')}</small>;
  const button = (name: Exclude<Act, null>, words: string, kind: 'text' | 'danger' = 'text') => (
    <Button kind={kind} onClick={() => setAct(name)}>
      {words}
      <span className="only-heard"> <Zh as="name">{row.name}</Zh></span>
    </Button>
  );
  return (
    <span className="row-wrap">
      {system && button('edit', w('staff.edit'))}
      {security && button('roles', w('staff.roles'))}
      {security && button('link', w('staff.link'))}
      {security && row.locked && <Unlock row={row} />}
      {security && row.totp + row.passkeys > 0 && button('reset', w('staff.resetFactors'))}
      {!row.disabled && button('disable', w('staff.disable'))}
      {security && row.disabled && button('enable', w('staff.enable'))}
      {act === 'edit' && <Move row={row} onClose={close} />}
      {act === 'roles' && <Roles row={row} onClose={close} />}
      {act === 'link' && <MakeLink row={row} onClose={close} />}
      {act === 'disable' && (
        <Sure
          row={row}
          onClose={close}
          act="identity.disable-staff"
          title={w('staff.disableTitle', row)}
          go={w('staff.disable')}
        >
          {w('staff.disableBody')}
        </Sure>
      )}
      {act === 'enable' && (
        <Sure
          row={row}
          onClose={close}
          act="identity.enable-staff"
          title={w('staff.enableTitle', row)}
          go={w('staff.enable')}
        />
      )}
      {act === 'reset' && (
        <Sure
          row={row}
          onClose={close}
          act="identity.reset-factors"
          title={w('staff.resetTitle', row)}
          go={w('staff.resetFactors')}
        >
          {w('staff.resetBody')}
        </Sure>
      )}
    </span>
  );
}

type DialogProps = { row: StaffRow; onClose: () => void };
type OnStaff = Extract<
  EndpointName,
  'identity.disable-staff' | 'identity.enable-staff' | 'identity.reset-factors'
>;

function Sure({
  row,
  onClose,
  act,
  title,
  go,
  children,
}: DialogProps & { act: OnStaff; title: string; go: string; children?: ReactNode }) {
  const write = useWrite(act);
  const refresh = useRefresh();
  const run = async () => {
    if ((await write.run({ id: row.account })) === null) return;
    announce(w('staff.done'));
    await refresh('identity.staff');
    onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      acts={
        <Button kind="danger" busy={write.busy} onClick={() => void run()}>
          {go}
        </Button>
      }
    >
      <Trouble error={write.error} />
      {children && <p>{children}</p>}
    </Dialog>
  );
}

function Unlock({ row }: { row: StaffRow }) {
  const write = useWrite('identity.unlock-staff');
  const refresh = useRefresh();
  const run = async () => {
    if ((await write.run({ id: row.account })) === null) return;
    announce(w('staff.unlocked'));
    await refresh('identity.staff');
  };
  return (
    <Button kind="text" busy={write.busy} onClick={() => void run()}>
      {w('staff.unlock')}
    </Button>
  );
}

type SaveProps = {
  title: string;
  onClose: () => void;
  write: { busy: boolean; error: Parameters<typeof Trouble>[0]['error'] };
  save: () => void;
  children: ReactNode;
};

/** Something of an officer changed and saved. */
function SaveDialog({ title, onClose, write, save, children }: SaveProps) {
  const go = (
    <Button busy={write.busy} onClick={save}>
      {w('staff.save')}
    </Button>
  );
  return (
    <Dialog title={title} onClose={onClose} acts={go}>
      <Trouble error={write.error} />
      {children}
    </Dialog>
  );
}

function Move({ row, onClose }: DialogProps) {
  const [unit, setUnit] = useState(row.unit);
  const units = useRead('identity.units', {});
  const write = useWrite('identity.edit-staff');
  const refresh = useRefresh();
  const save = async () => {
    if ((await write.run({ id: row.account, unit })) === null) return;
    announce(w('staff.edited'));
    await refresh('identity.staff');
    onClose();
  };
  return (
    <SaveDialog title={w('staff.editTitle', row)} onClose={onClose} write={write} save={() => void save()}>
      <Select
        id="move-unit"
        label={w('staff.unit')}
        options={(units.data?.units ?? []).map((one) => ({ value: one.id, label: say(one.name) }))}
        value={unit}
        onChange={setUnit}
      />
    </SaveDialog>
  );
}

function Roles({ row, onClose }: DialogProps) {
  const [roles, setRoles] = useState<string[]>(row.roles);
  const write = useWrite('identity.assign-roles');
  const refresh = useRefresh();
  const save = async () => {
    if ((await write.run({ id: row.account, roles: roles as StaffRow['roles'] })) === null) return;
    announce(w('staff.rolesDone'));
    await refresh('identity.staff');
    onClose();
  };
  return (
    <SaveDialog title={w('staff.rolesTitle', row)} onClose={onClose} write={write} save={() => void save()}>
      <CheckGroup
        id="roles"
        label={w('staff.roles')}
        hint={w('staff.rolesHint')}
        options={staffRoles.map((role) => ({ value: role, label: say(roleNames[role]) }))}
        value={roles}
        onChange={setRoles}
      />
    </SaveDialog>
  );
}

function MakeLink({ row, onClose }: DialogProps) {
  const [made, setMade] = useState<{ url: string; until: string } | null>(null);
  const write = useWrite('identity.make-link');
  const make = async () => setMade(await write.run({ id: row.account }));
  return (
    <Dialog
      title={w('staff.linkTitle', row)}
      onClose={onClose}
      acts={
        made === null && (
          <Button busy={write.busy} onClick={() => void make()}>
            {w('staff.linkGo')}
          </Button>
        )
      }
    >
      <p>{w('staff.linkBody')}</p>
      <Trouble error={write.error} />
      {made && (
        <Notice tone="ok" title={w('staff.linkUntil', { at: moment(made.until) })}>
          <p>
            <code className="secret">{made.url}</code>
          </p>
        </Notice>
      )}
    </Dialog>
  );
}
