/** What exactly an act will lead to: state, papers, dates with their computation, the message. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { CaseView } from '../../contract.ts';
import { fieldProblems } from '../../problem.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { stateWords } from '../stateWords.ts';
import { w } from '../words.ts';
import type { Foreseen } from './send.ts';

type ForeseenProps = {
  view: CaseView;
  name: string;
  foresight: UseQueryResult<Foreseen | null, Error>;
};

/** Told by the server from the act itself, undone before it was kept. */
export function ForeseenPart({ view, name, foresight }: ForeseenProps) {
  const { data, error, isFetching } = foresight;
  return (
    <section className="foreseen" aria-live="polite" aria-busy={isFetching}>
      <h2>{w('act.what', { name })}</h2>
      {isFetching && <p className="muted">{w('act.foresee')}</p>}
      {!isFetching && error && (
        <>
          <Trouble error={error} />
          <ul>
            {fieldProblems(error).map(({ at, message }) => (
              <li key={at}>{message}</li>
            ))}
          </ul>
        </>
      )}
      {!isFetching && !error && !data && <p className="muted">{w('act.fillFirst')}</p>}
      {data && <Lines view={view} data={data} />}
    </section>
  );
}

function Lines({ view, data }: { view: CaseView; data: Foreseen }) {
  const from = stateWords(view.state);
  const to = stateWords(data.state);
  return (
    <dl>
      <dt>{w('act.state')}</dt>
      <dd>{from === to ? w('act.stateSame', { to }) : w('act.stateTo', { from, to })}</dd>
      <dt>{w('act.papers')}</dt>
      <dd>
        {data.papers.length > 0
          ? data.papers.map((paper) => say(paper)).join(t('list.and'))
          : w('act.papersNone')}
      </dd>
      <dt>{w('act.due')}</dt>
      <dd>
        {data.deadlines.length === 0 && w('act.dueNone')}
        {data.deadlines.map((one) => (
          <p key={say(one.name)}>
            <b>{w('act.dueLine', { name: say(one.name), date: longDate(one.due) })}</b>
            <small>{say(one.computation)}</small>
            {one.provisional && <small className="unsure">{w('side.provisional')}</small>}
          </p>
        ))}
      </dd>
      <dt>{w('act.message')}</dt>
      <dd>
        {data.message === null ? (
          w('act.messageNone')
        ) : (
          <blockquote>
            <b>{say(data.message.title)}</b>
            <p>{say(data.message.body)}</p>
          </blockquote>
        )}
      </dd>
    </dl>
  );
}
