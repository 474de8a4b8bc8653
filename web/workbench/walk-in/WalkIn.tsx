/** A person without an account at the counter: who he is and what he wants; afterwards his receipt. */
import { useState, type FormEvent } from 'react';
import type { FieldDef } from '../../contract.ts';
import { clean } from '../../fields/clean.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useWrite } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { ErrorSummary, type Fault } from '../../ui/ErrorSummary.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';
import { Receipt } from './Receipt.tsx';
import { Zh } from '../../ui/Zh.tsx';

const boxes = { name: 'name', idNumber: 'id-number', phone: 'phone' } as const;
type Box = keyof typeof boxes;
const optional: readonly Box[] = ['phone'];

/** A box judged like the field of its type everywhere else. */
function judged(box: Box): FieldDef {
  return {
    address: box,
    written: box,
    name: { zh: w(`walkIn.${box}`) },
    type: boxes[box],
    sensitivity: 'personal',
    source: 'applicant',
  };
}

type Read = { faults: Fault[]; person: { name: string; idNumber: string; phone?: string } };

function read(typed: Record<Box, string>, item: string): Read {
  const faults: Fault[] = item === '' ? [{ at: 'item', message: w('walkIn.itemEmpty') }] : [];
  const person: Read['person'] = { name: '', idNumber: '' };
  for (const box of Object.keys(boxes) as Box[]) {
    const cleaned = clean(typed[box], judged(box));
    if ('value' in cleaned) person[box] = String(cleaned.value);
    else if ('problem' in cleaned) faults.push({ at: box, message: cleaned.problem });
    else if (!optional.includes(box)) {
      faults.push({ at: box, message: t('field.required', { name: w(`walkIn.${box}`) }) });
    }
  }
  return { faults, person };
}

/** The receipt stands at the same address, with the case in the query. */
export function WalkIn({ me }: PageProps) {
  const { query } = useRoute();
  if (!me.roles.includes('clerk')) {
    return (
      <main id="main" className="wrap page stack" tabIndex={-1}>
        <PageTitle title={w('walkIn.title')} />
        <p>{w('walkIn.clerkOnly')}</p>
      </main>
    );
  }
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      {query.case ? <Receipt me={me} /> : <Begin />}
    </main>
  );
}

function Begin() {
  const items = useRead('catalogue.items', { audience: 'person' });
  const [item, setItem] = useState('');
  const [typed, setTyped] = useState<Record<Box, string>>({ name: '', idNumber: '', phone: '' });
  const [faults, setFaults] = useState<Fault[]>([]);
  const [turn, setTurn] = useState(0);
  const write = useWrite('cases.start');
  const all = [
    ...faults,
    ...fieldProblems(write.error).map(({ at, message }) => ({
      at: at.replace(/^for\./, ''),
      message,
    })),
  ];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { faults: found, person } = read(typed, item);
    setFaults(found);
    setTurn((n) => n + 1);
    write.clear();
    if (found.length > 0) return;
    const draft = await write.run({ item, for: person });
    if (draft) go({ to: 'workbenchDraft', params: { draft: draft.id } });
  };
  const problem = (place: string) => all.find(({ at }) => at === place)?.message;
  const filed = (items.data?.items ?? []).filter(({ procedure }) => procedure !== 'query');
  return (
    <div className="walk-in">
      <form className="stack-5" noValidate onSubmit={(event) => void submit(event)}>
        <div>
          <PageTitle title={w('walkIn.title')} />
          <p className="muted read">{w('walkIn.intro')}</p>
        </div>
        <ErrorSummary faults={all} turn={all.length > 0 ? turn : 0} />
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        <Select
          id="item"
          label={w('walkIn.item')}
          hint={w('walkIn.organisations')}
          value={item}
          onChange={setItem}
          options={filed.map(({ id, name }) => ({ value: id, label: say(name) }))}
          problem={problem('item')}
        />
        {(Object.keys(boxes) as Box[]).map((box) => (
          <TextInput
            key={box}
            id={box}
            label={w(`walkIn.${box}`)}
            autoComplete="off"
            optional={optional.includes(box)}
            type={box === 'phone' ? 'tel' : 'text'}
            value={typed[box]}
            onChange={(value) => setTyped((before) => ({ ...before, [box]: value }))}
            problem={problem(box)}
          />
        ))}
        <Button type="submit" busy={write.busy}>
          {w('walkIn.go')}
        </Button>
      </form>
      <Drafts />
    </div>
  );
}

/** What this clerk began and did not yet hand in. */
function Drafts() {
  const drafts = useRead('cases.drafts', {});
  const mine = (drafts.data?.drafts ?? []).filter(({ channel }) => channel === 'counter');
  return (
    <section className="stack">
      <h2>{w('walkIn.drafts')}</h2>
      {drafts.data && mine.length === 0 && <p className="muted">{w('walkIn.draftsNone')}</p>}
      <ul className="list">
        {mine.map((draft) => (
          <li key={draft.id}>
            <Link to="workbenchDraft" params={{ draft: draft.id }} className="row">
              <span>
                <b>
                  <Zh as="name">{draft.forName}</Zh> · {say(draft.itemName)}
                </b>
                <small>{w('walkIn.draftAt', { at: moment(draft.updated) })}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
