/** Who needs a second factor, and how long staff stay signed in. */
import { useState, type FormEvent } from 'react';
import type { Output } from '../../endpoints.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say } from '../../texts/index.ts';
import { Notice, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { CheckGroup } from '../../ui/choices.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { Summary } from '../../ui/Table.tsx';
import { roleNames, type Role } from '#cases/states';
import type { PageProps } from '../opened.ts';
import { rolesWords, staffRoles } from '../staff/rolesWords.ts';
import { w } from '../words.ts';

type Policy = Output<'identity.policy'>;

/** The security administrator sets it; the other two read it. */
export function PolicyPage({ me }: PageProps) {
  const read = useRead('identity.policy', {});
  const sets = me.roles.includes('security-administrator');
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      <div className="narrow stack-5">
        <div>
          <PageTitle title={w('policy.title')} />
          <p className="muted">{w('policy.intro')}</p>
        </div>
        <Trouble error={read.error} again={() => void read.refetch()} />
        {!read.data && !read.error && <Skeleton lines={6} />}
        {read.data?.mode === 'enrolled' && (
          <Notice tone="warn">
            <p>{w('factors.demo')}</p>
          </Notice>
        )}
        {read.data && (sets ? <Form policy={read.data} /> : <Shown policy={read.data} />)}
      </div>
    </main>
  );
}

function Shown({ policy }: { policy: Policy }) {
  return (
    <Summary
      lines={[
        {
          id: 'roles',
          name: w('policy.roles'),
          value:
            policy.secondFactor.length > 0 ? rolesWords(policy.secondFactor) : w('staff.noSecond'),
        },
        { id: 'idle', name: w('policy.idle'), value: policy.idleMinutes },
        { id: 'longest', name: w('policy.longest'), value: policy.longestHours },
      ]}
    />
  );
}

function Form({ policy }: { policy: Policy }) {
  const [roles, setRoles] = useState<string[]>(policy.secondFactor);
  const [idle, setIdle] = useState(String(policy.idleMinutes));
  const [longest, setLongest] = useState(String(policy.longestHours));
  const write = useWrite('identity.set-policy');
  const refresh = useRefresh();
  const problem = (at: string) =>
    fieldProblems(write.error).find((fault) => fault.at === at)?.message;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const done = await write.run({
      secondFactor: roles as Policy['secondFactor'],
      idleMinutes: idle.trim(),
      longestHours: longest.trim(),
    });
    if (done === null) return;
    announce(w('policy.saved'));
    await refresh('identity.policy');
  };
  return (
    <form className="stack-5" noValidate onSubmit={(event) => void save(event)}>
      {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      <CheckGroup
        id="roles"
        label={w('policy.roles')}
        options={staffRoles
          .filter((role) => !policy.always.includes(role as never))
          .map((role: Role) => ({ value: role, label: say(roleNames[role]) }))}
        value={roles}
        onChange={setRoles}
      />
      <TextInput
        id="idle"
        label={w('policy.idle')}
        short
        inputMode="numeric"
        value={idle}
        onChange={setIdle}
        problem={problem('idleMinutes')}
      />
      <TextInput
        id="longest"
        label={w('policy.longest')}
        short
        inputMode="numeric"
        value={longest}
        onChange={setLongest}
        problem={problem('longestHours')}
      />
      <Button type="submit" busy={write.busy}>
        {w('policy.save')}
      </Button>
    </form>
  );
}
