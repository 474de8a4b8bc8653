/** One licence: the card, what it says, a code to show, the signed file. */
import type { Licence } from '../../contract.ts';
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { amount, longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { Button, buttonClass, LinkButton } from '../../ui/Button.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Summary } from '../../ui/Table.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { NotYours } from '../NotFound.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { toneOfState } from './LicenceCards.tsx';
import { Show } from './Show.tsx';
import { Zh, ZhRuns } from '../../ui/Zh.tsx';

/** Found among one's own; another's is not there. */
export function LicencePage() {
  const { params } = useRoute();
  const read = useRead('licences.mine', {});
  const one = read.data?.licences.find((other) => other.id === params.licence);
  if (read.data && !one) {
    return (
      <SignedInOnly>
        <NotYours />
      </SignedInOnly>
    );
  }
  return (
    <SignedInOnly>
      <LoadedPage read={read}>{() => one && <Opened one={one} />}</LoadedPage>
    </SignedInOnly>
  );
}

function Opened({ one }: { one: Licence }) {
  return (
    <div className="narrow stack-5">
      <div className="crumb no-print">
        <Link to="licences">{t('licence.crumb')}</Link>
      </div>
      <article className="licence">
        <header>
          <span className="spread">
            <PageTitle title={say(one.name)} />
            <Chip tone={toneOfState(one.state)}>{say(one.stateName)}</Chip>
          </span>
          <p className="muted"><Zh as="paper">{one.number}</Zh></p>
        </header>
        <Summary lines={linesOf(one)} />
        <p className="sample">{t('foot.demo')}</p>
      </article>
      {one.state === 'valid' ? (
        <div className="no-print"><Show id={one.id} /></div>
      ) : (
        <Notice tone="bad">
          <p>
            {say(one.stateName)}
            {t('list.bracket', { what: t('licence.since', { date: longDate(one.stateSince) }) })}
            {t('list.period')}
            {one.state !== 'upcoming' && t('licence.notValid')}
          </p>
        </Notice>
      )}
      <div className="acts no-print">
        {one.file ? (
          <a className={buttonClass('quiet')} href={`/api/licences/${one.id}/file`} download>
            {t('licence.download')}
          </a>
        ) : (
          <p className="muted">{t('licence.making')}</p>
        )}
        <Button kind="quiet" onClick={() => window.print()}>{t('kit.print')}</Button>
        {one.case && (
          <LinkButton to="case" params={{ case: one.case }} kind="text">
            {t('licence.case')}
          </LinkButton>
        )}
      </div>
    </div>
  );
}

function linesOf(one: Licence) {
  return [
    { id: 'holder', name: t('licence.holder'), value: <Zh as="name">{one.holder}</Zh> },
    ...one.attributes.map((attribute) => ({
      id: attribute.id,
      name: say(attribute.name),
      value: attribute.shown ? say(attribute.shown) : <ZhRuns as="paper">{amount(attribute.value)}</ZhRuns>,
    })),
    { id: 'issuer', name: t('licence.issuer'), value: say(one.issuer) },
    { id: 'issued', name: t('licence.issuedOn'), value: longDate(one.issuedOn) },
    {
      id: 'until',
      name: t('licence.until'),
      value: one.until ? longDate(one.until) : t('licence.endless'),
    },
    { id: 'code', name: t('licence.code'), value: one.code },
  ];
}
