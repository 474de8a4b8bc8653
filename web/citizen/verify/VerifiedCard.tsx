import type { Verified } from '../../contract.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Summary, type Line } from '../../ui/Table.tsx';
import type { Kept } from '../../ui/Zh.tsx';
import { toneOfState } from '../mine/LicenceCards.tsx';
import { Zh } from '../../ui/Zh.tsx';

/** What a licence is worth on the day it is looked up. */
export function VerifiedCard({ verified }: { verified: Verified }) {
  if (!verified.found) {
    return (
      <Notice tone="bad" title={t('verify.notFound')} alert>
        <p>{say(verified.message)}</p>
        <p className="small">{t('verify.on', { date: longDate(verified.on) })}</p>
      </Notice>
    );
  }
  const valid = verified.state === 'valid';
  return (
    <div className="stack-5" aria-live="polite">
      <Notice tone={valid ? 'ok' : 'bad'}>
        <div className="spread">
          <h2>{say(verified.name)}</h2>
          {verified.state && (
            <Chip tone={toneOfState(verified.state)}>{say(verified.stateName)}</Chip>
          )}
        </div>
        <p>{say(verified.message)}</p>
        <p className="small">{t('verify.on', { date: longDate(verified.on) })}</p>
      </Notice>
      <Summary lines={linesOf(verified)} />
    </div>
  );
}

function linesOf(one: Verified): Line[] {
  const line = (id: string, name: string, value: string | undefined, as: Kept = 'paper'): Line[] =>
    value ? [{ id, name, value: <Zh as={as}>{value}</Zh> }] : [];
  const date = (value: string | undefined) => (value ? longDate(value) : undefined);
  return [
    ...line('number', t('verify.number'), one.number),
    ...line('holder', t('verify.holder'), one.holder, 'name'),
    ...line('issuer', t('verify.issuer'), say(one.issuer)),
    ...line('issued', t('verify.issuedOn'), date(one.issuedOn)),
    ...line('until', t('verify.until'), date(one.until) ?? t('verify.endless')),
    ...line('since', t('verify.stateSince'), date(one.stateSince)),
    ...line('next', t('verify.successor'), one.successor?.number),
  ];
}
