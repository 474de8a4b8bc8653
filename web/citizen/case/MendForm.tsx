/** The places told, each with its words and the means to mend it. */
import { useEffect, useState, type FormEvent } from 'react';
import type { CaseView, Json } from '../../contract.ts';
import { forgetUnsaved, keepUnsaved, unsavedOf } from '../../device.ts';
import { HandIn } from '../../draft/HandIn.tsx';
import { clean } from '../../fields/clean.ts';
import { FieldControlOf } from '../../fields/Control.tsx';
import type { Typed } from '../../fields/model.ts';
import { modelOf } from '../../fields/models.ts';
import { fieldProblems } from '../../problem.ts';
import { go } from '../../router/history.ts';
import { useRefresh, useWrite } from '../../queries.ts';
import { say, t } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { announce } from '../../ui/says.tsx';
import { Zh } from '../../ui/Zh.tsx';

type Point = { at: string; message: string };
type FormField = CaseView['form'][number]['fields'][number];

/** Fields of the form at a told address; a told template stands for all its rows. */
function fieldsAt(one: CaseView, at: string): FormField[] {
  return one.form
    .flatMap((section) => section.fields)
    .filter((field) => field.address === at || field.address.replace(/\[\d+\]/, '[]') === at);
}

function standing(one: CaseView, field: FormField): Typed {
  const fact = one.facts[field.address];
  const model = modelOf(field.definition);
  return fact?.state === 'known' ? model.typed(fact.value, field.definition) : model.blank(field.definition);
}

/** Values that changed, and what is wrong with those that cannot be kept. */
function read(one: CaseView, typed: Record<string, Typed>, points: Point[]) {
  const facts: Record<string, Json> = {};
  const faults: Fault[] = [];
  for (const field of points.flatMap((point) => fieldsAt(one, point.at))) {
    const boxes = typed[field.address] ?? standing(one, field);
    const cleaned = clean(boxes, field.definition);
    const name = say(field.definition.name);
    if ('problem' in cleaned)
      faults.push({ at: field.address, message: `${name}${t('list.colon')}${cleaned.problem}` });
    else if ('value' in cleaned) facts[field.address] = cleaned.value;
    else if (field.required) {
      const pick = ['choice', 'choices', 'boolean'].includes(field.definition.type);
      faults.push({ at: field.address, message: t(pick ? 'field.choose' : 'field.required', { name }) });
    } else facts[field.address] = null;
  }
  return { facts, faults };
}

/** What is typed stays on this device until it is sent. */
export function MendForm({ one, points }: { one: CaseView; points: Point[] }) {
  const memory = `mend.${one.id}`;
  const [typed, setTyped] = useState<Record<string, Typed>>(() => unsavedOf(memory) ?? {});
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('cases.supplement');
  const refresh = useRefresh();
  useEffect(() => {
    if (Object.keys(typed).length > 0) keepUnsaved(memory, typed);
  }, [memory, typed]);
  const all = [...faults, ...fieldProblems(write.error)];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { facts, faults: found } = read(one, typed, points);
    setFaults(found);
    setTurn((n) => n + 1);
    write.clear();
    if (found.length > 0) return;
    if ((await write.run({ id: one.id, seen: one.seq, facts })) === null) return;
    forgetUnsaved(memory);
    announce(t('mend.done'));
    await refresh('cases.case', 'cases.mine');
    go({ to: 'case', params: { case: one.id } }, { replace: true });
  };
  return (
    <form className="stack-5" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary faults={all} turn={all.length > 0 ? turn : 0} />
      {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      {points.map((point, i) => (
        <section key={point.at + point.message} className="stack">
          <h2>{t('mend.point', { n: i + 1 })}</h2>
          <Notice tone="warn">
            <p><Zh as="typed">{point.message}</Zh></p>
          </Notice>
          {fieldsAt(one, point.at).map((field) => (
            <FieldControlOf
              key={field.address}
              id={field.address}
              field={field.definition}
              optional={!field.required}
              typed={typed[field.address] ?? standing(one, field)}
              onTyped={(next) => setTyped((before) => ({ ...before, [field.address]: next }))}
              problem={all.find((fault) => fault.at === field.address)?.message}
            />
          ))}
          <Material one={one} material={point.at} onChanged={() => void refresh('cases.case')} />
        </section>
      ))}
      <Button type="submit" wide busy={write.busy}>
        {t('mend.go')}
      </Button>
    </form>
  );
}

function Material({
  one, material, onChanged,
}: { one: CaseView; material: string; onChanged: () => void }) {
  const definition = one.description.materials[material];
  if (!definition) return null;
  return (
    <div id={material} tabIndex={-1} className="material">
      <h3>
        {t('mend.uploadAgain')}{t('list.colon')}{say(definition.name)}
      </h3>
      <HandIn
        base={`/api/cases/${one.id}/documents`}
        material={definition}
        index={0}
        docs={one.documents.filter((doc) => doc.material === material)}
        run={async (act) => {
          await act();
          onChanged();
        }}
      />
    </div>
  );
}

