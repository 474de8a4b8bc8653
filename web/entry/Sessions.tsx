/** Where I am signed in, and my password: the same for citizens and officers. */
import { useState, type FormEvent } from 'react';
import type { Output } from '../endpoints.ts';
import { fieldProblems } from '../problem.ts';
import { useRead, useRefresh, useWrite } from '../queries.ts';
import { moment } from '../texts/format.ts';
import { t } from '../texts/index.ts';
import { Panel, Skeleton, Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/marks.tsx';
import { PasswordInput } from '../ui/PasswordInput.tsx';
import { announce } from '../ui/says.tsx';

type Session = Output<'identity.sessions'>['sessions'][number];

/** Ending one takes effect with its next request. */
export function Sessions() {
  const read = useRead('identity.sessions', {});
  const others = useWrite('identity.end-other-sessions');
  const refresh = useRefresh();
  const endOthers = async () => {
    const done = await others.run({});
    if (!done) return;
    announce(t('account.endedOthers', { n: done.ended }));
    await refresh('identity.sessions');
  };
  const rows = read.data?.sessions;
  return (
    <Panel title={t('account.sessions')}>
      <div className="inside stack">
        <p className="muted">{t('account.sessionsIntro')}</p>
        <Trouble error={read.error ?? others.error} />
        {!rows && !read.error && <Skeleton lines={3} />}
        {rows && (
          <ul className="list">
            {rows.map((one) => (
              <One key={one.id} one={one} />
            ))}
          </ul>
        )}
        {rows && rows.length > 1 && (
          <p>
            <Button kind="danger" busy={others.busy} onClick={() => void endOthers()}>
              {t('account.endOthers')}
            </Button>
          </p>
        )}
        {rows?.length === 1 && <p className="small">{t('account.onlyHere')}</p>}
      </div>
    </Panel>
  );
}

function One({ one }: { one: Session }) {
  const write = useWrite('identity.end-session');
  const refresh = useRefresh();
  const end = async () => {
    if ((await write.run({ id: one.id })) === null) return;
    announce(t('account.ended'));
    await refresh('identity.sessions');
  };
  return (
    <li className="row">
      <span>
        <b>{one.device || t('account.deviceUnknown')}</b>
        <small>
          {t('account.from')} {one.address || '—'}
        </small>
        <small>
          {t('account.since')} {moment(one.created)} · {t('account.seen')} {moment(one.seen)}
        </small>
        <Trouble error={write.error} />
      </span>
      {one.current ? (
        <Chip tone="ok">{t('account.here')}</Chip>
      ) : (
        <Button kind="danger" busy={write.busy} onClick={() => void end()}>
          {t('account.end')}
        </Button>
      )}
    </li>
  );
}

/** Other sessions end with it. */
export function ChangePassword() {
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [faults, setFaults] = useState<{ at: string; message: string }[]>([]);
  const write = useWrite('identity.change-password');
  const refresh = useRefresh();
  const all = [...faults, ...fieldProblems(write.error)];
  const problem = (at: string) => all.find((fault) => fault.at === at)?.message;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = [];
    if (password === '') found.push({ at: 'password', message: t('account.passwordEmpty') });
    if (next === '') found.push({ at: 'next', message: t('account.nextEmpty') });
    setFaults(found);
    write.clear();
    if (found.length > 0 || (await write.run({ password, next })) === null) return;
    setPassword('');
    setNext('');
    announce(t('account.passwordDone'));
    await refresh('identity.sessions');
  };
  return (
    <Panel title={t('account.password')}>
      <form className="inside stack-5" noValidate onSubmit={(event) => void submit(event)}>
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        <PasswordInput
          id="password-now"
          label={t('account.passwordNow')}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          problem={problem('password')}
        />
        <PasswordInput
          id="password-next"
          label={t('account.passwordNext')}
          hint={t('account.passwordHint')}
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          problem={problem('next')}
        />
        <Button type="submit" busy={write.busy}>
          {t('account.passwordGo')}
        </Button>
      </form>
    </Panel>
  );
}
