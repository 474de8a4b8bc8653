/** A forgotten password: a code to the registered phone, then a new one. */
import { useState, type FormEvent } from 'react';
import type { Output } from '../../endpoints.ts';
import { fieldProblems } from '../../problem.ts';
import { useWrite } from '../../queries.ts';
import { go } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { t } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { PasswordInput } from '../../ui/PasswordInput.tsx';
import { announce } from '../../ui/says.tsx';

type Sent = Output<'identity.ask-reset'>;

/** What is said is the same whether there is such an account or not. */
export function Forgot() {
  const [account, setAccount] = useState('');
  const [problem, setProblem] = useState<string>();
  const [sent, setSent] = useState<Sent | null>(null);
  const write = useWrite('identity.ask-reset');
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(account.trim() === '' ? t('forgot.accountEmpty') : undefined);
    if (account.trim() !== '') setSent(await write.run({ account: account.trim() }));
  };
  return (
    <div className="wrap page">
      <div className="entry stack-5">
        <div>
          <PageTitle title={t('forgot.title')} />
          <p className="muted">{t('forgot.intro')}</p>
        </div>
        <form className="stack-5" noValidate onSubmit={(event) => void ask(event)}>
          <Trouble error={write.error} />
          <TextInput
            id="account"
            label={t('forgot.account')}
            autoComplete="username"
            value={account}
            onChange={setAccount}
            problem={problem}
          />
          <Button type="submit" wide kind={sent ? 'quiet' : 'main'} busy={write.busy}>
            {t('forgot.send')}
          </Button>
        </form>
        {sent && <NewPassword account={account.trim()} sent={sent} />}
        <p className="small">{t('forgot.staff')}</p>
      </div>
    </div>
  );
}

function NewPassword({ account, sent }: { account: string; sent: Sent }) {
  const [code, setCode] = useState('');
  const [next, setNext] = useState('');
  const [faults, setFaults] = useState<{ at: string; message: string }[]>([]);
  const write = useWrite('identity.reset-password');
  const all = [...faults, ...fieldProblems(write.error)];
  const problem = (at: string) => all.find((fault) => fault.at === at)?.message;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = [];
    if (!/^\d{6}$/.test(code.replace(/\s/g, '')))
      found.push({ at: 'code', message: t('forgot.codeEmpty') });
    if (next === '') found.push({ at: 'next', message: t('account.nextEmpty') });
    setFaults(found);
    write.clear();
    if (found.length > 0 || (await write.run({ account, code, next })) === null) return;
    announce(t('forgot.done'));
    go({ to: 'signIn' }, { replace: true });
  };
  return (
    <form className="stack-5" noValidate onSubmit={(event) => void submit(event)}>
      <Notice tone="ok">
        <p>{t('forgot.sent')}</p>
        {sent.channel === 'demo' && <p>{t('account.phoneDemo')}</p>}
      </Notice>
      {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      <TextInput
        id="code"
        label={t('forgot.code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        value={code}
        onChange={setCode}
        problem={problem('code')}
      />
      <PasswordInput
        id="next"
        label={t('account.passwordNext')}
        hint={t('account.passwordHint')}
        autoComplete="new-password"
        value={next}
        onChange={setNext}
        problem={problem('next')}
      />
      <Button type="submit" wide busy={write.busy}>
        {t('forgot.go')}
      </Button>
    </form>
  );
}
