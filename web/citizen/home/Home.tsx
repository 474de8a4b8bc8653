/** The first page: one search box, what waits for me, and everything that can be done here. */
import type { ItemRow, SignedIn } from '../../contract.ts';
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { useMe } from '../../session.ts';
import { maybe, say, t } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Aside } from './Aside.tsx';
import { ItemList } from './ItemList.tsx';
import { SearchBox } from './SearchBox.tsx';
import { oneOfEach, stagesOf, type Audience } from './stages.ts';
import { Waiting } from './Waiting.tsx';

/** As many as fit without scrolling far; the rest is one click or a search away. */
const MOST = 6;

/** Works without a session; signed in, one's own things come first. */
export function Home() {
  const me = useMe();
  const items = useRead('catalogue.items', {});
  const { query } = useRoute();
  const audience = audienceOf(query.audience, me ?? null);
  const shown = oneOfEach(stagesOf(items.data?.items ?? [], audience), 4);
  return (
    <>
      <div className="hero">
        <div className="wrap">
          <PageTitle title={t('home.title')} />
          <SearchBox />
          <div className="hot">
            {shown.map((item) => (
              <Link key={item.id} to="item" params={{ item: item.id }}>
                {say(item.name)}
              </Link>
            ))}
          </div>
        </div>
      </div>
      <div className="wrap home-cols">
        <div className="stack-6">
          {me && <Waiting />}
          {items.isPending && <Skeleton lines={6} />}
          <Trouble error={items.error} again={() => void items.refetch()} />
          {items.data && <ByStage items={items.data.items} audience={audience} />}
        </div>
        <Aside me={me ?? null} />
      </div>
    </>
  );
}

function ByStage({ items, audience }: { items: ItemRow[]; audience: Audience }) {
  const { query } = useRoute();
  const found = stagesOf(items, audience);
  const chosen = found.find((stage) => stage.id === query.topic);
  const all = items.filter((item) => item.audience.includes(audience)).length;
  const shown = chosen ? chosen.items : oneOfEach(found, MOST);
  return (
    <>
      <section aria-labelledby="topics">
        <div className="head">
          <h2 id="topics">{t(`home.topics.${audience}`)}</h2>
          <AudienceSwitch audience={audience} />
        </div>
        <div className="stages">
          {found.map(({ id, items: own }) => (
            <Link
              key={id}
              to="home"
              stay
              query={{ audience, topic: id === chosen?.id ? undefined : id }}
              aria-current={id === chosen?.id ? 'true' : undefined}
            >
              <b>{maybe(`topic.${id}`) ?? id}</b>
              <span>{t('home.count', { n: own.length })}</span>
            </Link>
          ))}
        </div>
      </section>
      <section aria-labelledby="items">
        <div className="head">
          <h2 id="items">{chosen ? (maybe(`topic.${chosen.id}`) ?? chosen.id) : t('home.items')}</h2>
          {chosen ? (
            <Link to="home" stay query={{ audience }}>
              {t('home.allTopics')}
            </Link>
          ) : (
            all > shown.length && <Link to="search">{t('home.allItems', { n: items.length })}</Link>
          )}
        </div>
        {shown.length > 0 ? <ItemList items={shown} /> : <Empty>{t('home.noItems')}</Empty>}
      </section>
    </>
  );
}

function AudienceSwitch({ audience }: { audience: Audience }) {
  return (
    <nav className="seg" aria-label={t('home.forWhom')}>
      {(['person', 'organisation'] as const).map((one) => (
        <Link
          key={one}
          to="home"
          stay
          query={{ audience: one }}
          aria-current={one === audience ? 'true' : undefined}
        >
          {t(`home.${one}`)}
        </Link>
      ))}
    </nav>
  );
}

/** What the address says; without it, whoever one acts for. */
function audienceOf(asked: string | undefined, me: SignedIn | null): Audience {
  if (asked === 'person' || asked === 'organisation') return asked;
  return me?.actingFor ? 'organisation' : 'person';
}
