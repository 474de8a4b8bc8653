/** One field of the form with where its value comes from, what is wrong, and how to mend it. */
import { useState } from 'react';
import type { Fact, FormField } from '../contract.ts';
import { FieldControlOf } from '../fields/Control.tsx';
import { clean } from '../fields/clean.ts';
import { t } from '../texts/index.ts';
import type { StepProps } from './DraftEditor.tsx';
import { Findings } from './Findings.tsx';
import type { Lacks } from './steps.tsx';
import { useDraftNow } from './useDraft.ts';

/** Problems are shown when the person leaves the field, not while he types. */
export function DraftField(props: StepProps & { field: FormField; lacks: Lacks }) {
  const { keeper, field, lacks } = props;
  const { draft, local } = useDraftNow(keeper);
  const { address, definition } = field;
  const [left, setLeft] = useState(true);
  const typed = keeper.typedAt(address);
  const cleaned = clean(typed, definition);
  const wrong = left && 'problem' in cleaned ? cleaned.problem : undefined;
  const lacking = 'empty' in cleaned ? lacks.problemAt(address) : undefined;
  const touched = Object.hasOwn(local, address);
  return (
    <div className="draft-field">
      <FieldControlOf
        id={address}
        field={definition}
        typed={typed}
        optional={!field.required}
        problem={wrong ?? lacking}
        onTyped={(next) => {
          setLeft(false);
          keeper.type(address, next);
        }}
        onLeave={() => {
          setLeft(true);
          keeper.leave(address);
        }}
        note={touched ? undefined : <From fact={draft.facts[address]} />}
      />
      <Findings {...props} on={address} />
    </div>
  );
}

/** Says where a prefilled value comes from; what the person stated himself needs no mark. */
function From({ fact }: { fact: Fact | undefined }) {
  if (fact === undefined || fact.grade === 'D') return null;
  if (fact.source === 'identity') return <p className="from">{t('apply.from.identity')}</p>;
  return <p className="from">{t(`apply.from.${fact.grade}`)}</p>;
}
