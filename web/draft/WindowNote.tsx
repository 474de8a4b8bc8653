/** The window of a registration, as the server’s clock has it. */
import type { Draft } from '../contract.ts';
import { moment } from '../texts/format.ts';
import { t } from '../texts/index.ts';
import { Notice } from '../ui/boxes.tsx';

/** Before: when it opens. After: since when it is closed. */
export function WindowNote({ window: now }: { window: Draft['window'] }) {
  if (!now) return null;
  const words = { opens: moment(now.opens), closes: moment(now.closes) };
  return (
    <Notice tone={now.state === 'open' ? 'info' : 'warn'}>
      <p>{t(`window.${now.state}`, words)}</p>
    </Notice>
  );
}
