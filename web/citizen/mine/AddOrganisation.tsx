import { useState, type FormEvent } from 'react';
import { judge } from '../../fields/judge.ts';
import { fieldProblems } from '../../problem.ts';
import { useRefresh, useWrite } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import { Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';

/** The person becomes its legal representative here; demonstration proofing says so. */
export function AddOrganisation() {
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('identity.add-organisation');
  const refresh = useRefresh();
  const all = [...faults, ...fieldProblems(write.error)];
  const problem = (...ids: string[]) => all.find((fault) => ids.includes(fault.at))?.message;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = judge(name, 'text', { name: t('orgs.name'), empty: t('orgs.nameEmpty') });
    const coded = judge(code, 'credit-code', { name: t('orgs.code'), empty: t('orgs.codeEmpty') });
    const found: Fault[] = [];
    if ('problem' in named) found.push({ at: 'name', message: named.problem });
    if ('problem' in coded) found.push({ at: 'creditCode', message: coded.problem });
    setFaults(found);
    setTurn((n) => n + 1);
    write.clear();
    if ('problem' in named || 'problem' in coded) return;
    if ((await write.run({ name: named.value, creditCode: coded.value })) === null) return;
    setName('');
    setCode('');
    announce(t('orgs.added'));
    await refresh('identity.me');
  };
  return (
    <Panel title={t('orgs.add')}>
      <form className="inside stack-5" noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary faults={all} turn={all.length > 0 ? turn : 0} />
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        <TextInput
          id="name"
          label={t('orgs.name')}
          hint={t('orgs.nameHint')}
          autoComplete="organization"
          value={name}
          onChange={setName}
          problem={problem('name')}
        />
        <TextInput
          id="creditCode"
          label={t('orgs.code')}
          hint={t('orgs.codeHint')}
          autoComplete="off"
          value={code}
          onChange={setCode}
          problem={problem('creditCode')}
        />
        <p className="small">{t('orgs.demo')}</p>
        <Button type="submit" busy={write.busy}>
          {t('orgs.add')}
        </Button>
      </form>
    </Panel>
  );
}
