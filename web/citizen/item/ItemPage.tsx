/** An item: what it is, a few questions, and what to prepare, growing with each answer. */
import { codeOf } from '../../problem.ts';
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { maybe, say, t } from '../../texts/index.ts';
import { Skeleton, Trouble } from '../../ui/boxes.tsx';
import { NoSuchItem } from '../NotFound.tsx';
import { QueryPart } from './QueryPart.tsx';
import { Facts } from './Facts.tsx';
import { GuidePart } from './GuidePart.tsx';
import { More } from './More.tsx';
import { useGuide } from './useGuide.ts';
import { Withdrawn } from './Withdrawn.tsx';

/** The same page serves items one applies for and registers one searches. */
export function ItemPage() {
  const { params, query } = useRoute();
  const id = params.item ?? '';
  const item = useRead('catalogue.item', { id });
  const guide = useGuide(id, query);
  if (codeOf(item.error) === 'not-there') return <NoSuchItem />;
  if (codeOf(item.error) === 'withdrawn') return <Withdrawn error={item.error} />;
  if (item.error) {
    return (
      <div className="wrap page">
        <Trouble error={item.error} again={() => void item.refetch()} />
      </div>
    );
  }
  if (!item.data) {
    return (
      <div className="wrap page">
        <Skeleton lines={8} />
      </div>
    );
  }
  const topic = item.data.topics.find((one) => maybe(`topic.${one}`) !== null);
  return (
    <div className="wrap page item">
      <div className="crumb no-print">
        <Link to="home">{t('item.crumb')}</Link>
        {topic && (
          <>
            {' › '}
            <Link to="home" query={{ topic, audience: audienceOf(item.data.audience) }}>
              {maybe(`topic.${topic}`)}
            </Link>
          </>
        )}
      </div>
      <div className="item-head">
        <PageTitle title={say(item.data.name)} />
        <p className="read muted">{say(item.data.summary)}</p>
        {guide.guide && <Facts item={item.data} guide={guide.guide} />}
      </div>
      <Trouble error={guide.error} again={guide.again} />
      {item.data.answer !== null ? (
        <QueryPart item={item.data} />
      ) : (
        guide.guide && (
          <GuidePart item={item.data} guide={guide.guide} before={guide.before} query={query} />
        )
      )}
      <More item={item.data} />
    </div>
  );
}

function audienceOf(audience: string[]): string | undefined {
  return audience.includes('person') ? undefined : 'organisation';
}
