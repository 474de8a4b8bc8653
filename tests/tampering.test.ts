/**
 * Somebody with the database's password changes the past by SQL: rows changed, removed, reordered,
 * appended, whole chains recomputed with the key. Each is found, and named by its place.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentDigest, linkHash, sql } from '#base';
import { audit, checkpoint } from '#cases';
import { castOf, caseIn, type Cast } from './matrix/cast.ts';
import { testServer, type TestServer } from './server.ts';

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await testServer();
  cast = castOf(() => server);
});
afterAll(() => server?.close());

type Signed = { id: string; number: string };

/** A case with a few acts, its head signed. */
async function signedCase(): Promise<Signed> {
  const id = await caseIn(server, cast, { state: 'in-review' });
  await server.drain();
  await checkpoint(server.world);
  const { rows } = await sql<Signed>`select id, number from cases.case where id = ${id}`
    .execute(server.world.db);
  if (!rows[0]) throw new Error('no case');
  return rows[0];
}

/** The faults that name this case, after what was done to it. */
async function faultsOf(c: Signed): Promise<string[]> {
  const { faults } = await audit(server.world);
  return faults.filter((fault) => fault.includes(c.number) || fault.includes(c.id));
}

const run = (query: ReturnType<typeof sql>) => query.execute(server.world.db);

/** What was done, and a word of the fault that tells it. */
const tampered: [string, (c: Signed) => Promise<unknown>, RegExp][] = [
  ['the content of an act changed', (c) => run(sql`update cases.action
    set content = content || '{"note":"另一句话"}' where "case" = ${c.id} and seq = 3`), /第 3 步.*内容被改过/],
  ['the doer of an act changed', (c) => run(sql`update cases.action
    set actor_name = '别人' where "case" = ${c.id} and seq = 3`), /第 3 步.*接不上/],
  ['the time of an act changed', (c) => run(sql`update cases.action
    set at = at - interval '1 day' where "case" = ${c.id} and seq = 2`), /第 2 步.*接不上/],
  ['an act in the middle removed', (c) => run(sql`delete from cases.action
    where "case" = ${c.id} and seq = 2`), /第 3 步.*前面少了一步/],
  ['the last act removed, and the case set back', async (c) => {
    await run(sql`delete from cases.action a using cases.case c
      where c.id = ${c.id} and a."case" = c.id and a.seq = c.seq`);
    await run(sql`update cases.case c set seq = a.seq, head = a.hash, state = a.state
      from cases.action a where c.id = ${c.id} and a."case" = c.id and a.seq = c.seq - 1`);
  }, /签过名，现在没有了/],
  ['two acts reordered', async (c) => {
    for (const [from, to] of [[2, 102], [3, 2], [102, 3]] as const) {
      await run(sql`update cases.action set seq = ${to} where "case" = ${c.id} and seq = ${from}`);
    }
  }, /第 2 步.*接不上/],
  ['an act appended', (c) => run(sql`insert into cases.action
    select a."case", a.seq + 1, a.action, a.role, a.actor, a.actor_name, a.actor_unit, a.at, a.state, a.salt,
      a.content, a.digest, a.hash from cases.action a join cases.case c on c.id = a."case" and a.seq = c.seq
    where c.id = ${c.id}`), /接不上|日志有/],
  ['a column of the case changed', (c) => run(sql`update cases.case
    set accepted_on = accepted_on - 3 where id = ${c.id}`), /accepted_on/],
  ['a whole chain recomputed with the key', (c) => recompute(c), /整条链被重算过/],
];

/** As somebody would who has database and key: another name in act 2, everything after made to fit. */
async function recompute(c: Signed): Promise<void> {
  type Row = {
    seq: number; action: string; role: string; state: string; actor: string; actor_name: string;
    actor_unit: string | null; at: Date; salt: string; content: unknown;
  };
  const { rows } = await sql<Row>`select * from cases.action where "case" = ${c.id} order by seq`.execute(server.world.db);
  let head = '';
  for (const row of rows) {
    const name = row.seq === 2 ? '别人' : row.actor_name;
    const digest = contentDigest(row.salt, row.content);
    head = linkHash(server.world.secrets.hmacKey, head, {
      chain: c.id, seq: row.seq, action: `${row.action} ${row.role} ${row.state}`,
      actor: JSON.stringify([row.actor, name, row.actor_unit]), at: row.at.toISOString(), digest,
    });
    await run(sql`update cases.action set actor_name = ${name}, hash = ${head}
      where "case" = ${c.id} and seq = ${row.seq}`);
  }
  await run(sql`update cases.case set head = ${head} where id = ${c.id}`);
}

test.each(tampered)('%s', async (_, change, told) => {
  const c = await signedCase();
  expect(await faultsOf(c)).toEqual([]);
  await change(c);
  const faults = await faultsOf(c);
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.join('\n')).toMatch(told);
});

test('a checkpoint removed or changed is found, by the copy outside the database', async () => {
  await signedCase();
  const before = (await audit(server.world)).faults.length;
  await run(sql`update base.checkpoint set heads = '[]' where id = (select max(id) from base.checkpoint)`);
  const changed = (await audit(server.world)).faults;
  expect(changed.length).toBeGreaterThan(before);
  expect(changed.join('\n')).toMatch(/检查点 .* 的签名不对/);
  await signedCase();
  await run(sql`delete from base.checkpoint where id = (select max(id) - 1 from base.checkpoint)`);
  expect((await audit(server.world)).faults.join('\n')).toMatch(/检查点 .* 在数据库里没有了/);
});
