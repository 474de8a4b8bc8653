/** What waits for my consent, on my own page. */
import { useRead } from '../../queries.ts';
import { Link } from '../../router/Link.tsx';
import { useMe } from '../../session.ts';
import { say, t } from '../../texts/index.ts';

/** Nothing where nothing was asked, and nothing while one acts for somebody else. */
export function AskedOfMe() {
  const me = useMe();
  const read = useRead('cases.consents', {}, { when: me !== null && me !== undefined && !me.actingFor });
  const consents = read.data?.consents ?? [];
  if (consents.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('together.mine')}</h2>
      <ul className="list">
        {consents.map((one) => (
          <li key={one.id} className="row">
            <span>
              <b>{say(one.itemName)}</b>
              <small>
                {one.state === 'asked' ? t('together.from', { name: one.from }) : t(`consent.state.${one.state}`)}
              </small>
            </span>
            <Link to="consent" params={{ consent: one.id }}>
              {t('together.open')}
              <span className="only-heard">{t('list.colon')}{say(one.itemName)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
