/** Publishing or withdrawing an item: from when, until when, on which order, why. */
import { useState, type FormEvent } from 'react';
import type { Output } from '../../endpoints.ts';
import { fieldProblems } from '../../problem.ts';
import { useRefresh, useWrite } from '../../queries.ts';
import { moment } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Notice, Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { w } from '../words.ts';

export type History = Output<'catalogue.history'>;

/** What a box for date and time gives, as a moment of Shanghai. */
function inShanghai(typed: string): string | undefined {
  return typed === '' ? undefined : `${typed}:00+08:00`;
}

type BoxProps = {
  id: string; label: string; hint: string; value: string; onChange: (value: string) => void;
  problem: string | undefined; optional?: boolean;
};

function MomentBox(props: BoxProps) {
  return <TextInput {...props} type="datetime-local" autoComplete="off" />;
}

/** The version that waits, or the last one once more. */
export function PublishForm({ item, onDone }: { item: History; onDone: (words: string) => void }) {
  const publish = useWrite('catalogue.publish');
  const refresh = useRefresh();
  const [at, setAt] = useState('');
  const [until, setUntil] = useState('');
  const [basis, setBasis] = useState('');
  const [reason, setReason] = useState('');
  const problems = fieldProblems(publish.error);
  const problem = (name: string) => problems.find((one) => one.at === name)?.message;
  const again = item.draft === null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await publish.run({
      id: item.id, reason, ...(basis.trim() === '' ? {} : { basis }),
      ...(at === '' ? {} : { at: inShanghai(at) }), ...(until === '' ? {} : { until: inShanghai(until) }),
    });
    if (done === null) return;
    await refresh('catalogue.shelf', 'catalogue.history');
    onDone(w('items.published', { from: moment(done.from) }));
  };
  const needed = item.emergency;
  return (
    <Panel title={w(again ? 'items.publishAgain' : 'items.publish')}>
      <form className="inside stack-5" noValidate onSubmit={(event) => void submit(event)}>
        <p className="muted">{w(again ? 'items.publishAgainHint' : 'items.publishHint')}</p>
        {needed && (
          <Notice>
            <p>{w('items.emergencyHint')}</p>
          </Notice>
        )}
        <Trouble error={publish.error} />
        <TextInput
          id="publish-reason" label={w('items.reason')} hint={w('items.reasonPublish')}
          value={reason} onChange={setReason} problem={problem('reason')} maxLength={200}
        />
        <TextInput
          id="publish-basis" label={w('items.basis')} hint={w('items.basisHint')} optional={!needed}
          value={basis} onChange={setBasis} problem={problem('basis')} maxLength={200}
        />
        <MomentBox
          id="publish-at" label={w('items.at')} hint={w('items.atHint')} optional
          value={at} onChange={setAt} problem={problem('at')}
        />
        <MomentBox
          id="publish-until" label={w('items.until')} hint={w('items.untilHint')} optional={!needed}
          value={until} onChange={setUntil} problem={problem('until')}
        />
        <Button type="submit" busy={publish.busy}>
          {w('items.doPublish')}
        </Button>
      </form>
    </Panel>
  );
}

/** Asks once more before it is done: the public feels it at once. */
export function WithdrawForm({ item, onDone }: { item: History; onDone: (words: string) => void }) {
  const withdraw = useWrite('catalogue.withdraw');
  const refresh = useRefresh();
  const [at, setAt] = useState('');
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const problems = fieldProblems(withdraw.error);
  const problem = (name: string) => problems.find((one) => one.at === name)?.message;
  const planned = item.state === 'planned';
  const run = async () => {
    setAsking(false);
    const done = await withdraw.run({ id: item.id, reason, ...(at === '' ? {} : { at: inShanghai(at) }) });
    if (done === null) return;
    await refresh('catalogue.shelf', 'catalogue.history');
    onDone(w('items.withdrawn', { from: moment(done.from) }));
  };
  return (
    <Panel title={w(planned ? 'items.callOff' : 'items.withdraw')}>
      <form
        className="inside stack-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        <Trouble error={withdraw.error} />
        <TextInput
          id="withdraw-reason" label={w('items.reason')} hint={w('items.reasonWithdraw')}
          value={reason} onChange={setReason} problem={problem('reason')} maxLength={200}
        />
        {!planned && (
          <MomentBox
            id="withdraw-at" label={w('items.at')} hint={w('items.atHint')} optional
            value={at} onChange={setAt} problem={problem('at')}
          />
        )}
        <Button type="submit" kind="danger" busy={withdraw.busy}>
          {w('items.doWithdraw')}
        </Button>
      </form>
      {asking && (
        <Dialog
          title={w('items.sure', { name: say(item.name) })}
          onClose={() => setAsking(false)}
          acts={
            <Button kind="danger" onClick={() => void run()}>
              {w('items.withdraw')}
            </Button>
          }
        >
          <p>{w('items.sureBody')}</p>
        </Dialog>
      )}
    </Panel>
  );
}
