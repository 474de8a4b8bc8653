/** An officer sets his password by the one-time link; its token stands behind # and leaves the address at once. */
import { useState, type FormEvent } from 'react';
import { fieldProblems } from '../../problem.ts';
import { useWrite } from '../../queries.ts';
import { go } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { t } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { PasswordInput } from '../../ui/PasswordInput.tsx';
import { announce } from '../../ui/says.tsx';
import { w } from '../words.ts';

/** For nobody signed in. */
export function NewPassword() {
  const [token] = useState(() => location.hash.slice(1));
  const [next, setNext] = useState('');
  const [empty, setEmpty] = useState(false);
  const write = useWrite('identity.use-link');
  const problem = empty
    ? t('account.nextEmpty')
    : fieldProblems(write.error).find(({ at }) => at === 'next')?.message;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setEmpty(next === '');
    if (next === '') return;
    const done = await write.run({ token, next });
    if (!done) return;
    announce(w('newPassword.done', done));
    go({ to: 'workbenchSignIn' }, { replace: true });
  };
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      <form className="entry stack-5" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <PageTitle title={w('newPassword.title')} />
          <p className="muted">{w('newPassword.intro')}</p>
        </div>
        {token === '' && (
          <Notice tone="bad" alert>
            <p>{w('newPassword.broken')}</p>
          </Notice>
        )}
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        <PasswordInput
          id="next"
          label={w('newPassword.next')}
          hint={t('account.passwordHint')}
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          problem={problem}
        />
        <Button type="submit" wide busy={write.busy}>
          {w('newPassword.go')}
        </Button>
      </form>
    </main>
  );
}
