/** Signing in, of citizens and of officers: the same steps, each with its own words around it. */
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Output } from '../endpoints.ts';
import type { SignedIn } from '../contract.ts';
import { useRead, useWrite } from '../queries.ts';
import { addressHere } from '../router/history.ts';
import { PageTitle } from '../router/PageTitle.tsx';
import { t } from '../texts/index.ts';
import { Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../ui/ErrorSummary.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { PasswordInput } from '../ui/PasswordInput.tsx';
import { SecondStep } from './SecondStep.tsx';

export type Half = Extract<Output<'identity.sign-in'>, { signedIn: false }>;

export type SignInProps = {
  side: 'citizen' | 'staff';
  title: string;
  intro?: ReactNode;
  /** Label of the account box, and what is said when it is empty. */
  account: { label: string; empty: string };
  /** Where the provider should bring one back to. */
  back: string;
  onIn: (me: SignedIn) => void;
  children?: ReactNode;
};

/** Password first; then, for officers who have one, the second factor. */
export function SignInForm(props: SignInProps) {
  const [half, setHalf] = useState<Half | null>(null);
  if (half) return <SecondStep half={half} onIn={props.onIn} onBack={() => setHalf(null)} />;
  return <First {...props} onHalf={setHalf} />;
}

function First({
  side,
  title,
  intro,
  account: words,
  back,
  onIn,
  onHalf,
  children,
}: SignInProps & { onHalf: (half: Half) => void }) {
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('identity.sign-in');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found: Fault[] = [];
    if (account.trim() === '') found.push({ at: 'account', message: words.empty });
    if (password === '') found.push({ at: 'password', message: t('signIn.passwordEmpty') });
    setFaults(found);
    setTurn((n) => n + 1);
    if (found.length > 0) return;
    const answer = await write.run({ account: account.trim(), password });
    if (answer === null) return;
    if (answer.signedIn) onIn(answer);
    else onHalf(answer);
  };
  const problem = (at: string) => faults.find((fault) => fault.at === at)?.message;
  return (
    <form className="entry stack-5" noValidate onSubmit={(event) => void submit(event)}>
      <div>
        <PageTitle title={title} />
        {intro}
      </div>
      <ErrorSummary faults={faults} turn={faults.length > 0 ? turn : 0} />
      <Trouble error={write.error} />
      <TextInput
        id="account"
        label={words.label}
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
      <ByProvider side={side} back={back} />
      {children}
    </form>
  );
}

function ByProvider({ side, back }: { side: 'citizen' | 'staff'; back: string }) {
  const providers = useRead('identity.providers', {});
  const write = useWrite('identity.begin-provider');
  const provider = providers.data?.[side];
  if (!provider) return null;
  const begin = async () => {
    const there = await write.run({ side, back: back === '' ? addressHere() : back });
    if (there) location.assign(there.url);
  };
  return (
    <div className="stack">
      <p className="centred muted">{t('entry.or')}</p>
      <Trouble error={write.error} />
      <Button kind="quiet" wide busy={write.busy} onClick={() => void begin()}>
        {t('entry.provider', { label: provider.label })}
      </Button>
    </div>
  );
}
