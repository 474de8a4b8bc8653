/** When an item can be applied for, and how many places there are. */
import type { Output } from '../../endpoints.ts';
import { longDate, moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';

type Opening = Output<'cases.opening'>;

/** The window with its quota, or the days that can be booked. Nothing where an item has neither. */
export function OpeningNote({ opening }: { opening: Opening }) {
  const { window: now, quota, booking } = opening;
  if (now) {
    const words = { opens: moment(now.opens), closes: moment(now.closes) };
    return (
      <Notice tone={now.state === 'open' ? 'info' : 'warn'} title={t(`opening.${now.state}`, words)}>
        {quota && (
          <>
            <p>
              {t(quota.left === quota.total ? 'opening.quota' : 'opening.quotaLeft', {
                n: quota.total, left: quota.left,
              })}
            </p>
            <ul className="plain small">
              {quota.options.map((one) => (
                <li key={one.id}>{t('opening.option', { name: say(one.name), n: one.quota, left: one.left })}</li>
              ))}
            </ul>
          </>
        )}
        <p className="small">{t('opening.told', { on: longDate(now.told) })}</p>
      </Notice>
    );
  }
  if (!booking) return null;
  const words = { n: booking.free, last: longDate(booking.last) };
  return (
    <Notice tone={booking.first === null ? 'warn' : 'info'}>
      <p>
        {booking.first === null
          ? t('opening.full', words)
          : t('opening.free', { ...words, first: longDate(booking.first) })}
      </p>
    </Notice>
  );
}

/** May an application be begun now? */
export const canBegin = (opening: Opening | undefined): boolean =>
  !opening?.window || opening.window.state === 'open';
