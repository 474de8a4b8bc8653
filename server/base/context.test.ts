/** The use case's transaction and its key: one effect, one answer, for 48 hours, for its actor alone. */
import crypto from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rounds } from '../work.ts';
import { testWorld, type TestWorld } from '../../tests/world.ts';
import { digestOf, transaction, type Intent } from './context.ts';
import { sql, type Trx } from './db.ts';
import { Refused } from './refused.ts';

let over: TestWorld;
beforeAll(async () => {
  over = await testWorld();
  await sql`create table effect (id uuid primary key default gen_random_uuid(), mark text not null, one text unique)`.execute(over.world.db);
});
afterAll(() => over?.close());

const intent = (more: Partial<Intent> & { content?: unknown } = {}): Intent => ({
  actor: 'a', endpoint: 'test.act', key: crypto.randomUUID(), digest: digestOf(more.content ?? { n: 1 }, undefined), ...more,
});

/** Leaves a row and answers with its id. */
const act = (mark: string) => async (trx: Trx): Promise<{ id: string }> => {
  const { rows } = await sql<{ id: string }>`insert into effect (mark) values (${mark}) returning id`.execute(trx);
  return { id: rows[0]?.id ?? '' };
};

async function effects(mark: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from effect where mark = ${mark}`.execute(over.world.db);
  return rows.map((r) => r.id);
}

const run = <T>(wish: Intent | undefined, work: (trx: Trx) => Promise<T>): Promise<T> => transaction(over.world.db, wish)(work);

test('twenty at once with one key: one effect, one answer', async () => {
  const wish = intent();
  const answers = await Promise.all(Array.from({ length: 20 }, () => run(wish, act('twenty'))));
  expect(new Set(answers.map((a) => a.id)).size).toBe(1);
  expect(await effects('twenty')).toEqual([answers[0]?.id]);
});

test('twenty at once that would meet at a key of their own table first', async () => {
  const wish = intent();
  const answers = await Promise.all(Array.from({ length: 20 }, () => run(wish, async (trx) => {
    const { rows } = await sql<{ id: string }>`insert into effect (mark, one) values ('own key', 'only one') returning id`.execute(trx);
    return { id: rows[0]?.id };
  })));
  expect(new Set(answers.map((a) => a.id))).toEqual(new Set(await effects('own key')));
  // With another key it is another wish, and the table's own answer.
  await expect(run(intent(), (trx) => sql`insert into effect (mark, one) values ('own key', 'only one')`.execute(trx)))
    .rejects.toMatchObject({ code: '23505' });
});

test('later, when the thing has moved on and would be refused, the first answer comes again', async () => {
  const wish = intent();
  const first = await run(wish, act('moved on'));
  const again = await run<{ id: string }>(wish, async () => { throw new Refused('wrong-state', 409, '已经办过了'); });
  expect(again).toEqual(first);
});

test('with another content the same key is refused, and nothing of it stays', async () => {
  const wish = intent();
  await run(wish, act('content'));
  const other = { ...wish, digest: digestOf({ n: 2 }, undefined) };
  await expect(run(other, act('content'))).rejects.toMatchObject({ code: 'key-reused', status: 422 });
  const file = { ...wish, digest: digestOf({ n: 1 }, Buffer.from('x')) };
  await expect(run(file, act('content'))).rejects.toMatchObject({ code: 'key-reused' });
  expect(await effects('content')).toHaveLength(1);
});

test('refused or failed it leaves nothing, and can be tried again with the same key', async () => {
  const wish = intent();
  for (const error of [new Refused('not-yet', 409, '现在还不行'), new Error('a fault')]) {
    await expect(run(wish, async (trx) => {
      await act('tried')(trx);
      throw error;
    })).rejects.toBe(error);
  }
  expect(await effects('tried')).toEqual([]);
  const done = await run(wish, act('tried'));
  expect(await effects('tried')).toEqual([done.id]);
});

test('a key is of one actor and one endpoint', async () => {
  const wish = intent();
  const answers = [await run(wish, act('own')), await run({ ...wish, actor: 'b' }, act('own')), await run({ ...wish, endpoint: 'test.other' }, act('own'))];
  expect(new Set(answers.map((a) => a.id)).size).toBe(3);
  expect(await effects('own')).toHaveLength(3);
});

test('without a key each is an effect of its own', async () => {
  await Promise.all([run(undefined, act('keyless')), run(undefined, act('keyless'))]);
  expect(await effects('keyless')).toHaveLength(2);
});

test('kept for 48 hours, then dropped by the sweep', async () => {
  const [old, young] = [intent(), intent()];
  const kept = [await run(old, act('old')), await run(young, act('young'))];
  await sql`update base.idempotency set at = now() - interval '48 hours 1 minute' where key = ${old.key}`.execute(over.world.db);
  await sql`update base.idempotency set at = now() - interval '47 hours 59 minutes' where key = ${young.key}`.execute(over.world.db);
  await rounds.find((round) => round.name === 'sweep')?.run(over.world);
  expect(await run(young, act('young'))).toEqual(kept[1]);
  expect(await run(old, act('old'))).not.toEqual(kept[0]);
});

test('two that met (deadlock) are done again by themselves, each once', async () => {
  await sql`insert into effect (mark) values ('left'), ('right')`.execute(over.world.db);
  const cross = (first: string, second: string) => async (trx: Trx): Promise<void> => {
    await sql`update effect set one = null where mark = ${first}`.execute(trx);
    await sql`select pg_sleep(0.1)`.execute(trx);
    await sql`update effect set one = null where mark = ${second}`.execute(trx);
    await act('crossed')(trx);
  };
  await Promise.all([run(intent(), cross('left', 'right')), run(intent(), cross('right', 'left'))]);
  expect(await effects('crossed')).toHaveLength(2);
});

test('a large answer kept by what it is about is made again from that', async () => {
  const wish = intent();
  const remember = { keep: (answer: { id: string; view: string }) => ({ id: answer.id }), again: async (kept: Record<string, string>) => ({ id: kept['id'] ?? '', view: 'as it is now' }) };
  const make = async (trx: Trx): Promise<{ id: string; view: string }> => ({ ...(await act('view')(trx)), view: 'as it was' });
  const first = await transaction(over.world.db, wish)(make, remember);
  expect(await transaction(over.world.db, wish)(make, remember)).toEqual({ id: first.id, view: 'as it is now' });
  expect(await effects('view')).toEqual([first.id]);
});

test('the digest of a request tells input and body apart', () => {
  const all = [digestOf({ a: 1 }, undefined), digestOf({ a: 2 }, undefined), digestOf({ a: 1 }, Buffer.from('1')), digestOf(undefined, undefined)];
  expect(new Set(all.map((d) => d.toString('hex'))).size).toBe(4);
});
