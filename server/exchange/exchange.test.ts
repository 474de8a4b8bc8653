/** Batches of the exchange: each thing told once, changes told as changes, replies reconciled. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf, caseIn, type Cast } from '../../tests/matrix/cast.ts';
import { file } from '../../tests/people.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { makeBatch, reconcile, writeBatch, type Made } from './index.ts';

let server: TestServer;
let cast: Cast;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-exchange-'));
beforeAll(async () => {
  server = await testServer();
  cast = castOf(() => server);
});
afterAll(async () => {
  await server?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

type Line = Record<string, string | number | null>;
async function linesOf(made: Made | undefined): Promise<Record<string, Line[]>> {
  const place = await writeBatch(server.world, made?.number ?? '', folder);
  return Object.fromEntries(
    fs
      .readdirSync(place)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => [
        name.slice(0, -6),
        fs
          .readFileSync(path.join(place, name), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Line),
      ]),
  );
}

/** A reply that got everything. */
async function allReceived(made: Made | undefined) {
  const tables = Object.fromEntries(
    Object.entries(await linesOf(made)).map(([table, lines]) => [
      table,
      { received: lines.length, rejected: [] as { row_guid: string; reason: string }[] },
    ]),
  );
  return { batch: made?.number ?? '', tables };
}

