/** Finding a case by what is in hand: its number, a name, an identity number, a credit code. */
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { CaseRow } from '../../contract.ts';
import { useRead } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Empty, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Light, type LightColour } from '../../ui/marks.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { useKeys } from '../keys.ts';
import { leftWords } from '../queue/left.ts';
import { stateWords } from '../stateWords.ts';
import { w } from '../words.ts';
import { Zh } from '../../ui/Zh.tsx';

const MOST = 50;

const columns = (): Column<CaseRow>[] => [
  {
    id: 'applicant',
    name: w('find.col.applicant'),
    cell: (row) => (
      <Link to="workbenchCase" params={{ box: 'unit', case: row.id }}>
        <Zh as="name">{row.applicant}</Zh>
      </Link>
    ),
  },
  { id: 'item', name: w('find.col.item'), cell: (row) => say(row.itemName) },
  { id: 'number', name: w('find.col.number'), cell: (row) => row.number },
  { id: 'state', name: w('find.col.state'), cell: (row) => stateWords(row.state) },
  {
    id: 'due',
    name: w('find.col.due'),
    cell: (row) =>
      row.light === 'none' ? (
        w('left.none')
      ) : (
        <Light colour={row.light as LightColour} words={leftWords(row)} />
      ),
  },
  { id: 'at', name: w('find.col.at'), cell: (row) => moment(row.submittedAt) },
];

/** The number typed stays out of the address: it would stay in the history of the machine. */
export function FindPage() {
  const { query } = useRoute();
  const [q, setQ] = useState(query.q ?? '');
  const [asked, setAsked] = useState(query.q ?? '');
  const [problem, setProblem] = useState<string | undefined>();
  const box = useRef<HTMLFormElement>(null);
  const found = useRead('cases.find', { q: asked }, { when: asked.length >= 2 });
  const focus = () => box.current?.querySelector('input')?.focus();
  useEffect(focus, []);
  useKeys({ '/': focus, Escape: () => go({ to: 'workbench' }) });
  const search = (event: FormEvent) => {
    event.preventDefault();
    const short = [...q.trim()].length < 2;
    setProblem(short ? w('find.empty') : undefined);
    if (!short) setAsked(q.trim());
  };
  const rows = found.data?.rows;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <PageTitle title={w('find.title')} />
      <search>
        <form className="find-form" noValidate onSubmit={search} ref={box}>
          <TextInput
            id="q"
            label={w('find.label')}
            hint={w('find.hint')}
            autoComplete="off"
            spellCheck={false}
            maxLength={60}
            value={q}
            onChange={setQ}
            problem={problem}
          />
          <Button type="submit">{w('find.go')}</Button>
        </form>
      </search>
      <div aria-live="polite" className="stack">
        {found.isLoading && <Skeleton lines={4} />}
        <Trouble error={found.error} again={() => void found.refetch()} />
        {rows && rows.length === 0 && (
          <Empty>
            <p>{w('find.none', { q: asked })}</p>
          </Empty>
        )}
        {rows && rows.length > 0 && (
          <>
            <p>{w('find.count', { n: rows.length })}</p>
            <Table
              caption={w('find.title')}
              columns={columns()}
              rows={rows}
              keyOf={(row) => row.id}
            />
            {rows.length >= MOST && <p className="muted">{w('find.most')}</p>}
          </>
        )}
      </div>
    </main>
  );
}
