/** Head of the workbench: where to go, who is at work, which keys there are. */
import { useRef, useState } from 'react';
import type { SignedIn } from '../contract.ts';
import { addressHere, useRoute } from '../router/history.ts';
import { Link } from '../router/Link.tsx';
import { PageTitle } from '../router/PageTitle.tsx';
import { useSignOut } from '../session.ts';
import { say, t } from '../texts/index.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { LangSwitch } from '../ui/shell.tsx';
import { inZh, Zh, zhMark } from '../ui/Zh.tsx';
import { roleNames, type Role } from '#cases/states';
import { KeysDialog } from './KeysDialog.tsx';
import { useKeys } from './keys.ts';
import { beginsAt, opens } from './ownPages.tsx';
import { w } from './words.ts';

const administration = [
  ['workbenchStaff', 'nav.staff'],
  ['workbenchSessions', 'nav.sessions'],
  ['workbenchPolicy', 'nav.policy'],
  ['workbenchUnits', 'nav.units'], ['workbenchSettings', 'nav.settings'],
  ['workbenchAudit', 'nav.audit'],
  ['workbenchCalendar', 'nav.calendar'],
] as const;

/** Pages that stand under another one of the head. */
const under: Record<string, string[]> = {
  workbenchAudit: ['workbenchAuditActs', 'workbenchAuditChain'],
};

const desk = ['workbench', 'workbenchQueue', 'workbenchCase', 'workbenchAct'];

/** `allowed`: may see cases; others get the mark and the way out only. */
export function Top({ me, allowed }: { me: SignedIn | null; allowed: boolean }) {
  const { name } = useRoute();
  const [keys, setKeys] = useState(false);
  const [menu, toggleMenu] = useMenu();
  const from = useRef<Element | null>(null);
  const open = () => {
    from.current = document.activeElement;
    setKeys(true);
  };
  const close = () => {
    setKeys(false);
    // The dialog is gone with the next drawing; then the focus goes back where it was.
    setTimeout(() => from.current instanceof HTMLElement && from.current.focus());
  };
  useKeys({ '?': allowed ? open : undefined });
  return (
    <header className="top">
      <a className="skip" href="#main">
        {t('skip.main')}
      </a>
      {allowed && <Skips at={name} />}
      <div className="wrap">
        <Link to="workbench" className="brand">
          <i aria-hidden="true" {...zhMark('妥', 'brand')}>
            妥
          </i>
          {w('title')}
        </Link>
        {me && (
          <button
            type="button"
            className="btn quiet menu-button"
            aria-expanded={menu}
            aria-controls="ways"
            onClick={toggleMenu}
          >
            {w('nav.menu')}
          </button>
        )}
        <div id="ways" className={menu ? 'ways open' : 'ways'}>
          {allowed && me && <Ways me={me} />}
          {me && <OwnNav me={me} allowed={allowed} />}
          {me && <Who me={me} onKeys={allowed ? open : undefined} />}
        </div>
      </div>
      {keys && me && <KeysDialog roles={me.roles as Role[]} onClose={close} />}
    </header>
  );
}

/** Where one can go who works on cases. */
function Ways({ me }: { me: SignedIn }) {
  return (
    <nav aria-label={t('nav.main')}>
      <Link to="workbench" currentOn={desk}>
        {w('nav.queue')}
      </Link>
      <Link to="workbenchFind" currentOn={['workbenchFind']}>
        {w('nav.find')}
      </Link>
      <Link to="workbenchRatings" currentOn={['workbenchRatings', 'workbenchRating']}>
        {w('nav.ratings')}
      </Link>
      <Link to="workbenchPromises" currentOn={['workbenchPromises']}>
        {w('nav.promises')}
      </Link>
      <Link to="workbenchOpinions" currentOn={['workbenchOpinions', 'workbenchOpinion']}>
        {w('nav.opinions')}
      </Link>
      {(me.roles.includes('supervisor') || me.roles.includes('decider')) && (
        <Link to="workbenchSupervision" currentOn={['workbenchSupervision']}>
          {w('nav.supervision')}
        </Link>
      )}
      {opens(me, 'workbenchArchive') && (
        <Link to="workbenchArchive" currentOn={['workbenchArchive']}>
          {w('nav.archive')}
        </Link>
      )}
      <Link to="workbenchAbsence" currentOn={['workbenchAbsence']}>
        {w('nav.absence')}
      </Link>
      {me.roles.includes('clerk') && (
        <Link to="workbenchWalkIn" currentOn={['workbenchWalkIn', 'workbenchDraft']}>
          {w('nav.walkIn')}
        </Link>
      )}
    </nav>
  );
}

