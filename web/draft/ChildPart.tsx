/** For which child: those of the register of guardians, chosen and not typed. */
import { useState } from 'react';
import { call, newKey } from '../client.ts';
import { longDate } from '../texts/format.ts';
import { t } from '../texts/index.ts';
import { Notice, Trouble } from '../ui/boxes.tsx';
import { RadioGroup } from '../ui/choices.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { useDraftNow } from './useDraft.ts';

/** Nothing where the item is for no child. */
export function ChildPart({ keeper }: StepProps) {
  const { draft } = useDraftNow(keeper);
  const [error, setError] = useState<unknown>(null);
  if (draft.children === null) return null;
  if (draft.children.length === 0) {
    return (
      <Notice tone="warn">
        <p>{t('child.none')}</p>
      </Notice>
    );
  }
  const choose = async (child: string) => {
    setError(null);
    try {
      await keeper.aside(() => call('cases.choose-child', { id: draft.id, child }, { key: newKey() }));
    } catch (wrong) {
      setError(wrong);
    }
  };
  return (
    <>
      <RadioGroup
        id="child"
        label={t('child.title')}
        hint={t('child.source')}
        options={draft.children.map((one) => ({
          value: one.key,
          label: t('child.one', { name: one.name, birth: longDate(one.birth) }),
        }))}
        value={draft.children.find((one) => one.chosen)?.key ?? null}
        onChange={(key) => void choose(key)}
      />
      <Trouble error={error} />
    </>
  );
}
