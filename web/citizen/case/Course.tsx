import type { ReactNode } from 'react';
import type { CaseView } from '../../contract.ts';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Timeline } from '../../ui/progress.tsx';
import { inZh } from '../../ui/Zh.tsx';

/** What officers do among themselves is no step of the applicant's way. */
const inside = new Set(['claim', 'hand-back', 'assign', 'relieve', 'recompute']);
const over = new Set(['closed', 'archived', 'withdrawn', 'terminated', 'not-accepted']);

/** Like a parcel: the newest on top, each step with who and when. */
export function Course({ one }: { one: CaseView }) {
  const past = one.log.filter((entry) => !inside.has(entry.action)).toReversed();
  const open = !over.has(one.state);
  return (
    <section>
      <h2>{t('case.progress')}</h2>
      <div className="course">
        <Timeline
          label={t('case.progress')}
          events={[
            ...(open
              ? [
                  {
                    id: 'now',
                    state: 'now' as const,
                    children: (
                      <>
                        <b>{t('case.now', { state: say(one.stateName) })}</b>
                        <small>{t('case.unit', { unit: say(one.unit) })}</small>
                      </>
                    ),
                  },
                ]
              : []),
            ...past.map((entry) => ({
              id: String(entry.seq),
              state: 'done' as const,
              children: (
                <>
                  <b>{say(entry.name)}</b>
                  <small>
                    {moment(entry.at)}{t('list.comma')}{whoDid(entry)}
                  </small>
                  {entry.reason && <p>{inZh(t('case.reason', { reason: entry.reason }), 'typed', entry.reason)}</p>}
                </>
              ),
            })),
          ]}
        />
      </div>
    </section>
  );
}

/** 审查人员 陈**; the system has no name beside its role. */
function whoDid({ by }: CaseView['log'][number]): ReactNode {
  const role = say(by.role);
  return [role, by.role.zh].includes(by.name) ? role : inZh(t('case.by', { role, name: by.name }), 'name', by.name);
}