/** On a phone the ways stand behind a button; going anywhere closes them. */
function useMenu(): [boolean, () => void] {
  const here = addressHere();
  const [openAt, setOpenAt] = useState<string | null>(null);
  return [openAt === here, () => setOpenAt(openAt === here ? null : here)];
}

/** Pages beside the work on cases: designers', administrators'. */
function OwnNav({ me, allowed }: { me: SignedIn; allowed: boolean }) {
  const items = ['workbenchItems', 'workbenchItem', ...(allowed ? [] : ['workbench'])];
  return (
    <>
      {opens(me, 'workbenchItems') && (
        <nav aria-label={w('nav.items')}>
          <Link to="workbenchItems" currentOn={items}>
            {w('nav.items')}
          </Link>
        </nav>
      )}
      {!allowed && opens(me, 'workbenchStaff') && (
        <nav aria-label={t('nav.main')}>
          {administration.map(
            ([to, words]) =>
              opens(me, to) && (
                <Link
                  key={to}
                  to={to}
                  currentOn={[to, ...(beginsAt(me) === to ? ['workbench'] : []), ...(under[to] ?? [])]}
                >
                  {w(words)}
                </Link>
              ),
          )}
        </nav>
      )}
    </>
  );
}

function Skips({ at }: { at: string }) {
  if (!desk.includes(at)) return null;
  return (
    <>
      <a className="skip" href="#queue">
        {w('skip.queue')}
      </a>
      <a className="skip" href="#side">
        {w('skip.side')}
      </a>
    </>
  );
}

function Who({ me, onKeys }: { me: SignedIn; onKeys: (() => void) | undefined }) {
  const signOut = useSignOut();
  const roles = me.roles.map((role) => say(roleNames[role as Role])).join(t('list.and'));
  return (
    <div className="tools">
      <span className="small who">
        {me.unit && me.kind === 'staff' ? (
          inZh(w('who.at', { unit: say(me.unit.name), roles, name: me.name }), 'name', me.name)
        ) : (
          <Zh as="name">{me.name}</Zh>
        )}
      </span>
      {onKeys && (
        <Button kind="text" onClick={onKeys}>
          {w('nav.keys')}
          <kbd aria-hidden="true">?</kbd>
        </Button>
      )}
      {opens(me, 'workbenchCorrections') && (
        <Link to="workbenchCorrections" currentOn={['workbenchCorrections']}>
          {w('nav.corrections')}
        </Link>
      )}
      {me.kind === 'staff' && (
        <Link to="workbenchAccount" currentOn={['workbenchAccount']}>
          {w('nav.account')}
        </Link>
      )}
      <LangSwitch />
      <Button kind="text" onClick={() => void signOut()}>
        {t('nav.signOut')}
      </Button>
    </div>
  );
}

/** Signed in, but not to work on cases. */
export function NoRole({ me }: { me: SignedIn }) {
  return (
    <main id="main" className="wrap page stack" tabIndex={-1}>
      <PageTitle title={w('noRole.title')} />
      <p className="read">{w(me.kind === 'staff' ? 'noRole.staff' : 'noRole.citizen')}</p>
      <p>
        <Link to="home" className={buttonClass('quiet')}>
          {w('noRole.home')}
        </Link>
      </p>
    </main>
  );
}

/** An address the workbench does not have. */
export function NotFound() {
  return (
    <main id="main" className="wrap page stack" tabIndex={-1}>
      <PageTitle title={t('notFound.title')} />
      <p className="read">{t('notFound.body')}</p>
      <p>
        <Link to="workbench" className={buttonClass('quiet')}>
          {w('nav.queue')}
        </Link>
      </p>
    </main>
  );
}
