/** Promises whose day has passed, of open and of closed cases: not come, not checked, or not decided. */
import type { Output } from '../../endpoints.ts';
import { Link } from '../../router/Link.tsx';
import { longDate } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Empty, Panel } from '../../ui/boxes.tsx';
import { Chip } from '../../ui/marks.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { w } from '../words.ts';

type Row = Output<'cases.supervision'>['promises'][number];

/** The oldest first; each leads to its case. */
export function LatePromises({ rows }: { rows: Row[] }) {
  const columns: Column<Row>[] = [
    {
      id: 'case', name: w('find.col.number'),
      cell: (row) => <Link to="workbenchCase" params={{ box: 'unit', case: row.case }}>{row.number}</Link>,
    },
    { id: 'item', name: w('find.col.item'), cell: (row) => say(row.itemName) },
    { id: 'unit', name: w('super.col.unit'), cell: (row) => say(row.unitName) },
    {
      id: 'what', name: w('promises.what'),
      cell: (row) => <>{say(row.name)} <small>{w(`promises.kind.${row.kind}`)}</small></>,
    },
    { id: 'due', name: w('promises.dueDay'), cell: (row) => longDate(row.due) },
    { id: 'state', name: w('promises.state'), cell: (row) => <Chip tone="late">{say(row.stateName)}</Chip> },
  ];
  return (
    <Panel title={w('super.promises')} aside={String(rows.length)}>
      {rows.length === 0
        ? <div className="pad"><Empty><p>{w('super.noPromises')}</p></Empty></div>
        : <Table caption={w('super.promises')} columns={columns} rows={rows} keyOf={(row) => row.id} />}
      <p className="pad no-print"><Link to="workbenchPromises" query={{ box: 'due' }}>{w('super.toLedger')}</Link></p>
    </Panel>
  );
}
