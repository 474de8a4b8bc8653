/** Between migrations and the first request: catalogue, units, demo accounts. */
import { makeClock, openDb, type Settings } from '#base';
import { importCatalogue } from '#catalogue';
import { demoText, makeDemo } from '#identity';
import { loadDatasets } from '#sources';
import { makeDemoLicences } from './demo-licences.ts';

/**
 * Imports what changed and gives the text about demo accounts, if there are any.
 * @throws Error with words for the operator where the catalogue's files are wrong
 */
export async function prepare(
  url: string, settings: Settings, say: (text: string) => void,
): Promise<string | undefined> {
  const { db } = openDb({ url, max: 2 });
  const clock = makeClock();
  try {
    await importCatalogue(db, settings.catalogue, { say, at: clock.now() });
    if (!settings.demo) return undefined;
    await loadDatasets(db, settings.catalogue, clock.now());
    if (await makeDemo(db, clock.today()) > 0) await makeDemoLicences({ db, clock });
    return demoText();
  } finally {
    await db.destroy();
  }
}
