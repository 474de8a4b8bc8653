/** `bantuo audit`: do chains, checkpoints, columns, papers and files still hold? */
import { Files, makeCalendar, makeClock, makeLog, readSecrets, readSettings } from '#base';
import { audit as auditCases } from '#cases';
import { withDb } from './with-db.ts';

/** Prints every fault with its place. Gives the exit code: 0 when everything holds. */
export async function audit(options: { json?: boolean }): Promise<number> {
  const settings = readSettings();
  const secrets = readSecrets(settings);
  const found = await withDb((db) => auditCases({
    db, settings, secrets, clock: makeClock(), calendar: makeCalendar(), log: makeLog('cli'),
    files: new Files({ folder: settings.folder, secrets, writer: 'cli' }),
  }));
  if (options.json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else {
    for (const fault of found.faults) process.stdout.write(`✗ ${fault}\n`);
    const word = found.faults.length === 0 ? '全部完好' : `${found.faults.length} 处不对，见上`;
    process.stdout.write(`查了 ${found.cases} 件办件、${found.acts} 步：${word}。\n`);
  }
  return found.faults.length === 0 ? 0 : 1;
}
