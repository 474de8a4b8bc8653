import type { Place as PageOf } from '../paths.ts';
import { addressOf } from '../paths.ts';
import { goTo } from '../router/history.ts';
import { t } from '../texts/index.ts';
import { CHECK, type Step } from './places.ts';

/** The way through the draft; each step can be gone to at any time. */
export function Rail({
  steps, now, placeOf,
}: { steps: Step[]; now: string; placeOf: (step: string) => PageOf }) {
  return (
    <nav aria-label={t('apply.rail')} className="rail">
      <ol className="plain">
        {steps.map((step) => {
          const address = addressOf(placeOf(step.id));
          const done = step.left === 0 && step.id !== CHECK;
          return (
            <li key={step.id} className={done ? 'done' : undefined}>
              <a
                href={address}
                aria-current={step.id === now ? 'step' : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(address);
                }}
              >
                <span>{step.name}</span>
                <small>{wordsOf(step, done)}</small>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function wordsOf(step: Step, done: boolean): string {
  if (done) return t('apply.done');
  return step.left > 0 ? t('apply.left', { n: step.left }) : '';
}
