/** Middle: who asks for what, how far it is, what was stated and handed in, what was done. */
import { useEffect } from 'react';
import type { CaseView, SignedIn } from '../../contract.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { dateOfInstant, longDate, moment, shortDate } from '../../texts/format.ts';
import { lang } from '../../texts/language.ts';
import { say, t } from '../../texts/index.ts';
import { Chip } from '../../ui/marks.tsx';
import { Steps } from '../../ui/progress.tsx';
import type { DeskPlace } from '../queue/place.ts';
import { leftWords } from '../queue/left.ts';
import { stateWords } from '../stateWords.ts';
import { w } from '../words.ts';
import { CoursePart } from './CoursePart.tsx';
import { DocumentsPart } from './DocumentsPart.tsx';
import { AnswersPart, FactsPart } from './FactsPart.tsx';
import { LicencePart } from './LicencePart.tsx';
import { PapersPart } from './PapersPart.tsx';
import { BesideParts } from './BesideParts.tsx';
import { PartiesPart } from './PartiesPart.tsx';
import { ResultsPart } from './ResultsPart.tsx';
import { stagesOf } from './stages.ts';
import { inZh } from '../../ui/Zh.tsx';

export type PartProps = { view: CaseView };

/** Everything about the case that is not a judgement. */
export function CasePane({ view, me, at }: PartProps & { me: SignedIn; at: DeskPlace }) {
  useEffect(() => {
    document.getElementById('main')?.scrollTo(0, 0);
  }, [view.id]);
  return (
    <article className="case">
      <CaseHead view={view} />
      <Steps stages={stagesOf(view).map(shownStage)} label={w('case.steps')} />
      {view.supplement && (
        <div className="told">
          <b>{w('case.told', { until: view.supplement.untilText ?? '' })}</b>
          <ol>
            {view.supplement.points.map((point) => (
              <li key={point.at}>{point.message}</li>
            ))}
          </ol>
        </div>
      )}
      {view.licence && <LicencePart view={view} me={me} at={at} />}
      <ResultsPart view={view} />
      <BesideParts view={view} />
      <AnswersPart view={view} />
      <FactsPart view={view} />
      <DocumentsPart view={view} />
      <PapersPart view={view} />
      <PartiesPart view={view} />
      <CoursePart view={view} />
    </article>
  );
}

function shownStage({ id, name, at, state }: ReturnType<typeof stagesOf>[number]) {
  return {
    id,
    state,
    name: (
      <>
        {name}
        {at !== null && <small className="under">{at}</small>}
      </>
    ),
  };
}

/** Until when he may act for the applicant, or since when he may no more. */
function mandateWords({ mandate }: CaseView): string {
  if (mandate === null) return '';
  const { until, endedOn } = mandate;
  return endedOn === null
    ? w('case.mandate', { date: longDate(until) })
    : w('case.mandateEnded', { date: longDate(endedOn) });
}

function filedBy(view: CaseView): string {
  if (view.channel === 'counter') return w('case.typed', { name: view.filer });
  if (view.agent) {
    const mandate = mandateWords(view);
    return [w('case.agent', { name: view.filer }), mandate].filter(Boolean).join(t('list.comma'));
  }
  const applicant = view.description.parties.find(({ role }) => role === 'applicant');
  const words = applicant?.kind === 'organisation' ? 'case.leader' : 'case.filer';
  return w(words, { name: view.filer });
}

function CaseHead({ view }: PartProps) {
  const title = `${view.applicant} · ${say(view.itemName)}`;
  const people = [view.applicant, view.filer];
  const at = moment(view.submittedAt);
  return (
    <header>
      <PageTitle title={lang === 'en' ? `${say(view.itemName)} · ${view.number}` : title}>
        {inZh(title, 'name', view.applicant)} <Due view={view} />
      </PageTitle>
      <p className="sum">
        <span>
          <span className="only-heard">{w('case.number')}{t('list.colon')}</span>
          {view.number}
        </span>
        <Chip tone="info">{stateWords(view.state)}</Chip>
        {view.outcome && (
          <Chip tone={view.outcome === 'grant' ? 'ok' : 'late'}>
            {w(`outcome.${view.outcome}`)}
          </Chip>
        )}
        <span>{inZh(filedBy(view), 'name', ...people)}</span>
        <span>
          {view.channel === 'online' ? w('case.online', { at }) : w('case.counter', { at })}
        </span>
        <span>{say(view.unit)}</span>
        {view.owner && (
          <span>
            {view.owner.me
              ? w('case.ownerMe')
              : inZh(w('case.owner', { name: view.owner.name }), 'name', view.owner.name)}
          </span>
        )}
        {view.raised && <Chip tone="warn">{w('queue.raised')}</Chip>}
      </p>
    </header>
  );
}

function Due({ view }: PartProps) {
  if (view.light === 'none' && view.due === null) return null;
  const tone = view.light === 'red' ? 'late' : view.light === 'yellow' ? 'warn' : 'plain';
  const date =
    view.due === null
      ? ''
      : w('case.due', { date: shortDate(view.due, dateOfInstant(view.submittedAt)) });
  return <Chip tone={tone}>{[date, leftWords(view)].filter(Boolean).join(t('list.comma'))}</Chip>;
}
