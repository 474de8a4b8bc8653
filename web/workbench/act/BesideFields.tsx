/** Forms of procedures, refusals, endings, questions and opinions. */
import type { CaseView } from '../../contract.ts';
import { duration } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { CheckGroup, Checkbox, RadioGroup } from '../../ui/choices.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { FieldGroup } from '../../ui/Field.tsx';
import { Select, TextArea, TextInput } from '../../ui/inputs.tsx';
import { w } from '../words.ts';
import { grounds, openStop, wantedOf, type BesideValues, type FindingValue } from './beside.ts';
import type { ActId } from './choices.ts';

type Props = {
  view: CaseView;
  values: BesideValues;
  problem: (at: string) => string | undefined;
  change: (part: Partial<BesideValues>) => void;
};

/** What this act wants besides a reason; nothing for most. */
export function BesideFields({ id, ...props }: Props & { id: ActId }) {
  if (id === 'start-procedure') return <StartFields {...props} />;
  if (id === 'end-procedure') return <EndFields {...props} />;
  if (id === 'propose-refusal') return <CitesField {...props} />;
  if (id === 'terminate') return <GroundField {...props} />;
  if (id === 'ask-question') return <QuestionField {...props} hint={w('beside.questionHint')} />;
  if (id === 'answer-question') return <AnswerField {...props} />;
  if (id === 'ask-opinion') return <OpinionFields {...props} />;
  return null;
}

function StartFields({ view, values, problem, change }: Props) {
  const wanted = wantedOf(values, view);
  const options = view.procedures.map(({ id, name, staff }) => {
    const takes = view.description.specialProcedures.find((one) => one.id === id)?.takes;
    const time = takes ? duration(takes) : '';
    const hint = staff > 0 ? w('form.takes', { time, n: staff }) : w('form.takesNone', { time });
    return { value: id, label: say(name), hint };
  });
  const people = view.colleagues.map(({ account, name, unit }) => ({
    value: account, label: name, hint: say(unit), kept: 'name' as const,
  }));
  return (
    <>
      <RadioGroup
        id="procedure" label={w('form.procedure')} options={options} value={values.procedure}
        onChange={(procedure) => change({ procedure })} problem={problem('procedure')}
      />
      {wanted && (
        <CheckGroup
          id="staff" label={w('beside.staff')} hint={w('beside.staffHint', { n: wanted.staff })} inLine
          options={people} value={values.staff} onChange={(staff) => change({ staff })} problem={problem('staff')}
        />
      )}
      {wanted?.kind === 'hearing' && <HearingFields {...{ view, values, problem, change }} />}
    </>
  );
}

function HearingFields({ view, values, problem, change }: Props) {
  return (
    <>
      <DateInput
        id="heldOn" label={w('beside.heldOn')} hint={w('beside.heldOnHint')} value={values.heldOn}
        onChange={(heldOn) => change({ heldOn })} problem={problem('heldOn')}
      />
      <TextInput
        id="heldTime" label={w('beside.heldTime')} hint="14:30" value={values.heldTime} maxLength={5}
        onChange={(heldTime) => change({ heldTime })} problem={problem('heldTime')}
      />
      <TextInput
        id="place" label={w('beside.place')} value={values.place} maxLength={200}
        onChange={(place) => change({ place })} problem={problem('place')}
      />
      <Select
        id="presider" label={w('beside.presider')} hint={w('beside.presiderHint')} value={values.presider}
        options={view.colleagues.map(({ account, name }) => ({ value: account, label: name, kept: 'name' as const }))}
        onChange={(presider) => change({ presider })} problem={problem('presider')}
      />
    </>
  );
}

