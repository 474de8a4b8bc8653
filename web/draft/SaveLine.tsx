import { moment } from '../texts/format.ts';
import { t } from '../texts/index.ts';
import type { DraftKeeper } from './keeper.ts';
import { useDraftNow } from './useDraft.ts';

/** Says that everything is kept, or that it is being kept, or that it is not yet. */
export function SaveLine({ keeper }: { keeper: DraftKeeper }) {
  const { status, draft } = useDraftNow(keeper);
  const words = {
    saved: t('apply.saved', { at: moment(draft.updated) }),
    waiting: t('apply.saving'),
    saving: t('apply.saving'),
    trouble: t('apply.unsaved'),
  };
  return (
    <p className="small" aria-live="polite" data-saved={status === 'saved'}>
      {words[status]}
    </p>
  );
}
