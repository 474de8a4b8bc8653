/** Files on a real disk and in a real database: encrypted, once a subject, swept only when nobody's. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { beat } from './beat.ts';
import { databaseAway, sql } from './db.ts';
import { Files, type NewFile } from './files.ts';

let over: TestWorld;
const files = (writer = 'writer'): Files =>
  new Files({ folder: over.world.settings.folder, secrets: over.world.secrets, writer });
beforeAll(async () => {
  over = await testWorld();
});
afterAll(() => over?.close());
beforeEach(() => sql`delete from base.file_use; delete from base.file; delete from base.beat`.execute(over.world.db));

const planted = '王桂芳 310199194401010029';
const one = (more: Partial<NewFile> = {}): NewFile =>
  ({ subject: 's1', kind: 'pdf', name: '身份证.pdf', bytes: Buffer.from(planted), pages: 1, ...more });

const keep = (ids: { id: string; owner: string }[], by = files()): Promise<string[]> =>
  over.world.db.transaction().execute((trx) => by.keep(trx, ids));
const release = (owners: string[]): Promise<void> =>
  over.world.db.transaction().execute((trx) => files().release(trx, owners));

async function stored(file: NewFile, owner = `document:${crypto.randomUUID()}`): Promise<string> {
  const [id = ''] = await files().write(over.world.db, [file]);
  const [kept = ''] = await keep([{ id, owner }]);
  return kept;
}

const rows = async (): Promise<{ id: string; state: string }[]> =>
  (await sql<{ id: string; state: string }>`select id, state from base.file order by at`.execute(over.world.db)).rows;
/** As if the rows had been written some time ago. */
const age = (seconds: number): Promise<unknown> => sql`update base.file set at = now() - make_interval(secs => ${seconds})`.execute(over.world.db);

describe('kept', () => {
  test('and read again as it came; on disk nothing can be read, in the address nothing guessed', async () => {
    const id = await stored(one());
    const read = await files().read(over.world.db, id);
    expect(read?.bytes.toString()).toBe(planted);
    expect(read?.file).toMatchObject({ kind: 'pdf', name: '身份证.pdf', subject: 's1', size: Buffer.byteLength(planted) });
    const place = files().place(id);
    expect(fs.readFileSync(place).includes('310199')).toBe(false);
    expect(fs.statSync(place).mode & 0o077).toBe(0);
    expect(fs.readFileSync(place).subarray(0, 8).toString()).toBe(over.world.secrets.fileKeyId);
    const { rows: found } = await sql<{ address: string; key_id: string }>`select address, key_id from base.file`.execute(over.world.db);
    expect(found[0]?.key_id).toBe(over.world.secrets.fileKeyId);
    expect(found[0]?.address).not.toBe(crypto.createHash('sha256').update(planted).digest('base64url'));
  });

  test('is not there before it is kept, nor under an unknown id', async () => {
    const [id = ''] = await files().write(over.world.db, [one()]);
    expect(await files().read(over.world.db, id)).toBeUndefined();
    expect(await files().read(over.world.db, crypto.randomUUID())).toBeUndefined();
  });

  test('a transaction that is undone keeps nothing', async () => {
    const [id = ''] = await files().write(over.world.db, [one()]);
    await over.world.db.transaction().execute(async (trx) => {
      await files().keep(trx, [{ id, owner: 'document:1' }]);
      throw new Error('undone');
    }).catch(() => undefined);
    expect(await rows()).toEqual([{ id, state: 'writing' }]);
  });

  test('an empty file and several at once', async () => {
    const ids = await files().write(over.world.db, [one({ bytes: Buffer.alloc(0) }), one({ bytes: Buffer.from('b') }), one({ bytes: Buffer.from('c') })]);
    const kept = await keep(ids.map((id, i) => ({ id, owner: `document:${i}` })));
    expect(kept).toEqual(ids);
    expect((await files().read(over.world.db, ids[0] ?? ''))?.bytes.length).toBe(0);
    expect((await files().read(over.world.db, ids[2] ?? ''))?.bytes.toString()).toBe('c');
  });
});

describe('the same bytes', () => {
  test('of one subject are stored once, of two never shared', async () => {
    const [first, second, other] = [await stored(one()), await stored(one({ name: 'again.pdf' })), await stored(one({ subject: 's2' }))];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(await rows()).toHaveLength(2);
  });

  test('written by ten at once end as one; the rest is swept', async () => {
    const ids = (await Promise.all(Array.from({ length: 10 }, () => files().write(over.world.db, [one()])))).flat();
    const kept = (await Promise.all(ids.map((id, i) => keep([{ id, owner: `document:${i}` }])))).flat();
    expect(new Set(kept).size).toBe(1);
    await sql`update base.file set at = now() - interval '2 hours' where state = 'writing'`.execute(over.world.db);
    expect(await files().sweep(over.world.db)).toBe(new Set(ids).size - 1);
    expect((await files().read(over.world.db, kept[0] ?? ''))?.bytes.toString()).toBe(planted);
    const { rows: uses } = await sql`select from base.file_use`.execute(over.world.db);
    expect(uses).toHaveLength(10);
  });

  test('stay while one owner is left, and go with the last', async () => {
    const id = await stored(one(), 'document:a');
    await stored(one(), 'document:b');
    await release(['document:a']);
    await files().sweep(over.world.db);
    expect((await files().read(over.world.db, id))?.bytes.toString()).toBe(planted);
    await release(['document:b']);
    expect(await files().read(over.world.db, id)).toBeUndefined();
    expect(await files().sweep(over.world.db)).toBe(1);
    expect(fs.existsSync(files().place(id))).toBe(false);
  });
});

