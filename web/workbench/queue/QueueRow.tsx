import type { CaseRow } from '../../contract.ts';
import type { Place } from '../../paths.ts';
import { Link } from '../../router/Link.tsx';
import { say } from '../../texts/index.ts';
import { stateWords } from '../stateWords.ts';
import { w } from '../words.ts';
import { leftWords } from './left.ts';
import { Zh, inZh } from '../../ui/Zh.tsx';

/** One case: light with words, whose, which, how far, what the review found, who has it. */
export function QueueRow({
  row,
  place,
  current,
}: {
  row: CaseRow;
  place: Place;
  current: boolean;
}) {
  const { fail, ask } = row.findings;
  return (
    <Link {...place} className="q" aria-current={current ? 'true' : undefined}>
      <i className={`dot ${row.light}`} aria-hidden="true" />
      <b><Zh as="name">{row.applicant}</Zh></b>
      <span className={row.light === 'red' || row.light === 'purple' ? 'left late' : 'left'}>
        {leftWords(row)}
      </span>
      <small>
        {say(row.itemName)} · {stateWords(row.state)}
      </small>
      <small className="marks">
        <span>{row.number}</span>
        {row.owner && (
          <span>
            {row.owner.me
              ? w('queue.mine')
              : inZh(w('queue.owner', { name: row.owner.name }), 'name', row.owner.name)}
          </span>
        )}
        {row.raised && <span className="warn">{w('queue.raised')}</span>}
        {fail > 0 && <span className="bad">{w('queue.fail', { n: fail })}</span>}
        {ask > 0 && <span className="warn">{w('queue.ask', { n: ask })}</span>}
        {fail + ask === 0 && <span>{w('queue.clean')}</span>}
        {row.channel === 'counter' && <span>{w('queue.counter')}</span>}
      </small>
    </Link>
  );
}