describe('what is told', () => {
  let first: Made | undefined;
  let lines: Record<string, Line[]>;

  test('items and whole cases, each row with what the exchange wants', async () => {
    await caseIn(server, cast, { item: 'bath-house-hygiene', state: 'closed' });
    await server.drain();
    first = await makeBatch(server.world);
    lines = await linesOf(first);
    expect(first?.number).toMatch(/^310107-20261123-000001$/);
    expect(lines['up_item']?.length).toBeGreaterThanOrEqual(5);
    const [accept] = lines['up_pro_accept'] ?? [];
    expect(accept).toMatchObject({
      cd_operation: 'I',
      data_source: '310107',
      cd_batch: first?.number,
      事项标识: 'bath-house-hygiene',
      申请人类型: '法人',
      办件类型: '承诺件',
    });
    expect(String(accept?.['申请人证件号'])).toMatch(/^[0-9A-Z]{18}$/);
    expect(accept?.['受理文书编号']).toMatch(/号$/);
    const steps = (lines['up_pro_process'] ?? []).map((line) => line['业务动作']);
    expect(steps).toEqual(expect.arrayContaining(['提交了申请', '受理', '作出决定', '送达']));
    expect(steps.join()).not.toMatch(/领办|退回待办/);
    expect(lines['up_pro_material']?.length).toBeGreaterThan(2);
    expect(lines['up_pro_result']?.[0]).toMatchObject({
      办结结果: '准予',
      证照编号: expect.stringMatching(/\d/),
    });
    const guids = Object.values(lines)
      .flat()
      .map((line) => line['row_guid']);
    expect(new Set(guids).size).toBe(guids.length);
    for (const guid of guids)
      expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('told once: nothing the second time, the same bytes when written again', async () => {
    expect(await makeBatch(server.world)).toBeUndefined();
    const place = path.join(folder, first?.number ?? '');
    const before = fs
      .readdirSync(place)
      .map((name) => fs.readFileSync(path.join(place, name), 'utf8'));
    await writeBatch(server.world, first?.number ?? '', folder);
    expect(
      fs.readdirSync(place).map((name) => fs.readFileSync(path.join(place, name), 'utf8')),
    ).toEqual(before);
  });

  test('the holder sees that it was told', async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from facts.ledger
      where what = '办件的申请、过程、材料目录和结果'`.execute(server.world.db);
    expect(rows[0]?.n).toBe(1);
  });

  test('what moved on is told as changed, with the guid it had', async () => {
    const citizen = await cast.citizen('disabled');
    const { case: id } = await file(citizen, 'disability-allowance');
    const second = await linesOf(await makeBatch(server.world));
    expect(second['up_item']).toBeUndefined();
    expect(second['up_pro_accept']).toHaveLength(1);
    await citizen.call('cases.withdraw', { id, reason: '不办了' } as never);
    const third = await linesOf(await makeBatch(server.world));
    expect(third['up_pro_result']?.[0]).toMatchObject({ cd_operation: 'I', 办结结果: '已撤回' });
    expect(third['up_pro_process']?.every((line) => line['cd_operation'] === 'I')).toBe(true);
    expect(third['up_pro_material']).toBeUndefined();
  });
});

describe('replies', () => {
  test('one that adds up confirms; the same again changes nothing; its content is gone then', async () => {
    await file(await cast.citizen('senior'), 'senior-meals', {
      facts: { 'applicant.residence-street': '310107022' },
    });
    const made = await makeBatch(server.world);
    const reply = await allReceived(made);
    expect((await reconcile(server.world, reply)).state).toBe('confirmed');
    expect((await reconcile(server.world, reply)).state).toBe('confirmed');
    await expect(writeBatch(server.world, made?.number ?? '', folder)).rejects.toThrow('不再保留');
    expect(await makeBatch(server.world)).toBeUndefined();
  });

  test('what he refused comes again, with its guid', async () => {
    const citizen = await cast.citizen('disabled');
    await file(citizen, 'disability-allowance');
    const made = await makeBatch(server.world);
    const reply = await allReceived(made);
    const [refused] = (await linesOf(made))['up_pro_accept'] ?? [];
    reply.tables['up_pro_accept'] = {
      received: 0,
      rejected: [{ row_guid: String(refused?.['row_guid']), reason: '证件号为空' }],
    };
    const found = await reconcile(server.world, reply);
    expect(found).toMatchObject({
      state: 'confirmed',
      refused: [{ table: 'up_pro_accept', reason: '证件号为空' }],
    });
    const again = await linesOf(await makeBatch(server.world));
    expect(Object.keys(again)).toEqual(['up_pro_accept']);
    expect(again['up_pro_accept']?.[0]).toMatchObject({
      row_guid: refused?.['row_guid'],
      cd_operation: 'I',
    });
  });

  test('one that does not add up leaves the batch open; one about strangers is not taken', async () => {
    await cast
      .newcomer('样张换')
      .then(({ client }) =>
        file(client, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } }),
      );
    const made = await makeBatch(server.world);
    const reply = await allReceived(made);
    const short = structuredClone(reply);
    if (short.tables['up_pro_process']) short.tables['up_pro_process'].received -= 1;
    expect(await reconcile(server.world, short)).toMatchObject({
      state: 'differing',
      differing: [{ table: 'up_pro_process' }],
    });
    const strange = structuredClone(reply);
    strange.tables['up_pro_accept']?.rejected.push({
      row_guid: '00000000-0000-8000-8000-000000000000',
      reason: '?',
    });
    await expect(reconcile(server.world, strange)).rejects.toThrow('没有采用');
    await expect(
      reconcile(server.world, { ...reply, batch: '310107-20200101-000001' }),
    ).rejects.toThrow('没有批次');
    await expect(reconcile(server.world, { batch: 1 })).rejects.toThrow();
    expect((await reconcile(server.world, reply)).state).toBe('confirmed');
  });
});

test('two at once never tell the same row twice', async () => {
  const people = await Promise.all(['样张乙', '样张丙'].map((name) => cast.newcomer(name)));
  for (const { client } of people)
    await file(client, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  const made = await Promise.all([1, 2, 3].map(() => makeBatch(server.world)));
  const { rows } = await sql<{ n: number }>`select max(n)::int as n from (
    select count(*) as n from exchange.row where op = 'I' and "table" = 'up_pro_process' group by guid) t`.execute(
    server.world.db,
  );
  expect(made.filter((one) => one !== undefined)).toHaveLength(1);
  expect(rows[0]?.n).toBe(1);
});
