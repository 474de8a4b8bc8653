/** One field of the form with where its value comes from, what is wrong, and how to mend it. */
import { useState } from 'react';
import type { Fact, FormField } from '../contract.ts';
import { FieldControlOf } from '../fields/Control.tsx';
import { clean } from '../fields/clean.ts';
import type { Cleaned } from '../fields/model.ts';
import { say } from '../texts/index.ts';
import type { StepProps } from './DraftEditor.tsx';
import { Findings } from './Findings.tsx';
import { fixedWords, fromWords } from './from.ts';
import type { DraftKeeper } from './keeper.ts';
import { definitionsOf } from './places.ts';
import type { Lacks } from './steps.tsx';
import { useDraftNow } from './useDraft.ts';
import { Value } from '../fields/Value.tsx';

/** Problems are shown when the person leaves the field, not while he types. */
export function DraftField(props: StepProps & { field: FormField; lacks: Lacks }) {
  const { keeper, field, lacks, sources } = props;
  const { draft, local } = useDraftNow(keeper);
  const { address, definition } = field;
  const [left, setLeft] = useState(true);
  const typed = keeper.typedAt(address);
  const cleaned = clean(typed, definition);
  const wrong = left && 'problem' in cleaned ? cleaned.problem : undefined;
  const lacking = 'empty' in cleaned ? lacks.problemAt(address) : undefined;
  const touched = Object.hasOwn(local, address);
  if (draft.fixed.includes(address)) {
    const fact = draft.facts[address];
    return <Fixed field={field} fact={fact} words={fixedWords(fact, { channel: draft.channel, sources })} />;
  }
  const from = touched ? null : fromWords(draft.facts[address], { channel: draft.channel, sources });
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
          fillBirthDate(keeper, field, cleaned);
        }}
        note={from === null ? undefined : <p className="from">{from}</p>}
      />
      <Findings {...props} on={address} />
    </div>
  );
}

/** An identity number tells the birth date (GB 11643): filled in beside it where none stands yet. */
function fillBirthDate(keeper: DraftKeeper, field: FormField, cleaned: Cleaned): void {
  if (field.definition.type !== 'id-number' || !('value' in cleaned)) return;
  const beside = field.address.replace(/[^.]+$/, 'birth-date');
  const definition = definitionsOf(keeper.snapshot().draft).get(beside);
  if (definition?.type !== 'date' || keeper.typedAt(beside) !== '') return;
  const digits = String(cleaned.value).slice(6, 14);
  void keeper.change({
    [beside]: `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`,
  });
}

type FixedProps = { field: FormField; fact: Fact | undefined; words: string };

/** Who one is was proved when registering: shown, not asked again. */
function Fixed({ field, fact, words }: FixedProps) {
  return (
    <div id={field.address} tabIndex={-1} className="field fixed">
      <p className="label">{say(field.definition.name)}</p>
      <p className="value">{fact?.state === 'known' && <Value of={fact.value} field={field.definition} />}</p>
      <p className="from">{words}</p>
    </div>
  );
}
