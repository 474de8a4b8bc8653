/**
 * A backup while everything runs: the database by PostgreSQL's own low-level interface (manual, "Making
 * a Base Backup Using the Low Level API"), then files, checkpoints and keys. What is restored is the
 * state at the end of the backup.
 */
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Settings } from '../settings.ts';
import { copyFile, copyFolder, foldersUnder, type Marks } from './copy.ts';

/** What a backup says of itself; without it a folder is no backup. */
export type Manifest = {
  format: 1;
  at: string;
  postgres: number;
  migrations: { id: number; hash: string }[];
  wal: { from: string; to: string };
  /** How many of people's files are in it. */
  files: number;
  folders: string[];
  marks: Marks;
};

/** No sweep removes files while this lock is held (files.ts takes it shared). */
export const sweepLock = 0x6261636b;

/** Left out of a copy of a running server's folder, as the manual says. */
const leftOut =
  /^(postmaster\.(pid|opts)|pg_(wal|replslot|dynshmem|notify|serial|snapshots|stat_tmp|subtrans)\/.*)$/;
const temporary = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init(\.\d+)?)(\/|$)/;

/**
 * Writes a backup into a new folder. It has its name only when it is whole.
 * @param url of the running own database (its superuser)
 * @throws Error with words for the operator
 */
export async function makeBackup(settings: Settings, url: string, to: string): Promise<Manifest> {
  if (fs.existsSync(to)) throw new Error(`${to} 已经有了，没有动它。请换一个新的文件夹名。`);
  const half = `${to}.half-${process.pid}`;
  await fsp.mkdir(half, { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [sweepLock]);
    const database = await copyDatabase(client, half);
    const marks: Marks = {
      ...database.marks,
      ...(await copyFolder(path.join(settings.folder, 'files'), { folder: half, name: 'files' })),
      ...(await copyFolder(path.join(settings.folder, 'checkpoints'), {
        folder: half,
        name: 'checkpoints',
      })),
      ...(await copyFolder(path.join(settings.folder, 'secrets'), {
        folder: half,
        name: 'secrets',
      })),
    };
    const manifest: Manifest = {
      format: 1,
      at: new Date().toISOString(),
      ...(await versions(client)),
      wal: database.wal,
      files: Object.keys(marks).filter((file) => file.startsWith('files/')).length,
      folders: database.folders,
      marks,
    };
    await fsp.writeFile(path.join(half, 'manifest.json'), JSON.stringify(manifest, null, 1), {
      mode: 0o600,
      flush: true,
    });
    await fsp.rename(half, to);
    return manifest;
  } catch (error) {
    await fsp.rm(half, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function versions(client: pg.Client): Promise<Pick<Manifest, 'postgres' | 'migrations'>> {
  const { rows } = await client.query<{ id: number; hash: string }>(
    'select id, hash from public.migration order by id',
  );
  const {
    rows: [server],
  } = await client.query<{ n: number }>(
    `select current_setting('server_version_num')::int / 10000 as n`,
  );
  return { postgres: server?.n ?? 0, migrations: rows };
}

async function copyDatabase(
  client: pg.Client,
  half: string,
): Promise<{ marks: Marks; folders: string[]; wal: Manifest['wal'] }> {
  const {
    rows: [place],
  } = await client.query<{ data: string }>(`select current_setting('data_directory') as data`);
  const data = place?.data ?? '';
  // Without an archive a slot keeps the log that was written meanwhile; it goes with this session.
  await client.query(`select pg_create_physical_replication_slot($1, true, true)`, [
    `backup_${process.pid}`,
  ]);
  await client.query(`select pg_backup_start('bantuo', true)`);
  const folders: string[] = [];
  for await (const folder of foldersUnder(data))
    if (!leftOut.test(folder) && !temporary.test(folder)) folders.push(folder);
  const marks = await copyFolder(
    data,
    { folder: half, name: 'postgres' },
    (file) => !leftOut.test(file) && !temporary.test(file),
  );
  const {
    rows: [stop],
  } = await client.query<{ label: string; to: string }>(
    `select labelfile as label, pg_walfile_name(lsn) as to from pg_backup_stop(false)`,
  );
  const from = /START WAL LOCATION: .*\(file ([0-9A-F]{24})\)/.exec(stop?.label ?? '')?.[1];
  if (stop === undefined || from === undefined)
    throw new Error('数据库没有说备份从哪里开始，备份没有做成。请再试一次。');
  await fsp.writeFile(path.join(half, 'postgres/backup_label'), stop.label, {
    mode: 0o600,
    flush: true,
  });
  marks['postgres/backup_label'] = await markOf(path.join(half, 'postgres/backup_label'));
  const log = (await fsp.readdir(path.join(data, 'pg_wal'))).filter(
    (name) => /^[0-9A-F]{24}$/.test(name) && name >= from && name <= stop.to,
  );
  for (const name of log) {
    const at = `postgres/pg_wal/${name}`;
    const mark = await copyFile(path.join(data, 'pg_wal', name), path.join(half, at));
    if (!mark) throw new Error(`数据库日志 ${name} 在备份时没有了，备份没有做成。请再试一次。`);
    marks[at] = mark;
  }
  return { marks, folders, wal: { from, to: stop.to } };
}

async function markOf(file: string): Promise<{ size: number; sha256: string }> {
  const copy = `${file}.mark`;
  const mark = await copyFile(file, copy);
  await fsp.rm(copy);
  if (!mark) throw new Error(`${file} is gone`);
  return mark;
}
