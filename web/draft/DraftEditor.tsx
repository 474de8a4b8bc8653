/** Filling in a draft, step by step. Used by citizens for themselves and by clerks for a walk-in. */
import { useEffect, type ReactNode } from 'react';
import type { Item } from '../contract.ts';
import type { Output } from '../endpoints.ts';
import type { Place as PageOf } from '../paths.ts';
import { codeOf } from '../problem.ts';
import { useRead } from '../queries.ts';
import { addressHere, go } from '../router/history.ts';
import { PageTitle } from '../router/PageTitle.tsx';
import { say, t } from '../texts/index.ts';
import { Notice, Skeleton, Trouble } from '../ui/boxes.tsx';
import { Button, LinkButton } from '../ui/Button.tsx';
import { AnswersStep } from './AnswersStep.tsx';
import { CheckStep } from './CheckStep.tsx';
import { Discard } from './Discard.tsx';
import type { DraftKeeper } from './keeper.ts';
import { MaterialsStep } from './MaterialsStep.tsx';
import { ANSWERS, CHECK, MATERIALS, sectionsOf, stepsOf, type Step } from './places.ts';
import { Rail } from './Rail.tsx';
import { SaveLine } from './SaveLine.tsx';
import { SectionStep } from './SectionStep.tsx';
import { useDraft, useDraftNow } from './useDraft.ts';
import { WindowNote } from './WindowNote.tsx';
import { inZh } from '../ui/Zh.tsx';

export type EditorProps = {
  id: string;
  /** The step in the address; without one, the first that lacks something. */
  step: string | undefined;
  placeOf: (step: string, at?: string) => PageOf;
  /** `filed`: number and dates, for who may not open the case itself (another unit's). */
  onSubmitted: (caseId: string, filed: Output<'cases.submit'>) => void;
  onDiscarded: () => void;
  /** Where another open case of the same thing is looked at. */
  caseAt: (caseId: string) => PageOf;
  notThere: ReactNode;
};

/** What every step of the editor gets. */
export type StepProps = EditorProps & {
  keeper: DraftKeeper;
  steps: Step[];
  now: string;
  /** Names of the registers and licences that values come from. */
  sources: Item['sources'];
};

/** Loads the draft, then shows the step. */
export function DraftEditor(props: EditorProps) {
  const { keeper, error } = useDraft(props.id);
  if (codeOf(error) === 'not-there') return <>{props.notThere}</>;
  if (error) {
    return (
      <div className="wrap page">
        <Trouble error={error} />
      </div>
    );
  }
  if (keeper === null) {
    return (
      <div className="wrap page">
        <Skeleton lines={8} />
      </div>
    );
  }
  return <Opened {...props} keeper={keeper} />;
}

function Opened(props: EditorProps & { keeper: DraftKeeper }) {
  const { keeper, placeOf } = props;
  const { draft, notice, status, error } = useDraftNow(keeper);
  const steps = stepsOf(draft);
  const item = useRead('catalogue.item', { id: draft.item });
  const sources = item.data?.sources ?? {};
  const now = steps.find((one) => one.id === props.step)?.id;
  const first = (steps.find((one) => one.left > 0) ?? steps.at(-1))?.id ?? CHECK;
  useEffect(() => {
    if (now === undefined) go(placeOf(first), { replace: true, stay: true });
  }, [now, first, placeOf]);
  return (
    <div className="wrap page">
      <div className="page-head">
        <PageTitle title={t('apply.title', { item: say(draft.guide.name) })} />
        <p>{inZh(t('apply.for', { name: draft.for.name }), 'name', draft.for.name)}</p>
      </div>
      <div className="editor">
        <Rail steps={steps} now={now ?? first} placeOf={placeOf} />
        <div className="stack-5">
          {notice && (
            <Notice tone="warn" alert>
              <p>{t(`apply.${notice}`)}</p>
              <p>
                <Button kind="text" onClick={() => keeper.dismiss()}>
                  {t('kit.close')}
                </Button>
              </p>
            </Notice>
          )}
          <WindowNote window={draft.window} />
          {draft.renewed && (
            <Notice tone="warn">
              <p>{t('apply.renewed')}</p>
            </Notice>
          )}
          {status === 'trouble' && <SaveTrouble error={error} />}
          {now !== undefined && <OneStep key={now} {...props} {...{ steps, now, sources }} />}
          <div className="spread editor-foot">
            <SaveLine keeper={keeper} />
            <Discard id={draft.id} onDiscarded={props.onDiscarded} />
          </div>
        </div>
      </div>
    </div>
  );
}

function OneStep(props: StepProps) {
  const { draft } = useDraftNow(props.keeper);
  if (props.now === ANSWERS) return <AnswersStep {...props} />;
  if (props.now === MATERIALS) return <MaterialsStep {...props} />;
  if (props.now === CHECK) return <CheckStep {...props} />;
  const section = sectionsOf(draft).find((one) => one.section === props.now);
  return section ? <SectionStep {...props} section={section} /> : null;
}

function SaveTrouble({ error }: { error: unknown }) {
  return (
    <div className="stack">
      <Trouble error={error} />
      {codeOf(error) === 'sign-in-first' && (
        <LinkButton to="signIn" query={{ back: addressHere() }}>
          {t('signIn.go')}
        </LinkButton>
      )}
    </div>
  );
}
