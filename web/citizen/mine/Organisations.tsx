/** Organisations one may act for; adding the one that one leads. */
import type { SignedIn } from '../../contract.ts';
import { go } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useWrite } from '../../queries.ts';
import { useMe, useTakeSession } from '../../session.ts';
import { longDate } from '../../texts/format.ts';
import { t } from '../../texts/index.ts';
import { Empty, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/marks.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { AddOrganisation } from './AddOrganisation.tsx';
import { Zh } from '../../ui/Zh.tsx';

/** Acting for one of them changes what all pages show. */
export function Organisations() {
  const me = useMe();
  return (
    <SignedInOnly>
      <div className="wrap page">
        <div className="narrow stack-6">
          <div className="page-head">
            <PageTitle title={t('orgs.title')} />
            <p>{t('orgs.intro')}</p>
          </div>
          {me && <List me={me} />}
          <p>
            <Link to="mandates">{t('mine.mandates')}</Link>
          </p>
          <AddOrganisation />
        </div>
      </div>
    </SignedInOnly>
  );
}

function List({ me }: { me: SignedIn }) {
  if (me.canActFor.length === 0) return <Empty>{t('orgs.none')}</Empty>;
  return (
    <ul className="list">
      {me.canActFor.map((one) => (
        <li key={one.organisation} className="row">
          <span>
            <b><Zh as="name">{one.name}</Zh></b>
            <small>{one.creditCode}</small>
            <small>
              {one.as === 'agent'
                ? t('orgs.as.agent', { until: one.until ? longDate(one.until) : '' })
                : t('orgs.as.legal-representative')}
            </small>
          </span>
          {me.actingFor?.organisation === one.organisation ? (
            <Chip tone="ok">{t('orgs.acting')}</Chip>
          ) : (
            <ActFor organisation={one.organisation} />
          )}
        </li>
      ))}
    </ul>
  );
}

function ActFor({ organisation }: { organisation: string }) {
  const write = useWrite('identity.act-for');
  const take = useTakeSession();
  const change = async () => {
    const me = await write.run({ organisation });
    if (me === null) return;
    take(me);
    go({ to: 'mine' });
  };
  return (
    <>
      <Button kind="quiet" busy={write.busy} onClick={() => void change()}>
        {t('orgs.actFor')}
      </Button>
      <Trouble error={write.error} />
    </>
  );
}