describe('on disk changed', () => {
  test.each([
    ['a byte of the content', (b: Buffer) => { b[b.length - 1] = (b.at(-1) ?? 0) ^ 1; return b; }],
    ['a byte of the tag', (b: Buffer) => { b[25] = (b[25] ?? 0) ^ 1; return b; }],
    ['cut off', (b: Buffer) => b.subarray(0, b.length - 3)],
    ['emptied', () => Buffer.alloc(0)],
  ])('%s: it is not given out', async (_, harm) => {
    const id = await stored(one());
    fs.writeFileSync(files().place(id), harm(fs.readFileSync(files().place(id))));
    await expect(files().read(over.world.db, id)).rejects.toThrow();
  });

  test('another file of ours put in its place is not taken for it', async () => {
    const [id, other] = [await stored(one()), await stored(one({ bytes: Buffer.from('another') }))];
    fs.copyFileSync(files().place(other), files().place(id));
    await expect(files().read(over.world.db, id)).rejects.toThrow();
  });

  test('gone: a fault, not the database being away; both kinds are in the audit', async () => {
    const id = await stored(one());
    fs.renameSync(files().place(id), files().place(id).replace(id, 'stray'));
    const error: unknown = await files().read(over.world.db, id).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'ENOENT' });
    expect(databaseAway(error)).toBe(false);
    const { lost, stray } = await files().audit(over.world.db);
    expect(lost).toEqual([id]);
    expect(stray).toContain('stray');
  });

  test('with another key it says which key it needs', async () => {
    const id = await stored(one());
    const secrets = { ...over.world.secrets, fileKey: crypto.randomBytes(32), fileKeyId: 'deadbeef' };
    await expect(new Files({ folder: over.world.settings.folder, secrets, writer: 'w' }).read(over.world.db, id))
      .rejects.toThrow(new RegExp(`${over.world.secrets.fileKeyId}.*deadbeef`));
  });
});

describe('swept is what', () => {
  test('a dead process was writing; not what a live one writes, nor what is fresh, nor the sweeper’s own', async () => {
    const write = async (writer: string, mark: string): Promise<string> =>
      (await files(writer).write(over.world.db, [one({ bytes: Buffer.from(mark) })]))[0] ?? '';
    await beat(over.world, { process: 'live', role: 'web' });
    await beat(over.world, { process: 'late', role: 'web' });
    await sql`update base.beat set at = now() - interval '40 seconds' where process = 'late'`.execute(over.world.db);
    const [dead, late, live, own] = [await write('dead', '1'), await write('late', '2'), await write('live', '3'), await write('sweeper', '4')];
    await age(40);
    const fresh = await write('dead', '5');
    expect(await files('sweeper').sweep(over.world.db)).toBe(2);
    expect((await rows()).map((r) => r.id).toSorted()).toEqual([live, own, fresh].toSorted());
    for (const id of [dead, late]) expect(fs.existsSync(files().place(id))).toBe(false);
    for (const id of [live, own, fresh]) expect(fs.existsSync(files().place(id))).toBe(true);
    // What nobody kept in an hour nobody will, whoever lives.
    await age(3700);
    expect(await files('sweeper').sweep(over.world.db)).toBe(3);
  });

  test('never a kept one, also when it is kept in the moment of sweeping', async () => {
    const [id = ''] = await files('dead').write(over.world.db, [one()]);
    await age(40);
    const [swept] = await over.world.db.transaction().execute(async (trx) => {
      await files('dead').keep(trx, [{ id, owner: 'document:1' }]);
      const sweeping = files('sweeper').sweep(over.world.db);
      await new Promise((next) => setTimeout(next, 200));
      return [sweeping];
    }).then((all) => Promise.all(all));
    expect(swept).toBe(0);
    expect((await files().read(over.world.db, id))?.bytes.toString()).toBe(planted);
  });

  test('by two sweepers at once, once each', async () => {
    for (let i = 0; i < 6; i++) await files('dead').write(over.world.db, [one({ bytes: Buffer.from(String(i)) })]);
    await age(40);
    const swept = await Promise.all([files('x').sweep(over.world.db), files('y').sweep(over.world.db)]);
    expect(swept[0] + swept[1]).toBe(6);
    expect(await rows()).toEqual([]);
  });
});
