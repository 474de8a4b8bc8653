/** All one's cases: those that wait for one first, then those under way, then the rest. */
import { go, useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import type { CaseRow } from '../../contract.ts';
import { Empty } from '../../ui/boxes.tsx';
import { Pages } from '../../ui/Table.tsx';
import { CaseList } from '../case/CaseList.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { isOpen } from './open.ts';

/** Page by page; the page stands in the address. */
export function Cases() {
  const { query } = useRoute();
  const page = Math.max(1, Math.trunc(Number(query.page ?? 1)) || 1);
  const read = useRead('cases.mine', { page });
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {({ cases, more }) => (
          <div className="narrow stack-6">
            <PageTitle title={t('mine.casesTitle')} />
            {cases.length === 0 && <Empty>{t('mine.casesEver')}</Empty>}
            <Group name={t('mine.groupWaiting')} cases={cases.filter((one) => one.needsYou)} />
            <Group
              name={t('mine.groupOpen')}
              cases={cases.filter((one) => !one.needsYou && isOpen(one))}
            />
            <Group name={t('mine.groupDone')} cases={cases.filter((one) => !isOpen(one))} />
            <Pages
              page={page}
              pages={more ? page + 1 : page}
              onPage={(next) => go({ to: 'cases', query: { page: String(next) } })}
            />
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}

function Group({ name, cases }: { name: string; cases: CaseRow[] }) {
  if (cases.length === 0) return null;
  return (
    <section className="stack">
      <h2>{name}</h2>
      <CaseList cases={cases} />
    </section>
  );
}
