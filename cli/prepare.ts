/** Between migrations and the first request: catalogue, units, demo accounts. */
import { keepDigests, makeClock, openDb, readSecrets, type Db, type Settings } from '#base';
import { redoDigests } from '#cases';
import { importCatalogue } from '#catalogue';
import { demoText, makeDemo, resealFactors } from '#identity';
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
    await fitDigests(db, settings, say);
    await importCatalogue(db, settings.catalogue, { say, at: clock.now() });
    if (!settings.demo) return undefined;
    await loadDatasets(db, settings.catalogue, clock.now());
    if (await makeDemo(db, clock.today()) > 0) await makeDemoLicences({ db, clock });
    return demoText();
  } finally {
    await db.destroy();
  }
}

/** A command on a shared database may run without its secrets; what needs the digests is started with them. */
async function fitDigests(db: Db, settings: Settings, say: (text: string) => void): Promise<void> {
  if (settings.databaseUrl !== undefined && !process.env['BANTUO_HMAC_KEY']) return;
  const made = await keepDigests(db, readSecrets(settings), [resealFactors, redoDigests]);
  if (!made || made.done + made.left === 0) return;
  say(`查找摘要已按新密钥重做：${made.done} 个${made.left > 0 ? `；${made.left} 个已经没有原来的号码，留着不动` : ''}。`);
}
