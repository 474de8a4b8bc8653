/** Steps, what people often ask, and what to do when one does not agree. */
import type { Item } from '../../contract.ts';
import { duration } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Timeline } from '../../ui/progress.tsx';
import { BasisLine } from './Basis.tsx';

/** The rest of an item's page, below what one came for. */
export function More({ item }: { item: Item }) {
  return (
    <div className="more read stack-6">
      <section>
        <h2>{t('item.steps')}</h2>
        <Timeline
          label={t('item.steps')}
          events={item.steps.map((step) => ({
            id: step.id,
            state: 'ahead',
            children: (
              <>
                <b>{say(step.name)}</b>
                <small>{[say(step.who), say(step.time)].filter(Boolean).join(t('list.comma'))}</small>
                <p>{say(step.what)}</p>
              </>
            ),
          }))}
        />
      </section>
      {item.specialProcedures.length > 0 && (
        <section>
          <h2>{t('item.special')}</h2>
          {item.specialProcedures.map((one) => (
            <p key={one.id}>
              <b>{say(one.name)}</b>
              <small>{t('list.colon')}{t('item.specialTakes', { time: duration(one.takes) })}</small>
            </p>
          ))}
        </section>
      )}
      {item.knowledge.length > 0 && (
        <section>
          <h2>{t('item.knowledge')}</h2>
          {item.knowledge.map((one) => (
            <details key={say(one.q)}>
              <summary>{say(one.q)}</summary>
              <div className="answer-text">
                <p>{say(one.a)}</p>
                <BasisLine basis={one.basis} />
              </div>
            </details>
          ))}
        </section>
      )}
      {item.remedies && (
        <section>
          <h2>{t('item.remedies')}</h2>
          <p>{say(item.remedies.review)}</p>
          <p>{say(item.remedies.lawsuit)}</p>
          <BasisLine basis={item.remedies.basis} />
        </section>
      )}
    </div>
  );
}
