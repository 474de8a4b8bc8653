/** All SQL of the sources room. */
import { sql, type Db, type Trx } from '#base';
import type { Criterion } from './criteria.ts';

export type Cells = Record<string, string>;
export type Row = { id: string; n: number; whose: string | null; cells: Cells };
export type Dataset = { source: string; asOf: string; sample: boolean; digest: string; rows: number };
export type Outage = { source: string; at: Date; down: boolean; note: string };

/** The data sets that were loaded. */
export async function datasets(db: Db | Trx): Promise<Dataset[]> {
  const { rows } = await sql<Dataset>`
    select d.source, d.as_of as "asOf", d.sample, d.digest,
      (select count(*)::int from sources.row r where r.source = d.source) as rows
    from sources.dataset d order by d.source`.execute(db);
  return rows;
}

/** One data set without its rows counted; undefined where nothing was loaded. */
export async function datasetOf(
  db: Db | Trx, source: string,
): Promise<{ asOf: string; sample: boolean } | undefined> {
  const { rows } = await sql<{ asOf: string; sample: boolean }>`
    select as_of as "asOf", sample from sources.dataset where source = ${source}`.execute(db);
  return rows[0];
}

export type NewDataset = {
  source: string; asOf: string; sample: boolean; digest: string; at: Date;
  rows: { whose: string | null; cells: Cells }[];
};

/** Puts a data set in the place of the one before, as a whole. */
export async function putDataset(trx: Trx, set: NewDataset): Promise<void> {
  await sql`delete from sources.dataset where source = ${set.source}`.execute(trx);
  await sql`insert into sources.dataset (source, as_of, sample, digest, loaded_at)
    values (${set.source}, ${set.asOf}, ${set.sample}, ${set.digest}, ${set.at})`.execute(trx);
  await sql`insert into sources.row (source, n, whose, cells)
    select ${set.source}, r.n, r.whose, r.cells
    from jsonb_to_recordset(${JSON.stringify(set.rows.map((row, n) => ({ ...row, n })))}::jsonb)
      as r(n int, whose text, cells jsonb)`.execute(trx);
}

/** Takes data sets away that no file names any more. */
export async function dropOthers(trx: Trx, sources: string[]): Promise<void> {
  await sql`delete from sources.dataset where source <> all(${sources})`.execute(trx);
}

/** One loader at a time, until the end of the transaction. */
export async function loadAlone(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('sources.load'))`.execute(trx);
}

/** `%a\%b%`: a part of the text, with the pattern's own signs taken as they are. */
function part(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

function fits({ column, match, value }: Criterion) {
  const cell = sql`cells->>${column}`;
  if (match === 'has') return sql`${cell} like ${part(value)}`;
  if (match === 'from') return sql`${cell} >= ${value}`;
  if (match === 'until') return sql`${cell} <= ${value}`;
  return sql`${cell} = ${value}`;
}

export type Find = {
  source: string;
  criteria: readonly Criterion[];
  /** Only rows about these people. */
  whose: readonly string[] | undefined;
  after: number;
  limit: number;
};

/** Rows of a source that fit, in the order of the data set. */
export async function findRows(db: Db | Trx, find: Find): Promise<Row[]> {
  const where = [
    sql`source = ${find.source}`, sql`n > ${find.after}`,
    ...(find.whose ? [sql`whose = any(${[...find.whose]})`] : []),
    ...find.criteria.map(fits),
  ];
  const { rows } = await sql<Row>`select id, n, whose, cells from sources.row
    where ${sql.join(where, sql` and `)} order by n limit ${find.limit}`.execute(db);
  return rows;
}

/** One row about one of these people; undefined for any other. */
export async function findRow(
  db: Db | Trx, of: { source: string; id: string; whose: readonly string[] },
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select id, n, whose, cells from sources.row
    where id = ${of.id} and source = ${of.source} and whose = any(${[...of.whose]})`.execute(db);
  return rows[0];
}

/** Rows of a register of guardians about one guardian. */
export async function childrenOf(db: Db | Trx, relation: string, guardian: string): Promise<Cells[]> {
  const { rows } = await sql<{ cells: Cells }>`select cells from sources.row
    where source = ${relation} and whose = ${guardian} order by n limit 50`.execute(db);
  return rows.map(({ cells }) => cells);
}

/** Rows of a register of guardians about one child; `column` holds its number. */
export async function guardiansOf(
  db: Db | Trx, relation: { id: string; column: string }, child: string,
): Promise<Cells[]> {
  const { rows } = await sql<{ cells: Cells }>`select cells from sources.row
    where source = ${relation.id} and cells->>${relation.column} = ${child} order by n limit 10`.execute(db);
  return rows.map(({ cells }) => cells);
}

/** What was last told of a source. */
export async function outageOf(db: Db | Trx, source: string): Promise<Outage | undefined> {
  const { rows } = await sql<Outage>`select source, at, down, note from sources.outage
    where source = ${source} order by id desc limit 1`.execute(db);
  return rows[0];
}

/** What was last told of every source. */
export async function lastOutages(db: Db): Promise<Outage[]> {
  const { rows } = await sql<Outage>`select distinct on (source) source, at, down, note
    from sources.outage order by source, id desc`.execute(db);
  return rows;
}

/** Adds a line about a source. */
export async function addOutage(
  db: Db, o: { source: string; at: Date; down: boolean; note: string; by: string },
): Promise<void> {
  await sql`insert into sources.outage (source, at, down, note, by)
    values (${o.source}, ${o.at}, ${o.down}, ${o.note}, ${o.by})`.execute(db);
}
