/** Published ratings per unit and service, open to everybody. */
import type { Output } from '../../endpoints.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty } from '../../ui/boxes.tsx';
import { LinkButton } from '../../ui/Button.tsx';
import { Table } from '../../ui/Table.tsx';
import { LoadedPage } from '../Loaded.tsx';

type Shown = Output<'feedback.figures'>;
type Figure = NonNullable<Shown['all']>;
type Row = { id: string; name: string; figure: Figure };

/** Units one below the other, each with its services. */
export function Figures() {
  const read = useRead('feedback.figures', {});
  return <LoadedPage read={read}>{(data) => <Published data={data} />}</LoadedPage>;
}

function Published({ data }: { data: Shown }) {
  const units = data.units.filter(({ figure }) => figure !== null);
  return (
    <div className="stack-6">
      <div className="page-head">
        <PageTitle title={t('figures.title')} />
        <p className="read">{t('figures.intro', { date: longDate(data.on) })}</p>
        <p className="read">{t('figures.satisfiedHow')}</p>
        <p className="read">{t('figures.small', { n: data.least })}</p>
      </div>
      {data.all === null && <Empty>{t('figures.empty', { n: data.least })}</Empty>}
      {data.all !== null && (
        <Rates caption={t('figures.all')} rows={[{ id: 'all', name: t('figures.all'), figure: data.all }]} />
      )}
      {units.map((unit) => (
        <section key={unit.unit} className="stack">
          <h2>{say(unit.name)}</h2>
          <Rates
            caption={say(unit.name)}
            rows={[
              ...(unit.figure ? [{ id: unit.unit, name: say(unit.name), figure: unit.figure }] : []),
              ...unit.items.map((item) => ({ id: item.item, name: say(item.name), figure: item.figure })),
            ]}
          />
          {unit.few > 0 && <p className="muted">{t('figures.few', { n: unit.few })}</p>}
        </section>
      ))}
      <p className="acts no-print">
        <LinkButton to="rateCodes" kind="quiet">
          {t('rate.code')}
        </LinkButton>
      </p>
    </div>
  );
}

function Rates({ caption, rows }: { caption: string; rows: Row[] }) {
  return (
    <Table
      caption={caption}
      keyOf={(row) => row.id}
      rows={rows}
      columns={[
        { id: 'name', name: t('figures.name'), cell: (row) => row.name },
        { id: 'n', name: t('figures.n'), cell: (row) => row.figure.n },
        { id: 'satisfied', name: t('figures.satisfied'), cell: (row) => `${row.figure.satisfied} %` },
        { id: 'bad', name: t('figures.bad'), cell: (row) => row.figure.bad },
        { id: 'right', name: t('figures.putRight'), cell: (row) => row.figure.putRight },
        { id: 'mistaken', name: t('figures.mistaken'), cell: (row) => row.figure.mistaken },
      ]}
    />
  );
}
