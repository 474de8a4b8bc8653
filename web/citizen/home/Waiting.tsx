/** What waits for the person: cases that need something, drafts not yet handed in. */
import { useRead } from '../../queries.ts';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { LinkButton } from '../../ui/Button.tsx';

const MOST_DRAFTS = 3;

/** Nothing when nothing waits. */
export function Waiting() {
  const cases = useRead('cases.mine', {});
  const drafts = useRead('cases.drafts', {});
  const waiting = (cases.data?.cases ?? []).filter((one) => one.needsYou);
  const begun = (drafts.data?.drafts ?? []).slice(0, MOST_DRAFTS);
  if (waiting.length + begun.length === 0) return null;
  return (
    <section aria-label={t('home.waiting')} className="stack">
      {waiting.map((one) => (
        <Notice key={one.id} tone="warn">
          <div className="todo">
            <div>
              <p className="strong">{t('home.waitingCase', { name: say(one.itemName) })}</p>
              <small>{t('home.waitingCaseHint', { unit: say(one.unit), number: one.number })}</small>
            </div>
            <LinkButton to="case" params={{ case: one.id }}>
              {t('home.look')}
            </LinkButton>
          </div>
        </Notice>
      ))}
      {begun.map((draft) => (
        <Notice key={draft.id} tone="warn">
          <div className="todo">
            <div>
              <p className="strong">{t('home.waitingDraft', { name: say(draft.itemName) })}</p>
              <small>{t('home.waitingDraftHint', { at: moment(draft.updated) })}</small>
            </div>
            <LinkButton to="draft" params={{ draft: draft.id }} kind="quiet">
              {t('home.goOn')}
            </LinkButton>
          </div>
        </Notice>
      ))}
    </section>
  );
}
