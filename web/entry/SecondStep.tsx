/** The second half of an officer's sign-in: a code, a passkey, or enrolling the first of them. */
import { useState, type FormEvent } from 'react';
import { call } from '../client.ts';
import type { SignedIn } from '../contract.ts';
import { useWrite } from '../queries.ts';
import { PageTitle } from '../router/PageTitle.tsx';
import { t } from '../texts/index.ts';
import { Notice, Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Enrol } from './Enrol.tsx';
import { signWithPasskey } from './passkey.ts';
import type { Half } from './SignInForm.tsx';

type StepProps = { half: Half; onIn: (me: SignedIn) => void; onBack: () => void };

/** Who came in by enrolling has its codes shown first. */
export function SecondStep({ half, onIn, onBack }: StepProps) {
  const enter = async () => {
    const me = await call('identity.me', {});
    if (me.signedIn) onIn(me);
  };
  return (
    <div className="entry stack-5">
      {half.must === 'enrol' ? (
        <>
          <div>
            <PageTitle title={t('entry.enrolTitle')} />
            <p className="muted">{t('entry.enrolBody')}</p>
          </div>
          <Enrol onDone={() => void enter()} />
        </>
      ) : (
        <Prove half={half} onIn={onIn} />
      )}
      <p>
        <Button kind="text" onClick={onBack}>
          {t('entry.back')}
        </Button>
      </p>
    </div>
  );
}

function Prove({ half, onIn }: Pick<StepProps, 'half' | 'onIn'>) {
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const [unsigned, setUnsigned] = useState(false);
  const byCode = useWrite('identity.second-code');
  const begin = useWrite('identity.passkey-to-prove');
  const byPasskey = useWrite('identity.second-passkey');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(code.trim() === '' ? t('entry.secondEmpty') : undefined);
    if (code.trim() === '') return;
    const me = await byCode.run({ code });
    setCode('');
    if (me?.signedIn) onIn(me);
  };
  const passkey = async () => {
    setUnsigned(false);
    byPasskey.clear();
    const asked = await begin.run({});
    if (!asked) return;
    const response = await signWithPasskey(asked.options);
    setUnsigned(response === null);
    const me = response && (await byPasskey.run({ response }));
    if (me?.signedIn) onIn(me);
  };
  return (
    <form className="stack-5" noValidate onSubmit={(event) => void submit(event)}>
      <PageTitle title={t('entry.secondTitle')} />
      <Trouble error={byCode.error ?? begin.error ?? byPasskey.error} />
      {unsigned && (
        <Notice tone="warn" alert>
          <p>{t('entry.passkeyNone')}</p>
        </Notice>
      )}
      {half.ways.includes('passkey') && (
        <Button
          wide
          kind={half.ways.includes('totp') ? 'quiet' : 'main'}
          busy={begin.busy || byPasskey.busy}
          onClick={() => void passkey()}
        >
          {t('entry.passkey')}
        </Button>
      )}
      <TextInput
        id="code"
        label={t('entry.secondCode')}
        hint={t('entry.secondCodeHint')}
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={20}
        value={code}
        onChange={setCode}
        problem={problem}
      />
      <Button type="submit" wide busy={byCode.busy}>
        {t('entry.secondGo')}
      </Button>
    </form>
  );
}
