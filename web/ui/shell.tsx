/** Parts of the frame both apps share. */
import type { ReactNode } from 'react';
import { chooseElder, useElder } from '../device.ts';
import { useRetrying } from '../network.ts';
import { Link } from '../router/Link.tsx';
import { t } from '../texts/index.ts';
import { chooseLang, lang } from '../texts/language.ts';
import { Button } from './Button.tsx';
import { zhMark } from './Zh.tsx';

/** First thing the Tab key reaches. */
export function SkipLink() {
  return (
    <a className="skip" href="#main">
      {t('skip.main')}
    </a>
  );
}

/** Mark and name; leads home. */
export function Brand({ to, name }: { to: 'home' | 'workbench'; name: string }) {
  return (
    <Link to={to} className="brand">
      <i aria-hidden="true" {...zhMark('妥', 'brand')}>
        妥
      </i>
      {name}
      <span className="only-heard">
        {t('list.comma')}
        {t('brand.home')}
      </span>
    </Link>
  );
}

/** Head of every page: brand, main ways, and the tools at the right. */
export function TopBar({
  brand,
  nav,
  tools,
}: {
  brand: ReactNode;
  nav: ReactNode;
  tools: ReactNode;
}) {
  return (
    <header className="top citizens">
      <div className="wrap">
        {brand}
        <nav aria-label={t('nav.main')}>{nav}</nav>
        <div className="tools">{tools}</div>
      </div>
    </header>
  );
}

/** 长辈版 at all times within reach. */
export function ElderSwitch() {
  const elder = useElder();
  return (
    <Button kind="text" onClick={() => chooseElder(!elder)}>
      {elder ? t('nav.elderOff') : t('nav.elderOn')}
    </Button>
  );
}

/** The same page in the other language, named in that language; in the citizens' head of a phone briefly. */
export function LangSwitch() {
  const other = lang === 'en' ? 'zh' : 'en';
  const [name, short] = other === 'en' ? ['English', 'EN'] : ['中文', '中'];
  return (
    <Button
      kind="text"
      lang={other === 'en' ? 'en' : 'zh-CN'}
      onClick={() => chooseLang(other)}
    >
      <span className="whole-name">{name}</span>
      <span className="short-name" aria-hidden="true">
        {short}
      </span>
    </Button>
  );
}

/** Says calmly that something is being tried again. */
export function NetworkLine() {
  const retrying = useRetrying();
  return (
    <div aria-live="polite">
      {retrying && (
        <div className="net">
          <div className="wrap">{t('busy.retrying')}</div>
        </div>
      )}
    </div>
  );
}
