/**
 * Two web processes and two workers on one database, each restarted in turn while people file: no
 * request fails, no job is done twice, nothing that was announced is lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPassword, demoPeople } from '#identity';
import { startFleet, type Fleet } from '../tests/fleet.ts';
import { file } from '../tests/people.ts';
import { Client } from '../tests/server.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ webs: 2, workers: 2 });
}, 240_000);
afterAll(() => fleet?.stop(), 60_000);

/** Counts what was answered; anything but an answer of ours is a failure. */
class Counted extends Client {
  static answers = 0;
  static failed: string[] = [];

  override async send(
    ...[method, at, options]: Parameters<Client['send']>
  ): ReturnType<Client['send']> {
    try {
      const answer = await super.send(method, at, options);
      Counted.answers += 1;
      if (answer.status >= 500 || answer.status === 429)
        Counted.failed.push(`${method} ${at}: ${answer.status}`);
      return answer;
    } catch (error) {
      Counted.failed.push(`${method} ${at}: ${(error as Error).message}`);
      throw error;
    }
  }
}

async function rows<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: fleet.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

test('each restarted in turn under load', { timeout: 480_000 }, async () => {
  let over = false;
  const filed: string[] = [];
  const filer = async (): Promise<void> => {
    const client = await new Counted(fleet.url).signIn(demoPeople.disabled.phone, demoPassword);
    while (!over) {
      const { case: id } = await file(client, 'disability-allowance');
      filed.push(id);
      const { status, body } = await client.call('cases.withdraw', {
        id,
        reason: '重启时撤回',
      } as never);
      if (status !== 200) throw new Error(JSON.stringify(body));
    }
  };
  const reader = async (): Promise<void> => {
    const client = new Counted(fleet.url);
    for (; !over; await sleep(20)) await client.call('catalogue.items', {});
  };
  const load = Promise.allSettled([filer(), reader(), reader()]);
  for (const member of fleet.members) {
    const before = Counted.answers;
    await fleet.restart(member);
    while (Counted.answers < before + 20) await sleep(50);
  }
  over = true;
  const ends = await load;
  expect(Counted.failed).toEqual([]);
  expect(ends.map((end) => (end.status === 'rejected' ? String(end.reason) : 'done'))).toEqual([
    'done',
    'done',
    'done',
  ]);
  console.info(
    `restart.story: ${Counted.answers} requests answered, ${filed.length} filed, ${fleet.members.length} restarts`,
  );
  expect(filed.length).toBeGreaterThan(3);

  const waiting = async (): Promise<number> =>
    (
      await rows<{ n: number }>(`select
    ((select count(*) from base.outbox) + (select count(*) from graphile_worker._private_jobs)
      + (select count(*) from cases.paper where file is null))::int as n`)
    )[0]?.n ?? 1;
  for (let i = 0; (await waiting()) > 0; i++) {
    if (i > 1800) throw new Error('something is never done');
    await sleep(100);
  }
  const ids = filed.map((id) => `'${id}'`).join(',');
  const papers = await rows<{
    case: string;
    n: number;
  }>(`select "case", count(*)::int as n from cases.paper
    where "case" in (${ids}) and kind in ('receipt', 'withdrawal') and file is not null group by 1`);
  expect(papers.map(({ n }) => n)).toEqual(filed.map(() => 2));
  // A job done twice would have drawn a paper twice: the first's file would have no owner.
  const strays = await rows(`select id from base.file where kind = 'pdf' and state = 'kept'
    and not exists (select from base.file_use u where u.file = file.id)`);
  expect(strays).toEqual([]);
  const told = await rows<{
    case: string;
    n: number;
    titles: number;
  }>(`select case_id as case, count(*)::int as n,
    count(distinct title)::int as titles from messages.message where case_id in (${ids}) group by 1`);
  expect(told).toHaveLength(filed.length);
  expect(told.filter(({ n, titles }) => n !== titles)).toEqual([]);
});
