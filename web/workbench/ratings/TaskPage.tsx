/** One bad rating: what was said, what was done, and what can be done now. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { longDate, moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Timeline } from '../../ui/progress.tsx';
import { announce } from '../../ui/says.tsx';
import { Summary, type Line } from '../../ui/Table.tsx';
import { useKeys } from '../keys.ts';
import { w } from '../words.ts';
import { Zh } from '../../ui/Zh.tsx';

type Task = Output<'feedback.task'>;

/** Opening it is a row in the ledger of who rated. */
export function TaskPage() {
  const { params } = useRoute();
  const read = useRead('feedback.task', { id: params.task ?? '' });
  useKeys({ Escape: () => go({ to: 'workbenchRatings' }) });
  return (
    <main id="main" className="wrap page stack-6" tabIndex={-1}>
      <p className="crumb">
        <Link to="workbenchRatings">‹ {w('ratings.back')}</Link>
      </p>
      {read.data === undefined && <PageTitle title={w('ratings.title')} />}
      <Trouble error={read.error} again={() => void read.refetch()} />
      {read.data === undefined && !read.error && <Skeleton />}
      {read.data && <Opened task={read.data} />}
    </main>
  );
}

function Opened({ task }: { task: Task }) {
  return (
    <>
      <PageTitle title={w('ratings.one', { level: say(task.levelName) })}>
        {w('ratings.one', { level: say(task.levelName) })}{' '}
        <Chip tone={task.state === 'open' ? 'warn' : 'info'}>{say(task.stateName)}</Chip>
      </PageTitle>
      <div className="cols">
        <div className="stack-6">
          <Summary lines={linesOf(task)} />
          <Panel title={w('ratings.course')}>
            <div className="inside">
              <Timeline
                label={w('ratings.course')}
                events={task.steps.toReversed().map((step, i) => ({
                  id: String(i),
                  state: 'done' as const,
                  children: (
                    <>
                      <b>{say(step.name)}</b>
                      <small>
                        {moment(step.at)}{t('list.comma')}{step.unit ? `${say(step.unit)} ` : ''}
                        <Zh as="name">{step.by}</Zh>
                      </small>
                      {step.result && <p>{say(step.result)}</p>}
                      {step.words && <p><Zh as="typed">{step.words}</Zh></p>}
                    </>
                  ),
                }))}
              />
            </div>
          </Panel>
        </div>
        <div className="stack-5">
          {task.can.map(({ action }) => (
            <Act key={`${action} ${task.steps.length}`} task={task} action={action} />
          ))}
          {task.can.length === 0 && <p className="muted">{w('ratings.nothing')}</p>}
        </div>
      </div>
    </>
  );
}

function linesOf(task: Task): Line[] {
  const line = (id: string, name: string, value: Line['value']): Line => ({ id, name, value });
  return [
    ...(task.itemName ? [line('item', w('ratings.what'), say(task.itemName))] : []),
    line('kind', w('ratings.contact'), say(task.kindName)),
    line('unit', w('ratings.unit'), say(task.unit)),
    line('at', w('ratings.at'), moment(task.at)),
    ...(task.due ? [line('due', w('ratings.due'), longDate(task.due))] : []),
    line('why', w('ratings.why'), task.indicators.map(say).join(t('list.and')) || '—'),
    line('words', w('ratings.words'), task.words === null ? '—' : <Zh as="typed">{task.words}</Zh>),
    ...(task.about ? [line('about', w('ratings.about'), say(task.about.name))] : []),
    line('rater', w('ratings.rater'), task.rater ? <Zh as="name">{task.rater}</Zh> : w('ratings.noName')),
    ...(task.case && task.caseNumber
      ? [
          line(
            'case',
            w('ratings.case'),
            <Link to="workbenchCase" params={{ box: 'unit', case: task.case }}>
              {task.caseNumber}
            </Link>,
          ),
        ]
      : []),
  ];
}

type Action = Task['can'][number]['action'];

