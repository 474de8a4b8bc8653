import type { SignedIn } from '../../contract.ts';
import { useRead } from '../../queries.ts';
import { Link } from '../../router/Link.tsx';
import { t } from '../../texts/index.ts';
import { LinkButton } from '../../ui/Button.tsx';

const OVER = ['closed', 'archived', 'withdrawn', 'terminated', 'not-accepted'];

/** Beside the list: my things, verifying, and the counter for who wants to come. */
export function Aside({ me }: { me: SignedIn | null }) {
  return (
    <aside className="boxes">
      <div className="box">
        <h2>{t('home.aside.mine')}</h2>
        {me ? (
          <MyCases />
        ) : (
          <div className="stack">
            <p>{t('home.aside.signIn')}</p>
            <LinkButton to="signIn" kind="quiet">
              {t('nav.signIn')}
            </LinkButton>
          </div>
        )}
      </div>
      <div className="box stack">
        <h2>{t('home.aside.verify')}</h2>
        <p>{t('home.aside.verifyText')}</p>
        <Link to="verify">{t('home.aside.verifyGo')}</Link>
      </div>
      <div className="box">
        <h2>{t('home.aside.counter')}</h2>
        <p>{t('home.aside.counterText')}</p>
      </div>
    </aside>
  );
}

function MyCases() {
  const cases = useRead('cases.mine', {});
  const n = (cases.data?.cases ?? []).filter((one) => !OVER.includes(one.state)).length;
  return (
    <div className="stack">
      <p>{n === 0 ? t('home.aside.none') : t('home.aside.open', { n })}</p>
      <Link to="mine">{t('home.aside.all')}</Link>
    </div>
  );
}
