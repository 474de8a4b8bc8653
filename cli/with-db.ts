/** A migrated database for a command: the one given, that of a running Bantuo, or a new start. */
import fs from 'node:fs';
import path from 'node:path';
import { migrate, openDb, readSettings, startPostgres, type Db, type Settings } from '#base';
import { holdFolder } from './hold.ts';
import { prepare } from './prepare.ts';

const quiet = (): void => undefined;

/**
 * Gives work the database of this installation and closes everything afterwards. While Bantuo runs
 * its own PostgreSQL is used as it is; otherwise it is started for the moment.
 * @throws Error with words for the operator
 */
export async function withDb<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const running = settings.databaseUrl ?? runningUrl(settings.folder);
  if (running) {
    if (settings.databaseUrl) await makeReady(running, settings);
    return useDb(running, work);
  }
  fs.mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
  const release = await holdFolder(settings.folder);
  try {
    const postgres = await startPostgres({ folder: settings.folder });
    try {
      await makeReady(postgres.url, settings);
      return await useDb(postgres.url, work);
    } finally {
      await postgres.stop();
    }
  } finally {
    release();
  }
}

async function makeReady(url: string, settings: Settings): Promise<void> {
  await migrate(url);
  await prepare(url, settings, quiet);
}

async function useDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const { db } = openDb({ url, max: 2 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** Where the PostgreSQL of a running Bantuo listens: it says so itself, in its pid file. */
export function runningUrl(folder: string): string | undefined {
  if (!fs.existsSync(path.join(folder, 'held-by'))) return undefined;
  const read = (file: string): string | undefined => {
    try {
      return fs.readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  };
  const id = read(path.join(folder, 'postgres-id'))?.trim() ?? '';
  const secret = read(path.join(folder, 'secrets/POSTGRES'));
  const pidFile =
    read(path.join(folder, 'postgres/postmaster.pid')) ??
    read(path.join('/var/lib/bantuo', id, 'postgres/postmaster.pid'));
  const [pid, , , , socket] = pidFile?.split('\n') ?? [];
  if (secret === undefined || !socket || !fs.existsSync(`/proc/${pid}`)) return undefined;
  return `postgres://bantuo:${secret}@/postgres?host=${encodeURIComponent(socket)}`;
}
