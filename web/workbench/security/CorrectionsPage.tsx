/** Requests for correction that wait for one's unit: seen on the original, then answered. */
import { useState } from 'react';
import type { FieldDef, Json } from '../../contract.ts';
import type { Output } from '../../endpoints.ts';
import { showValue } from '../../fields/models.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';
import { Summary } from '../../ui/Table.tsx';
import { w } from '../words.ts';

type Row = Output<'facts.corrections'>['rows'][number];

const shown = ({ stood, definition }: Row): string => {
  if (stood === null || stood === undefined) return t('data.none');
  return definition ? showValue(stood as Json, definition as FieldDef) : JSON.stringify(stood);
};

/** Opening it is a row that each of these people sees. */
export function CorrectionsPage() {
  const read = useRead('facts.corrections', {});
  const rows = read.data?.rows;
  return (
    <main id="main" className="wrap page" tabIndex={-1}>
      <div className="narrow stack-5">
        <div>
          <PageTitle title={w('corrections.title')} />
          <p className="muted">{w('corrections.intro')}</p>
        </div>
        <Trouble error={read.error} again={() => void read.refetch()} />
        {!rows && !read.error && <Skeleton lines={6} />}
        {rows?.length === 0 && <Empty>{w('corrections.none')}</Empty>}
        {rows?.map((row) => (
          <One key={row.id} row={row} />
        ))}
      </div>
    </main>
  );
}

function One({ row }: { row: Row }) {
  const [answer, setAnswer] = useState('');
  const [problem, setProblem] = useState<string>();
  const write = useWrite('facts.answer-correction');
  const refresh = useRefresh();
  const send = async (outcome: 'done' | 'refused') => {
    const short = [...answer.trim()].length < 4;
    setProblem(short ? w('corrections.answerEmpty') : undefined);
    if (short || (await write.run({ id: row.id, outcome, answer })) === null) return;
    announce(w('corrections.done'));
    await refresh('facts.corrections');
  };
  return (
    <Panel title={say(row.name)} aside={moment(row.asked)}>
      <div className="inside stack">
        <Summary
          lines={[
            { id: 'who', name: w('corrections.who'), value: row.who },
            { id: 'now', name: w('corrections.now'), value: shown(row) },
            { id: 'wanted', name: w('corrections.wanted'), value: row.wanted },
            { id: 'reason', name: w('corrections.reason'), value: row.reason },
          ]}
        />
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        <TextArea
          id={`answer-${row.id}`}
          label={w('corrections.answer')}
          maxLength={500}
          value={answer}
          onChange={setAnswer}
          problem={problem ?? fieldProblems(write.error)[0]?.message}
        />
        <div className="acts">
          <Button busy={write.busy} onClick={() => void send('done')}>
            {w('corrections.correct')}
          </Button>
          <Button kind="quiet" busy={write.busy} onClick={() => void send('refused')}>
            {w('corrections.refuse')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
