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
import { Waiting } from './Waiting.tsx';

type Audience = 'person' | 'organisation';

/** Works without a session; signed in, one's own things come first. */
export function Home() {
  const me = useMe();
  const items = useRead('catalogue.items', {});
  const shown = (items.data?.items ?? []).slice(0, 4);
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
          {items.data && <ByTopic items={items.data.items} me={me ?? null} />}
        </div>
        <Aside me={me ?? null} />
      </div>
    </>
  );
}

function ByTopic({ items, me }: { items: ItemRow[]; me: SignedIn | null }) {
  const { query } = useRoute();
  const audience = audienceOf(query.audience, me);
  const mine = items.filter((item) => item.audience.includes(audience));
  const counts = new Map<string, number>();
  for (const topic of mine.flatMap((item) => item.topics)) {
    if (nameOfTopic(topic) !== null) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  const topic = counts.has(query.topic ?? '') ? query.topic : undefined;
  const shown = topic === undefined ? mine : mine.filter((item) => item.topics.includes(topic));
  return (
    <>
      <section aria-labelledby="topics">
        <div className="head">
          <h2 id="topics">{t('home.topics')}</h2>
          <AudienceSwitch audience={audience} />
        </div>
        <div className="stages">
          {[...counts].map(([id, n]) => (
            <Link
              key={id}
              to="home"
              stay
              query={{ audience, topic: id === topic ? undefined : id }}
              aria-current={id === topic ? 'true' : undefined}
            >
              <b>{nameOfTopic(id)}</b>
              <span>{t('home.count', { n })}</span>
            </Link>
          ))}
        </div>
      </section>
      <section aria-labelledby="items">
        <div className="head">
          <h2 id="items">{topic === undefined ? t('home.items') : nameOfTopic(topic)}</h2>
          {topic !== undefined && (
            <Link to="home" stay query={{ audience }}>
              {t('home.allTopics')}
            </Link>
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

function nameOfTopic(topic: string): string | null {
  return maybe(`topic.${topic}`);
}
