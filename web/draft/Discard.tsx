import { useState } from 'react';
import { forgetUnsaved } from '../device.ts';
import { useRefresh, useWrite } from '../queries.ts';
import { t } from '../texts/index.ts';
import { Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { announce } from '../ui/says.tsx';

/** Throwing a draft away, after being asked. */
export function Discard({ id, onDiscarded }: { id: string; onDiscarded: () => void }) {
  const [open, setOpen] = useState(false);
  const write = useWrite('cases.discard');
  const refresh = useRefresh();
  const discard = async () => {
    if ((await write.run({ id })) === null) return;
    forgetUnsaved(id);
    await refresh('cases.drafts');
    announce(t('apply.discarded'));
    onDiscarded();
  };
  return (
    <>
      <Button kind="text" onClick={() => setOpen(true)}>
        {t('apply.discard')}
      </Button>
      {open && (
        <Dialog
          title={t('apply.discardTitle')}
          onClose={() => setOpen(false)}
          acts={
            <Button kind="danger" busy={write.busy} onClick={() => void discard()}>
              {t('apply.discardGo')}
            </Button>
          }
        >
          <Trouble error={write.error} />
          <p>{t('apply.discardBody')}</p>
        </Dialog>
      )}
    </>
  );
}
