/** What the steps share: going on, going back, and telling what still lacks here. */
import { useEffect, useState } from 'react';
import { addressOf } from '../paths.ts';
import { goTo, useRoute } from '../router/history.ts';
import { t } from '../texts/index.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { ErrorSummary, goThere } from '../ui/ErrorSummary.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { problemsOf } from './places.ts';

/** Whether this step's lacks are shown, and what they are. Coming from elsewhere to mend shows them. */
export function useLacks({ keeper, now }: StepProps) {
  const { query } = useRoute();
  const [turn, setTurn] = useState(0);
  const places = problemsOf(keeper.snapshot().draft).filter((one) => one.step === now);
  const shown = turn > 0 || query.at !== undefined;
  useEffect(() => {
    if (query.at !== undefined) goThere(query.at);
  }, [query.at]);
  return {
    turn,
    places,
    shown,
    problemAt: (at: string) => (shown ? places.find((one) => one.at === at)?.message : undefined),
    ask: () => setTurn((n) => n + 1),
  };
}

export type Lacks = ReturnType<typeof useLacks>;

/** The list at the top of a step, after the person wanted to go on. */
export function LackList({ lacks }: { lacks: Lacks }) {
  if (!lacks.shown || lacks.places.length === 0) return null;
  return <ErrorSummary faults={lacks.places} turn={lacks.turn} />;
}

/** 上一步 and 下一步. Going on saves first, and stays where something lacks. */
export function StepButtons({ keeper, steps, now, placeOf, lacks }: StepProps & { lacks: Lacks }) {
  const at = steps.findIndex((one) => one.id === now);
  const [before, next] = [steps[at - 1], steps[at + 1]];
  const [busy, setBusy] = useState(false);
  const goOn = async () => {
    if (!next) return;
    setBusy(true);
    await keeper.flush();
    setBusy(false);
    const left = problemsOf(keeper.snapshot().draft).filter((one) => one.step === now);
    if (left.length > 0) lacks.ask();
    else goTo(addressOf(placeOf(next.id)));
  };
  return (
    <div className="acts step-acts">
      {next && (
        <Button busy={busy} onClick={() => void goOn()}>
          {t('apply.next', { name: next.name })}
        </Button>
      )}
      {before && (
        <a
          className={buttonClass('quiet')}
          href={addressOf(placeOf(before.id))}
          onClick={(event) => {
            event.preventDefault();
            goTo(addressOf(placeOf(before.id)));
          }}
        >
          {t('apply.back', { name: before.name })}
        </a>
      )}
    </div>
  );
}
