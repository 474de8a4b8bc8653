/** Of an open case: special procedures, promises, questions and notes, opinions, officers' documents. */
import type { CaseView } from '../../contract.ts';
import { longDate, moment, size } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Chip, type Tone } from '../../ui/marks.tsx';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';
import { inZh } from '../../ui/Zh.tsx';

/** All that stands beside the course, each only where there is something. */
export function BesideParts({ view }: PartProps) {
  return (
    <>
      <Talk view={view} />
      <Promises view={view} />
      <Stops view={view} />
      <Opinions view={view} />
      <OwnDocuments view={view} />
    </>
  );
}

function Talk({ view }: PartProps) {
  if (view.talk.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('talk.title')} {view.asked && <Chip tone="warn">{w('talk.waits')}</Chip>}</h2>
      <ul className="plain talk">
        {view.talk.map((one) => (
          <li key={one.seq} className={one.kind}>
            <Chip tone={one.kind === 'note' ? 'plain' : 'info'}>{w(`talk.${one.kind}`)}</Chip>{' '}
            <span>{one.words}</span>{' '}
            <small>{one.by} {moment(one.at)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

const promiseTones: Record<string, Tone> = { kept: 'ok', repaired: 'ok', broken: 'late', breach: 'late', open: 'info' };

function Promises({ view }: PartProps) {
  if (view.promises.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('promise.title')}</h2>
      <ul className="plain">
        {view.promises.map((one) => (
          <li key={one.id}>
            <b>{say(one.name)}</b>{' '}
            <Chip tone={one.late ? 'late' : (promiseTones[one.state] ?? 'plain')}>
              {one.late ? w('promise.late') : say(one.stateName)}
            </Chip>{' '}
            {one.due && <span>{w('promise.due', { date: longDate(one.due) })}</span>}
            <p className="muted">{one.words} <small>{one.by} {moment(one.at)}</small></p>
            {one.found && <p>{w('promise.found', { text: one.found, name: one.checkedBy ?? '' })}</p>}
            {one.settled && <p>{w('promise.settled', { text: one.settled, name: one.settledBy ?? '' })}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stops({ view }: PartProps) {
  if (view.stops.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('stops.title')}</h2>
      {view.stops.map((one) => <Stop key={one.n} one={one} />)}
    </section>
  );
}

function Stop({ one }: { one: CaseView['stops'][number] }) {
  return (
    <div className="stop">
      <p className="sum">
        <b>{say(one.name)}</b>
        <span>{one.until === null
          ? w('stops.running', { from: longDate(one.from), to: longDate(one.toldUntil) })
          : w('stops.over', { from: longDate(one.from), to: longDate(one.until) })}</span>
        {one.late && <Chip tone="late">{w('stops.late')}</Chip>}
        {one.staff.length > 0 && <span>{inZh(one.staff.join(t('list.and')), 'name', ...one.staff)}</span>}
        {one.heldAt && <span>{w('stops.held', { at: moment(one.heldAt), place: one.place ?? '' })}</span>}
      </p>
      {one.result && <p>{w('stops.result', { text: one.result })}</p>}
      {one.findings.length > 0 && (
        <ul className="plain">
          {one.findings.map((found) => (
            <li key={found.point}>
              <Chip tone={found.holds ? 'ok' : 'late'}>{w(found.holds ? 'beside.holds' : 'beside.holdsNot')}</Chip>{' '}
              <b>{say(found.name)}</b> <span>{found.words}</span>
            </li>
          ))}
        </ul>
      )}
      {one.minutes && (
        <details><summary>{w('beside.minutes')}</summary><p className="read">{one.minutes}</p></details>
      )}
    </div>
  );
}

function Opinions({ view }: PartProps) {
  if (view.opinions.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('opinion.title')}</h2>
      <ul className="plain">
        {view.opinions.map((one) => (
          <li key={one.id}>
            <b>{say(one.unitName)}</b>{' '}
            {one.answerName
              ? <Chip tone={one.answer === 'agree' ? 'ok' : 'warn'}>{say(one.answerName)}</Chip>
              : (
                <Chip tone={one.light === 'red' ? 'late' : 'info'}>
                  {w('opinion.waits', { date: longDate(one.due) })}
                </Chip>
              )}
            <p className="muted">{one.question}</p>
            {one.words && <p>{one.words} <small>{one.answeredBy} {one.answeredAt && moment(one.answeredAt)}</small></p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function OwnDocuments({ view }: PartProps) {
  if (view.ownDocuments.length === 0) return null;
  return (
    <section className="part">
      <h2>{w('attach.title')}</h2>
      <ul className="plain papers">
        {view.ownDocuments.map((one) => (
          <li key={one.id}>
            <a href={`/api/files/${one.id}`} download={one.name}>{one.name}</a>
            <small>{size(one.size)}</small>
            <small>{one.by} {moment(one.at)}</small>
            <Chip tone={one.shared ? 'info' : 'plain'}>{w(one.shared ? 'attach.shared' : 'attach.inside')}</Chip>
          </li>
        ))}
      </ul>
    </section>
  );
}
