/** How a page of an act is left: back to the case, with or without having done it. */
import { wordsFor } from '../../problem.ts';
import { useRefresh } from '../../queries.ts';
import { go } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { announce } from '../../ui/says.tsx';
import type { OpenedProps } from '../opened.ts';
import { casePlace } from '../queue/place.ts';
import { w } from '../words.ts';

/** The way back to the case, for pages of acts. */
export function Back({ at }: Pick<OpenedProps, 'at'>) {
  return (
    <Link {...casePlace(at, at.case)} className={buttonClass('text')}>
      {w('act.leave')}
      <kbd aria-hidden="true">Esc</kbd>
    </Link>
  );
}

/** After an act: the case as it is now, and what was done is said. */
export function useFinish({ at, view, setStopped }: OpenedProps) {
  const refresh = useRefresh();
  return async (outcome: { done: string } | { stopped: unknown }) => {
    const here = location.pathname;
    setStopped('done' in outcome ? null : { case: view.id, message: wordsFor(outcome.stopped) });
    if ('done' in outcome) announce(w('act.done', { name: outcome.done }));
    void refresh('cases.queue', 'licences.of-case');
    await refresh('cases.case');
    // Who went on meanwhile is not fetched back.
    if (location.pathname === here) go(casePlace(at, view.id), { replace: true });
  };
}
