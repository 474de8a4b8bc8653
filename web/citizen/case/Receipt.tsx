/** After handing in: the number, the dates, and what happens when. Made to be printed. */
import { useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { moment, shortDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Summary } from '../../ui/Table.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';

/** Shown once at once after submitting, and again from the case. */
export function Receipt() {
  const { params } = useRoute();
  const read = useRead('cases.case', { id: params.case ?? '' });
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {(one) => (
          <div className="narrow stack-5">
            <div className="page-head receipt-head">
              <PageTitle title={t('receipt.title')} />
              <p>{t('receipt.intro')}</p>
            </div>
            <Summary
              lines={[
                { id: 'number', name: t('receipt.number'), value: <b>{one.number}</b> },
                { id: 'item', name: t('receipt.item'), value: say(one.itemName) },
                { id: 'unit', name: t('receipt.unit'), value: say(one.unit) },
                { id: 'at', name: t('receipt.received'), value: moment(one.submittedAt) },
                ...one.deadlines
                  .filter((other) => other.state === 'open')
                  .map((other) => ({
                    id: other.kind,
                    name: say(other.name),
                    value: t('receipt.due', { date: shortDate(other.due) }),
                  })),
              ]}
            />
            <section className="stack">
              <h2>{t('receipt.next')}</h2>
              <ol className="steps-list">
                <li>{t(one.procedure === 'instant' ? 'receipt.step1instant' : 'receipt.step1')}</li>
                {one.procedure !== 'instant' && <li>{t('receipt.step2')}</li>}
                <li>{t(one.procedure === 'allowance' ? 'receipt.step3pay' : 'receipt.step3')}</li>
              </ol>
            </section>
            <div className="acts no-print">
              <LinkButton to="case" params={{ case: one.id }}>
                {t('receipt.toCase')}
              </LinkButton>
              <Button kind="quiet" onClick={() => window.print()}>
                {t('kit.print')}
              </Button>
            </div>
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}
