/** A change of keys: what the old ones made is read and holds, what comes after is by the new one. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { checkpointFaults, makeCheckpoint, type Head } from './checkpoint.ts';
import { sql } from './db.ts';
import { Files } from './files.ts';
import { keepRotated, rotated } from './rotate.ts';
import { readSecrets, type Secrets } from './settings.ts';

let own: TestWorld;
beforeAll(async () => {
  own = await testWorld();
});
afterAll(() => own?.close());

const filesWith = (secrets: Secrets): Files =>
  new Files({ folder: own.world.settings.folder, secrets, writer: 'test' });

async function kept(files: Files, text: string): Promise<string> {
  const { db } = own.world;
  const [id = ''] = await files.write(db, [
    { subject: crypto.randomUUID(), kind: 'pdf', name: 'a.pdf', bytes: Buffer.from(text) }]);
  await db.transaction().execute((trx) => files.keep(trx, [{ id, owner: `test:${id}` }]));
  return id;
}

const text = async (files: Files, id: string): Promise<string> =>
  (await files.read(own.world.db, id))?.bytes.toString() ?? '';

describe('the key of files', () => {
  test('old files are read beside new ones, then encrypted anew, then need the old key no longer', async () => {
    const { db, settings } = own.world;
    const before = readSecrets(settings);
    const old = await kept(filesWith(before), '以前的');
    keepRotated(settings, rotated(settings, 'file'));
    const after = readSecrets(settings);
    expect(after.fileKeyId).not.toBe(before.fileKeyId);
    expect([...after.oldFileKeys.keys()]).toEqual([before.fileKeyId]);
    const files = filesWith(after);
    const fresh = await kept(files, '以后的');
    expect([await text(files, old), await text(files, fresh)]).toEqual(['以前的', '以后的']);
    await expect(text(filesWith(before), fresh)).rejects.toThrow('not given');

    expect(await files.encryptAnew(db)).toEqual({ done: 1, failed: [] });
    const alone = filesWith({ ...after, oldFileKeys: new Map() });
    expect(await text(alone, old)).toBe('以前的');
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from base.file
      where key_id <> ${after.fileKeyId}`.execute(db);
    expect(rows[0]?.n).toBe(0);
    expect(fs.readdirSync(path.dirname(files.place(old))).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('without the old key a file is told, and left as it is', async () => {
    const { db, settings } = own.world;
    const id = await kept(filesWith(readSecrets(settings)), '打不开的');
    keepRotated(settings, rotated(settings, 'file'));
    const secrets = readSecrets(settings);
    const lost = filesWith({ ...secrets, oldFileKeys: new Map() });
    const stored = fs.readFileSync(lost.place(id));
    const { failed } = await lost.encryptAnew(db);
    expect(failed).toContain(id);
    expect(fs.readFileSync(lost.place(id)).equals(stored)).toBe(true);
    expect(await text(filesWith(secrets), id)).toBe('打不开的');
  });
});

test('checkpoints of the old key hold beside those of the new; without it they do not', async () => {
  const { db, settings, clock } = own.world;
  const head = (seq: number): Head[] => [{ chain: 'c', seq, hash: `h${seq}` }];
  const hashes = async (heads: Head[]): Promise<Map<string, string>> =>
    new Map(heads.map((h) => [`${h.chain}/${h.seq}`, h.hash]));
  await makeCheckpoint(db, { folder: settings.folder, secrets: readSecrets(settings), now: clock.now() }, head(1));
  keepRotated(settings, rotated(settings, 'checkpoint'));
  const secrets = readSecrets(settings);
  await makeCheckpoint(db, { folder: settings.folder, secrets, now: clock.now() }, head(2));
  expect(await checkpointFaults(db, { folder: settings.folder, secrets }, hashes)).toEqual([]);
  const forgot = { ...secrets, oldCheckpointKeys: [] };
  expect((await checkpointFaults(db, { folder: settings.folder, secrets: forgot }, hashes)).join()).toContain('签名不对');
});
