/** Signing in as a citizen; afterwards one is back where one was. Officers go to their own app. */
import type { SignedIn } from '../../contract.ts';
import { ProviderReturn } from '../../entry/ProviderReturn.tsx';
import { SignInForm } from '../../entry/SignInForm.tsx';
import { go, goTo, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { useTakeSession } from '../../session.ts';
import { t } from '../../texts/index.ts';

/** Only an address of this site is gone back to. */
export function goBackTo(back: string | undefined): void {
  if (back !== undefined && /^\/(?![/\\])/.test(back)) goTo(back, { replace: true });
  else go({ to: 'home' }, { replace: true });
}

function useEntered(): (me: SignedIn, back: string | undefined) => void {
  const take = useTakeSession();
  return (me, back) => {
    if (me.kind === 'staff') {
      location.assign('/workbench');
      return;
    }
    take(me);
    goBackTo(back);
  };
}

/** By phone or identity number and password, or by the provider of this installation. */
export function SignIn() {
  const { query } = useRoute();
  const entered = useEntered();
  return (
    <div className="wrap page">
      <SignInForm
        side="citizen"
        title={t('signIn.title')}
        intro={query.back && <p className="muted">{t('signIn.then')}</p>}
        account={{ label: t('signIn.account'), empty: t('signIn.accountEmpty') }}
        back={query.back ?? '/'}
        onIn={(me) => entered(me, query.back)}
      >
        <p>
          <Link to="forgot">{t('entry.forgot')}</Link>
        </p>
        <p>
          {t('signIn.new')}
          <Link to="register" query={{ back: query.back }}>
            {t('signIn.register')}
          </Link>
        </p>
        <p>
          <Link to="workbenchSignIn">{t('signIn.staff')}</Link>
        </p>
      </SignInForm>
    </div>
  );
}

/** Where the provider sends a citizen's browser back to. */
export function SignInProvider() {
  const entered = useEntered();
  return (
    <div className="wrap page">
      <ProviderReturn signIn="/sign-in" onIn={entered} />
    </div>
  );
}
