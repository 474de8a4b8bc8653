import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson, type ItemVersion } from '#graph';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { cardOf } from './card.ts';
import { sha256 } from './files.ts';
import { keepVersion, publish } from './publish.ts';
import { current, findItems, listItems, openVersion } from './shelf.ts';
import { addRelease, addVersion } from './store.ts';

const item = 'commercial-performance';
let test1: TestWorld;
beforeEach(async () => {
  test1 = await testWorld();
});
afterEach(() => test1.close());

/** The version in effect with another Chinese name. */
async function renamed(zh: string): Promise<{ version: ItemVersion; hash: string }> {
  const { version } = await current(test1.world, item);
  const other = { ...version, item: { ...version.item, name: { zh } } };
  return { version: other, hash: sha256(canonicalJson(other)) };
}

async function release(made: { version: ItemVersion; hash: string }, from: Date): Promise<void> {
  const at = test1.world.clock.now();
  await test1.world.db.transaction().execute(async (trx) => {
    await keepVersion(trx, { ...made, origin: 'studio', at });
    await publish(trx, {
      by: 'designer',
      origin: 'studio',
      at,
      items: [{ item, hash: made.hash, from }],
    });
  });
}

test('a release holds from its instant on, and lists and search follow', async () => {
  const before = await current(test1.world, item);
  await release(await renamed('新名字演出许可'), new Date('2027-01-01T00:00:00+08:00'));
  expect((await current(test1.world, item)).hash).toBe(before.hash);
  test1.world.clock.set('2026-12-31T23:59:59+08:00');
  expect((await current(test1.world, item)).hash).toBe(before.hash);
  test1.world.clock.set('2027-01-01T00:00:00+08:00');
  expect((await current(test1.world, item)).item.name.zh).toBe('新名字演出许可');
  expect((await listItems(test1.world)).find((c) => c.id === item)?.name.zh).toBe('新名字演出许可');
  expect((await findItems(test1.world, '新名字'))[0]?.card.id).toBe(item);
});

test('of two releases the one that holds from later wins', async () => {
  await release(await renamed('后生效'), new Date('2027-02-01T00:00:00+08:00'));
  await release(await renamed('先生效'), new Date('2027-01-01T00:00:00+08:00'));
  test1.world.clock.set('2027-01-15T09:00:00+08:00');
  expect((await current(test1.world, item)).item.name.zh).toBe('先生效');
  test1.world.clock.set('2027-02-02T09:00:00+08:00');
  expect((await current(test1.world, item)).item.name.zh).toBe('后生效');
});

test('what another process published is noticed within seconds', async () => {
  const made = await renamed('别的进程发布的');
  const at = test1.world.clock.now();
  // Past `publish`, so that this process is told by nobody.
  await test1.world.db.transaction().execute(async (trx) => {
    await keepVersion(trx, { ...made, origin: 'studio', at });
    await addRelease(trx, { at, by: 'designer', origin: 'studio', note: null }, [
      { item, hash: made.hash, from: at },
    ]);
  });
  let seen = await current(test1.world, item);
  for (let i = 0; i < 50 && seen.hash !== made.hash; i++) {
    await sleep(100);
    seen = await current(test1.world, item);
  }
  expect(seen.item.name.zh).toBe('别的进程发布的');
});

test('a version is compiled once and shared', async () => {
  const [a, b] = await Promise.all([current(test1.world, item), current(test1.world, item)]);
  expect(a).toBe(b);
  expect(await openVersion(test1.world.db, a.hash)).toBe(a);
});

test('a version that is not what was hashed is not served', async () => {
  const { version } = await renamed('改过的');
  const hash = 'f'.repeat(64);
  await test1.world.db.transaction().execute((trx) =>
    addVersion(trx, {
      hash,
      item,
      engine: version.engine,
      body: canonicalJson(version),
      card: cardOf(version),
      origin: 'studio',
      at: test1.world.clock.now(),
    }),
  );
  await expect(openVersion(test1.world.db, hash)).rejects.toThrow('not what was hashed');
  await expect(openVersion(test1.world.db, 'e'.repeat(64))).rejects.toThrow('no item version');
});
