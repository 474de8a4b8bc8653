import { useEffect } from 'react';
import { useRefresh } from '../../queries.ts';
import { longDate } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';
import { Zh } from '../../ui/Zh.tsx';

const SOON = 4000;

/** Numbered papers of the legal steps; one still being made is looked for once more by itself. */
export function PapersPart({ view }: PartProps) {
  const refresh = useRefresh();
  const making = view.papers.some(({ ready }) => !ready);
  useEffect(() => {
    if (!making) return;
    const timer = setTimeout(() => void refresh('cases.case'), SOON);
    return () => clearTimeout(timer);
  }, [making, refresh, view.seq]);
  return (
    <section className="part">
      <h2>{w('case.papers')}</h2>
      {view.papers.length === 0 && <p className="muted">{w('case.noPapers')}</p>}
      <ul className="plain papers">
        {view.papers.map((paper) => (
          <li key={paper.id}>
            {paper.ready ? (
              <a href={`/api/files/${paper.id}`} download>
                {say(paper.name)}
              </a>
            ) : (
              <span>{say(paper.name)}</span>
            )}
            <small><Zh as="paper">{paper.number}</Zh></small>
            <small>{longDate(paper.on)}</small>
            {!paper.ready && (
              <>
                <small>{w('case.making')}</small>
                <button
                  type="button"
                  className="small-btn"
                  onClick={() => void refresh('cases.case')}
                >
                  {w('case.look')}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
