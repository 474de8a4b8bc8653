/** Units of the catalogue with how many officers each has; who they are stands on the page of staff. */
import type { Output } from '../../endpoints.ts';
import { useRead } from '../../queries.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say } from '../../texts/index.ts';
import { Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { w } from '../words.ts';

type Unit = Output<'identity.unit-people'>['units'][number];

/** Units further down stand further in; the depth is told in words to who cannot see it. */
const columns = (): Column<Unit>[] => [
  {
    id: 'name',
    name: w('units.name'),
    cell: (unit) => (
      <span className={`depth-${Math.min(unit.depth, 4)}`}>
        {say(unit.name)}
        <span className="only-heard"> {w('units.depth', { n: unit.depth + 1 })}</span>
        <small className="block muted">{unit.id}</small>
      </span>
    ),
  },
  { id: 'area', name: w('units.area'), cell: (unit) => unit.area },
  { id: 'hours', name: w('units.hours'), cell: (unit) => `${unit.hours.from}–${unit.hours.to}` },
  {
    id: 'people',
    name: w('units.people'),
    cell: (unit) =>
      unit.people + unit.disabled === 0 ? (
        w('units.nobody')
      ) : (
        <>
          <Link to="workbenchStaff" query={{ unit: unit.id }}>
            {w('units.n', { n: unit.people })}
            <span className="only-heard"> {say(unit.name)}</span>
          </Link>
          {unit.disabled > 0 && (
            <small className="block muted">{w('units.disabled', { n: unit.disabled })}</small>
          )}
        </>
      ),
  },
];

/** Read only: units come with the catalogue. */
export function UnitsPage() {
  const read = useRead('identity.unit-people', {});
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('units.title')} />
        <p className="muted read">{w('units.intro')}</p>
      </div>
      <Trouble error={read.error} again={() => void read.refetch()} />
      {!read.data && !read.error && <Skeleton lines={6} />}
      {read.data && (
        <Table
          caption={w('units.title')}
          columns={columns()}
          rows={read.data.units}
          keyOf={({ id }) => id}
        />
      )}
    </main>
  );
}
