/** A walk-in brings what was told: the clerk types and hands in just that. */
import { useEffect, useEffectEvent, useState } from 'react';
import { sendFileOnce } from '../../client.ts';
import type { CaseView, Doc, FormField, Json } from '../../contract.ts';
import { clean } from '../../fields/clean.ts';
import { FieldControlOf } from '../../fields/Control.tsx';
import type { Typed } from '../../fields/model.ts';
import { modelOf } from '../../fields/models.ts';
import { fieldProblems, wordsFor } from '../../problem.ts';
import { useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import type { OpenedProps } from '../opened.ts';
import { useKeys } from '../keys.ts';
import { w } from '../words.ts';
import { Back, useFinish } from './finish.tsx';
import { partName } from './choices.ts';
import { movedOn } from './send.ts';

type Told = { at: string; message: string };

function fieldAt(view: CaseView, at: string): FormField | undefined {
  return view.form.flatMap(({ fields }) => fields).find(({ address }) => address === at);
}

function firstTyped(view: CaseView, told: Told[]): Record<string, Typed> {
  return Object.fromEntries(
    told.flatMap(({ at }) => {
      const field = fieldAt(view, at);
      if (!field) return [];
      const fact = view.facts[at];
      const model = modelOf(field.definition);
      const typed =
        fact?.state === 'known'
          ? model.typed(fact.value, field.definition)
          : model.blank(field.definition);
      return [[at, typed] as const];
    }),
  );
}

/** What is sent, or what is wrong with it. */
function read(view: CaseView, typed: Record<string, Typed>) {
  const faults: Fault[] = [];
  const facts: Record<string, Json> = {};
  for (const [at, value] of Object.entries(typed)) {
    const field = fieldAt(view, at);
    if (!field) continue;
    const cleaned = clean(value, field.definition);
    if ('problem' in cleaned) faults.push({ at, message: cleaned.problem });
    else if ('value' in cleaned) facts[at] = cleaned.value;
    else if (!field.required) facts[at] = null;
  }
  return { faults, facts };
}

/** Only the told places; the server judges the whole once more. */
export function MendPage(props: OpenedProps) {
  const { view } = props;
  const told = view.supplement?.points ?? [];
  const [seen] = useState(view.seq);
  const [typed, setTyped] = useState(() => firstTyped(view, told));
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('cases.supplement');
  const finish = useFinish(props);
  const late = movedOn(write.error) ? write.error : undefined;
  const stop = useEffectEvent(() => void finish({ stopped: late }));
  useEffect(() => {
    if (late) stop();
  }, [late]);
  const commit = async () => {
    const { faults: found, facts } = read(view, typed);
    setFaults(found);
    setTurn((n) => n + 1);
    if (found.length > 0) return;
    const done = await write.run({ id: view.id, seen, facts });
    if (done !== null) await finish({ done: partName('supplement') });
  };
  useKeys({ 'Ctrl+Enter': () => void commit() });
  const all = [...faults, ...fieldProblems(write.error)];
  return (
    <div className="act-page">
      <PageTitle title={partName('supplement')} />
      <p className="muted">{w('mend.intro')}</p>
      <ErrorSummary faults={all} turn={all.length > 0 ? turn : 0} />
      {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      <div className="fields">
        {told.map((point) => (
          <Place
            key={point.at}
            view={view}
            point={point}
            typed={typed[point.at] ?? null}
            problem={all.find(({ at }) => at === point.at)?.message}
            onTyped={(next) => setTyped((before) => ({ ...before, [point.at]: next }))}
          />
        ))}
      </div>
      <div className="acts commit">
        <Button busy={write.busy} onClick={() => void commit()}>
          {partName('supplement')}
          <kbd aria-hidden="true">{w('act.ctrlEnter')}</kbd>
        </Button>
        <Back at={props.at} />
      </div>
    </div>
  );
}

function Place({
  view,
  point,
  typed,
  problem,
  onTyped,
}: {
  view: CaseView;
  point: Told;
  typed: Typed;
  problem: string | undefined;
  onTyped: (typed: Typed) => void;
}) {
  const field = fieldAt(view, point.at);
  const material = view.materials.find(({ id }) => id === point.at);
  return (
    <div className="stack">
      <Notice tone="warn">
        <p>{point.message}</p>
      </Notice>
      {field && (
        <FieldControlOf
          id={point.at}
          field={field.definition}
          typed={typed}
          onTyped={onTyped}
          problem={problem}
          optional={!field.required}
        />
      )}
      {material && <Upload view={view} material={material} problem={problem} />}
    </div>
  );
}

function Upload({
  view,
  material,
  problem,
}: {
  view: CaseView;
  material: CaseView['materials'][number];
  problem: string | undefined;
}) {
  const [sent, setSent] = useState<string[]>([]);
  const [busy, setBusy] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const send = async (file: File) => {
    const where = new URLSearchParams({
      material: material.id,
      index: String(sent.length),
      name: file.name,
    });
    setBusy(file.name);
    setWrong(null);
    try {
      await sendFileOnce<Doc>(`/api/cases/${view.id}/documents?${where.toString()}`, file);
      setSent((before) => [...before, file.name]);
    } catch (error) {
      setWrong(wordsFor(error));
    }
    setBusy(null);
  };
  return (
    <section id={material.id} tabIndex={-1}>
      <h2>{say(material.name)}</h2>
      {sent.map((name, i) => (
        <output key={i} className="under">
          {w('mend.sent', { name })}
        </output>
      ))}
      <FileDrop
        what={say(material.name)}
        kinds={view.description.materials[material.id]?.accepts ?? ['pdf', 'jpeg', 'png']}
        busy={busy}
        problem={wrong ?? problem ?? null}
        onFile={(file) => void send(file)}
        onRefused={setWrong}
      />
    </section>
  );
}
