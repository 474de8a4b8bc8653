/** Rows and columns that become cards on a phone; pages of them; names with values. */
import type { ReactNode } from 'react';
import { t } from '../texts/index.ts';
import { Button } from './Button.tsx';

export type Column<Row> = {
  id: string;
  name: string;
  cell: (row: Row) => ReactNode;
  /** What can be done with the row: buttons speak for themselves, a card does not name them again. */
  acts?: boolean;
};

/** The first column names the row. */
export function Table<Row>({
  caption, columns, rows, keyOf,
}: { caption: string; columns: Column<Row>[]; rows: Row[]; keyOf: (row: Row) => string }) {
  return (
    <table className="table">
      <caption className="only-heard">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col">
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column, i) =>
              i === 0 ? (
                <th key={column.id} scope="row">
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.id} data-label={column.acts ? undefined : column.name}>
                  <div>{column.cell(row)}</div>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Back and on through pages counted from 1. */
export function Pages({
  page, pages, onPage,
}: { page: number; pages: number; onPage: (page: number) => void }) {
  if (pages <= 1) return null;
  return (
    <nav className="pages" aria-label={t('kit.pages')}>
      {page > 1 ? (
        <Button kind="quiet" onClick={() => onPage(page - 1)}>
          {t('kit.prev')}
        </Button>
      ) : (
        <span />
      )}
      <span className="small">{t('kit.pageOf', { page, pages })}</span>
      {page < pages ? (
        <Button kind="quiet" onClick={() => onPage(page + 1)}>
          {t('kit.next')}
        </Button>
      ) : (
        <span />
      )}
    </nav>
  );
}

export type Line = { id: string; name: ReactNode; value: ReactNode; tail?: ReactNode };

/** Names with values, each with something to do about it at the end of its line. */
export function Summary({ lines }: { lines: Line[] }) {
  return (
    <dl className="summary">
      {lines.map((line) => (
        <div key={line.id}>
          <dt>{line.name}</dt>
          <dd>{line.value}</dd>
          {line.tail && <dd className="tail no-print">{line.tail}</dd>}
        </div>
      ))}
    </dl>
  );
}
