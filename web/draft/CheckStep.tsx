/** Looking everything over once more, then handing it in. */
import { useState, type ReactNode } from 'react';
import { forgetUnsaved } from '../device.ts';
import { addressOf } from '../paths.ts';
import { codeOf, fieldProblems, CallFailed } from '../problem.ts';
import { goTo } from '../router/history.ts';
import { useRefresh, useWrite } from '../queries.ts';
import { say, t } from '../texts/index.ts';
import { Notice, Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/choices.tsx';
import { Summary, type Line } from '../ui/Table.tsx';
import { Consents } from './Consents.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { MATERIALS, ANSWERS, asksOf, problemsOf, sectionsOf, stepOfAddress } from './places.ts';
import { LaterPromise } from './Promise.tsx';
import { ReceiveChoice } from './Receive.tsx';
import { TakenLine } from './MaterialCard.tsx';
import { useDraftNow } from './useDraft.ts';
import { Zh, inZh } from '../ui/Zh.tsx';
import { Value } from '../fields/Value.tsx';

/** The server judges once more; what it finds missing is listed in the same way. */
export function CheckStep(props: StepProps) {
  const { keeper, onSubmitted } = props;
  const { draft } = useDraftNow(keeper);
  const [declared, setDeclared] = useState(false);
  const [asked, setAsked] = useState(false);
  const write = useWrite('cases.submit');
  const refresh = useRefresh();
  const [later, setLater] = useState(false);
  const mustPromise = draft.later.length > 0 && draft.promise.blocked === null && !later;
  const submit = async (again: boolean) => {
    setAsked(true);
    if (!declared || mustPromise) return;
    await keeper.flush();
    // Pressed again after a lost answer it goes with the same key: nothing is filed twice.
    const done = await write.run({
      id: draft.id,
      declared: true,
      ...(again ? { again } : {}),
      ...(later ? { later } : {}),
    });
    if (done === null) return;
    keeper.close();
    forgetUnsaved(draft.id);
    await refresh('cases.mine', 'cases.drafts', 'licences.mine');
    onSubmitted(done.case, done);
  };
  const ready = problemsOf(draft).length === 0;
  return (
    <div className="stack-5">
      <div>
        <h2>{t('check.title')}</h2>
        <p className="muted">{t('check.intro')}</p>
      </div>
      <Lacking {...props} refused={fieldProblems(write.error)} />
      <Everything {...props} />
      <ReceiveChoice {...props} />
      {draft.consents.length > 0 && <Consents {...props} />}
      {codeOf(write.error) === 'already-filed' ? (
        <AlreadyFiled {...props} error={write.error} onAgain={() => void submit(true)} />
      ) : (
        fieldProblems(write.error).length === 0 && <Trouble error={write.error} />
      )}
      <LaterPromise
        draft={draft}
        promised={later}
        onChange={setLater}
        problem={asked && mustPromise ? t('promise.laterMissing') : undefined}
      />
      <Checkbox
        id="declared"
        checked={declared}
        onChange={setDeclared}
        problem={asked && !declared ? t('check.declareMissing') : undefined}
      >
        {t('check.declare')}
      </Checkbox>
      <Button
        wide
        busy={write.busy}
        why={ready ? undefined : t('check.notReady')}
        onClick={() => void submit(false)}
      >
        {t('check.submit')}
      </Button>
    </div>
  );
}

function Lacking({
  keeper,
  placeOf,
  refused,
}: StepProps & { refused: { at: string; message: string }[] }) {
  const { draft } = useDraftNow(keeper);
  const known = problemsOf(draft);
  const places = [
    ...known,
    ...refused
      .filter((one) => !known.some((other) => other.at === one.at))
      .map((one) => ({ ...one, step: stepOfAddress(draft, one.at) })),
  ];
  if (places.length === 0) return null;
  return (
    <div className="error-summary" role="alert">
      <h3>{t('problem.summary', { n: places.length })}</h3>
      <ul>
        {places.map((one) => {
          const address = addressOf(placeOf(one.step, one.at));
          return (
            <li key={one.at + one.message}>
              <a
                href={address}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(address);
                }}
              >
                {one.message}
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Everything({ keeper, placeOf }: StepProps) {
  const { draft } = useDraftNow(keeper);
  const change = (step: string, at: string, name: string) => {
    const address = addressOf(placeOf(step, at));
    return (
      <a
        href={address}
        onClick={(event) => {
          event.preventDefault();
          goTo(address);
        }}
      >
        {t('kit.edit')}
        <span className="only-heard">{t('list.colon')}{name}</span>
      </a>
    );
  };
  const answers: Line[] = asksOf(draft)
    .filter((ask) => ask.state === 'answered')
    .map((ask) => ({
      id: ask.id,
      name: say(ask.ask),
      value: say(ask.options.find((one) => one.value === ask.value)?.label),
      tail: change(ANSWERS, ask.address, say(ask.ask)),
    }));
  const materials: Line[] = draft.guide.materials
    .filter((one) => one.needed === 'yes')
    .map((one) => ({
      id: one.id,
      name: say(one.name),
      value: handedIn(draft, one.id, one.how),
      tail: change(MATERIALS, one.id, say(one.name)),
    }));
  return (
    <>
      {answers.length > 0 && <Part title={t('check.answers')} lines={answers} />}
      {sectionsOf(draft).map((section) => (
        <Part
          key={section.section}
          title={say(section.name)}
          lines={section.fields
            .filter((one) => one.shown === 'yes' && !one.address.includes('[]'))
            .map((one) => {
              const name = nameOf(one, section.many);
              return {
                id: one.address,
                name,
                value: valueOf(draft, one),
                tail: change(section.section, one.address, name),
              };
            })}
        />
      ))}
      {materials.length > 0 && <Part title={t('check.materials')} lines={materials} />}
    </>
  );
}

function Part({ title, lines }: { title: string; lines: Line[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <Summary lines={lines} />
    </section>
  );
}

type Drafted = StepProps['keeper'] extends { snapshot: () => { draft: infer D } } ? D : never;
type Shown = Drafted['form'][number]['fields'][number];

function nameOf(field: Shown, many: Drafted['form'][number]['many']): string {
  const name = say(field.definition.name);
  if (field.index === undefined) return name;
  const party = say(many.find((one) => field.address.startsWith(`${one.address}[`))?.name);
  return `${t('apply.member', { n: field.index + 1, party })}${t('list.colon')}${name}`;
}

function valueOf(draft: Drafted, field: Shown): ReactNode {
  const unread = draft.typed[field.address];
  if (unread) return typeof unread.raw === 'string' ? <Zh as="typed">{unread.raw}</Zh> : '';
  const fact = draft.facts[field.address];
  if (fact === undefined) return t('check.empty');
  return fact.state === 'none' ? t('kit.none') : <Value of={fact.value} field={field.definition} />;
}

function handedIn(draft: Drafted, material: string, how: 'upload' | 'made'): ReactNode {
  if (how === 'made') return t('apply.materials.made');
  const taken = draft.takes.find((one) => one.material === material);
  if (taken) return <TakenLine taken={taken} />;
  const names = draft.documents.filter((one) => one.material === material).map((one) => one.name);
  return names.length > 0 ? inZh(names.join(t('list.and')), 'typed', ...names) : t('check.notHandedIn');
}

function AlreadyFiled({
  error,
  onAgain,
  caseAt,
}: StepProps & { error: unknown; onAgain: () => void }) {
  const details = error instanceof CallFailed ? (error.said.details ?? {}) : {};
  const other = String(details['case'] ?? '');
  return (
    <Notice tone="warn" title={t('check.alreadyTitle')} alert>
      <p>{t('check.alreadyBody', { number: String(details['number'] ?? '') })}</p>
      <div className="acts">
        {other !== '' && (
          <Button onClick={() => goTo(addressOf(caseAt(other)))}>{t('check.alreadySee')}</Button>
        )}
        <Button kind="quiet" onClick={onAgain}>
          {t('check.alreadyAgain')}
        </Button>
      </div>
    </Notice>
  );
}
