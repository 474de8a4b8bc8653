/** Brings a backup back into an empty data folder: nothing that is there is ever overwritten. */
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { dataPlace, postgresMajor, startPostgres } from '../embedded.ts';
import { readMigrations } from '../migrate.ts';
import type { Settings } from '../settings.ts';
import type { Manifest } from './backup.ts';
import { copyFile, differing } from './copy.ts';

/** What may lie in a folder that counts as empty: what a start that did nothing yet leaves. */
const harmless = new Set(['log', 'held-by']);

/**
 * Checks a backup whole before anything is written: every file against its digest, versions against ours.
 * @throws Error with words for the operator: no backup, damaged, made by a newer version
 */
export async function readBackup(from: string): Promise<Manifest> {
  const file = path.join(from, 'manifest.json');
  if (!fs.existsSync(file)) {
    throw new Error(
      `${from} 不是一份完整的备份（没有 manifest.json）。请选 bantuo backup 做出来的文件夹。`,
    );
  }
  const manifest = JSON.parse(await fsp.readFile(file, 'utf8')) as Manifest;
  if (manifest.format !== 1)
    throw new Error('这份备份是更新版本的办妥做的，没有动手。请用更新的版本恢复。');
  if (manifest.postgres !== Number(postgresMajor)) {
    throw new Error(
      `备份里的数据库是 PostgreSQL ${manifest.postgres}，这一版办妥带的是 ${postgresMajor}，没有动手。` +
        '请用做备份的那一版恢复。',
    );
  }
  const ours = new Map(readMigrations().map((m) => [m.id, m.hash]));
  const newer = manifest.migrations.filter(({ id, hash }) => ours.get(id) !== hash);
  if (newer.length > 0) {
    throw new Error(
      `备份里有这一版不认识的迁移（${newer.map(({ id }) => id).join('、')}），没有动手。请用更新的版本恢复。`,
    );
  }
  const bad = await differing(from, manifest.marks);
  if (bad.length > 0) {
    throw new Error(
      `备份坏了：${bad.length} 个文件缺少或被改过（如 ${bad.slice(0, 3).join('、')}），没有动手。请换一份备份。`,
    );
  }
  return manifest;
}

/**
 * Restores into the data folder of the settings, which must be empty, and starts the database once:
 * it replays its log to the end of the backup. Gives what was put back.
 * @throws Error with words for the operator
 */
export async function restoreBackup(
  settings: Settings,
  from: string,
): Promise<Manifest & { strays: number }> {
  const manifest = await readBackup(from);
  const there = fs.existsSync(settings.folder)
    ? (await fsp.readdir(settings.folder)).filter(
        (name) => !harmless.has(name) && !name.startsWith('held-by'),
      )
    : [];
  if (there.length > 0) {
    throw new Error(
      `${settings.folder} 里已经有数据（${there.slice(0, 5).join('、')}），恢复不会盖掉它们，所以没有动手。` +
        '请用 BANTUO_VAR 指定一个空的文件夹。',
    );
  }
  await fsp.mkdir(settings.folder, { recursive: true, mode: 0o700 });
  for (const at of Object.keys(manifest.marks)) {
    if (at.startsWith('postgres/')) continue;
    await copyFile(path.join(from, at), path.join(settings.folder, at));
  }
  const place = dataPlace(settings.folder);
  const half = `${place.data}.restored`;
  for (const folder of ['', ...manifest.folders])
    await fsp.mkdir(path.join(half, folder), { recursive: true, mode: 0o700 });
  for (const at of Object.keys(manifest.marks)) {
    if (!at.startsWith('postgres/')) continue;
    await copyFile(path.join(from, at), path.join(half, at.slice('postgres/'.length)));
  }
  if (place.as) await giveTo(half, place.as);
  await fsp.rename(half, place.data);
  return { ...manifest, strays: await settle(settings) };
}

async function giveTo(folder: string, as: { uid: number; gid: number }): Promise<void> {
  await fsp.chown(folder, as.uid, as.gid);
  for (const entry of await fsp.readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(at, as);
    else await fsp.chown(at, as.uid, as.gid);
  }
}

/**
 * Files and checkpoints were copied after the database: what came after its end is set aside, so that
 * files and rows, checkpoints and their copies, are one again. Gives how many files that were.
 */
async function settle(settings: Settings): Promise<number> {
  const postgres = await startPostgres({ folder: settings.folder });
  const client = new pg.Client({ connectionString: postgres.url });
  try {
    await client.connect();
    const { rows: files } = await client.query<{ id: string }>('select id from base.file');
    const { rows: kept } = await client.query<{ signature: string }>(
      'select signature from base.checkpoint',
    );
    await keepCheckpoints(settings.folder, new Set(kept.map((r) => r.signature)));
    return await dropStrays(path.join(settings.folder, 'files'), new Set(files.map((r) => r.id)));
  } finally {
    await client.end().catch(() => undefined);
    await postgres.stop();
  }
}

async function dropStrays(folder: string, known: Set<string>): Promise<number> {
  let dropped = 0;
  for (const part of await fsp.readdir(folder).catch(() => [])) {
    for (const id of await fsp.readdir(path.join(folder, part))) {
      if (known.has(id)) continue;
      await fsp.rm(path.join(folder, part, id));
      dropped += 1;
    }
  }
  return dropped;
}

async function keepCheckpoints(folder: string, known: Set<string>): Promise<void> {
  const file = path.join(folder, 'checkpoints/checkpoints.jsonl');
  if (!fs.existsSync(file)) return;
  const lines = (await fsp.readFile(file, 'utf8')).split('\n').filter(Boolean);
  const belongs = (line: string): boolean => {
    try {
      const { kept, signature } = JSON.parse(line) as { kept?: string; signature?: string };
      return known.has(kept ?? signature ?? '');
    } catch {
      return false;
    }
  };
  const after = lines.filter((line) => !belongs(line));
  if (after.length === 0) return;
  // They still bear witness to what the restored database never saw.
  await fsp.writeFile(path.join(folder, 'checkpoints/after-backup.jsonl'), after.join('\n'), {
    mode: 0o600,
  });
  await fsp.writeFile(file, `\n${lines.filter(belongs).join('\n')}`, { mode: 0o600 });
}
