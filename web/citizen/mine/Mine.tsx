/** One's own page: what is under way, what one holds, and the ways to everything else. */
import type { PathName } from '../../paths.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { useMe } from '../../session.ts';
import { t } from '../../texts/index.ts';
import { Empty } from '../../ui/boxes.tsx';
import { CaseList } from '../case/CaseList.tsx';
import { AskedOfMe } from '../consent/AskedOfMe.tsx';
import { Waiting } from '../home/Waiting.tsx';
import { Loaded } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { LicenceCards } from './LicenceCards.tsx';
import { isOpen } from './open.ts';
import { inZh } from '../../ui/Zh.tsx';

const FEW = 4;

/** In whose name one acts decides whose things are shown. */
export function Mine() {
  return (
    <SignedInOnly>
      <Own />
    </SignedInOnly>
  );
}

function Own() {
  const me = useMe();
  const cases = useRead('cases.mine', {});
  const licences = useRead('licences.mine', {});
  const name = me?.actingFor?.name ?? me?.name ?? '';
  return (
    <div className="wrap page">
      <div className="page-head">
        <PageTitle title={t('mine.title')}>{inZh(t('mine.hello', { name }), 'name', name)}</PageTitle>
      </div>
      <div className="cols">
        <div className="stack-6">
          <AskedOfMe />
          <Waiting />
          <section className="stack">
            <div className="spread">
              <h2>{t('mine.casesOpen')}</h2>
              <Link to="cases">{t('mine.casesAll')}</Link>
            </div>
            <Loaded read={cases}>
              {({ cases: all }) => {
                const open = all.filter(isOpen);
                return open.length > 0 ? (
                  <CaseList cases={open.slice(0, FEW)} />
                ) : (
                  <Empty>{t('mine.casesNone')}</Empty>
                );
              }}
            </Loaded>
          </section>
          <section className="stack">
            <div className="spread">
              <h2>{t('mine.licences')}</h2>
              <Link to="licences">{t('mine.licencesAll')}</Link>
            </div>
            <Loaded read={licences}>
              {({ licences: all }) =>
                all.length > 0 ? (
                  <LicenceCards licences={all.slice(0, FEW)} />
                ) : (
                  <Empty>{t('mine.licencesNone')}</Empty>
                )
              }
            </Loaded>
          </section>
        </div>
        <nav aria-label={t('mine.more')}>
          <ul className="list">
            <Way to="messages" name={t('mine.messages')} hint={t('mine.messagesHint')} />
            <Way to="organisations" name={t('mine.organisations')} hint={t('mine.organisationsHint')} />
            <Way to="mandates" name={t('mine.mandates')} hint={t('mine.mandatesHint')} />
            <Way to="ledger" name={t('mine.ledger')} hint={t('mine.ledgerHint')} />
            <Way to="myData" name={t('data.title')} hint={t('data.hint')} />
            <Way to="account" name={t('account.title')} hint={t('data.accountHint')} />
          </ul>
        </nav>
      </div>
    </div>
  );
}

type Plain = Extract<PathName, 'messages' | 'organisations' | 'mandates' | 'ledger' | 'myData' | 'account'>;

function Way({ to, name, hint }: { to: Plain; name: string; hint: string }) {
  return (
    <li>
      <Link to={to} className="row">
        <span>
          <b>{name}</b>
          <small>{hint}</small>
        </span>
      </Link>
    </li>
  );
}
