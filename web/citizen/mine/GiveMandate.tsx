/** A legal representative authorises somebody for named items until a day. */
import { useState, type FormEvent } from 'react';
import { judge } from '../../fields/judge.ts';
import { fieldProblems } from '../../problem.ts';
import { Link } from '../../router/Link.tsx';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { useMe } from '../../session.ts';
import { say, t } from '../../texts/index.ts';
import { Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { CheckGroup, RadioGroup } from '../../ui/choices.tsx';
import { DateInput } from '../../ui/DateInput.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { Zh } from '../../ui/Zh.tsx';

type Typed = {
  organisation: string;
  agentName: string;
  agentIdNumber: string;
  which: string | null;
  items: string[];
  until: string;
};
const blank: Typed = {
  organisation: '', agentName: '', agentIdNumber: '', which: null, items: [], until: '',
};

function read(typed: Typed, only: string | undefined) {
  const faults: Fault[] = [];
  const organisation = only ?? typed.organisation;
  if (organisation === '') faults.push({ at: 'organisation', message: t('mandates.orgEmpty') });
  const text = (at: 'agentName' | 'agentIdNumber', type: 'name' | 'id-number', name: string) => {
    const judged = judge(typed[at], type, { name });
    if ('value' in judged) return judged.value;
    faults.push({ at, message: judged.problem });
    return '';
  };
  const agentName = text('agentName', 'name', t('mandates.agentName'));
  const agentIdNumber = text('agentIdNumber', 'id-number', t('mandates.agentId'));
  const items = typed.which === 'all' ? ('all' as const) : typed.items;
  if (items !== 'all' && items.length === 0) {
    faults.push({ at: typed.which === null ? 'which' : 'items', message: t('mandates.itemsEmpty') });
  }
  const day = judge(typed.until, 'date', { name: '', empty: t('mandates.untilEmpty') });
  const until = 'value' in day ? day.value : '';
  if ('problem' in day) faults.push({ at: 'until', message: day.problem });
  return { faults, input: { organisation, agentName, agentIdNumber, items, until } };
}

/** Only where one leads an organisation. */
export function GiveMandate() {
  const me = useMe();
  const led = (me?.canActFor ?? []).filter((one) => one.as === 'legal-representative');
  return (
    <Panel title={t('mandates.give')}>
      <div className="inside">
        {led.length > 0 ? (
          <Form led={led} />
        ) : (
          <p>
            {t('mandates.noOrg')} <Link to="organisations">{t('orgs.add')}</Link>
          </p>
        )}
      </div>
    </Panel>
  );
}

function Form({ led }: { led: { organisation: string; name: string }[] }) {
  const [typed, setTyped] = useState<Typed>(blank);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('identity.give-mandate');
  const refresh = useRefresh();
  const all = [...faults, ...fieldProblems(write.error)];
  const problem = (at: string) => all.find((fault) => fault.at === at)?.message;
  const set = (change: Partial<Typed>) => setTyped((before) => ({ ...before, ...change }));
  const only = led.length === 1 ? led[0]?.organisation : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { faults: found, input } = read(typed, only);
    setFaults(found);
    setTurn((n) => n + 1);
    write.clear();
    if (found.length > 0 || (await write.run(input)) === null) return;
    setTyped(blank);
    announce(t('mandates.done'));
    await refresh('identity.mandates');
  };
  return (
    <form className="stack-5" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary faults={all} turn={all.length > 0 ? turn : 0} />
      {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
      {only === undefined ? (
        <RadioGroup
          id="organisation"
          label={t('mandates.organisation')}
          options={led.map((one) => ({ value: one.organisation, label: one.name, kept: 'name' as const }))}
          value={typed.organisation}
          onChange={(organisation) => set({ organisation })}
          problem={problem('organisation')}
        />
      ) : (
        <p className="strong"><Zh as="name">{led[0]?.name}</Zh></p>
      )}
      <WhoAndWhat typed={typed} set={set} problem={problem} />
      <DateInput
        id="until"
        label={t('mandates.until')}
        value={typed.until}
        onChange={(until) => set({ until })}
        problem={problem('until')}
      />
      <Button type="submit" busy={write.busy}>
        {t('mandates.go')}
      </Button>
    </form>
  );
}

type Boxes = {
  typed: Typed;
  set: (change: Partial<Typed>) => void;
  problem: (at: string) => string | undefined;
};

function WhoAndWhat({ typed, set, problem }: Boxes) {
  const items = useRead('catalogue.items', { audience: 'organisation' });
  return (
    <>
      <TextInput
        id="agentName"
        label={t('mandates.agentName')}
        hint={t('mandates.agentNameHint')}
        autoComplete="off"
        value={typed.agentName}
        onChange={(agentName) => set({ agentName })}
        problem={problem('agentName')}
      />
      <TextInput
        id="agentIdNumber"
        label={t('mandates.agentId')}
        autoComplete="off"
        value={typed.agentIdNumber}
        onChange={(agentIdNumber) => set({ agentIdNumber })}
        problem={problem('agentIdNumber')}
      />
      <RadioGroup
        id="which"
        label={t('mandates.items')}
        options={[
          { value: 'some', label: t('mandates.itemsSome') },
          { value: 'all', label: t('mandates.itemsAll') },
        ]}
        value={typed.which}
        onChange={(which) => set({ which })}
        problem={problem('which')}
      />
      {typed.which === 'some' && (
        <CheckGroup
          id="items"
          label={t('mandates.itemsSome')}
          options={(items.data?.items ?? [])
            .filter((one) => one.procedure !== 'query')
            .map((one) => ({ value: one.id, label: say(one.name) }))}
          value={typed.items}
          onChange={(chosen) => set({ items: chosen })}
          problem={problem('items')}
        />
      )}
    </>
  );
}
