/** What has to be written for an act, if anything. */
import type { CaseView } from '../../contract.ts';
import { TextArea, TextInput } from '../../ui/inputs.tsx';
import { w } from '../words.ts';
import { BesideFields } from './BesideFields.tsx';
import { opinionOf, type ActId } from './choices.ts';
import { DeliverFields, PostFields } from './DeliverFields.tsx';
import { PointsField } from './PointsField.tsx';
import { reasonOf, type Values } from './read.ts';

export type FieldsProps = {
  id: ActId;
  view: CaseView;
  values: Values;
  problem: (at: string) => string | undefined;
  change: (part: Partial<Values>) => void;
};

/** The words each act wants; most want none. */
export function ActFields(props: FieldsProps) {
  const { id, values, change } = props;
  return (
    <div className="fields">
      {id === 'ask-supplement' && <PointsField {...props} />}
      <BesideFields id={id} {...besideOf(props)} />
      {reasonOf[id] && <ReasonField {...props} />}
      {id === 'not-accept' && (
        <TextInput
          id="goTo"
          label={w('form.goTo')}
          hint={w('form.goToHint')}
          optional
          value={values.goTo}
          maxLength={200}
          onChange={(goTo) => change({ goTo })}
        />
      )}
      {id === 'review' && (
        <TextArea
          id="opinion"
          label={w('form.opinion')}
          hint={w('form.opinionHint')}
          optional
          rows={3}
          value={values.opinion}
          onChange={(opinion) => change({ opinion })}
        />
      )}
      {id === 'deliver' && <DeliverFields {...delivering(props)} />}
      {id === 'post' && <PostFields {...delivering(props)} />}
    </div>
  );
}

/** The same for what goes on beside the course. */
function besideOf({ view, values, problem, change }: FieldsProps) {
  return {
    view, problem, values: values.beside,
    change: (part: Partial<Values['beside']>) => change({ beside: { ...values.beside, ...part } }),
  };
}

/** The same for handing over and posting, whose values stand together. */
function delivering({ view, values, problem, change }: FieldsProps) {
  return {
    view, problem, values: values.delivery,
    change: (part: Partial<Values['delivery']>) => change({ delivery: { ...values.delivery, ...part } }),
  };
}

/** For colleagues, under what will happen. */
export function NoteField({ values, change }: Pick<FieldsProps, 'values' | 'change'>) {
  return (
    <TextInput
      id="note"
      label={w('form.note')}
      hint={w('form.noteHint')}
      optional
      maxLength={2000}
      value={values.note}
      onChange={(note) => change({ note })}
    />
  );
}

function ReasonField({ id, view, values, problem, change }: FieldsProps) {
  const taken = id === 'refuse' && opinionOf(view) === 'refuse';
  const seen = w(reasonOf[id] === 'seen' ? 'form.reasonSeen' : 'form.reasonInside');
  return (
    <TextArea
      id="reason"
      label={w('form.reason')}
      hint={taken ? `${seen}${w('form.reasonProposed')}` : seen}
      rows={4}
      value={values.reason}
      onChange={(reason) => change({ reason })}
      problem={problem('reason')}
    />
  );
}
