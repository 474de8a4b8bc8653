/** A case as its applicant sees it: where it is, by when, what was given and what came of it. */
import type { CaseView } from '../../contract.ts';
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { longDate, moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { LinkButton } from '../../ui/Button.tsx';
import { Chip } from '../../ui/marks.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { BesideAsked, BesideTold } from './Beside.tsx';
import { Course } from './Course.tsx';
import { CaseRatings } from '../rate/CaseRatings.tsx';
import { Deadlines } from './Deadlines.tsx';
import { Delivery } from './Delivery.tsx';
import { Filed } from './Filed.tsx';
import { Papers } from './Papers.tsx';
import { Like, Together } from './Together.tsx';
import { Withdraw } from './Withdraw.tsx';
import { Zh, inZh } from '../../ui/Zh.tsx';

/** Read anew whenever something happens to it. */
export function CasePage() {
  const { params } = useRoute();
  const read = useRead('cases.case', { id: params.case ?? '' }, { again: beingMade });
  return (
    <SignedInOnly>
      <LoadedPage read={read}>{(one) => <Opened one={one} />}</LoadedPage>
    </SignedInOnly>
  );
}

function Opened({ one }: { one: CaseView }) {
  return (
    <>
      <div className="crumb no-print">
        <Link to="cases">{t('case.crumb')}</Link>
      </div>
      <div className="page-head">
        <PageTitle title={say(one.itemName)}>
          {say(one.itemName)} <Chip tone={toneOf(one)}>{say(one.stateName)}</Chip>
        </PageTitle>
        <p className="case-facts">
          <span>{t('case.number', { number: one.number })}</span>
          <span>{inZh(t('case.applicant', { name: one.applicant }), 'name', one.applicant)}</span>
          {one.agent && <span>{inZh(t('case.filedBy', { name: one.filer }), 'name', one.filer)}</span>}
          {one.agent && one.mandate && (
            <span>
              {one.mandate.endedOn === null
                ? t('case.mandate', { date: longDate(one.mandate.until) })
                : t('case.mandateEnded', { date: longDate(one.mandate.endedOn) })}
            </span>
          )}
          <span>{t('case.submitted', { at: moment(one.submittedAt) })}</span>
          <span>{t(`case.channel.${one.channel}`)}</span>
        </p>
      </div>
      <div className="cols">
        <div className="stack-6">
          <BesideAsked one={one} />
          <Waiting one={one} />
          <Ended one={one} />
          <Together one={one} />
          <BesideTold one={one} />
          <Course one={one} />
          <Filed one={one} />
        </div>
        <div className="stack-5">
          <LicencePart one={one} />
          <Deadlines one={one} />
          <Delivery one={one} />
          <Papers one={one} />
          <CaseRatings id={one.id} />
          <Withdraw one={one} />
          <Like one={one} />
        </div>
      </div>
    </>
  );
}

/** Papers and licence are made in the background: looks again until they are there. */
function beingMade(one: CaseView): number | false {
  const making = one.papers.some((paper) => !paper.ready) || one.licence?.ready === false;
  return making ? 3000 : false;
}

function Waiting({ one }: { one: CaseView }) {
  if (!one.supplement) return null;
  const { points, until } = one.supplement;
  return (
    <Notice tone="warn" title={t('case.mendTitle')}>
      <p>{until ? t('case.mendBody', { date: longDate(until) }) : t('case.mendBodyPlain')}</p>
      <ul>
        {points.map((point) => (
          <li key={point.at + point.message}><Zh as="typed">{point.message}</Zh></li>
        ))}
      </ul>
      <p className="acts no-print">
        <LinkButton to="supplement" params={{ case: one.id }}>
          {t('case.mendGo')}
        </LinkButton>
      </p>
    </Notice>
  );
}

/** How it ended, when it ended without a result, or with a refusal. */
function Ended({ one }: { one: CaseView }) {
  const states = ['not-accepted', 'withdrawn', 'terminated'] as const;
  const state = states.find((other) => other === one.state);
  const refused = one.outcome === 'refuse';
  if (!state && !refused) return null;
  const reason = one.log.findLast((entry) => entry.reason !== null)?.reason;
  return (
    <Notice tone="bad" title={state ? t(`case.ended.${state}`) : t('case.refused')}>
      {reason && <p>{inZh(t('case.reason', { reason }), 'typed', reason)}</p>}
    </Notice>
  );
}

function LicencePart({ one }: { one: CaseView }) {
  const { licence } = one;
  if (!licence) return null;
  return (
    <Notice tone="ok" title={t('case.licence')}>
      <p>
        <b>{say(licence.name)}</b>
        <br />
        <Zh as="paper">{licence.number}</Zh>
      </p>
      <p className="acts no-print">
        <LinkButton to="licence" params={{ licence: licence.id }}>
          {t('case.licenceSee')}
        </LinkButton>
      </p>
    </Notice>
  );
}

function toneOf(one: CaseView) {
  if (one.needsYou) return 'warn';
  if (one.outcome === 'grant') return 'ok';
  if (one.outcome === 'refuse') return 'late';
  return 'info';
}
