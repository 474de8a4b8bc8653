/** A round of registrations: quotas and wishes, who is verified, and the places for all at once. */
import { useState } from 'react';
import { call, withKey } from '../../client.ts';
import type { Output } from '../../endpoints.ts';
import { useRead, useRefresh } from '../../queries.ts';
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { longDate, moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Notice, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { announce } from '../../ui/says.tsx';
import { Table } from '../../ui/Table.tsx';
import type { PageProps } from '../opened.ts';
import { stateWords } from '../stateWords.ts';
import { w } from '../words.ts';
import { Zh } from '../../ui/Zh.tsx';

type Round = Output<'cases.round'>;
type Drawn = Output<'cases.place'>;

export function RoundPage({ me }: PageProps) {
  const { params } = useRoute();
  const read = useRead('cases.round', { item: params.item ?? '' });
  return (
    <main id="main" className="wrap page stack-6" tabIndex={-1}>
      {read.data ? (
        <Opened round={read.data} decides={me.roles.includes('decider')} />
      ) : read.error ? (
        <>
          <PageTitle title={w('round.title', { item: '' })} />
          <Trouble error={read.error} again={() => void read.refetch()} />
        </>
      ) : (
        <Skeleton lines={8} />
      )}
    </main>
  );
}

function Opened({ round, decides }: { round: Round; decides: boolean }) {
  const { window: now, counts } = round;
  return (
    <>
      <div className="page-head">
        <PageTitle title={w('round.title', { item: say(round.name) })} />
        <p>{w(`round.${now.state}`, { opens: moment(now.opens), closes: moment(now.closes) })}</p>
        <p>
          {w('round.days', {
            from: longDate(now.verified.from),
            until: longDate(now.verified.until),
            told: longDate(now.told),
          })}
        </p>
        <p className="strong">
          {w('round.counts', {
            registered: counts.registered,
            asked: counts.asked,
            verified: counts.verified,
            placed: counts.placed,
          })}
        </p>
      </div>
      <section className="stack">
        <h2>{w('round.quota')}</h2>
        <Table
          caption={w('round.quota')}
          columns={[
            { id: 'name', name: w('round.kindergarten'), cell: (o) => say(o.name) },
            { id: 'quota', name: w('round.places'), cell: (o) => o.quota },
            { id: 'first', name: w('round.first'), cell: (o) => o.first },
            { id: 'placed', name: w('round.placed'), cell: (o) => o.placed },
          ]}
          rows={round.options}
          keyOf={(o) => o.id}
        />
      </section>
      {decides && <Draw round={round} />}
      <section className="stack">
        <h2>{w('round.list')}</h2>
        <Registered round={round} />
      </section>
      {round.draws.map((d) => (
        <p key={d.n} className="small muted">
          {w('round.drawn', {
            at: moment(d.at),
            by: d.by,
            placed: d.placed,
            waiting: d.waiting,
            seed: d.seed,
          })}
        </p>
      ))}
    </>
  );
}

/** Every registration of the round. */
function Registered({ round }: { round: Round }) {
  if (round.rows.length === 0) return <Empty>{w('round.none')}</Empty>;
  return (
    <Table
      caption={w('round.list')}
      columns={[
        {
          id: 'number',
          name: w('round.number'),
          cell: (r) => (
            <Link to="workbenchCase" params={{ box: 'unit', case: r.case }}>
              {r.number}
            </Link>
          ),
        },
        { id: 'name', name: w('round.child'), cell: (r) => r.name },
        { id: 'state', name: w('round.state'), cell: (r) => stateWords(r.state) },
        {
          id: 'wishes',
          name: w('round.wishes'),
          cell: (r) => r.wishes.map((one) => say(one)).join(t('list.and')),
        },
        { id: 'place', name: w('round.placed'), cell: (r) => (r.place ? say(r.place) : '') },
      ]}
      rows={round.rows}
      keyOf={(r) => r.case}
    />
  );
}

/** Shown first, then done: what is shown is what will happen. */
function Draw({ round }: { round: Round }) {
  const [seen, setSeen] = useState<Drawn | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const refresh = useRefresh();
  const go = async (preview: boolean) => {
    setBusy(true);
    setError(null);
    try {
      const drawn = await withKey(`place ${round.item} ${preview} ${round.draws.length}`, (key) =>
        call('cases.place', { item: round.item, preview }, { key }),
      );
      setSeen(preview ? drawn : null);
      if (!preview) announce(w('round.told', { n: drawn.placed }));
    } catch (wrong) {
      setError(wrong);
    }
    setBusy(false);
    if (!preview) await refresh('cases.round', 'cases.queue');
  };
  return (
    <Panel title={w('round.draw')}>
      <div className="inside stack">
        <p>{w('round.rule')}</p>
        <Trouble error={error} />
        {seen && (
          <Notice
            tone="info"
            title={w('round.foreseen', { placed: seen.placed, waiting: seen.waiting })}
          >
            <ul>
              {seen.rows.map((r) => (
                <li key={r.case}>
                  <Zh as="name">{r.name}</Zh>
                  {t('list.colon')}
                  {r.place
                    ? [
                        say(r.place),
                        w(r.wish === 0 ? 'round.noWish' : 'round.wish', { n: r.wish }),
                      ].join(t('list.comma'))
                    : w('round.waits')}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        <p className="acts">
          <Button kind={seen ? 'quiet' : 'main'} busy={busy} onClick={() => void go(true)}>
            {w('round.preview')}
          </Button>
          {seen && (
            <Button busy={busy} onClick={() => void go(false)}>
              {w('round.go')}
            </Button>
          )}
        </p>
      </div>
    </Panel>
  );
}
