import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { ItemList } from './ItemList.tsx';
import { SearchBox } from './SearchBox.tsx';
import { inZh, zhMark } from '../../ui/Zh.tsx';

/** Everything found for the words in the address; all items when there are none. */
export function Search() {
  const { query } = useRoute();
  const q = (query.q ?? '').trim();
  const found = useRead('catalogue.items', q === '' ? {} : { q });
  return (
    <div className="wrap page">
      <div className="narrow stack-5">
        <PageTitle title={q === '' || zhMark(q, 'typed').lang ? t('search.titleAll') : t('search.title', { q })}>
          {q === '' ? undefined : inZh(t('search.title', { q }), 'typed', q)}
        </PageTitle>
        <SearchBox key={q} initial={q} />
        {found.isPending && <Skeleton lines={4} />}
        <Trouble error={found.error} again={() => void found.refetch()} />
        {found.data && found.data.items.length > 0 && (
          <>
            <p aria-live="polite" className="muted">
              {t('search.count', { n: found.data.items.length })}
            </p>
            <ItemList items={found.data.items} />
          </>
        )}
        {found.data && found.data.items.length === 0 && (
          <Empty>
            <p aria-live="polite">{t('search.none', { q })}</p>
            <p>
              <Link to="search">{t('search.all')}</Link>
            </p>
          </Empty>
        )}
      </div>
    </div>
  );
}
