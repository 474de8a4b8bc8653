/** Between migrations and the first request: catalogue, units, demo accounts. */
import path from 'node:path';
import { makeClock, openDb, root, type Settings } from '#base';
import { importCatalogue } from '#catalogue';

/**
 * Imports what changed and gives the text about demo accounts, if there are any.
 * @throws Error with words for the operator where the catalogue's files are wrong
 */
export async function prepare(
  url: string, _settings: Settings, say: (text: string) => void,
): Promise<string | undefined> {
  const { db } = openDb({ url, max: 2 });
  try {
    const folder = path.join(root, 'catalogue');
    await importCatalogue(db, folder, { say, at: makeClock().now() });
    return undefined;
  } finally {
    await db.destroy();
  }
}
