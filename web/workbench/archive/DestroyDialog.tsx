/** One of two persons: proposing a destruction, approving it, or having it come to nothing. */
import { useState } from 'react';
import { useRefresh, useWrite } from '../../queries.ts';
import { say } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { Zh } from '../../ui/Zh.tsx';
import { problemsBy } from '../queue/problems.ts';
import { w } from '../words.ts';
import type { Archived } from './ArchivePage.tsx';

export type Deed = 'propose' | 'approve' | 'decline' | 'takeBack';

/** Says what goes and what stays before anything is done. */
export function DestroyDialog({ row, deed, onClose }: { row: Archived; deed: Deed; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const propose = useWrite('cases.propose-destruction');
  const approve = useWrite('cases.approve-destruction');
  const decline = useWrite('cases.decline-destruction');
  const refresh = useRefresh();
  const { id } = row;
  const write = deed === 'propose' ? propose : deed === 'approve' ? approve : decline;
  const problems = problemsBy(write.error);
  const send = async () => {
    const done = deed === 'approve'
      ? await approve.run({ id })
      : deed === 'propose' ? await propose.run({ id, reason }) : await decline.run({ id, reason });
    if (done === null) return;
    announce(w(`archive.done.${deed}`, { number: row.number }));
    onClose();
    await refresh('cases.archived');
  };
  return (
    <Dialog
      title={w(`archive.ask.${deed}`)} onClose={onClose}
      acts={
        <Button kind={deed === 'approve' ? 'danger' : 'main'} busy={write.busy} onClick={() => void send()}>
          {w(`archive.go.${deed}`)}
        </Button>
      }
    >
      <div className="stack">
        <p className="details">{row.number} · {say(row.itemName)}</p>
        {(deed === 'propose' || deed === 'approve') && (
          <Notice tone="warn">
            <p>{w('archive.goes')}</p>
            <p>{w('archive.stays')}</p>
          </Notice>
        )}
        {deed === 'approve' && row.proposed && (
          <p>{w('archive.reasonGiven')} <Zh as="typed">{row.proposed.reason}</Zh></p>
        )}
        {deed !== 'approve' && (
          <TextArea
            id="reason" label={w('archive.reason')} rows={3} value={reason} onChange={setReason} maxLength={2000}
            problem={problems['reason']}
          />
        )}
        {!problems['reason'] && <Trouble error={write.error} />}
      </div>
    </Dialog>
  );
}
