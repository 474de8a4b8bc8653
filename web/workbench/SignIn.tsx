/** Signing in at work; afterwards one is back where one was. */
import { useState, type FormEvent } from 'react';
import { addressHere, go, goTo, useRoute } from '../router/history.ts';
import { PageTitle } from '../router/PageTitle.tsx';
import { useWrite } from '../queries.ts';
import { useTakeSession } from '../session.ts';
import { t } from '../texts/index.ts';
import { Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../ui/ErrorSummary.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { PasswordInput } from '../ui/PasswordInput.tsx';
import { w } from './words.ts';

/** Shown at any address of the workbench while nobody is signed in: the address stays. */
export function SignIn() {
  const { name, query } = useRoute();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('identity.sign-in');
  const take = useTakeSession();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found: Fault[] = [];
    if (account.trim() === '') found.push({ at: 'account', message: w('signIn.accountEmpty') });
    if (password === '') found.push({ at: 'password', message: t('signIn.passwordEmpty') });
    setFaults(found);
    setTurn((n) => n + 1);
    if (found.length > 0) return;
    const me = await write.run({ account: account.trim(), password });
    if (me === null) return;
    if (name === 'workbenchSignIn') goBack(query.then);
    else goTo(addressHere(), { replace: true });
    take(me);
  };
  const problem = (at: string) => faults.find((fault) => fault.at === at)?.message;
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      <form className="entry stack-5" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <PageTitle title={w('signIn.title')} />
          <p className="muted">{w('signIn.intro')}</p>
        </div>
        <ErrorSummary faults={faults} turn={faults.length > 0 ? turn : 0} />
        <Trouble error={write.error} />
        <TextInput
          id="account"
          label={w('signIn.account')}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          value={account}
          onChange={setAccount}
          problem={problem('account')}
        />
        <PasswordInput
          id="password"
          label={t('signIn.password')}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          problem={problem('password')}
        />
        <Button type="submit" wide busy={write.busy}>
          {t('signIn.go')}
        </Button>
        <p>
          <a href="/">{w('signIn.citizens')}</a>
        </p>
      </form>
    </main>
  );
}

/** Only an address of the workbench is gone back to. */
function goBack(then: string | undefined): void {
  if (then !== undefined && /^\/workbench(\/|\?|$)/.test(then)) goTo(then, { replace: true });
  else go({ to: 'workbench' }, { replace: true });
}
