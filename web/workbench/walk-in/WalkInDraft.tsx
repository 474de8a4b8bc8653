/** The application of a walk-in, filled in by the clerk with the same editor citizens use. */
import { useCallback } from 'react';
import { DraftEditor } from '../../draft/DraftEditor.tsx';
import type { Place } from '../../paths.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { w } from '../words.ts';

/** One step an address, as `?step=`. */
export function WalkInDraft() {
  const { params, query } = useRoute();
  const draft = params.draft ?? '';
  const placeOf = useCallback(
    (step: string, at?: string): Place => ({
      to: 'workbenchDraft',
      params: { draft },
      query: { step, at },
    }),
    [draft],
  );
  return (
    <main id="main" className="walk-in-draft" tabIndex={-1}>
      <DraftEditor
        key={draft}
        id={draft}
        step={query.step}
        placeOf={placeOf}
        caseAt={(id) => ({ to: 'workbenchCase', params: { box: 'unit', case: id } })}
        onSubmitted={(id, { number, receivedOn, due }) =>
          go(
            {
              to: 'workbenchWalkIn',
              query: { case: id, number, on: receivedOn, due: due ?? undefined },
            },
            { replace: true },
          )
        }
        onDiscarded={() => go({ to: 'workbenchWalkIn' }, { replace: true })}
        notThere={<Gone />}
      />
    </main>
  );
}

function Gone() {
  return (
    <div className="wrap page stack">
      <PageTitle title={w('walkIn.goneTitle')} />
      <p>{w('walkIn.goneBody')}</p>
      <p>
        <Link to="workbenchWalkIn">{w('walkIn.title')}</Link>
      </p>
    </div>
  );
}
