import { useState } from 'react';
import type { CaseView } from '../../contract.ts';
import { useRefresh, useWrite } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';

/** Taking an application back, after being asked; and its receipt, to print once more. */
export function Withdraw({ one }: { one: CaseView }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const write = useWrite('cases.withdraw');
  const refresh = useRefresh();
  const action = one.actions.find((other) => other.action === 'withdraw');
  const withdraw = async () => {
    const input = { id: one.id, seen: one.seq, ...(reason.trim() ? { reason: reason.trim() } : {}) };
    if ((await write.run(input)) === null) return;
    setOpen(false);
    announce(t('case.withdrawn'));
    await refresh('cases.case', 'cases.mine');
  };
  return (
    <div className="acts no-print">
      <LinkButton to="receipt" params={{ case: one.id }} kind="text">
        {t('case.printReceipt')}
      </LinkButton>
      {action?.allowed && (
        <Button kind="text" onClick={() => setOpen(true)}>
          {t('case.withdraw')}
        </Button>
      )}
      {open && (
        <Dialog
          title={t('case.withdrawTitle')}
          onClose={() => setOpen(false)}
          acts={
            <Button kind="danger" busy={write.busy} onClick={() => void withdraw()}>
              {t('case.withdraw')}
            </Button>
          }
        >
          <div className="stack">
            <Trouble error={write.error} />
            <p>{t('case.withdrawBody')}</p>
            <TextArea
              id="reason"
              label={t('case.withdrawReason')}
              optional
              maxLength={500}
              value={reason}
              onChange={setReason}
            />
          </div>
        </Dialog>
      )}
    </div>
  );
}
