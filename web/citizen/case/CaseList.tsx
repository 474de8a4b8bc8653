import type { CaseRow } from '../../contract.ts';
import { Link } from '../../router/Link.tsx';
import { moment, shortDate, todayHere } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Chip, Light } from '../../ui/marks.tsx';
import { Zh } from '../../ui/Zh.tsx';

/** Cases, each with where it is and by when it is done. */
export function CaseList({ cases }: { cases: CaseRow[] }) {
  return (
    <ul className="list">
      {cases.map((one) => (
        <li key={one.id}>
          <Link to="case" params={{ case: one.id }} className="row">
            <span>
              <b>{say(one.itemName)}</b>
              <small>
                <Zh as="name">{one.applicant}</Zh>{t('list.comma')}
                {t('case.submitted', { at: moment(one.submittedAt) })}
              </small>
            </span>
            <span className="row-wrap">
              <Chip tone={one.needsYou ? 'warn' : 'info'}>{say(one.stateName)}</Chip>
              <CaseLight row={one} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The light with its words: the day it is due, or that the clock stands. */
export function CaseLight({ row }: { row: Pick<CaseRow, 'light' | 'due'> }) {
  if (row.light === 'none') return null;
  const words = row.due && row.light !== 'grey' ? dueWords(row.due) : undefined;
  return <Light colour={row.light} {...(words ? { words } : {})} />;
}

function dueWords(due: string): string {
  return t('mine.dueBy', { date: shortDate(due, todayHere()) });
}
