import type { Licence } from '../../contract.ts';
import { Link } from '../../router/Link.tsx';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Chip, type Tone } from '../../ui/marks.tsx';
import { Zh } from '../../ui/Zh.tsx';

/** The tone of a licence's state; its word says the same. */
export function toneOfState(state: Licence['state']): Tone {
  if (state === 'valid') return 'ok';
  return state === 'upcoming' || state === 'suspended' ? 'warn' : 'late';
}

/** Licences as cards. */
export function LicenceCards({ licences }: { licences: Licence[] }) {
  return (
    <ul className="plain cards">
      {licences.map((one) => (
        <li key={one.id}>
          <Link to="licence" params={{ licence: one.id }} className="card">
            <span className="spread">
              <b>{say(one.name)}</b>
              <Chip tone={toneOfState(one.state)}>{say(one.stateName)}</Chip>
            </span>
            <span><Zh as="name">{one.holder}</Zh></span>
            <small><Zh as="paper">{one.number}</Zh></small>
            <small>
              {one.until
                ? `${t('licence.until')} ${longDate(one.until)}`
                : t('licence.endless')}
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}
