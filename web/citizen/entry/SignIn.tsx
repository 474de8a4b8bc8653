/** Signing in; afterwards one is back where one was. */
import { useState, type FormEvent } from 'react';
import type { Me } from '../../contract.ts';
import { go, goTo, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useWrite } from '../../queries.ts';
import { useTakeSession } from '../../session.ts';
import { t } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { PasswordInput } from '../../ui/PasswordInput.tsx';

/** Only an address of this site is gone back to. */
export function goBackTo(back: string | undefined): void {
  if (back !== undefined && /^\/(?![/\\])/.test(back)) goTo(back, { replace: true });
  else go({ to: 'home' }, { replace: true });
}

/** Officers go to their own app. */
export function SignIn() {
  const { query } = useRoute();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('identity.sign-in');
  const take = useTakeSession();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found: Fault[] = [];
    if (account.trim() === '') found.push({ at: 'account', message: t('signIn.accountEmpty') });
    if (password === '') found.push({ at: 'password', message: t('signIn.passwordEmpty') });
    setFaults(found);
    setTurn((n) => n + 1);
    if (found.length > 0) return;
    const me: Me | null = await write.run({ account: account.trim(), password });
    if (me === null) return;
    if (me.signedIn && me.kind === 'staff') {
      location.assign('/workbench');
      return;
    }
    take(me);
    goBackTo(query.back);
  };
  return (
    <div className="wrap page">
      <form className="entry stack-5" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <PageTitle title={t('signIn.title')} />
          {query.back && <p className="muted">{t('signIn.then')}</p>}
        </div>
        <ErrorSummary faults={faults} turn={faults.length > 0 ? turn : 0} />
        <Trouble error={write.error} />
        <TextInput
          id="account"
          label={t('signIn.account')}
          autoComplete="username"
          value={account}
          onChange={setAccount}
          problem={faults.find((fault) => fault.at === 'account')?.message}
        />
        <PasswordInput
          id="password"
          label={t('signIn.password')}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          problem={faults.find((fault) => fault.at === 'password')?.message}
        />
        <Button type="submit" wide busy={write.busy}>
          {t('signIn.go')}
        </Button>
        <p>
          {t('signIn.new')}
          <Link to="register" query={{ back: query.back }}>
            {t('signIn.register')}
          </Link>
        </p>
        <p>
          <Link to="workbenchSignIn">{t('signIn.staff')}</Link>
        </p>
      </form>
    </div>
  );
}
