/** The system administrator makes an account: who, and in which unit. No role, no password. */
import { useState } from 'react';
import { judge } from '../../fields/judge.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { say } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { w } from '../words.ts';

/** The button with its dialog. */
export function AddStaff() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{w('staff.add')}</Button>
      {open && <AddDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const blank = { name: '', login: '', idNumber: '', unit: '' };

function AddDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState(blank);
  const [faults, setFaults] = useState<{ at: string; message: string }[]>([]);
  const units = useRead('identity.units', {});
  const write = useWrite('identity.create-staff');
  const refresh = useRefresh();
  const all = [...faults, ...fieldProblems(write.error)];
  const box = (at: keyof typeof blank) => ({
    id: `add-${at}`,
    autoComplete: 'off',
    value: typed[at],
    onChange: (value: string) => setTyped((before) => ({ ...before, [at]: value })),
    problem: all.find((fault) => fault.at === at)?.message,
  });
  const add = async () => {
    const name = judge(typed.name, 'name', { name: w('staff.name') });
    const idNumber = judge(typed.idNumber, 'id-number', { name: w('staff.idNumber') });
    const found = [];
    if ('problem' in name) found.push({ at: 'name', message: name.problem });
    if ('problem' in idNumber) found.push({ at: 'idNumber', message: idNumber.problem });
    if (typed.unit === '') found.push({ at: 'unit', message: w('staff.unitEmpty') });
    setFaults(found);
    write.clear();
    if ('problem' in name || 'problem' in idNumber || found.length > 0) return;
    const made = await write.run({ ...typed, name: name.value, idNumber: idNumber.value });
    if (!made) return;
    announce(w('staff.added'));
    await refresh('identity.staff');
    onClose();
  };
  return (
    <Dialog
      title={w('staff.addTitle')}
      onClose={onClose}
      acts={
        <Button busy={write.busy} onClick={() => void add()}>
          {w('staff.add')}
        </Button>
      }
    >
      <div className="stack">
        <p>{w('staff.addBody')}</p>
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        <TextInput label={w('staff.name')} {...box('name')} />
        <TextInput
          label={w('staff.login')}
          spellCheck={false}
          autoCapitalize="off"
          {...box('login')}
        />
        <TextInput label={w('staff.idNumber')} hint={w('staff.idHint')} {...box('idNumber')} />
        <Select
          label={w('staff.unit')}
          options={(units.data?.units ?? []).map((one) => ({
            value: one.id,
            label: say(one.name),
          }))}
          {...box('unit')}
        />
      </div>
    </Dialog>
  );
}
