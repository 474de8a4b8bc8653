/** Adding a second factor: an authenticator or a passkey, then the recovery codes. */
import { useState, type FormEvent } from 'react';
import type { Output } from '../endpoints.ts';
import { useWrite } from '../queries.ts';
import { t } from '../texts/index.ts';
import { Notice, Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { RadioGroup } from '../ui/choices.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Qr } from '../ui/Qr.tsx';
import { makePasskey } from './passkey.ts';

type Begun = Output<'identity.begin-totp'>;

/** `password`: asked for by who is signed in already. */
export function Enrol({ password, onDone }: { password?: string; onDone: () => void }) {
  const [way, setWay] = useState<string | null>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  const [recovery, setRecovery] = useState<string[] | null>(null);
  if (recovery) return <Recovery codes={recovery} onDone={onDone} />;
  const kept = (codes: string[]) => (codes.length > 0 ? setRecovery(codes) : onDone());
  if (begun) return <Confirm begun={begun} onKept={kept} />;
  return (
    <div className="stack-5">
      <RadioGroup
        id="way"
        label={t('factor.choose')}
        options={[
          { value: 'totp', label: t('factor.totp'), hint: t('factor.totpHint') },
          { value: 'passkey', label: t('factor.passkey'), hint: t('factor.passkeyHint') },
        ]}
        value={way}
        onChange={setWay}
      />
      {way === 'totp' && <BeginTotp password={password} onBegun={setBegun} />}
      {way === 'passkey' && <BeginPasskey password={password} onKept={kept} />}
    </div>
  );
}

type Given = { password: string | undefined };
const withPassword = ({ password }: Given) => (password === undefined ? {} : { password });

function BeginTotp({ password, onBegun }: Given & { onBegun: (begun: Begun) => void }) {
  const write = useWrite('identity.begin-totp');
  const begin = async () => {
    const begun = await write.run(withPassword({ password }));
    if (begun) onBegun(begun);
  };
  return (
    <div className="stack">
      <Trouble error={write.error} />
      <Button wide busy={write.busy} onClick={() => void begin()}>
        {t('factor.begin')}
      </Button>
    </div>
  );
}

function Confirm({ begun, onKept }: { begun: Begun; onKept: (codes: string[]) => void }) {
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const write = useWrite('identity.confirm-totp');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = code.replace(/\s/g, '');
    setProblem(typed.length === 6 ? undefined : t('factor.codeEmpty'));
    if (typed.length !== 6) return;
    const done = await write.run({ id: begun.id, code: typed });
    if (done) onKept(done.recovery);
  };
  return (
    <form className="stack-5" noValidate onSubmit={(event) => void submit(event)}>
      <p className="strong">{t('factor.scan')}</p>
      <div className="show">
        <Qr text={begun.uri} label={t('factor.qr')} />
      </div>
      <p className="small">
        {t('factor.secret')} <code className="secret">{begun.secret}</code>
      </p>
      <Trouble error={write.error} />
      <TextInput
        id="first-code"
        label={t('factor.confirm')}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        value={code}
        onChange={setCode}
        problem={problem}
      />
      <Button type="submit" wide busy={write.busy}>
        {t('factor.confirmGo')}
      </Button>
    </form>
  );
}

function BeginPasskey({ password, onKept }: Given & { onKept: (codes: string[]) => void }) {
  const [name, setName] = useState('');
  const [unmade, setUnmade] = useState(false);
  const begin = useWrite('identity.begin-passkey');
  const confirm = useWrite('identity.confirm-passkey');
  const add = async () => {
    setUnmade(false);
    const asked = await begin.run(withPassword({ password }));
    if (!asked) return;
    const response = await makePasskey(asked.options);
    setUnmade(response === null);
    const done = response && (await confirm.run({ name: name.trim(), response }));
    if (done) onKept(done.recovery);
  };
  return (
    <div className="stack">
      <Trouble error={begin.error ?? confirm.error} />
      {unmade && (
        <Notice tone="warn" alert>
          <p>{t('entry.passkeyNone')}</p>
        </Notice>
      )}
      <TextInput
        id="passkey-name"
        label={t('factor.name')}
        hint={t('factor.nameHint')}
        optional
        autoComplete="off"
        maxLength={40}
        value={name}
        onChange={setName}
      />
      <Button wide busy={begin.busy || confirm.busy} onClick={() => void add()}>
        {t('factor.begin')}
      </Button>
    </div>
  );
}

/** Shown once; nothing goes on before the person says that he has them. */
export function Recovery({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="stack-5">
      <Notice tone="warn" title={t('factor.recoveryTitle')} alert>
        <p>{t('factor.recoveryBody')}</p>
      </Notice>
      <ul className="plain codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button wide onClick={onDone}>
        {t('factor.recoveryDone')}
      </Button>
    </div>
  );
}
