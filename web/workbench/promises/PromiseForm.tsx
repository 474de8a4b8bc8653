/** Checking a promise, deciding on one that was untrue, or writing down that it was put right. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { fieldProblems } from '../../problem.ts';
import { useRefresh, useWrite } from '../../queries.ts';
import { say, t } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea, TextInput } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { w } from '../words.ts';

export type PromiseAct = 'check' | 'decide' | 'repair';
type Row = Output<'cases.promises'>['rows'][number];
type Props = { row: Row; act: PromiseAct; onClose: () => void };

/** One dialog for the three. */
export function PromiseForm({ row, act, onClose }: Props) {
  const [outcome, setOutcome] = useState('');
  const [words, setWords] = useState('');
  const [days, setDays] = useState('10');
  const check = useWrite('cases.check-promise');
  const decide = useWrite('cases.decide-breach');
  const repair = useWrite('cases.repair-promise');
  const refresh = useRefresh();
  const write = { check, decide, repair }[act];
  const send = async () => {
    const { id } = row;
    const done = act === 'check'
      ? await check.run({ id, outcome: outcome as 'kept', found: words })
      : act === 'decide'
        ? await decide.run({
          id, outcome: outcome as 'mend', reason: words, ...(outcome === 'mend' ? { days: Number(days) } : {}),
        })
        : await repair.run({ id, reason: words });
    if (done === null) return;
    announce(w('promises.done'));
    onClose();
    await refresh('cases.promises', 'cases.case');
  };
  const problem = (at: string) => fieldProblems(write.error).find((one) => one.at === at)?.message;
  const told = act === 'check' ? 'found' : 'reason';
  return (
    <Dialog
      title={`${w(`promises.${act}`)}${t('list.colon')}${say(row.name)}`} onClose={onClose}
      acts={
        <>
          <Button kind={outcome === 'revoke' ? 'danger' : 'main'} busy={write.busy} onClick={() => void send()}>
            {w(`promises.${act}`)}
          </Button>
          <Button kind="quiet" onClick={onClose}>{w('promises.leave')}</Button>
        </>
      }
    >
      <div className="stack">
        <p>{row.words}</p>
        {row.found && <p>{w('promise.found', { text: row.found, name: row.checkedBy ?? '' })}</p>}
        <Outcome act={act} value={outcome} onChange={setOutcome} problem={problem('outcome')} />
        {outcome === 'mend' && (
          <TextInput
            id="days" label={w('promises.mendDays')} inputMode="numeric" value={days} onChange={setDays} maxLength={2}
            problem={problem('days')}
          />
        )}
        <TextArea
          id={told} rows={4} value={words} onChange={setWords} problem={problem(told)}
          label={w(act === 'check' ? 'promises.foundAs' : 'promises.reason')}
          hint={act === 'check' ? w('promises.foundHint') : undefined}
        />
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      </div>
    </Dialog>
  );
}

type OutcomeProps = { act: PromiseAct; value: string; onChange: (next: string) => void; problem: string | undefined };

function Outcome({ act, ...rest }: OutcomeProps) {
  if (act === 'repair') return null;
  const options = act === 'check'
    ? [{ value: 'kept', label: w('promises.kept') }, { value: 'untrue', label: w('promises.untrue') }]
    : [{ value: 'mend', label: w('promises.mend'), hint: w('promises.mendHint') },
      { value: 'revoke', label: w('promises.revoke'), hint: w('promises.revokeHint') }];
  const label = w(act === 'check' ? 'promises.outcome' : 'promises.decide');
  return <RadioGroup id="outcome" label={label} options={options} {...rest} />;
}
