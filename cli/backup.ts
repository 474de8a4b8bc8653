/** `bantuo backup`, `bantuo restore`: the whole data folder, while it runs, and back. */
import path from 'node:path';
import {
  Files,
  makeBackup,
  makeCalendar,
  makeClock,
  makeLog,
  openDb,
  readSecrets,
  readSettings,
  restoreBackup,
  startPostgres,
  type Manifest,
  type Settings,
} from '#base';
import { audit } from '#cases';
import { holdFolder } from './hold.ts';
import { runningUrl } from './with-db.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function own(settings: Settings): void {
  if (settings.databaseUrl === undefined) return;
  throw new Error(
    '现在用的是 DATABASE_URL 的数据库，它的备份请用它自己的工具（pg_basebackup 或 pg_dump）先做，' +
      '再复制 BANTUO_VAR 里的 files 和 checkpoints，密钥另外保管。顺序不能反。',
  );
}

const sum = ({ files, wal }: Manifest): string =>
  `${files} 个文件，数据库日志 ${wal.from} 到 ${wal.to}`;

/** Makes a backup of the running Bantuo, or of one that is stopped. */
export async function backup(to: string): Promise<void> {
  const settings = readSettings();
  own(settings);
  const folder = path.resolve(to);
  const running = runningUrl(settings.folder);
  let made: Manifest;
  if (running) made = await makeBackup(settings, running, folder);
  else {
    const release = await holdFolder(settings.folder);
    const postgres = await startPostgres({ folder: settings.folder });
    try {
      made = await makeBackup(settings, postgres.url, folder);
    } finally {
      await postgres.stop();
      release();
    }
  }
  say(`备份做好了：${folder}\n${sum(made)}。`);
  say(
    '里面有密钥：谁拿到这个文件夹，谁就能看全部内容。请放到别的机器上，加锁保管，并定期试着恢复一次。',
  );
}

/** Brings a backup back into an empty BANTUO_VAR and checks it whole. Gives the exit code. */
export async function restore(from: string): Promise<number> {
  const settings = readSettings();
  own(settings);
  const back = await restoreBackup(settings, path.resolve(from));
  say(`恢复到了 ${settings.folder}：${back.at} 的备份，${sum(back)}。`);
  const postgres = await startPostgres({ folder: settings.folder });
  const { db } = openDb({ url: postgres.url, max: 4 });
  try {
    const secrets = readSecrets(settings);
    const found = await audit({
      db,
      settings,
      secrets,
      clock: makeClock(),
      calendar: makeCalendar(),
      log: makeLog('cli'),
      files: new Files({ folder: settings.folder, secrets, writer: 'cli' }),
    });
    for (const fault of found.faults) say(`✗ ${fault}`);
    say(`${found.cases} 件办件、${found.acts} 步。`);
    say(
      found.faults.length === 0
        ? '日志链、检查点、文书和文件都完好。可以启动了：npm start'
        : '有不对的地方，见上。',
    );
    return found.faults.length === 0 ? 0 : 1;
  } finally {
    await db.destroy();
    await postgres.stop();
  }
}
