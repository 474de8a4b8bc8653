/** Signing in at work; afterwards one is back where one was. */
import type { SignedIn } from '../contract.ts';
import { ProviderReturn } from '../entry/ProviderReturn.tsx';
import { SignInForm } from '../entry/SignInForm.tsx';
import { addressHere, go, goTo, useRoute } from '../router/history.ts';
import { useTakeSession } from '../session.ts';
import { w } from './words.ts';

/** Shown at any address of the workbench while nobody is signed in: the address stays. */
export function SignIn() {
  const { name, query } = useRoute();
  const take = useTakeSession();
  const here = name === 'workbenchSignIn' ? (query.then ?? '') : addressHere();
  const entered = (me: SignedIn) => {
    if (name === 'workbenchSignIn') goBack(query.then);
    else goTo(addressHere(), { replace: true });
    take(me);
  };
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      <SignInForm
        side="staff"
        title={w('signIn.title')}
        intro={<p className="muted">{w('signIn.intro')}</p>}
        account={{ label: w('signIn.account'), empty: w('signIn.accountEmpty') }}
        back={here}
        onIn={entered}
      >
        <p>
          <a href="/">{w('signIn.citizens')}</a>
        </p>
      </SignInForm>
    </main>
  );
}

/** Where the provider sends an officer's browser back to. */
export function SignInProvider() {
  const take = useTakeSession();
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      <ProviderReturn
        signIn="/workbench/sign-in"
        onIn={(me, back) => {
          goBack(back);
          take(me);
        }}
      />
    </main>
  );
}

/** Only an address of the workbench is gone back to. */
function goBack(then: string | undefined): void {
  if (then !== undefined && /^\/workbench(\/|\?|$)/.test(then)) goTo(then, { replace: true });
  else go({ to: 'workbench' }, { replace: true });
}
