/** Suspending, resuming and ending a licence: which, why, what follows; then the second key. */
import { useEffect, useEffectEvent, useState } from 'react';
import { changes, standingText, states, type ChangeAction } from '#licences/states';
import { useRead, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say } from '../../texts/index.ts';
import { Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import type { OpenedProps } from '../opened.ts';
import { useKeys } from '../keys.ts';
import { w } from '../words.ts';
import type { FieldsProps } from './ActFields.tsx';
import { Back, useFinish } from './finish.tsx';
import { faultsOf, firstValues } from './read.ts';
import { movedOn } from './send.ts';
import { Zh } from '../../ui/Zh.tsx';

/** Waits for the licence: what can be done with it depends on its state today. */
export function LicencePage(props: OpenedProps) {
  const { view } = props;
  const licence = useRead('licences.of-case', { id: view.id });
  if (!licence.data) {
    return (
      <div className="pad stack">
        <PageTitle title={w('licence.act')} />
        {licence.error ? <Trouble error={licence.error} /> : <Skeleton lines={4} />}
        <Back at={props.at} />
      </div>
    );
  }
  return <Changing {...props} licence={licence.data} />;
}

type Of = NonNullable<ReturnType<typeof useRead<'licences.of-case'>>['data']>;

function Changing(props: OpenedProps & { licence: Of }) {
  const { view, licence } = props;
  const [values, setValues] = useState(() => firstValues('licence', view));
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('licences.change');
  const finish = useFinish(props);
  const chosen = licence.actions.find(({ action }) => action === values.change);
  const late = movedOn(write.error) ? write.error : undefined;
  const stop = useEffectEvent(() => void finish({ stopped: late }));
  useEffect(() => {
    if (late) stop();
  }, [late]);
  const commit = async () => {
    const found = faultsOf('licence', values, view);
    setFaults(found);
    setTurn((n) => n + 1);
    if (found.length > 0 || !chosen) return;
    const action = chosen.action as ChangeAction;
    const done = await write.run({ id: licence.id, action, reason: values.reason.trim() });
    if (done !== null) await finish({ done: say(chosen.name) });
  };
  const press = () => void commit();
  useKeys({ 'Ctrl+Enter': press, Enter: press, L: press });
  return (
    <div className="act-page">
      <PageTitle title={w('licence.act')} />
      <p className="muted">
        {say(licence.name)} · <Zh as="paper">{licence.number}</Zh> · <Zh as="name">{licence.holder}</Zh>{' '}
        · {say(licence.stateName)}
      </p>
      <ErrorSummary faults={faults} turn={faults.length > 0 ? turn : 0} />
      <Trouble error={write.error} />
      <ChangeFields
        licence={licence}
        values={values}
        problem={(place) => faults.find(({ at }) => at === place)?.message}
        change={(part) => setValues((before) => ({ ...before, ...part }))}
      />
      <Effect licence={licence} chosen={chosen} />
      <div className="acts commit">
        <Button kind="danger" busy={write.busy} onClick={press}>
          {chosen ? say(chosen.name) : w('licence.act')}
          <kbd aria-hidden="true">{w('act.ctrlEnter')}</kbd>
        </Button>
        <Back at={props.at} />
      </div>
    </div>
  );
}

type ChangeProps = Pick<FieldsProps, 'values' | 'problem' | 'change'> & { licence: Of };

function ChangeFields({ licence, values, problem, change }: ChangeProps) {
  return (
    <div className="fields">
      <RadioGroup
        id="change"
        label={w('licence.what')}
        options={licence.actions
          .filter(({ allowed }) => allowed)
          .map(({ action, name, when }) => ({
            value: action,
            label: say(name),
            hint: say(when),
          }))}
        value={values.change}
        onChange={(picked) => change({ change: picked })}
        problem={problem('change')}
        note={<Cannot licence={licence} />}
      />
      <TextArea
        id="reason"
        label={w('form.reason')}
        hint={w('form.reasonSeen')}
        rows={4}
        maxLength={500}
        value={values.reason}
        onChange={(reason) => change({ reason })}
        problem={problem('reason')}
      />
    </div>
  );
}

function Cannot({ licence }: { licence: Of }) {
  const not = licence.actions.filter(({ allowed }) => !allowed);
  if (not.length === 0) return null;
  return (
    <ul className="plain cannot">
      {not.map(({ action, name, why }) => (
        <li key={action}>
          <b>{say(name)}</b> <small>{say(why)}</small>
        </li>
      ))}
    </ul>
  );
}

function Effect({ licence, chosen }: { licence: Of; chosen: Of['actions'][number] | undefined }) {
  const rule = chosen ? changes[chosen.action as ChangeAction] : undefined;
  return (
    <section className="foreseen" aria-live="polite">
      <h2>{w('act.what', { name: chosen ? say(chosen.name) : w('licence.act') })}</h2>
      {!rule && <p className="muted">{w('act.fillFirst')}</p>}
      {rule && (
        <dl>
          <dt>{w('act.state')}</dt>
          <dd>{w('act.stateTo', { from: say(licence.stateName), to: say(states[rule.to]) })}</dd>
          <dt>{w('act.message')}</dt>
          <dd>{w('licence.effect')}</dd>
          <dt>{w('side.conditions')}</dt>
          <dd>
            {standingText(rule) ??
              ('unsure' in rule.standing ? w('side.unsure', { text: rule.standing.unsure }) : '')}
          </dd>
        </dl>
      )}
    </section>
  );
}
