/** Takes the demonstration's data sets from the catalogue's folder into the database. */
import { parseCatalogue } from '#graph';
import type { Db } from '#base';
import { problemLine, readFiles, sha256 } from '#catalogue';
import { datasets, dropOthers, loadAlone, putDataset } from './store.ts';

/** Which sources got new rows. */
export type Loaded = { loaded: string[] };

type File = { path: string; text: string };

/** What a data set is made from: its own file, and what the sources say of their columns. */
function digests(files: readonly File[]): Map<string, string> {
  const sources = files.filter(({ path }) => path.startsWith('sources/')).map(({ text }) => text).join('\n');
  return new Map(files.filter(({ path }) => path.startsWith('datasets/')).map(({ path, text }) => [
    path.replace(/^datasets\/|\.ya?ml$/g, ''), sha256(`${text}\n${sources}`),
  ]));
}

/**
 * Loads data sets whose file changed, each as a whole, and takes away those without a file. Files
 * that are unchanged cost one query.
 * @throws Error with file and line where a file is wrong; nothing is written then
 */
export async function loadDatasets(db: Db, folder: string, at: Date): Promise<Loaded> {
  const files = readFiles(folder);
  const wanted = digests(files);
  const before = new Map((await datasets(db)).map(({ source, digest }) => [source, digest]));
  const changed = [...wanted].filter(([source, digest]) => before.get(source) !== digest);
  const gone = [...before.keys()].some((source) => !wanted.has(source));
  if (changed.length === 0 && !gone) return { loaded: [] };
  const { catalogue, problems } = parseCatalogue(files);
  const wrong = problems.find(({ level, file }) => level === 'error' && file.startsWith('datasets/'));
  if (wrong) throw new Error(`演示数据没有载入：${problemLine(folder, wrong)}`);
  await db.transaction().execute(async (trx) => {
    await loadAlone(trx);
    for (const [source, digest] of changed) {
      const set = catalogue.datasets[source];
      const whose = catalogue.sources[source]?.whose;
      if (!set) continue;
      await putDataset(trx, {
        source, digest, at, asOf: set['as of'], sample: set.sample,
        rows: set.rows.map((cells) => ({ cells, whose: whose ? (cells[whose] ?? null) : null })),
      });
    }
    await dropOthers(trx, [...wanted.keys()]);
  });
  return { loaded: changed.map(([source]) => source) };
}
