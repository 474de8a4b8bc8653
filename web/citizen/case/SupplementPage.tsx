/** Mending what an officer told: exactly those places, nothing else. */
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { MendForm } from './MendForm.tsx';

/** Says so when there is nothing to mend any more. */
export function SupplementPage() {
  const { params } = useRoute();
  const read = useRead('cases.case', { id: params.case ?? '' });
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {(one) => (
          <div className="narrow stack-5">
            <div className="crumb">
              <Link to="case" params={{ case: one.id }}>
                {t('mend.back')}
              </Link>
            </div>
            <div className="page-head">
              <PageTitle title={t('mend.title')} />
              <p>
                {say(one.itemName)}{t('list.comma')}{t('case.number', { number: one.number })}
              </p>
            </div>
            {one.supplement ? (
              <>
                <p>
                  {t('mend.intro')}
                  {one.supplement.until &&
                    t('mend.until', { date: longDate(one.supplement.until) })}
                </p>
                <MendForm one={one} points={one.supplement.points} />
              </>
            ) : (
              <p>{t('mend.nothing')}</p>
            )}
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}
