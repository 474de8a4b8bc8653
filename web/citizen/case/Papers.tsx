import type { CaseView } from '../../contract.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Panel } from '../../ui/boxes.tsx';
import { inZh } from '../../ui/Zh.tsx';

/** Numbered papers of each legal step. */
export function Papers({ one }: { one: CaseView }) {
  return (
    <Panel title={t('case.papers')}>
      <div className="inside">
        {one.papers.length === 0 && <p className="muted">{t('case.noPapers')}</p>}
        <ul className="plain papers">
          {one.papers.map((paper) => (
            <li key={paper.id}>
              {paper.ready ? (
                <a href={`/api/files/${paper.id}`} download>
                  {say(paper.name)}
                </a>
              ) : (
                <span>
                  {say(paper.name)} <small>{t('case.paperMaking')}</small>
                </span>
              )}
              <small>
                {inZh(t('case.paperOn', { number: paper.number, date: longDate(paper.on) }), 'paper', paper.number)}
              </small>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
