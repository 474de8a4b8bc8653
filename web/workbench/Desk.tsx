/** Three panes: what is to be done, the case, what the automatic review says about it. */
import { useEffect, useState } from 'react';
import { useRead, useRefresh } from '../queries.ts';
import { go, useRoute } from '../router/history.ts';
import { Link } from '../router/Link.tsx';
import { PageTitle } from '../router/PageTitle.tsx';
import { codeOf } from '../problem.ts';
import { Notice, Skeleton, Trouble } from '../ui/boxes.tsx';
import type { OpenedProps, PageProps, Stopped } from './opened.ts';
import { ActBar } from './act/ActBar.tsx';
import { ActPage } from './act/ActPage.tsx';
import { CasePane } from './case/CasePane.tsx';
import { useKeys, useKeysOn } from './keys.ts';
import { boxes, boxPlace, casePlace, deskAt, queueInput } from './queue/place.ts';
import { QueuePane } from './queue/QueuePane.tsx';
import { SidePane } from './side/SidePane.tsx';
import { useCase, useFollow } from './useCase.ts';
import { w } from './words.ts';

/** J and K walk the queue, 1 2 3 change the box, / goes to finding. */
export function Desk({ me }: PageProps) {
  const at = deskAt(useRoute());
  const queue = useRead('cases.queue', queueInput(at), { keep: true });
  const opened = useCase(at.case);
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const view = opened.data?.id === at.case ? opened.data : undefined;
  useFollow(opened, queue.data?.rows);
  useSessionEnd(queue.error ?? opened.error);
  const rows = queue.data?.rows ?? [];
  const step = (by: number) => {
    const here = rows.findIndex(({ id }) => id === at.case);
    const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
    if (next) go(casePlace(at, next.id));
  };
  const acting = at.action !== '';
  useKeys({
    J: () => step(1),
    K: () => step(-1),
    '/': () => go({ to: 'workbenchFind' }),
    ...Object.fromEntries(boxes.map((box, i) => [String(i + 1), () => go(boxPlace(box))])),
    Escape: acting ? () => go(casePlace(at, at.case)) : undefined,
  });
  useShowRow(at.case);
  const shown = at.case === '' ? 'desk list' : 'desk one';
  return (
    <div className={shown}>
      <QueuePane at={at} me={me} queue={queue} />
      <main id="main" className="middle" tabIndex={-1}>
        {at.case === '' && <Pick />}
        {at.case !== '' && (
          <p className="back-line">
            <Link {...boxPlace(at.box, at.filters)}>‹ {w('queue.back')}</Link>
          </p>
        )}
        {at.case !== '' && opened.error && !view && (
          <Missing error={opened.error} again={() => void opened.refetch()} />
        )}
        {at.case !== '' && opened.isPending && (
          <div className="pad">
            <Skeleton lines={8} />
          </div>
        )}
        {view && (
          <Opened
            key={view.id}
            {...{ at, me, view, stopped: stopped?.case === view.id ? stopped : null, setStopped }}
            onNext={() => step(1)}
          />
        )}
      </main>
      <aside id="side" className="side-pane" tabIndex={-1} aria-label={w('side.title')}>
        {view && <SidePane view={view} />}
      </aside>
    </div>
  );
}

function Opened(props: OpenedProps) {
  const { at, view, stopped } = props;
  if (at.action !== '') return <ActPage key={at.action} {...props} />;
  return (
    <>
      {stopped && (
        <div className="pad stopped">
          <Notice tone="warn" title={w('act.stopped')} alert>
            <p>{stopped.message}</p>
            <p>{w('act.stoppedHint')}</p>
          </Notice>
        </div>
      )}
      <CasePane view={view} me={props.me} at={at} />
      <ActBar {...props} />
    </>
  );
}

/** Nothing open yet: says how to begin. */
function Pick() {
  const keys = useKeysOn();
  return (
    <div className="pad pick">
      <PageTitle title={w('queue.pick')} />
      <p className="muted">{keys ? w('queue.pickHint') : w('queue.pickPlain')}</p>
    </div>
  );
}

function Missing({ error, again }: { error: Error; again: () => void }) {
  if (codeOf(error) !== 'not-there' && codeOf(error) !== 'bad-input') {
    return (
      <div className="pad">
        <Trouble error={error} again={again} />
      </div>
    );
  }
  return (
    <div className="pad stack">
      <PageTitle title={w('case.gone')} />
      <p>{w('case.goneBody')}</p>
      <p>
        <Link to="workbenchFind">{w('find.title')}</Link>
      </p>
    </div>
  );
}

/** A session that ended meanwhile: asks who is there, so that signing in shows at this address. */
function useSessionEnd(error: Error | null): void {
  const refresh = useRefresh();
  const ended = codeOf(error) === 'sign-in-first';
  useEffect(() => {
    if (ended) void refresh('identity.me');
  }, [ended, refresh]);
}

/** Keeps the row of the open case in sight, without moving the focus. */
function useShowRow(id: string): void {
  useEffect(() => {
    document.querySelector('#queue .q[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [id]);
}
