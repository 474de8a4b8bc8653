/** What a second person agrees to, on his own phone: what both see, his own part, his answer. */
import { useEffect, useRef, useState } from 'react';
import { call, newKey, withKey } from '../../client.ts';
import type { FormSection } from '../../contract.ts';
import { forgetUnsaved, keepUnsaved, unsavedOf } from '../../device.ts';
import { DraftField } from '../../draft/DraftField.tsx';
import type { EditorProps, StepProps } from '../../draft/DraftEditor.tsx';
import { DraftKeeper } from '../../draft/keeper.ts';
import { problemsOf } from '../../draft/places.ts';
import { LackList, type Lacks } from '../../draft/steps.tsx';
import { SaveLine } from '../../draft/SaveLine.tsx';
import { useDraftNow } from '../../draft/useDraft.ts';
import type { Output } from '../../endpoints.ts';
import type { Typed } from '../../fields/model.ts';
import { codeOf } from '../../problem.ts';
import { useRead, useRefresh } from '../../queries.ts';
import { useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say, t } from '../../texts/index.ts';
import { lang } from '../../texts/language.ts';
import { Notice, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Summary } from '../../ui/Table.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { inZh } from '../../ui/Zh.tsx';
import { Value } from '../../fields/Value.tsx';

type Consent = Output<'cases.consent'>;

/** For anybody it was not asked of there is nothing here. */
export function ConsentPage() {
  const { params } = useRoute();
  const id = params.consent ?? '';
  return (
    <SignedInOnly>
      <Asked key={id} id={id} />
    </SignedInOnly>
  );
}

function Asked({ id }: { id: string }) {
  const read = useRead('cases.consent', { id });
  if (['not-there', 'bad-input', 'own-account'].includes(codeOf(read.error) ?? ''))
    return <Gone error={read.error} />;
  return (
    <div className="wrap page">
      <div className="narrow stack-6">
        {read.data && <Opened consent={read.data} />}
        {!read.data && !read.error && <Skeleton lines={8} />}
        {!read.data && read.error && <Trouble error={read.error} again={() => void read.refetch()} />}
      </div>
    </div>
  );
}

function Gone({ error }: { error: unknown }) {
  return (
    <div className="wrap page">
      <div className="narrow stack-5">
        <PageTitle title={t('consent.gone')} />
        {codeOf(error) === 'own-account' ? (
          <Trouble error={error} />
        ) : (
          <p>{t('consent.goneBody')}</p>
        )}
        <p className="acts">
          <LinkButton to="mine">{t('mine.title')}</LinkButton>
        </p>
      </div>
    </div>
  );
}

/** Saves his own part as drafts are saved: at once here, within two seconds with the server. */
function keeperOf(first: Consent): DraftKeeper {
  const { id } = first;
  const key = `consent.${id}`;
  return new DraftKeeper(first.part, {
    save: async (facts, version, once) =>
      (await call('cases.consent-save', { id, facts }, { ifMatch: version, key: once })).part,
    removeMember: () => Promise.reject(new Error('nobody is taken out of a consent')),
    load: async () => (await call('cases.consent', { id })).part,
    newKey,
    keep: (typed) => keepUnsaved(key, typed),
    forget: () => forgetUnsaved(key),
    recover: () => unsavedOf<Record<string, Typed>>(key),
  });
}

function Opened({ consent }: { consent: Consent }) {
  const [keeper] = useState(() => keeperOf(consent));
  const refresh = useRefresh();
  const version = useRef(consent.shared);
  useEffect(() => {
    // The shared part changed: the own part is read anew with it.
    if (version.current !== consent.shared && !keeper.unsaved)
      void keeper.aside(async () => undefined);
    version.current = consent.shared;
  }, [consent.shared, keeper]);
  useEffect(
    () => () => {
      void keeper.flush();
    },
    [keeper],
  );
  return (
    <>
      <div className="page-head">
        <PageTitle title={t('consent.title', { item: say(consent.itemName) })} />
        <p>{inZh(t('consent.from', { name: consent.from }), 'name', consent.from)}</p>
      </div>
      {consent.state !== 'asked' && (
        <Notice tone={consent.state === 'given' ? 'ok' : 'warn'}>
          <p>{t(`consent.state.${consent.state}`)}</p>
        </Notice>
      )}
      <Shared consent={consent} />
      <OwnPart
        consent={consent}
        keeper={keeper}
        onAnswer={() => refresh('cases.consent', 'cases.consents')}
      />
    </>
  );
}

