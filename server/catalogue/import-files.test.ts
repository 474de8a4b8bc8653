import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { root, sql } from '#base';
import { assemble, parseCatalogue } from '#graph';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { readFiles, sha256 } from './files.ts';
import { importCatalogue } from './import-files.ts';
import { keepVersion, publish } from './publish.ts';
import { current, openVersion } from './shelf.ts';
import { readDrafts } from './store.ts';

const item = 'commercial-performance';
const at = new Date('2026-11-23T10:00:00+08:00');

let base: TestWorld;
let folder: string;
beforeAll(async () => {
  base = await testWorld();
});
afterAll(() => base.close());

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
  folder = fs.mkdtempSync(path.join(base.world.settings.folder, 'catalogue-'));
  fs.cpSync(path.join(root, 'catalogue'), folder, { recursive: true });
  return () => world.close();
});

function run(said: string[] = []) {
  return importCatalogue(world.world.db, folder, { say: (text) => void said.push(text), at });
}

function edit(file: string, from: string, to: string): void {
  const full = path.join(folder, file);
  const text = fs.readFileSync(full, 'utf8');
  expect(text).toContain(from);
  fs.writeFileSync(full, text.replace(from, to));
}

const summary = '售票、有赞助、付酬或者做广告促销的演出';
const mended = (n: number) => `售票、有赞助、付酬或者做广告促销的演出（第 ${n} 稿）`;

async function hashes(): Promise<Record<string, string>> {
  const ids = [item, 'bath-house-hygiene', 'senior-meals'];
  const opened = await Promise.all(ids.map((id) => current(world.world, id)));
  return Object.fromEntries(opened.map((o) => [o.item.id, o.hash]));
}

test('an unchanged folder changes nothing', async () => {
  expect(await run()).toEqual({ changed: false, published: [], drafts: [] });
});

test('a changed file moves no other item, and the old version still opens', async () => {
  const before = await hashes();
  edit(`items/${item}.yaml`, summary, mended(1));
  const said: string[] = [];
  expect(await run(said)).toEqual({ changed: true, published: [item], drafts: [] });
  expect(said.join()).toContain('新发布 1 个');
  const after = await hashes();
  expect(after[item]).not.toBe(before[item]);
  expect({ ...after, [item]: '' }).toEqual({ ...before, [item]: '' });
  expect((await current(world.world, item)).item.summary.zh).toContain('第 1 稿');
  const old = await openVersion(world.world.db, before[item] as string);
  expect(old.item.summary.zh).not.toContain('第 1 稿');
});

test('a shared field moves exactly the items that reach it', async () => {
  const before = await hashes();
  edit('fields/bath-house.yaml', 'name: {', 'name: { # 改了说明\n   ');
  expect((await run()).published).toEqual([]);
  const file = fs.readFileSync(path.join(folder, 'fields/bath-house.yaml'), 'utf8');
  const help = /help: \{ zh: ([^,}]+)/.exec(file)?.[1] as string;
  edit('fields/bath-house.yaml', help, `${help}（请核对）`);
  expect((await run()).published).toEqual(['bath-house-hygiene']);
  expect((await hashes())[item]).toBe(before[item]);
});

test('an older file does not turn a service back: it waits as a draft', async () => {
  const before = await hashes();
  edit(`items/${item}.yaml`, summary, mended(1));
  await run();
  edit(`items/${item}.yaml`, mended(1), summary);
  expect(await run()).toEqual({ changed: true, published: [], drafts: [item] });
  expect((await current(world.world, item)).item.summary.zh).toContain('第 1 稿');
  const [draft] = await readDrafts(world.world.db);
  expect(draft).toMatchObject({ item, hash: before[item] });
  expect(draft?.diff).toEqual([
    {
      at: 'item.summary.zh',
      before: expect.stringContaining('第 1 稿'),
      after: expect.any(String),
    },
  ]);
  edit(`items/${item}.yaml`, summary, mended(1));
  await run();
  const left = await readDrafts(world.world.db);
  expect(left.map((one) => one.item)).not.toContain(item);
});

test('what the studio published stays; a file that differs becomes a draft', async () => {
  edit(`items/${item}.yaml`, summary, mended(7));
  const { catalogue } = parseCatalogue(readFiles(folder));
  const made = assemble(catalogue, item, sha256);
  await world.world.db.transaction().execute(async (trx) => {
    await keepVersion(trx, { ...made, origin: 'studio', at });
    const items = [{ item, hash: made.hash, from: at }];
    await publish(trx, { by: 'designer', origin: 'studio', at, items });
  });
  edit(`items/${item}.yaml`, mended(7), mended(8));
  const said: string[] = [];
  expect(await run(said)).toMatchObject({ published: [], drafts: [item] });
  expect(said.join()).toContain('已存为草稿');
  expect((await current(world.world, item)).hash).toBe(made.hash);
});

test('wrong files are refused with file and line, and nothing moves', async () => {
  const before = await hashes();
  edit(`items/${item}.yaml`, 'procedure: permit', 'procedure: permitt');
  edit('items/bath-house-hygiene.yaml', 'summary:', 'sumary:');
  const failed = await run().catch((error: Error) => error.message);
  expect(failed).toMatch(/items\/commercial-performance\.yaml:\d+:\d+ /);
  expect(failed).toMatch(/items\/bath-house-hygiene\.yaml:\d+:\d+ /);
  expect(await hashes()).toEqual(before);
});

test('an item that people withdrew does not come back by itself', async () => {
  await world.world.db.transaction().execute((trx) =>
    publish(trx, {
      by: 'designer',
      origin: 'studio',
      at,
      items: [{ item, hash: null, from: at }],
    }),
  );
  await expect(current(world.world, item)).rejects.toMatchObject({ status: 410 });
  edit(`items/${item}.yaml`, summary, mended(2));
  expect(await run()).toMatchObject({ published: [] });
  await expect(current(world.world, item)).rejects.toMatchObject({ status: 410 });
});

test('two starters at once import once', async () => {
  edit(`items/${item}.yaml`, summary, mended(3));
  const both = await Promise.all([run(), run()]);
  expect(both.map((b) => b.published).sort()).toEqual([[], [item]]);
});

test('versions and releases cannot be changed', async () => {
  for (const table of ['item_version', 'release', 'release_item']) {
    const act = sql`delete from ${sql.table(`catalogue.${table}`)}`.execute(world.world.db);
    await expect(act).rejects.toThrow('append-only');
  }
});
