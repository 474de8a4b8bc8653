/** Correcting one thing that is held: at once what one stated oneself, otherwise by a unit. */
import { useState } from 'react';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { say, t } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select, TextArea, TextInput } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import type { Held } from './MyData.tsx';

/** The button with its dialog. */
export function Correct({ row }: { row: Held }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="text" onClick={() => setOpen(true)}>
        {t('data.correct')}
        <span className="only-heard"> {say(row.name)}</span>
      </Button>
      {open && <Asking row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

function Asking({ row, onClose }: { row: Held; onClose: () => void }) {
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const [unit, setUnit] = useState('');
  const units = useRead('identity.units', {}, { when: !row.own });
  const write = useWrite('facts.correct');
  const refresh = useRefresh();
  const faults = fieldProblems(write.error);
  const problem = (at: string) => faults.find((fault) => fault.at === at)?.message;
  const submit = async () => {
    const done = await write.run({
      group: row.group,
      field: row.field,
      value,
      ...(row.own ? {} : { reason, unit }),
    });
    if (!done) return;
    announce(t(done.done ? 'data.corrected' : 'data.correctAsked'));
    await refresh('facts.my-data');
    onClose();
  };
  return (
    <Dialog
      title={t('data.correctTitle', { name: say(row.name) })}
      onClose={onClose}
      acts={
        <Button busy={write.busy} onClick={() => void submit()}>
          {t('data.correctGo')}
        </Button>
      }
    >
      <div className="stack">
        <p>{t(row.own ? 'data.correctAtOnce' : 'data.correctByUnit')}</p>
        {faults.length === 0 && <Trouble error={write.error} />}
        <TextInput
          id="correct-value"
          label={t('data.correctValue')}
          autoComplete="off"
          maxLength={500}
          value={value}
          onChange={setValue}
          problem={problem('value')}
        />
        {!row.own && (
          <>
            <TextArea
              id="correct-reason"
              label={t('data.correctReason')}
              maxLength={500}
              value={reason}
              onChange={setReason}
              problem={problem('reason')}
            />
            <Select
              id="correct-unit"
              label={t('data.correctUnit')}
              options={(units.data?.units ?? []).map((one) => ({
                value: one.id,
                label: say(one.name),
              }))}
              value={unit}
              onChange={setUnit}
              problem={problem('unit')}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}
