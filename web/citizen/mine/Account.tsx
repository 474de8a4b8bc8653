/** A citizen's own account: phone, password, where one is signed in. */
import { useState, type FormEvent } from 'react';
import { ChangePassword, Sessions } from '../../entry/Sessions.tsx';
import type { Output } from '../../endpoints.ts';
import { judge } from '../../fields/judge.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { t } from '../../texts/index.ts';
import { Notice, Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';

type Sent = Output<'identity.ask-verify'>;

/** Signed in only. */
export function Account() {
  return (
    <SignedInOnly>
      <div className="wrap page">
        <div className="narrow stack-6">
          <PageTitle title={t('account.title')} />
          <Phone />
          <ChangePassword />
          <Sessions />
        </div>
      </div>
    </SignedInOnly>
  );
}

function Phone() {
  const read = useRead('facts.my-data', {});
  const [phone, setPhone] = useState('');
  const [problem, setProblem] = useState<string>();
  const [sent, setSent] = useState<Sent | null>(null);
  const write = useWrite('identity.ask-verify');
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    const judged = judge(phone, 'phone', { name: t('account.phone') });
    setProblem('problem' in judged ? judged.problem : undefined);
    if ('value' in judged) setSent(await write.run({ phone: judged.value }));
  };
  const now = read.data?.phone;
  return (
    <Panel title={t('account.phone')}>
      <div className="inside stack-5">
        {read.data && (
          <p>
            {now
              ? t(now.verified ? 'account.phoneVerified' : 'account.phoneUnverified', {
                  phone: now.shown,
                })
              : t('account.phoneNone')}
          </p>
        )}
        <form className="stack" noValidate onSubmit={(event) => void ask(event)}>
          <Trouble error={write.error} />
          <TextInput
            id="phone"
            type="tel"
            label={t('account.phoneNew')}
            autoComplete="tel"
            value={phone}
            onChange={setPhone}
            problem={problem}
          />
          <Button type="submit" kind="quiet" busy={write.busy}>
            {t('account.phoneSend')}
          </Button>
        </form>
        {sent && <Code sent={sent} onDone={() => setSent(null)} />}
      </div>
    </Panel>
  );
}

function Code({ sent, onDone }: { sent: Sent; onDone: () => void }) {
  const [code, setCode] = useState('');
  const write = useWrite('identity.verify-phone');
  const refresh = useRefresh();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if ((await write.run({ code })) === null) return;
    announce(t('account.phoneDone'));
    await refresh('facts.my-data');
    onDone();
  };
  return (
    <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
      <Notice tone="ok">
        <p>{t('account.phoneSent', { phone: sent.phone ?? '' })}</p>
        {sent.channel === 'demo' && <p>{t('account.phoneDemo')}</p>}
      </Notice>
      {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      <TextInput
        id="phone-code"
        label={t('account.phoneCode')}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        value={code}
        onChange={setCode}
        problem={fieldProblems(write.error)[0]?.message}
      />
      <Button type="submit" busy={write.busy}>
        {t('account.phoneGo')}
      </Button>
    </form>
  );
}
