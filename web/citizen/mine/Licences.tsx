import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import { Empty } from '../../ui/boxes.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { LicenceCards } from './LicenceCards.tsx';

/** Everything one holds. */
export function Licences() {
  const read = useRead('licences.mine', {});
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {({ licences }) => (
          <div className="stack-5">
            <PageTitle title={t('licence.title')} />
            {licences.length > 0 ? (
              <LicenceCards licences={licences} />
            ) : (
              <Empty>{t('mine.licencesNone')}</Empty>
            )}
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}
