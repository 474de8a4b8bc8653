/** The second key of an act: shows exactly what will happen, and commits it. Esc leaves. */
import { useEffect, useEffectEvent, useState } from 'react';
import { codeOf, fieldProblems } from '../../problem.ts';
import { useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import type { OpenedProps } from '../opened.ts';
import { announce } from '../../ui/says.tsx';
import { useKeys } from '../keys.ts';
import { w } from '../words.ts';
import { ActFields, NoteField } from './ActFields.tsx';
import { AttachPage } from './AttachPage.tsx';
import { choicesOf, type Choice } from './choices.ts';
import { Back, useFinish } from './finish.tsx';
import { ForeseenPart } from './ForeseenPart.tsx';
import { LicencePage } from './LicencePage.tsx';
import { MendPage } from './MendPage.tsx';
import { faultsOf, firstValues, inputOf, reasonOf, sampleOf, type Values } from './read.ts';
import { actInput, endpointOf, movedOn, useForesight } from './send.ts';
import { Zh, inZh } from '../../ui/Zh.tsx';

/** The act named in the address; one that cannot be done now says why. */
export function ActPage(props: OpenedProps) {
  const { at, view } = props;
  const [choice] = useState(() => choicesOf(view).find(({ id }) => id === at.action));
  if (at.action === 'licence') return <LicencePage {...props} />;
  if (choice?.why !== null) {
    return (
      <div className="pad stack">
        <PageTitle title={w('act.notNow')} />
        <p>{choice ? choice.why : w('act.notYours')}</p>
        <Back {...props} />
      </div>
    );
  }
  if (choice.id === 'supplement') return <MendPage {...props} />;
  if (choice.id === 'attach') return <AttachPage {...props} />;
  return <Act {...props} choice={choice} />;
}

/** Forms in which Enter begins a new line. */
const longer: readonly Choice['id'][] = [
  'ask-supplement', 'end-procedure', 'ask-question', 'answer-question', 'ask-opinion',
];

function Act(props: OpenedProps & { choice: Choice }) {
  const { view, choice } = props;
  const [seen] = useState(view.seq);
  const [values, setValues] = useState(() => firstValues(choice.id, view));
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const on = { id: view.id, seen };
  const foresight = useForesight(choice.id, on, sampleOf(choice.id, values, view));
  const write = useWrite(endpointOf(choice.id));
  const finish = useFinish(props);
  const late = [write.error, foresight.error].find(movedOn);
  const stop = useEffectEvent(() => void finish({ stopped: late }));
  useEffect(() => {
    if (late) stop();
  }, [late]);
  const commit = async () => {
    const found = faultsOf(choice.id, values, view);
    setFaults(found);
    setTurn((n) => n + 1);
    // Nothing is committed before the officer could read what it leads to; he is told why.
    if (foresight.isLoading) announce(w('act.foresee'));
    if (found.length > 0 || foresight.isLoading || foresight.isError) return;
    const done = await write.run(actInput(on, inputOf(choice.id, values)));
    if (done !== null) await finish({ done: choice.name });
  };
  const press = () => void commit();
  const change = (part: Partial<Values>) => setValues((before) => ({ ...before, ...part }));
  useKeys({ 'Ctrl+Enter': press, Enter: press, ...(choice.key ? { [choice.key]: press } : {}) });
  const all = [...faults, ...fieldProblems(write.error)];
  const moved = view.seq !== seen ? view.log.at(-1) : undefined;
  return (
    <div className="act-page">
      <PageTitle title={choice.name} />
      <p className="muted">
        <Zh as="name">{view.applicant}</Zh> · {say(view.itemName)} · {view.number}
      </p>
      {moved && (
        <Notice tone="warn" alert>
          <p>{inZh(w('case.moved', { name: `${moved.by.name} ${say(moved.name)}` }), 'name', moved.by.name)}</p>
        </Notice>
      )}
      <ErrorSummary faults={all} turn={all.length > 0 ? turn : 0} />
      {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      <ActFields
        id={choice.id}
        view={view}
        values={values}
        problem={(place) => all.find(({ at }) => at === place)?.message}
        change={change}
      />
      <ForeseenPart view={view} name={choice.name} foresight={foresight} />
      <NoteField values={values} change={change} />
      <div className="acts commit">
        <Button
          kind={choice.tone === 'danger' ? 'danger' : 'main'}
          busy={write.busy}
          why={foresight.isError && codeOf(foresight.error) !== null ? w('act.notNow') : undefined}
          onClick={press}
        >
          {choice.name}
          <kbd aria-hidden="true">
            {reasonOf[choice.id] || longer.includes(choice.id)
              ? w('act.ctrlEnter')
              : w('act.enter')}
          </kbd>
        </Button>
        <Back at={props.at} />
      </div>
    </div>
  );
}
