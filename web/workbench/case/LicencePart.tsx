/** The licence a case led to: what it is worth today, its course, and the way to act on it. */
import type { SignedIn } from '../../contract.ts';
import { useRead } from '../../queries.ts';
import { Link } from '../../router/Link.tsx';
import { longDate } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Chip } from '../../ui/marks.tsx';
import { actPlace, type DeskPlace } from '../queue/place.ts';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';
import { Zh, inZh } from '../../ui/Zh.tsx';

/** Deciders get the way to suspend, resume and end it. */
export function LicencePart({ view, me, at }: PartProps & { me: SignedIn; at: DeskPlace }) {
  const read = useRead('licences.of-case', { id: view.id });
  const licence = read.data;
  if (!licence) return null;
  return (
    <section className="part licence" id="licence">
      <h2>{w('licence.title')}</h2>
      <p className="sum">
        <b>{say(licence.name)}</b>
        <span><Zh as="paper">{licence.number}</Zh></span>
        <Chip tone={licence.state === 'valid' ? 'ok' : 'late'}>{say(licence.stateName)}</Chip>
        <span>{w('licence.since', { date: longDate(licence.stateSince) })}</span>
        <span>
          {licence.until
            ? w('licence.until', { date: longDate(licence.until) })
            : w('licence.endless')}
        </span>
        <span>{w('licence.code', { code: licence.code })}</span>
        {licence.file === null ? (
          <span>{w('case.making')}</span>
        ) : (
          <a href={`/api/licences/${licence.id}/file`} download>
            {w('licence.download')}
          </a>
        )}
      </p>
      {licence.history.length > 1 && (
        <ul className="plain papers">
          {licence.history.map((event) => (
            <li key={event.at + event.action}>
              <b>{say(event.name)}</b>
              <small>
                {longDate(event.on)} <Zh as="name">{event.by ?? ''}</Zh> {say(event.unit)}
              </small>
              {event.reason && (
                <small>{inZh(w('case.logReason', { text: event.reason }), 'typed', event.reason)}</small>
              )}
            </li>
          ))}
        </ul>
      )}
      {me.roles.includes('decider') && licence.actions.some(({ allowed }) => allowed) && (
        <p>
          <Link {...actPlace({ ...at, case: view.id }, 'licence')} className={buttonClass('quiet')}>
            {w('licence.act')}
            <kbd aria-hidden="true">L</kbd>
          </Link>
        </p>
      )}
    </section>
  );
}
