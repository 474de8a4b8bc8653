import type { ReactNode } from 'react';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Timeline } from '../../ui/progress.tsx';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';
import { inZh } from '../../ui/Zh.tsx';

/** The name with the role, once where both are the same: the system is called what it is. */
function byWhom({ name, role }: PartProps['view']['log'][number]['by']): ReactNode {
  if ([say(role), role.zh].includes(name)) return say(role);
  return inZh(`${name}${t('list.bracket', { what: say(role) })}`, 'name', name);
}

/** Everything that was done, the last first: who, when, with which words. */
export function CoursePart({ view }: PartProps) {
  const events = view.log.toReversed().map((row, i) => ({
    id: String(row.seq),
    state: i === 0 ? ('now' as const) : ('done' as const),
    children: (
      <>
        <b>{say(row.name)}</b>
        <small>
          {moment(row.at)} · {byWhom(row.by)}
        </small>
        {row.computed && <small>{row.computed}</small>}
        {row.reason && (
          <small className="said">{inZh(w('case.logReason', { text: row.reason }), 'typed', row.reason)}</small>
        )}
        {row.note && <small className="said">{inZh(w('case.logNote', { text: row.note }), 'typed', row.note)}</small>}
      </>
    ),
  }));
  return (
    <section className="part">
      <h2>{w('case.log')}</h2>
      <Timeline events={events} label={w('case.log')} />
    </section>
  );
}
