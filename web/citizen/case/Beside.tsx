/** For the applicant: a question to answer, promised materials to bring, special procedures, shared documents. */
import { useState, type FormEvent } from 'react';
import type { CaseView } from '../../contract.ts';
import { HandIn } from '../../draft/HandIn.tsx';
import { fieldProblems } from '../../problem.ts';
import { useRefresh, useWrite } from '../../queries.ts';
import { longDate, moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice, Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { Chip } from '../../ui/marks.tsx';
import { announce } from '../../ui/says.tsx';

const mayDo = (one: CaseView, name: string): boolean =>
  one.actions.some(({ action, allowed }) => action === name && allowed);

/** What waits for the applicant, first of all. */
export function BesideAsked({ one }: { one: CaseView }) {
  return (
    <>
      {one.asked && mayDo(one, 'answer-question') && <Question one={one} />}
      <Promised one={one} />
    </>
  );
}

function Question({ one }: { one: CaseView }) {
  const [answer, setAnswer] = useState('');
  const write = useWrite('cases.answer-question');
  const refresh = useRefresh();
  const asked = one.talk.findLast(({ kind }) => kind === 'question');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if ((await write.run({ id: one.id, seen: one.seq, answer })) === null) return;
    setAnswer('');
    announce(t('beside.answered'));
    await refresh('cases.case', 'cases.mine');
  };
  const problem = fieldProblems(write.error).find(({ at }) => at === 'answer')?.message;
  return (
    <Notice tone="warn" title={t('beside.question')}>
      <p className="read">{asked?.words}</p>
      <p className="muted">{t('beside.questionBody')}</p>
      <form className="stack no-print" noValidate onSubmit={(event) => void send(event)}>
        <TextArea
          id="answer" label={t('beside.answer')} rows={4} value={answer} onChange={setAnswer} problem={problem}
        />
        {problem === undefined && <Trouble error={write.error} />}
        <div className="acts"><Button type="submit" busy={write.busy}>{t('beside.answerSend')}</Button></div>
      </form>
    </Notice>
  );
}

function Promised({ one }: { one: CaseView }) {
  const write = useWrite('cases.hand-in-later');
  const refresh = useRefresh();
  const open = one.promises.filter((p) => p.kind === 'later' && (p.state === 'open' || p.state === 'broken'));
  if (open.length === 0 || !mayDo(one, 'hand-in-later')) return null;
  const send = async () => {
    if ((await write.run({ id: one.id, seen: one.seq })) === null) return;
    announce(t('beside.came'));
    await refresh('cases.case', 'cases.mine');
  };
  const run = async (act: () => Promise<unknown>) => {
    await act();
    await refresh('cases.case');
  };
  return (
    <Notice tone="warn" title={t('beside.promised')}>
      {open.map((p) => {
        const material = one.description.materials[p.what];
        return (
          <section key={p.id} className="stack">
            <p>
              <b>{say(p.name)}</b>{' '}
              {p.due && (
                <Chip tone={p.late ? 'late' : 'plain'}>{t('beside.promisedBy', { date: longDate(p.due) })}</Chip>
              )}
            </p>
            <HandIn
              base={`/api/cases/${one.id}/documents`} index={0} run={run}
              material={{ id: p.what, name: p.name, ...(material ? { accepts: material.accepts } : {}) }}
              docs={one.documents.filter((d) => d.material === p.what)}
            />
          </section>
        );
      })}
      <Trouble error={write.error} />
      <p className="acts no-print">
        <Button busy={write.busy} onClick={() => void send()}>{t('beside.promisedSend')}</Button>
      </p>
    </Notice>
  );
}

/** What was found on the way, what was asked and said, what officers shared. */
export function BesideTold({ one }: { one: CaseView }) {
  return (
    <>
      <Stops one={one} />
      <Talk one={one} />
      <Shared one={one} />
    </>
  );
}

function Stops({ one }: { one: CaseView }) {
  if (one.stops.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('beside.stops')}</h2>
      {one.stops.map((stop) => (
        <Panel key={stop.n} title={say(stop.name)}>
          <div className="inside stack">
            <p>
              {stop.until === null
                ? t('beside.stopOpen', { from: longDate(stop.from), to: longDate(stop.toldUntil) })
                : t('beside.stopOver', { from: longDate(stop.from), to: longDate(stop.until) })}
            </p>
            {stop.heldAt && <p>{t('beside.held', { at: moment(stop.heldAt), place: stop.place ?? '' })}</p>}
            {stop.staff.length > 0 && <p>{t('beside.staff', { names: stop.staff.join(t('list.and')) })}</p>}
            {stop.result && <p>{t('beside.result', { text: stop.result })}</p>}
            {stop.findings.length > 0 && (
              <ul>
                {stop.findings.map((found) => (
                  <li key={found.point}>
                    <Chip tone={found.holds ? 'ok' : 'late'}>
                      {t(found.holds ? 'beside.holds' : 'beside.holdsNot')}
                    </Chip>{' '}
                    <b>{say(found.name)}</b> {found.words}
                  </li>
                ))}
              </ul>
            )}
            {stop.minutes && (
              <details><summary>{t('beside.minutes')}</summary><p className="read">{stop.minutes}</p></details>
            )}
          </div>
        </Panel>
      ))}
    </section>
  );
}

function Talk({ one }: { one: CaseView }) {
  if (one.talk.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('beside.talk')}</h2>
      <ul className="plain stack">
        {one.talk.map((said) => (
          <li key={said.seq}>
            <Chip tone={said.kind === 'question' ? 'info' : 'plain'}>
              {t(said.kind === 'question' ? 'beside.q' : 'beside.a')}
            </Chip>{' '}
            {said.words} <small className="muted">{said.by} {moment(said.at)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Shared({ one }: { one: CaseView }) {
  if (one.ownDocuments.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('beside.shared')}</h2>
      <ul className="plain stack">
        {one.ownDocuments.map((d) => (
          <li key={d.id}>
            <a href={`/api/files/${d.id}`} download={d.name}>{d.name}</a>{' '}
            <small className="muted">{d.by} {moment(d.at)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
