import type { CaseView } from '../../contract.ts';
import { longDate, shortDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Panel } from '../../ui/boxes.tsx';
import { isOpen } from '../mine/open.ts';
import { Light, type LightColour } from '../../ui/marks.tsx';

type Deadline = CaseView['deadlines'][number];

/** By when, with the computation that everybody can follow on a calendar. */
export function Deadlines({ one }: { one: CaseView }) {
  const running = one.deadlines.filter(
    (other) => other.state === 'open' || other.state === 'stopped',
  );
  if (running.length === 0 && !isOpen(one)) return null;
  return (
    <Panel title={t('case.due')}>
      <div className="inside stack-5">
        {running.length === 0 && <p className="muted">{t('case.noDue')}</p>}
        {together(running).map((same) => (
          <Running key={same.map(({ kind }) => kind).join()} deadlines={same} />
        ))}
      </div>
    </Panel>
  );
}

/** Where the promised day is the legal one it is said once. */
function together(all: Deadline[]): Deadline[][] {
  const groups = new Map<string, Deadline[]>();
  for (const one of all) {
    const same = `${one.due} ${say(one.computation)}`;
    groups.set(same, [...(groups.get(same) ?? []), one]);
  }
  return [...groups.values()];
}

function Running({ deadlines }: { deadlines: Deadline[] }) {
  const [deadline] = deadlines;
  if (deadline === undefined) return null;
  const stop = deadline.stops.find((one) => one.open);
  return (
    <div>
      <p className="muted">{deadlines.map(({ name }) => say(name)).join(t('list.and'))}</p>
      <p className="due-day">{shortDate(deadline.due)}</p>
      <p>
        {isLight(deadline.light) && (
          <Light
            colour={deadline.light}
            {...(stop ? { words: t('case.stopped', { why: stop.why }) } : {})}
          />
        )}
      </p>
      <details>
        <summary>{t('case.howComputed')}</summary>
        <div className="answer-text">
          <p>{say(deadline.computation)}</p>
          {deadline.stops.map((one) => (
            <p key={one.from + one.why}>
              {one.open
                ? t('case.stopOpen', { from: longDate(one.from), why: one.why })
                : t('case.stop', { from: longDate(one.from), to: longDate(one.to), why: one.why })}
            </p>
          ))}
        </div>
      </details>
    </div>
  );
}

function isLight(light: string): light is LightColour {
  return ['green', 'yellow', 'red', 'grey'].includes(light);
}
