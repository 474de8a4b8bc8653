/** On the page of a case: what can be rated, what was said, and what came of it. */
import type { Output } from '../../endpoints.ts';
import { Link } from '../../router/Link.tsx';
import { useRead } from '../../queries.ts';
import { longDate, moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Panel } from '../../ui/boxes.tsx';
import { buttonClass } from '../../ui/Button.tsx';

type Contact = Output<'feedback.mine'>['contacts'][number];

/** Nothing where there was no contact yet. */
export function CaseRatings({ id }: { id: string }) {
  const read = useRead('feedback.mine', { case: id });
  const contacts = read.data?.contacts ?? [];
  if (contacts.length === 0) return null;
  return (
    <Panel title={t('rate.panel')}>
      <div className="inside stack">
        <p className="muted">{t('rate.panelHint')}</p>
        <ul className="plain papers">
          {contacts.map((one) => (
            <li key={one.id}>
              <b>{say(one.kindName)}</b>
              <small>{moment(one.at)}</small>
              <Standing id={id} one={one} />
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function Standing({ id, one }: { id: string; one: Contact }) {
  if (one.open) {
    return (
      <Link
        to="rate"
        params={{ case: id, contact: one.id }}
        className={`${buttonClass('quiet')} no-print`}
        aria-label={t('rate.go', { name: say(one.kindName) })}
      >
        {t('rate.goShort')}
      </Link>
    );
  }
  if (!one.rating) return <small>{t('rate.tooLate')}</small>;
  return (
    <>
      <span>{t('rate.rated', { level: say(one.rating.levelName) })}</span>
      {one.task && (
        <ul className="plain">
          {one.task.steps.map((step) => (
            <li key={step.at + say(step.name)}>
              <small>{t('rate.step', { at: moment(step.at), name: say(step.name) })}</small>
              {step.words && <p>{step.words}</p>}
              {step.result && <p>{say(step.result)}</p>}
            </li>
          ))}
          <li>
            <small>
              {one.task.due
                ? t('rate.taskDue', {
                    state: say(one.task.stateName),
                    date: longDate(one.task.due),
                  })
                : say(one.task.stateName)}
            </small>
          </li>
        </ul>
      )}
    </>
  );
}
