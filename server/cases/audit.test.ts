/**
 * Tampering is found and named. Cases are filed and acted on over HTTP and checkpoints are made; each
 * harm is then done by SQL in a transaction of its own that is undone (or, where files are harmed too,
 * in a clone of that world).
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { contentDigest, linkHash, makeCheckpoint, readSettings, sql, type World } from '#base';
import { castOf } from '../../tests/matrix/cast.ts';
import { file } from '../../tests/people.ts';
import { testServer } from '../../tests/server.ts';
import { withDatabase } from '../../tests/setup.ts';
import { openWorld } from '../world.ts';
import { audit, checkpoint } from './audit.ts';
import { link } from './course.ts';
import type { ActContent } from './fold.ts';

type Case = { id: string; number: string; head: string; seq: number };

const base = { database: '', folder: '', number: '', id: '' };
let shared: World;

beforeAll(async () => {
  const server = await testServer();
  const cast = castOf(() => server);
  const { case: id } = await file(await cast.acting('representative', 'performance'), 'commercial-performance');
  const said = [
    await (await cast.officer('culture.clerk')).call('cases.claim', { id }),
    await (await cast.officer('culture.clerk')).call('cases.accept', { id, note: '材料齐全' }),
    await (await cast.officer('culture.reviewer')).call('cases.review', { id, note: '拟同意' }),
  ];
  await checkpoint(server.world);
  said.push(await (await cast.officer('culture.decider')).call('cases.decide', { id, outcome: 'grant' }));
  expect(said.map((a) => a.status)).toEqual([200, 200, 200, 200]);
  const meals = await file(await cast.citizen('senior'), 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  await (await cast.officer('zhenru.clerk')).call('cases.settle', { id: meals.case });
  await server.drain();
  await checkpoint(server.world);
  const { rows } = await sql<Case>`select id, number from cases.case where id = ${id}`.execute(server.world.db);
  Object.assign(base, { database: new URL(server.databaseUrl.replace('@/', '@x/')).pathname.slice(1),
    folder: server.world.settings.folder, number: rows[0]?.number, id });
  await server.close();
  shared = await again();
}, 120_000);

const opened: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(opened.map((close) => close())));

/** The world as it was left, once more. */
async function again(): Promise<World> {
  const { url, template, folder } = inject('server');
  const name = `${template}_${crypto.randomBytes(5).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(42)');
    await admin.query(`create database ${name} template ${base.database}`);
  } finally {
    await admin.end();
  }
  const own = fs.mkdtempSync(path.join(folder, 'world-'));
  fs.cpSync(base.folder, own, { recursive: true });
  const { world, close } = openWorld('test', withDatabase(url, name), { ...readSettings({}), folder: own, demo: true }, 2);
  world.clock.set('2026-11-23T12:00:00+08:00');
  opened.push(close);
  return world;
}

/** In a clone. */
async function faultsAfter(harm: (world: World) => Promise<unknown>): Promise<string[]> {
  const world = await again();
  await harm(world);
  return (await audit(world)).faults;
}

/** In a transaction that is undone. */
async function faultsWithin(harm: (world: World) => Promise<unknown>): Promise<string[]> {
  let faults: string[] = [];
  const undo = new Error('undo');
  await shared.db.transaction().execute(async (trx) => {
    const world = { ...shared, db: trx as unknown as World['db'] };
    await harm(world);
    ({ faults } = await audit(world));
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return faults;
}

const by = (text: string) => (world: World): Promise<unknown> =>
  sql.raw(text.replaceAll('CASE', `"case" = '${base.id}'`).replaceAll('ID', `'${base.id}'`)).execute(world.db);

const checkpointFile = (world: World): string => path.join(world.settings.folder, 'checkpoints/checkpoints.jsonl');

test('a world nobody touched has no fault', async () => {
  const world = await again();
  const found = await audit(world);
  expect(found).toMatchObject({ cases: 2, faults: [] });
  expect(found.acts).toBeGreaterThanOrEqual(9);
  expect(await checkpoint(world)).toBe(0);
});

/** Steps of the case: 1 submit, 2 receive, 3 claim, 4 accept, 5 review, 6 decide. */
describe('a row of the log', () => {
  test.each([
    ['its content changed', `update cases.action set content = content || '{"note":"不同意"}' where CASE and seq = 5`, 5, '内容被改过'],
    ['its columns changed in the content', `update cases.action set content = jsonb_set(content, '{set,outcome}', '"refuse"') where CASE and seq = 6`, 6, '接不上'],
    ['its state changed', `update cases.action set state = 'accepted' where CASE and seq = 5`, 5, '接不上'],
    ['its actor changed', `update cases.action set actor = gen_random_uuid()::text where CASE and seq = 4`, 4, '接不上'],
    ['its actor renamed', `update cases.action set actor_name = '张三' where CASE and seq = 4`, 4, '接不上'],
    ['its unit changed', `update cases.action set actor_unit = 'health' where CASE and seq = 4`, 4, '接不上'],
    ['its role changed', `update cases.action set role = 'decider' where CASE and seq = 5`, 5, '接不上'],
    ['its time moved by a second', `update cases.action set at = at - interval '1 second' where CASE and seq = 2`, 2, '接不上'],
    ['another salt and digest', `update cases.action set salt = 'x', digest = repeat('0', 64) where CASE and seq = 3`, 3, '接不上'],
    ['content under a salt that was taken away', `update cases.action set salt = null, content = content || '{"note":"假的"}' where CASE and seq = 5`, 5, '清除之后'],
    ['removed from the middle', 'delete from cases.action where CASE and seq = 3', 4, '少了一步'],
    ['two changed places', `update cases.action set seq = case seq when 4 then 105 else 104 end where CASE and seq in (4, 5);
      update cases.action set seq = seq - 100 where CASE and seq > 100`, 4, '接不上'],
    ['one put between', `update cases.action set seq = seq + 100 where CASE and seq >= 5; update cases.action set seq = seq - 99 where CASE and seq > 100;
      insert into cases.action select "case", 5, action, role, actor, actor_name, actor_unit, at, state, salt, content, digest, hash
      from cases.action where CASE and seq = 4`, 5, '接不上'],
    ['removed from the end', 'delete from cases.action where CASE and seq = 6', 6, '日志有 5 步'],
    ['removed from the end, the case fitted to it', `delete from cases.action where CASE and seq = 6;
      update cases.case set seq = 5, head = (select hash from cases.action where CASE and seq = 5), state = 'in-review',
        outcome = null, decided_on = null, decider = null where id = ID`, 6, '签过名，现在没有了'],
    ['appended with a guessed hash', `insert into cases.action select "case", 7, 'issue', role, actor, actor_name, actor_unit, at,
      'licence-made', salt, content, digest, repeat('ab', 32) from cases.action where CASE and seq = 6`, 7, '接不上'],
    ['appended, the case fitted to it', `insert into cases.action select "case", 7, 'issue', role, actor, actor_name, actor_unit, at,
      'licence-made', salt, content, digest, repeat('ab', 32) from cases.action where CASE and seq = 6;
      update cases.case set seq = 7, head = repeat('ab', 32), state = 'licence-made' where id = ID`, 7, '接不上'],
  ])('%s', async (_, statement, step, words) => {
    const faults = await faultsWithin(by(statement));
    const named = faults.filter((f) => f.includes(base.number) && f.includes(`${step} 步`));
    expect(named.join('\n'), faults.join('\n')).toContain(words);
    expect(faults.filter((f) => !f.includes(base.number))).toEqual([]);
  });
});

describe('the columns of a case', () => {
  test.each([
    ['state', `state = 'closed'`], ['outcome', `outcome = 'refuse'`], ['decider', `decider = gen_random_uuid()`],
    ['reviewer', `reviewer = gen_random_uuid()`], ['accepted_on', `accepted_on = accepted_on - 1`], ['decided_on', `decided_on = null`],
    ['owner', `owner = gen_random_uuid()`], ['opinion', `opinion = 'refuse'`], ['extended', 'extended = true'],
  ])('%s', async (column, set) => {
    const faults = await faultsWithin(by(`update cases.case set ${set} where id = ID`));
    expect(faults).toEqual([expect.stringContaining(`${base.number}：${column} 记的是`)]);
  });

  test('what was filled in', async () => {
    const faults = await faultsWithin(by(`update cases.case set facts = jsonb_set(facts, array[k], '{"state":"none"}')
      from (select jsonb_object_keys(facts) as k from cases.case where id = ID limit 1) one where id = ID`));
    expect(faults).toEqual([`${base.number}：填写的内容和提交时不一样`]);
  });

  test('a case taken away with all that is of it is still missed', async () => {
    const faults = await faultsWithin(by(['paper', 'document', 'deadline', 'party', 'stop', 'action']
      .map((t) => `delete from cases.${t} where CASE`).join(';').concat('; delete from cases.case where id = ID')));
    expect(faults).toContain(`${base.id} 第 6 步：签过名，现在没有了`);
  });

  test('the case gone and its log left', async () => {
    const faults = await faultsWithin(by(`set local session_replication_role = replica; delete from cases.case where id = ID`));
    expect(faults.filter((f) => f.includes('没有这件办件'))).toHaveLength(6);
  });
});

/** Writes the whole chain of the case anew with another act in it, by this key. */
async function recompute(world: World, key: Buffer): Promise<void> {
  type Row = Parameters<typeof link>[0] & { seq: number; salt: string; when: Date; content: ActContent };
  const { rows } = await sql<Row>`select *, "case" as chain, at as when from cases.action
    where "case" = ${base.id} order by seq`.execute(world.db);
  let head = '';
  for (const row of rows) {
    const content = row.seq === 5 ? { ...row.content, note: '从来没有看过' } : row.content;
    const { set: _, ...rest } = content;
    const digest = contentDigest(row.salt, rest);
    head = linkHash(key, head, link({ ...row, content, digest, at: row.when.toISOString() }));
    await sql`update cases.action set content = ${JSON.stringify(content)}::jsonb, digest = ${digest}, hash = ${head}
      where "case" = ${base.id} and seq = ${row.seq}`.execute(world.db);
  }
  await sql`update cases.case set head = ${head} where id = ${base.id}`.execute(world.db);
}

describe('a whole chain recomputed', () => {
  test('without the key: no step fits', async () => {
    const faults = await faultsWithin((world) => recompute(world, crypto.randomBytes(32)));
    for (let step = 1; step <= 6; step++) {
      expect(faults.some((f) => f.startsWith(`${base.number} 第 ${step} 步`) && f.includes('接不上'))).toBe(true);
    }
  });

  test('with the key itself: the checkpoints tell, at the steps they signed', async () => {
    const faults = await faultsWithin((world) => recompute(world, world.secrets.hmacKey));
    expect(faults.toSorted()).toEqual([5, 6].map((step) => `${base.number} 第 ${step} 步：与签过名的不同，整条链被重算过`));
  });

  test('with the key, and signed anew: the older checkpoint still tells', async () => {
    const faults = await faultsAfter(async (world) => {
      await recompute(world, world.secrets.hmacKey);
      await sql`update cases.case set acted_at = ${world.clock.now()}`.execute(world.db);
      expect(await checkpoint(world)).toBeGreaterThan(0);
    });
    expect(faults).toContain(`${base.number} 第 5 步：与签过名的不同，整条链被重算过`);
  });
});

describe('erasing', () => {
  test.each(['everything that can be erased', 'only the last two'])('%s breaks nothing', async (which) => {
    const faults = await faultsWithin(by(`update cases.action set salt = null,
      content = case when content ? 'set' then jsonb_build_object('set', content->'set') end
      where CASE ${which.startsWith('only') ? 'and seq > 4' : ''}`));
    expect(faults).toEqual([]);
  });
});

describe('checkpoints', () => {
  const lines = (world: World): string[] => fs.readFileSync(checkpointFile(world), 'utf8').split('\n').filter(Boolean);
  const write = (world: World, kept: string[]): void => fs.writeFileSync(checkpointFile(world), kept.join('\n'));

  test.each([
    ['the first removed from the database', 'delete from base.checkpoint where id = (select min(id) from base.checkpoint)', '在数据库里没有了'],
    ['the last removed from the database', 'delete from base.checkpoint where id = (select max(id) from base.checkpoint)', '在数据库里没有了'],
    ['all removed from the database', 'delete from base.checkpoint', '在数据库里没有了'],
    ['its time changed', `update base.checkpoint set at = at - interval '1 hour' where id = (select min(id) from base.checkpoint)`, '签名不对'],
    ['a head taken out', `update base.checkpoint set heads = heads - 0 where id = (select max(id) from base.checkpoint)`, '签名不对'],
    ['head and digest changed', `update base.checkpoint set heads = '[]', digest = '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945'`, '签名不对'],
    ['its signature made up', `update base.checkpoint set signature = encode(sha256('x'), 'base64') where id = (select max(id) from base.checkpoint)`, '签名不对'],
  ])('%s', async (_, statement, words) => {
    const faults = await faultsWithin(by(statement));
    expect(faults.join('\n')).toMatch(new RegExp(`检查点 2026-11-23T\\S+ ?的?.*${words}`));
  });

  test('a line of the copy outside removed or altered', async () => {
    const removed = await faultsAfter(async (world) => write(world, lines(world).slice(1)));
    expect(removed).toEqual([expect.stringContaining('在库外没有副本')]);
    const altered = await faultsAfter(async (world) =>
      write(world, lines(world).map((l, i) => (i === 0 ? l.replace(/"signature":"./, '"signature":"?') : l))));
    expect(altered).toEqual([expect.stringContaining('在库外没有副本')]);
  });

  test('both copies of the first removed: the second has lost what was before it', async () => {
    const faults = await faultsAfter(async (world) => {
      write(world, lines(world).slice(2));
      await by('delete from base.checkpoint where id = (select min(id) from base.checkpoint)')(world);
    });
    expect(faults).toEqual([expect.stringContaining('前面少了一个')]);
  });

  test('killed while it wrote: half a line, and a line the database never kept, are no faults', async () => {
    const faults = await faultsAfter(async (world) => {
      write(world, [...lines(world), '{"at":"2026-11-23T0']);
      const where = { folder: world.settings.folder, secrets: world.secrets, now: world.clock.now() };
      const heads = [{ chain: base.id, seq: 6, hash: await headOf(world) }];
      // The transaction is undone after the line was written: what a kill before the commit leaves.
      await sql`create function base.away() returns trigger language plpgsql as $$ begin raise exception 'away'; end $$`.execute(world.db);
      await sql`create constraint trigger away after insert on base.checkpoint deferrable initially deferred
        for each row execute function base.away()`.execute(world.db);
      const before = lines(world).length;
      await expect(makeCheckpoint(world.db, where, heads)).rejects.toThrow('away');
      expect(lines(world)).toHaveLength(before + 1);
      await sql`drop trigger away on base.checkpoint`.execute(world.db);
      expect((await audit(world)).faults).toEqual([]);
      // The next one stands on its own line and follows the last that was kept.
      await makeCheckpoint(world.db, where, heads);
    });
    expect(faults).toEqual([]);
  });

  async function headOf(world: World): Promise<string> {
    const { rows } = await sql<Case>`select head from cases.case where id = ${base.id}`.execute(world.db);
    return rows[0]?.head ?? '';
  }
});

test('a paper or document whose file is gone, and a file nobody knows', async () => {
  const world = await again();
  const { rows } = await sql<{ file: string; number: string }>`select file, number from cases.paper
    where "case" = ${base.id} and file is not null limit 1`.execute(world.db);
  fs.rmSync(world.files.place(rows[0]?.file ?? ''));
  fs.writeFileSync(world.files.place(crypto.randomUUID()).replace(/[^/]+\/([^/]+)$/, `${rows[0]?.file.slice(0, 2)}/$1`), 'x');
  await sql`update cases.document set file = gen_random_uuid() where "case" = ${base.id}`.execute(world.db);
  const { faults } = await audit(world);
  expect(faults).toContain(`文件 ${rows[0]?.file}：有记录，盘上没有`);
  expect(faults.some((f) => f.includes('盘上有，没有记录'))).toBe(true);
  expect(faults.some((f) => f.startsWith('文书或材料') && f.includes('文件不在了'))).toBe(true);
});
