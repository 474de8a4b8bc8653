/** One section of the form: its fields, and the rows of those who are many. */
import { useState } from 'react';
import type { FormField, FormSection } from '../contract.ts';
import { say, t } from '../texts/index.ts';
import { Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { announce } from '../ui/says.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { ChildPart } from './ChildPart.tsx';
import { DraftField } from './DraftField.tsx';
import { Findings } from './Findings.tsx';
import { SlotPicker } from './SlotPicker.tsx';
import { LackList, StepButtons, useLacks, type Lacks } from './steps.tsx';
import { useDraftNow } from './useDraft.ts';

type Many = FormSection['many'][number];

/** Fields whose need depends on what is not known yet are not shown until it is. */
export function SectionStep(props: StepProps & { section: FormSection }) {
  const { section } = props;
  const lacks = useLacks(props);
  const { draft } = useDraftNow(props.keeper);
  const slots = draft.slots ? [draft.slots.date, draft.slots.session] : [];
  const booked = section.fields.some((one) => slots.includes(one.address));
  const ofChild = draft.children !== null && section.fields.some((one) => one.address === 'child.name');
  const single = section.fields
    .filter((one) => one.index === undefined && shown(one) && !slots.includes(one.address));
  return (
    <div className="stack-5">
      <h2>{say(section.name)}</h2>
      <LackList lacks={lacks} />
      <div className="fields">
        {ofChild && <ChildPart {...props} />}
        {booked && <SlotPicker {...props} lacks={lacks} />}
        {single.map((field) => (
          <DraftField key={field.address} {...props} field={field} lacks={lacks} />
        ))}
      </div>
      {section.many.map((many) => (
        <Members key={many.address} {...props} many={many} lacks={lacks} />
      ))}
      <StepButtons {...props} lacks={lacks} />
    </div>
  );
}

function shown(field: FormField): boolean {
  return field.shown === 'yes' && !field.address.includes('[]');
}

type MembersProps = StepProps & { section: FormSection; many: Many; lacks: Lacks };

/** A party that is many: one frame for each, with adding and taking away. */
function Members(props: MembersProps) {
  const { keeper, section, many, lacks } = props;
  useDraftNow(keeper);
  const count = many.count ?? 0;
  const party = say(many.name);
  const problem = lacks.problemAt(many.address);
  const [going, setGoing] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const add = () => {
    if (going === null) void keeper.change({ [many.address]: String(count + 1) });
  };
  const remove = async (index: number) => {
    if (going !== null) return;
    setGoing(index);
    setError(null);
    try {
      const done = await keeper.removeMember({ party: many.address, index });
      if (done) announce(t('apply.memberRemoved', { n: index + 1 }));
    } catch (wrong) {
      setError(wrong);
    }
    setGoing(null);
  };
  return (
    <fieldset id={many.address} className={problem ? 'field bad stack' : 'stack'} tabIndex={-1}>
      <legend className="only-heard">{party}</legend>
      {problem && <p className="problem">{problem}</p>}
      {count === 0 && <p className="muted">{t('apply.memberNone', { party })}</p>}
      {Array.from({ length: count }, (_, i) => (
        <fieldset key={i} className="member">
          <legend>{t('apply.member', { n: i + 1, party })}</legend>
          <div className="fields">
            {section.fields
              .filter((one) => one.address.startsWith(`${many.address}[${i}]`) && shown(one))
              .map((field) => (
                <DraftField key={field.address} {...props} field={field} lacks={lacks} />
              ))}
          </div>
          <p className="after">
            <Button kind="text" busy={going === i} onClick={() => void remove(i)}>
              {t('apply.memberRemove', { n: i + 1 })}
            </Button>
          </p>
        </fieldset>
      ))}
      <Trouble error={error} />
      <Findings {...props} on={`${many.address}[]`} />
      <p>
        <Button kind="quiet" onClick={add}>
          {t('apply.memberAdd', { party })}
        </Button>
      </p>
    </fieldset>
  );
}
