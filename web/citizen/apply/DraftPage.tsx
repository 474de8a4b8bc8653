import { useCallback } from 'react';
import { DraftEditor } from '../../draft/DraftEditor.tsx';
import { CHECK } from '../../draft/places.ts';
import type { Place } from '../../paths.ts';
import { go, useRoute } from '../../router/history.ts';
import { NoSuchDraft } from '../NotFound.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';

/** A citizen's own application, one step an address. */
export function DraftPage() {
  const { name, params } = useRoute();
  const draft = params.draft ?? '';
  const placeOf = useCallback(
    (step: string, at?: string): Place =>
      step === CHECK
        ? { to: 'draftCheck', params: { draft } }
        : { to: 'draftSection', params: { draft, section: step }, query: { at } },
    [draft],
  );
  return (
    <SignedInOnly>
      <DraftEditor
        key={draft}
        id={draft}
        step={name === 'draftCheck' ? CHECK : params.section}
        placeOf={placeOf}
        caseAt={(id) => ({ to: 'case', params: { case: id } })}
        onSubmitted={(id) => go({ to: 'receipt', params: { case: id } }, { replace: true })}
        onDiscarded={() => go({ to: 'mine' }, { replace: true })}
        notThere={<NoSuchDraft />}
      />
    </SignedInOnly>
  );
}
