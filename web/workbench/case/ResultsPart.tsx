/** Results for one person of the case alone: who has his, and handing one in. */
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { sendFileOnce } from '../../client.ts';
import type { CaseView } from '../../contract.ts';
import { wordsFor } from '../../problem.ts';
import { Link } from '../../router/Link.tsx';
import { say } from '../../texts/index.ts';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { announce } from '../../ui/says.tsx';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';

export function ResultsPart({ view }: PartProps) {
  if (view.registration !== null) {
    return (
      <p>
        <Link to="workbenchRound" params={{ item: view.item }}>{w('round.open-page')}</Link>
      </p>
    );
  }
  if (view.results.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('result.title')}</h2>
      <p>{w('result.alone')}</p>
      {view.results.map((one) => (
        <One key={one.party} view={view} one={one} />
      ))}
    </section>
  );
}

function One({ view, one }: PartProps & { one: CaseView['results'][number] }) {
  const [busy, setBusy] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const client = useQueryClient();
  const who = say(one.partyName);
  const send = async (file: File) => {
    setBusy(w('result.sending'));
    setWrong(null);
    try {
      await sendFileOnce(`/api/cases/${view.id}/results?party=${encodeURIComponent(one.party)}`, file);
      announce(w('result.given', { who }));
    } catch (error) {
      setWrong(wordsFor(error));
    }
    setBusy(null);
    await client.invalidateQueries({ queryKey: ['cases.case', { id: view.id }] });
  };
  const open = ['received', 'in-review'].includes(view.state);
  return (
    <section className="stack" aria-label={w('result.of', { who })}>
      <h3>{w('result.of', { who })}</h3>
      {one.id !== null && (
        <p>
          <a href={`/api/files/${one.id}`} download>{one.name}</a>
        </p>
      )}
      {open && (
        <FileDrop
          what={w('result.of', { who })}
          kinds={['pdf']}
          busy={busy}
          problem={wrong}
          onFile={(file) => void send(file)}
          onRefused={setWrong}
        />
      )}
    </section>
  );
}
