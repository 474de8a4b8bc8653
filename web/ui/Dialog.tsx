/** A question that has to be answered before going on: the browser's own dialog. */
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { t } from '../texts/index.ts';
import { Button } from './Button.tsx';

/**
 * Open while mounted. Escape and the close button call `onClose`; whoever opened it has the focus
 * again afterwards.
 */
export function Dialog({
  title, onClose, children, acts,
}: { title: ReactNode; onClose: () => void; children: ReactNode; acts?: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A layout effect ends while the dialog still stands in the page: only then can it give focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    if (element !== null && !element.open) element.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="inside stack">
        <h2 id={id}>{title}</h2>
        <div>{children}</div>
        <div className="acts">
          {acts}
          <Button kind="quiet" onClick={onClose}>
            {acts ? t('kit.cancel') : t('kit.close')}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