function EndFields({ view, values, problem, change }: Props) {
  const kind = openStop(view)?.kind;
  return (
    <>
      <TextArea
        id="result" label={w('form.result')} hint={w('form.reasonSeen')} rows={3} value={values.result}
        onChange={(result) => change({ result })} problem={problem('result')}
      />
      {kind === 'inspection' && view.citable.length > 0 && (
        <FieldGroup
          id="findings" label={w('beside.findings')} hint={w('beside.findingsHint')} problem={problem('findings')}
        >
          <div className="points">
            {view.citable.map(({ id, name }) => (
              <FindingRow
                key={id} id={id} name={say(name)} value={values.findings[id] ?? { holds: '', words: '' }}
                problem={problem(`words-${id}`)}
                onChange={(next) => change({ findings: { ...values.findings, [id]: next } })}
              />
            ))}
          </div>
        </FieldGroup>
      )}
      {kind === 'hearing' && (
        <>
          <TextArea
            id="minutes" label={w('beside.minutes')} hint={w('beside.minutesHint')} rows={6} value={values.minutes}
            onChange={(minutes) => change({ minutes })} problem={problem('minutes')}
          />
          <Checkbox
            id="signed" checked={values.signed} onChange={(signed) => change({ signed })} problem={problem('signed')}
          >
            {w('beside.signed')}
          </Checkbox>
        </>
      )}
    </>
  );
}

type RowProps = {
  id: string; name: string; value: FindingValue; problem: string | undefined; onChange: (value: FindingValue) => void;
};

/** Looked at or not; what was seen is written where it was. */
function FindingRow({ id, name, value, problem, onChange }: RowProps) {
  return (
    <div className="finding">
      <Select
        id={`holds-${id}`} label={name} value={value.holds}
        options={[{ value: 'yes', label: w('beside.holds') }, { value: 'no', label: w('beside.holdsNot') }]}
        onChange={(holds) => onChange({ ...value, holds: holds as FindingValue['holds'] })}
      />
      {value.holds !== '' && (
        <TextInput
          id={`words-${id}`} label={w('beside.seen', { name })} value={value.words} maxLength={500}
          onChange={(words) => onChange({ ...value, words })} problem={problem}
        />
      )}
    </div>
  );
}

function CitesField({ view, values, problem, change }: Props) {
  if (view.citable.length === 0) return null;
  return (
    <CheckGroup
      id="cites" label={w('beside.cites')} hint={w('beside.citesHint')} value={values.cites}
      options={view.citable.map(({ id, name }) => ({ value: id, label: say(name) }))}
      onChange={(cites) => change({ cites })} problem={problem('cites')}
    />
  );
}

function GroundField({ values, problem, change }: Props) {
  return (
    <RadioGroup
      id="ground" label={w('beside.ground')} value={values.ground}
      options={grounds.map((one) => ({ value: one, label: w(`beside.ground.${one}`) }))}
      onChange={(ground) => change({ ground })} problem={problem('ground')}
    />
  );
}

function QuestionField({ values, problem, change, hint }: Props & { hint: string }) {
  return (
    <TextArea
      id="question" label={w('beside.question')} hint={hint} rows={3} value={values.question}
      onChange={(question) => change({ question })} problem={problem('question')}
    />
  );
}

function AnswerField({ view, values, problem, change }: Props) {
  const asked = view.talk.findLast(({ kind }) => kind === 'question');
  return (
    <TextArea
      id="answer" label={w('beside.answer')} hint={asked?.words} rows={3} value={values.answer}
      onChange={(answer) => change({ answer })} problem={problem('answer')}
    />
  );
}

function OpinionFields(props: Props) {
  const { view, values, problem, change } = props;
  const sections = view.form.filter(({ shown }) => shown === 'yes')
    .map(({ section, name }) => ({ value: section, label: say(name) }));
  const materials = view.materials.filter(({ needed, how }) => needed !== 'no' && how === 'upload')
    .map(({ id, name }) => ({ value: id, label: say(name) }));
  return (
    <>
      <Select
        id="unit" label={w('beside.unit')} value={values.unit}
        options={view.otherUnits.map(({ id, name }) => ({ value: id, label: say(name) }))}
        onChange={(unit) => change({ unit })} problem={problem('unit')}
      />
      <QuestionField {...props} hint={w('beside.opinionHint')} />
      <TextInput
        id="days" label={w('beside.days')} value={values.days} inputMode="numeric" maxLength={2}
        onChange={(days) => change({ days })} problem={problem('days')}
      />
      <CheckGroup
        id="shares" label={w('beside.shares')} hint={w('beside.sharesHint')} optional
        options={[...sections, ...materials]} value={values.shares} onChange={(shares) => change({ shares })}
      />
    </>
  );
}