function Shared({ consent }: { consent: Consent }) {
  const fields = consent.sharedForm.flatMap((section: FormSection) => section.fields);
  return (
    <Panel title={t('consent.shared')}>
      <div className="inside">
        <Summary
          lines={[
            ...fields.flatMap(({ address, definition }) => {
              const fact = consent.sharedFacts[address];
              if (fact?.state !== 'known') return [];
              const party = address.startsWith('applicant.') ? 'consent.applicant' : 'consent.other';
              const whose = lang === 'en' ? t(party) : (definition.written.split('.')[0] ?? '');
              const named = address.endsWith('.name')
                ? `${whose}${t('list.colon')}${say(definition.name)}`
                : say(definition.name);
              return [{ id: address, name: named, value: <Value of={fact.value} field={definition} /> }];
            }),
            ...consent.answers.map((one) => ({
              id: one.id,
              name: say(one.ask),
              value: say(one.answer),
            })),
          ]}
        />
      </div>
    </Panel>
  );
}

type OwnProps = { consent: Consent; keeper: DraftKeeper; onAnswer: () => Promise<void> };

function OwnPart({ consent, keeper, onAnswer }: OwnProps) {
  const { draft } = useDraftNow(keeper);
  const [turn, setTurn] = useState(0);
  const places = problemsOf(draft);
  const lacks: Lacks = {
    turn,
    places,
    shown: turn > 0,
    ask: () => setTurn((n) => n + 1),
    problemAt: (at) => (turn > 0 ? places.find((one) => one.at === at)?.message : undefined),
  };
  const props = {
    ...noSteps,
    id: consent.id,
    keeper,
    steps: [],
    now: 'own',
    sources: {},
  } as unknown as StepProps;
  return (
    <>
      <Panel title={t('consent.own')}>
        <div className="inside stack-5">
          <p>{inZh(t('consent.ownIntro', { name: consent.from }), 'name', consent.from)}</p>
          <LackList lacks={lacks} />
          <div className="fields">
            {draft.form
              .flatMap((section) => section.fields)
              .map((field) => (
                <DraftField key={field.address} {...props} field={field} lacks={lacks} />
              ))}
          </div>
          <SaveLine keeper={keeper} />
        </div>
      </Panel>
      <Answer {...{ consent, keeper, lacks, onAnswer }} />
    </>
  );
}

const noSteps: Partial<EditorProps> = { step: undefined };

function Answer({ consent, keeper, lacks, onAnswer }: OwnProps & { lacks: Lacks }) {
  const [declared, setDeclared] = useState(false);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const answer = async (what: 'give' | 'decline' | 'take-back') => {
    setBusy(true);
    setError(null);
    try {
      await keeper.aside(() =>
        withKey(`consent ${consent.id} ${consent.shared} ${what}`, (key) =>
          call(
            'cases.consent-answer',
            {
              id: consent.id,
              answer: what,
              shared: consent.shared,
              declared: what === 'give',
            },
            { key },
          ),
        ),
      );
    } catch (wrong) {
      setError(wrong);
    }
    await onAnswer();
    setBusy(false);
  };
  const give = async () => {
    setAsked(true);
    await keeper.flush();
    if (problemsOf(keeper.snapshot().draft).length > 0) lacks.ask();
    else if (declared) await answer('give');
  };
  if (consent.state === 'given') {
    return (
      <div className="stack">
        <Trouble error={error} />
        <p className="acts">
          <Button kind="danger" busy={busy} onClick={() => void answer('take-back')}>
            {t('consent.takeBack')}
          </Button>
        </p>
      </div>
    );
  }
  return (
    <div className="stack-5">
      <Trouble error={error} />
      <Checkbox
        id="declared"
        checked={declared}
        onChange={setDeclared}
        problem={asked && !declared ? t('consent.declareMissing') : undefined}
      >
        {t('consent.declare')}
      </Checkbox>
      <div className="acts">
        <Button busy={busy} onClick={() => void give()}>
          {t('consent.give')}
        </Button>
        {consent.state !== 'declined' && (
          <Decline from={consent.from} onDecline={() => answer('decline')} />
        )}
      </div>
    </div>
  );
}

function Decline({ from, onDecline }: { from: string; onDecline: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('consent.decline')}
      </Button>
      {open && (
        <Dialog
          title={t('consent.declineTitle')}
          onClose={() => setOpen(false)}
          acts={
            <Button
              kind="danger"
              onClick={() => {
                setOpen(false);
                void onDecline();
              }}
            >
              {t('consent.decline')}
            </Button>
          }
        >
          <p>{inZh(t('consent.declineBody', { name: from }), 'name', from)}</p>
        </Dialog>
      )}
    </>
  );
}
