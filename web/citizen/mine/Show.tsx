/** A code for somebody else's screen: lives a minute, renewed while it is shown. */
import { useEffect, useRef, useState } from 'react';
import { useWrite } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import { Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Qr } from '../../ui/Qr.tsx';

type Shown = { code: string; url: string; expires: string };
/** Renewed this long before it ends, in seconds. */
const EARLY = 5;

/** Nothing is asked of the server before the person wants to show it. */
export function Show({ id }: { id: string }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [left, setLeft] = useState(0);
  const write = useWrite('licences.show');
  const fetching = useRef(false);
  const code = useRef<HTMLDivElement>(null);
  const renew = async () => {
    if (fetching.current) return;
    fetching.current = true;
    const next = await write.run({ id });
    fetching.current = false;
    if (next !== null) setShown(next);
  };
  useEffect(() => {
    if (shown === null) return;
    const tick = () => {
      const seconds = Math.round((Date.parse(shown.expires) - Date.now()) / 1000) - EARLY;
      setLeft(Math.max(0, Math.min(60, seconds)));
      if (seconds <= 0) void renew();
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  });
  const visible = shown !== null;
  useEffect(() => {
    if (visible) code.current?.scrollIntoView({ block: 'center' });
  }, [visible]);
  if (shown === null) {
    return (
      <div className="stack no-print">
        <Trouble error={write.error} />
        <Button wide busy={write.busy} onClick={() => void renew()}>
          {t('licence.show')}
        </Button>
        <p className="small centred">{t('licence.showHint')}</p>
      </div>
    );
  }
  return (
    <Panel title={t('licence.showing')} className="no-print">
      <div ref={code} className="inside stack show">
        <Qr text={shown.url} label={t('licence.qr')} />
        <p className="show-code">{shown.code}</p>
        <p className="small">{t('licence.showUntil', { n: left })}</p>
        <Trouble error={write.error} />
        <Button kind="quiet" onClick={() => setShown(null)}>
          {t('licence.hide')}
        </Button>
      </div>
    </Panel>
  );
}
