/** Who looked at one's data, when, and what for. */
import type { LedgerRow } from '../../contract.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { moment } from '../../texts/format.ts';
import { t } from '../../texts/index.ts';
import { Empty } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { ZhRuns } from '../../ui/Zh.tsx';

const columns: Column<LedgerRow>[] = [
  { id: 'at', name: t('ledger.at'), cell: (row) => moment(row.at) },
  { id: 'who', name: t('ledger.who'), cell: (row) => <ZhRuns as="name">{row.who}</ZhRuns> },
  { id: 'what', name: t('ledger.what'), cell: (row) => <ZhRuns as="paper">{row.what}</ZhRuns> },
  { id: 'purpose', name: t('ledger.purpose'), cell: (row) => row.purpose },
  {
    id: 'case',
    name: t('ledger.case'),
    cell: (row) =>
      row.case ? (
        <Link to="case" params={{ case: row.case }}>
          <span className="whole">{row.caseNumber ?? t('licence.case')}</span>
        </Link>
      ) : (
        t('kit.none')
      ),
  },
];

/** Nobody can change or remove a row. */
export function Ledger() {
  const { query } = useRoute();
  const read = useRead('facts.ledger', query.page ? { page: query.page } : {});
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {({ rows, next }) => (
          <div className="stack-5">
            <div className="page-head">
              <PageTitle title={t('ledger.title')} />
              <p>{t('ledger.intro')}</p>
            </div>
            {rows.length === 0 ? (
              <Empty>{t('ledger.none')}</Empty>
            ) : (
              <Table
                caption={t('ledger.title')}
                columns={columns}
                rows={rows}
                keyOf={(row) => `${row.at} ${row.what} ${row.case ?? ''}`}
              />
            )}
            <div className="acts">
              {query.page && (
                <Button kind="quiet" onClick={() => go({ to: 'ledger' })}>
                  {t('ledger.newer')}
                </Button>
              )}
              {next !== null && (
                <Button kind="quiet" onClick={() => go({ to: 'ledger', query: { page: next } })}>
                  {t('ledger.older')}
                </Button>
              )}
            </div>
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}
