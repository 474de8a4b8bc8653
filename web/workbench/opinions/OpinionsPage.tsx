/** What other units ask this officer's unit: a list, and one opened with what was shared. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { fieldProblems } from '../../problem.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { longDate, size } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { Chip } from '../../ui/marks.tsx';
import { announce } from '../../ui/says.tsx';
import { Summary, Table } from '../../ui/Table.tsx';
import { useKeys } from '../keys.ts';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';
import { Zh, inZh } from '../../ui/Zh.tsx';
import { Value } from '../../fields/Value.tsx';

/** Escape goes back to the desk. */
export function OpinionsPage() {
  const read = useRead('cases.asked-opinions', {});
  useKeys({ Escape: () => go({ to: 'workbench' }) });
  return (
    <main id="main" className="wrap page stack-6" tabIndex={-1}>
      <div>
        <PageTitle title={w('opinions.title')} />
        <p className="muted">{w('opinions.intro')}</p>
      </div>
      <Trouble error={read.error} again={() => void read.refetch()} />
      {read.data === undefined && !read.error && <Skeleton />}
      {read.data?.asked.length === 0 && <Empty>{w('opinions.none')}</Empty>}
      {read.data && read.data.asked.length > 0 && (
        <Table
          caption={w('opinions.title')} rows={read.data.asked} keyOf={(row) => row.id}
          columns={[
            {
              id: 'question', name: w('opinions.question'),
              cell: (row) => (
                <Link to="workbenchOpinion" params={{ opinion: row.id }}><Zh as="typed">{row.question}</Zh></Link>
              ),
            },
            { id: 'item', name: w('opinions.item'), cell: (row) => say(row.itemName) },
            { id: 'from', name: w('opinions.from'), cell: (row) => say(row.from) },
            {
              id: 'due', name: w('opinions.due'),
              cell: (row) => <Chip tone={row.light === 'red' ? 'late' : 'plain'}>{longDate(row.due)}</Chip>,
            },
          ]}
        />
      )}
    </main>
  );
}

/** One: read, and answered by a reviewer or decider. */
export function OpinionPage({ me }: PageProps) {
  const { params } = useRoute();
  const read = useRead('cases.asked-opinion', { id: params.opinion ?? '' });
  const roles = me.roles as string[];
  const answers = roles.includes('reviewer') || roles.includes('decider');
  useKeys({ Escape: () => go({ to: 'workbenchOpinions' }) });
  const one = read.data;
  return (
    <main id="main" className="wrap page stack-6" tabIndex={-1}>
      <p className="crumb"><Link to="workbenchOpinions">‹ {w('opinions.title')}</Link></p>
      <PageTitle title={one ? say(one.itemName) : w('opinions.title')} />
      <Trouble error={read.error} again={() => void read.refetch()} />
      {one === undefined && !read.error && <Skeleton />}
      {one && (
        <>
          <p className="sum">
            <span>{inZh(w('opinions.applicant', { name: one.applicant }), 'name', one.applicant)}</span>
            <span>{one.number}</span>
            <span>{w('opinions.from')}{t('list.colon')}{say(one.from)}</span>
            <Chip tone={one.light === 'red' ? 'late' : 'info'}>
              {w('opinions.due')}{t('list.colon')}{longDate(one.due)}
            </Chip>
          </p>
          <p className="read strong"><Zh as="typed">{one.question}</Zh></p>
          <Shared one={one} />
          {answers ? <Answer id={one.id} /> : <p className="muted">{w('opinions.readOnly')}</p>}
        </>
      )}
    </main>
  );
}

type One = Output<'cases.asked-opinion'>;

function Shared({ one }: { one: One }) {
  const empty = one.sections.length === 0 && one.materials.length === 0;
  return (
    <Panel title={w('opinions.shared')}>
      <div className="inside stack">
        {empty && <p className="muted">{w('opinions.nothing')}</p>}
        {one.sections.map((section) => (
          <section key={section.section}>
            <h3>{say(section.name)}</h3>
            <Summary
              lines={section.fields.filter(({ shown, address }) => shown === 'yes' && !address.includes('[]'))
                .map((field) => {
                  const fact = one.facts[field.address];
                  const known = fact?.state === 'known';
                  const value = known ? <Value of={fact.value} field={field.definition} /> : t('kit.none');
                  return { id: field.address, name: say(field.definition.name), value };
                })}
            />
          </section>
        ))}
        {one.materials.map((material) => (
          <section key={material.id}>
            <h3>{say(material.name)}</h3>
            <ul className="plain papers">
              {one.documents.filter((d) => d.material === material.id).map((d) => (
                <li key={d.id}>
                  <a href={`/api/files/${d.id}`} download={d.name}><Zh as="typed">{d.name}</Zh></a>
                  <small>{size(d.size)}</small>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  );
}

function Answer({ id }: { id: string }) {
  const [answer, setAnswer] = useState('');
  const [words, setWords] = useState('');
  const write = useWrite('cases.give-opinion');
  const refresh = useRefresh();
  const send = async () => {
    if ((await write.run({ id, answer: answer as 'agree', words })) === null) return;
    announce(w('opinions.sent'));
    go({ to: 'workbenchOpinions' });
    await refresh('cases.asked-opinions');
  };
  const problem = (at: string) => fieldProblems(write.error).find((one) => one.at === at)?.message;
  return (
    <Panel title={w('opinions.answer')}>
      <div className="inside stack">
        <RadioGroup
          id="answer" label={w('opinions.answer')} value={answer} onChange={setAnswer} problem={problem('answer')}
          options={(['agree', 'conditions', 'disagree'] as const)
            .map((one) => ({ value: one, label: w(`opinions.${one}`) }))}
        />
        <TextArea
          id="words" label={w('opinions.words')} rows={4} value={words} onChange={setWords} problem={problem('words')}
        />
        {fieldProblems(write.error).length === 0 && <Trouble error={write.error} />}
        <div className="acts">
          <Button busy={write.busy} onClick={() => void send()}>{w('opinions.answer')}</Button>
        </div>
      </div>
    </Panel>
  );
}