/** Judging is one form with two ends, shown once. */
function Act({ task, action }: { task: Task; action: Action }) {
  if (action === 'answer') return <Write task={task} kind="answer" />;
  if (action === 'appeal') return <Write task={task} kind="appeal" />;
  if (action === 'visit') return <Visit task={task} />;
  if (action === 'uphold') return <Judge task={task} />;
  return null;
}

const endpoints = { answer: 'feedback.answer', appeal: 'feedback.appeal' } as const;

function useDone() {
  const refresh = useRefresh();
  return async (words: string) => {
    announce(words);
    await refresh('feedback.task', 'feedback.tasks');
  };
}

function Write({ task, kind }: { task: Task; kind: 'answer' | 'appeal' }) {
  const [text, setText] = useState('');
  const write = useWrite(endpoints[kind]);
  const done = useDone();
  const name = kind === 'answer' ? 'answer' : 'reason';
  const send = async () => {
    const said = kind === 'answer' ? { answer: text } : { reason: text };
    if ((await write.run({ id: task.id, ...said } as never)) === null) return;
    await done(w(`ratings.${kind}Done`));
  };
  const problem = fieldProblems(write.error).find(({ at }) => at === name)?.message;
  return (
    <Panel title={w(`ratings.${kind}`)}>
      <div className="inside stack">
        {!problem && <Trouble error={write.error} />}
        <TextArea
          id={name}
          label={w(`ratings.${kind}What`)}
          hint={w(`ratings.${kind}Hint`)}
          rows={4}
          value={text}
          onChange={setText}
          problem={problem}
        />
        <div className="acts">
          <Button
            kind={kind === 'answer' ? 'main' : 'quiet'}
            busy={write.busy}
            onClick={() => void send()}
          >
            {w(`ratings.${kind}`)}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

const results = ['satisfied', 'not-satisfied', 'unreachable'] as const;

function Visit({ task }: { task: Task }) {
  const [result, setResult] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const write = useWrite('feedback.visit');
  const done = useDone();
  const send = async () => {
    const input = { id: task.id, result: result as (typeof results)[number], words };
    if ((await write.run(input)) === null) return;
    await done(w('ratings.visitDone'));
  };
  const problems = fieldProblems(write.error);
  const problem = (at: string) => problems.find((one) => one.at === at)?.message;
  return (
    <Panel title={w('ratings.visit')}>
      <div className="inside stack">
        {problems.length === 0 && <Trouble error={write.error} />}
        <RadioGroup
          id="result"
          label={w('ratings.result')}
          value={result}
          onChange={setResult}
          problem={problem('result')}
          options={results.map((value) => ({ value, label: w(`ratings.${value}`) }))}
        />
        <TextArea
          id="visitWords"
          label={w('ratings.visitWhat')}
          hint={w('ratings.visitHint')}
          rows={3}
          value={words}
          onChange={setWords}
          problem={problem('words')}
        />
        <div className="acts">
          <Button busy={write.busy} onClick={() => void send()}>
            {w('ratings.visit')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Judge({ task }: { task: Task }) {
  const [reason, setReason] = useState('');
  const write = useWrite('feedback.judge');
  const done = useDone();
  const send = async (mistaken: boolean) => {
    if ((await write.run({ id: task.id, mistaken, reason })) === null) return;
    await done(w('ratings.judgeDone'));
  };
  const problem = fieldProblems(write.error).find(({ at }) => at === 'reason')?.message;
  return (
    <Panel title={w('ratings.judge')}>
      <div className="inside stack">
        {!problem && <Trouble error={write.error} />}
        <TextArea
          id="reason"
          label={w('ratings.judgeWhat')}
          hint={w('ratings.judgeHint')}
          rows={4}
          value={reason}
          onChange={setReason}
          problem={problem}
        />
        <div className="acts">
          <Button busy={write.busy} onClick={() => void send(false)}>
            {w('ratings.reject')}
          </Button>
          <Button kind="quiet" busy={write.busy} onClick={() => void send(true)}>
            {w('ratings.uphold')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
