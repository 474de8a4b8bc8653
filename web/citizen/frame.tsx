/** Top, foot and phone navigation of the citizen app, and in whose name one acts. */
import { useState } from 'react';
import type { SignedIn } from '../contract.ts';
import { addressHere } from '../router/history.ts';
import { Link } from '../router/Link.tsx';
import { useRead } from '../queries.ts';
import { useMe, useSignOut } from '../session.ts';
import { t } from '../texts/index.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Brand, ElderSwitch, LangSwitch, TopBar } from '../ui/shell.tsx';
import { SwitchDialog } from './SwitchDialog.tsx';
import { inZh } from '../ui/Zh.tsx';

const findPages = ['home', 'search', 'item', 'results'];
const minePages = [
  'mine', 'cases', 'licences', 'licence', 'organisations', 'mandates', 'ledger', 'myData', 'account', 'case',
  'supplement', 'rate', 'receipt', 'draft', 'draftSection', 'draftCheck',
];
const verifyPages = ['verify', 'verifyCode'];

/** Head of the page. */
export function Top() {
  return (
    <TopBar
      brand={<Brand to="home" name={t('brand')} />}
      nav={
        <>
          <Link to="home" currentOn={findPages}>
            {t('nav.home')}
          </Link>
          <Link to="mine" currentOn={minePages}>
            {t('nav.mine')}
          </Link>
          <Unread />
          <Link to="verify" currentOn={verifyPages}>
            {t('nav.verify')}
          </Link>
          <Link to="help" currentOn={['help']}>
            {t('nav.help')}
          </Link>
        </>
      }
      tools={<Tools />}
    />
  );
}

function Tools() {
  const me = useMe();
  const signOut = useSignOut();
  return (
    <>
      <LangSwitch />
      <ElderSwitch />
      {me === null && (
        <LinkButton to="signIn" query={{ back: addressHere() }} kind="quiet">
          {t('nav.signIn')}
        </LinkButton>
      )}
      {me && (
        <Button kind="quiet" onClick={() => void signOut()}>
          {t('nav.signOut')}
        </Button>
      )}
    </>
  );
}

/** Messages with the number not yet read; only for who is signed in. */
function Unread() {
  const me = useMe();
  const unread = useRead('messages.unread', {}, { when: Boolean(me) });
  if (!me) return null;
  const n = unread.data?.unread ?? 0;
  return (
    <Link to="messages" currentOn={['messages']}>
      {t('nav.messages')}
      {n > 0 && (
        <>
          <span className="badge" aria-hidden="true">
            {n > 99 ? '99+' : n}
          </span>
          <span className="only-heard">{t('list.comma')}{t('nav.unread', { n })}</span>
        </>
      )}
    </Link>
  );
}

/** Whose business is being done, with the way to change it; only where there is a choice. */
export function ActingLine() {
  const me = useMe();
  const [open, setOpen] = useState(false);
  const [ended, forgetEnded] = useEndedMandate(me);
  if (ended !== null) {
    return (
      <div className="acting" role="alert">
        <div className="wrap">
          <span>{inZh(t('nav.mandateEnded', { name: ended }), 'name', ended)}</span>
          <Button kind="text" onClick={forgetEnded}>
            {t('messages.read')}
          </Button>
        </div>
      </div>
    );
  }
  if (!me || me.canActFor.length === 0) return null;
  const name = me.actingFor?.name;
  return (
    <div className="acting">
      <div className="wrap">
        <span>{name ? inZh(t('nav.actingFor', { name }), 'name', name) : t('nav.actingSelf')}</span>
        <Button kind="text" onClick={() => setOpen(true)}>
          {t('nav.switch')}
        </Button>
      </div>
      {open && <SwitchDialog me={me} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** The organisation in whose name one acted until its mandate was ended; null where that is not so. */
function useEndedMandate(me: SignedIn | null | undefined): [string | null, () => void] {
  const [ended, setEnded] = useState<string | null>(null);
  const [was, setWas] = useState<SignedIn['actingFor']>(null);
  if (me && me.actingFor?.organisation !== was?.organisation) {
    const may = me.canActFor.some((one) => one.organisation === was?.organisation);
    setWas(me.actingFor);
    setEnded(was && !me.actingFor && !may ? was.name : null);
  }
  return [ended, () => setEnded(null)];
}

/** End of the page. */
export function Foot() {
  return (
    <footer className="foot">
      <div className="wrap">
        <span>{t('foot.centre')}</span>
        <Link to="help">{t('foot.help')}</Link>
        <Link to="verify">{t('foot.verify')}</Link>
        <Link to="ratings">{t('figures.title')}</Link>
        <span>{t('foot.demo')}</span>
      </div>
    </footer>
  );
}

/** The main ways on a phone, within reach of the thumb. */
export function BottomNav() {
  return (
    <nav className="bottom-nav" aria-label={t('nav.main')}>
      <Link to="home" currentOn={findPages}>
        {t('nav.home')}
      </Link>
      <Unread />
      <Link to="mine" currentOn={minePages}>
        {t('nav.mine')}
      </Link>
    </nav>
  );
}
