/**
 * The outbox: news of a room, one row per act in the act's own transaction. The relay (worker
 * process) turns rows into jobs and live events in batches: a job, a NOTIFY and a commit of their
 * own for each act would cost three quarters of the throughput (measured).
 */
import { sql, type Db, type Trx } from './db.ts';

export type News = {
  /** `case.acted`, `licence.changed` …: room.what-happened. */
  topic: string;
  payload: Record<string, unknown>;
  /** Whose open pages should look again: channels like `subject:<id>`, `unit:<id>`. */
  live?: { topic: string; to: string[] };
};

/** Announces news in the caller's transaction. */
export async function announce(trx: Trx, news: News): Promise<void> {
  const payload = JSON.stringify({ ...news.payload, live: news.live });
  await sql`insert into base.outbox (topic, payload) values (${news.topic}, ${payload}::jsonb)`
    .execute(trx);
}

/** topic → tasks that want to know. A task gets `{ events: payload[] }`, at most `batch` at once. */
export type Subscriptions = Record<string, readonly { task: string; batch: number }[]>;

type Row = { id: number; topic: string; payload: Record<string, unknown> & { live?: News['live'] } };

const notifyLimit = 7000;

/** Relays up to 500 rows in one transaction. Gives how many. */
export async function relayOnce(db: Db, subscriptions: Subscriptions): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Row>`delete from base.outbox where id in (
      select id from base.outbox order by id limit 500 for update skip locked)
      returning id, topic, payload`.execute(trx);
    if (rows.length === 0) return 0;
    rows.sort((a, b) => a.id - b.id);
    const jobs = jobsOf(rows, subscriptions);
    if (jobs.length > 0) {
      await sql`select graphile_worker.add_jobs(array(
        select row(j.identifier, j.payload, null, null, 25, null, null, null)::graphile_worker.job_spec
        from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as j(identifier text, payload json)))`
        .execute(trx);
    }
    for (const text of liveTexts(rows)) await sql`select pg_notify('bantuo_live', ${text})`.execute(trx);
    return rows.length;
  });
}

function jobsOf(rows: Row[], subscriptions: Subscriptions): { identifier: string; payload: unknown }[] {
  const byTask = new Map<string, { batch: number; events: unknown[] }>();
  for (const row of rows) {
    for (const { task, batch } of subscriptions[row.topic] ?? []) {
      const entry = byTask.get(task) ?? { batch, events: [] };
      const { live: _live, ...payload } = row.payload;
      entry.events.push({ topic: row.topic, ...payload });
      byTask.set(task, entry);
    }
  }
  return [...byTask].flatMap(([identifier, { batch, events }]) => {
    const jobs = [];
    for (let i = 0; i < events.length; i += batch) {
      jobs.push({ identifier, payload: { events: events.slice(i, i + batch) } });
    }
    return jobs;
  });
}

/** Live events of a batch, merged per topic, in texts that fit a NOTIFY. */
function liveTexts(rows: Row[]): string[] {
  const to = new Map<string, Set<string>>();
  for (const { payload } of rows) {
    if (!payload.live) continue;
    const set = to.get(payload.live.topic) ?? new Set();
    for (const channel of payload.live.to) set.add(channel);
    to.set(payload.live.topic, set);
  }
  const texts: string[] = [];
  for (const [topic, set] of to) {
    let part: string[] = [];
    const flush = (): void => {
      if (part.length > 0) texts.push(JSON.stringify({ topic, to: part }));
      part = [];
    };
    for (const channel of set) {
      part.push(channel);
      if (part.join().length > notifyLimit) flush();
    }
    flush();
  }
  return texts;
}
