/** `bantuo migrate`, `bantuo web`, `bantuo worker`: the parts of a start as processes of their own. */
import { migrate, migrateJobs, readSecrets, readSettings, type Settings } from '#base';
import { signer } from '#licences';
import { prepare } from './prepare.ts';

function shared(): Settings & { databaseUrl: string } {
  const settings = readSettings();
  if (settings.databaseUrl === undefined) {
    throw new Error('分开起网页和后台进程，要有一个共用的数据库：请设 DATABASE_URL。只在一台机器上用，运行 npm start 就行。');
  }
  readSecrets(settings);
  signer({ settings });
  return { ...settings, databaseUrl: settings.databaseUrl };
}

/** Brings the shared database to this version; safe to run by many at once. */
export async function migrateOnly(): Promise<void> {
  const settings = shared();
  const ran = await migrate(settings.databaseUrl);
  await migrateJobs(settings.databaseUrl);
  await prepare(settings.databaseUrl, settings, (text) => void process.stdout.write(`${text}\n`));
  process.stdout.write(`数据库是这一版的了（执行了 ${ran} 个迁移）。\n`);
}

/** Becomes one process of the role. Ends on SIGTERM, after what is under way. */
export async function role(which: 'web' | 'worker'): Promise<void> {
  shared();
  await (which === 'web' ? import('../server/main.ts') : import('../server/worker.ts'));
}
