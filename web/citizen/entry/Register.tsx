/** Registering: four boxes, then signed in and back where one was. */
import { useState, type FormEvent } from 'react';
import { call } from '../../client.ts';
import { judge } from '../../fields/judge.ts';
import { fieldProblems } from '../../problem.ts';
import { useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useWrite } from '../../queries.ts';
import { useTakeSession } from '../../session.ts';
import { t } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { PasswordInput } from '../../ui/PasswordInput.tsx';
import { goBackTo } from './SignIn.tsx';

const boxes = { name: 'name', idNumber: 'id-number', phone: 'phone' } as const;
type Box = keyof typeof boxes;
const LEAST_PASSWORD = 10;

function read(typed: Record<Box, string>, password: string) {
  const faults: Fault[] = [];
  const input = { name: '', idNumber: '', phone: '', password };
  for (const box of Object.keys(boxes) as Box[]) {
    const judged = judge(typed[box], boxes[box], { name: t(`register.${box}`) });
    if ('value' in judged) input[box] = judged.value;
    else faults.push({ at: box, message: judged.problem });
  }
  if (Array.from(password).length < LEAST_PASSWORD) {
    faults.push({ at: 'password', message: t('register.passwordHint') });
  }
  return { faults, input };
}

/** What the server refuses by field is shown at the field too. */
export function Register() {
  const { query } = useRoute();
  const [typed, setTyped] = useState<Record<Box, string>>({ name: '', idNumber: '', phone: '' });
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('identity.register');
  const take = useTakeSession();
  const all = [...faults, ...fieldProblems(write.error)];
  const problem = (at: string) => all.find((fault) => fault.at === at)?.message;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { faults: found, input } = read(typed, password);
    setFaults(found);
    setTurn((n) => n + 1);
    write.clear();
    if (found.length > 0) return;
    if ((await write.run(input)) === null) return;
    take(await call('identity.me', {}));
    goBackTo(query.back);
  };
  const box = (name: Box, hint: string, more: { type?: string; autoComplete: string }) => (
    <TextInput
      id={name}
      label={t(`register.${name}`)}
      hint={hint}
      {...more}
      value={typed[name]}
      onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
      problem={problem(name)}
    />
  );
  return (
    <div className="wrap page">
      <form className="entry stack-5" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <PageTitle title={t('register.title')} />
          <p className="muted">{t('register.intro')}</p>
        </div>
        <Notice tone="warn">
          <p>{t('register.demo')}</p>
        </Notice>
        <ErrorSummary faults={all} turn={all.length > 0 ? turn : 0} />
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        {box('name', t('register.nameHint'), { autoComplete: 'name' })}
        {box('idNumber', t('register.idHint'), { autoComplete: 'off' })}
        {box('phone', t('register.phoneHint'), { type: 'tel', autoComplete: 'tel' })}
        <PasswordInput
          id="password"
          label={t('register.password')}
          hint={t('register.passwordHint')}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          problem={problem('password')}
        />
        <Button type="submit" wide busy={write.busy}>
          {t('register.go')}
        </Button>
        <p>
          {t('register.have')}
          <Link to="signIn" query={{ back: query.back }}>
            {t('register.signIn')}
          </Link>
        </p>
      </form>
    </div>
  );
}
