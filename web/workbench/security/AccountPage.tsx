/** An officer's own account: second factors, password, where he is signed in. */
import { useState } from 'react';
import { Enrol, Recovery } from '../../entry/Enrol.tsx';
import { ChangePassword, Sessions } from '../../entry/Sessions.tsx';
import type { Output } from '../../endpoints.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { t } from '../../texts/index.ts';
import { Notice, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { PasswordInput } from '../../ui/PasswordInput.tsx';
import { announce } from '../../ui/says.tsx';
import { w } from '../words.ts';

type Factors = Output<'identity.factors'>;

/** For every officer, whatever his role. */
export function AccountPage() {
  const read = useRead('identity.factors', {});
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      <div className="narrow stack-6">
        <PageTitle title={t('account.title')} />
        <Panel title={w('factors.title')}>
          <div className="inside stack">
            <Trouble error={read.error} again={() => void read.refetch()} />
            {read.data ? <Second factors={read.data} /> : <Skeleton lines={3} />}
          </div>
        </Panel>
        <ChangePassword />
        <Sessions />
      </div>
    </main>
  );
}

function Second({ factors: { factors, codesLeft, required, mode } }: { factors: Factors }) {
  const [adding, setAdding] = useState(false);
  const [renewing, setRenewing] = useState(false);
  return (
    <>
      <p>{w(required ? 'factors.required' : 'factors.optional')}</p>
      {mode === 'enrolled' && (
        <Notice tone="info">
          <p>{w('factors.demo')}</p>
        </Notice>
      )}
      {factors.length === 0 && <p className="muted">{w('factors.none')}</p>}
      <ul className="list">
        {factors.map((one) => (
          <One key={one.id} one={one} />
        ))}
      </ul>
      <div className="acts">
        <Button onClick={() => setAdding(true)}>
          {w(factors.length > 0 ? 'factors.add' : 'factors.addFirst')}
        </Button>
        {factors.length > 0 && (
          <Button kind="quiet" onClick={() => setRenewing(true)}>
            {w('factors.codes', { n: codesLeft })} · {w('factors.newCodes')}
          </Button>
        )}
      </div>
      {adding && <Add onClose={() => setAdding(false)} />}
      {renewing && <Renew onClose={() => setRenewing(false)} />}
    </>
  );
}

const nameOf = (one: Factors['factors'][number]): string =>
  one.kind === 'totp' ? t('factor.totp') : `${t('factor.passkey')} · ${one.name}`;

function One({ one }: { one: Factors['factors'][number] }) {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const write = useWrite('identity.remove-factor');
  const refresh = useRefresh();
  const remove = async () => {
    if ((await write.run({ id: one.id, password })) === null) return;
    announce(w('factors.removed'));
    await refresh('identity.factors');
  };
  return (
    <li className="row">
      <span>
        <b>{nameOf(one)}</b>
        <small>{w('factors.added', { date: moment(one.created) })}</small>
        {one.used && <small>{w('factors.used', { date: moment(one.used) })}</small>}
      </span>
      <Button kind="danger" onClick={() => setOpen(true)}>
        {w('factors.remove')}
      </Button>
      {open && (
        <Dialog
          title={w('factors.removeTitle', { name: nameOf(one) })}
          onClose={() => setOpen(false)}
          acts={
            <Button kind="danger" busy={write.busy} onClick={() => void remove()}>
              {w('factors.remove')}
            </Button>
          }
        >
          <Password value={password} onChange={setPassword} error={write.error} />
        </Dialog>
      )}
    </li>
  );
}

function Password({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (text: string) => void;
  error: unknown;
}) {
  const problem = fieldProblems(error).find(({ at }) => at === 'password')?.message;
  return (
    <div className="stack">
      {problem === undefined && <Trouble error={error} />}
      <PasswordInput
        id="again"
        label={w('factors.password')}
        autoComplete="current-password"
        value={value}
        onChange={onChange}
        problem={problem}
      />
    </div>
  );
}

/** The password is asked before: a page left open must not be enough. */
function Add({ onClose }: { onClose: () => void }) {
  const [password, setPassword] = useState('');
  const refresh = useRefresh();
  const done = async () => {
    announce(w('factors.bound'));
    await refresh('identity.factors');
    onClose();
  };
  return (
    <Dialog title={w('factors.addFirst')} onClose={onClose}>
      <div className="stack-5">
        <Password value={password} onChange={setPassword} error={null} />
        <Enrol password={password} onDone={() => void done()} />
      </div>
    </Dialog>
  );
}

function Renew({ onClose }: { onClose: () => void }) {
  const [password, setPassword] = useState('');
  const [codes, setCodes] = useState<string[] | null>(null);
  const write = useWrite('identity.new-codes');
  const refresh = useRefresh();
  const renew = async () => setCodes((await write.run({ password }))?.recovery ?? null);
  const done = async () => {
    await refresh('identity.factors');
    onClose();
  };
  if (codes) {
    return (
      <Dialog title={w('factors.newCodes')} onClose={() => void done()}>
        <Recovery codes={codes} onDone={() => void done()} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={w('factors.newCodes')}
      onClose={onClose}
      acts={
        <Button busy={write.busy} onClick={() => void renew()}>
          {w('factors.newCodes')}
        </Button>
      }
    >
      <p>{w('factors.newCodesBody')}</p>
      <Password value={password} onChange={setPassword} error={write.error} />
    </Dialog>
  );
}
