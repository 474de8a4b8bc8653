/**
 * What an operator watches: requests by endpoint and answer, what waits for the worker, the process
 * itself; in the text format of Prometheus. Nothing of a person: endpoints by name, never by address.
 */
import crypto from 'node:crypto';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { sql, type Db } from './db.ts';

export type Metrics = {
  /** One answered request. @param seconds from its first byte to the last of the answer */
  observe: (of: { endpoint: string; status: number; seconds: number }) => void;
  /** The whole text, with what waits in the database asked anew. */
  text: () => Promise<string>;
  type: string;
};

/** Seconds; the goal is an answer within 0.3. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];

type Waiting = {
  outbox: string;
  outbox_age: number;
  jobs: string;
  failing: string;
  worker_age: number;
};

/** Meters of one process. */
export function makeMetrics(db: Db): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bantuo_' });
  const requests = new Histogram({
    name: 'bantuo_request_seconds',
    help: 'Requests by endpoint and status, in seconds',
    buckets,
    labelNames: ['endpoint', 'status'],
    registers: [registry],
  });
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name, help, registers: [registry] });
  const up = gauge('bantuo_database_up', 'Does the database answer (1) or not (0)');
  const of: Record<keyof Waiting, Gauge> = {
    outbox: gauge('bantuo_outbox_waiting', 'News not yet relayed'),
    outbox_age: gauge('bantuo_outbox_oldest_seconds', 'Age of the oldest news not yet relayed'),
    jobs: gauge('bantuo_jobs_waiting', 'Jobs due and not yet done'),
    failing: gauge('bantuo_jobs_failing', 'Jobs that failed at least once and are tried again'),
    worker_age: gauge(
      'bantuo_worker_beat_seconds',
      'Since a worker was last heard of; -1 for never',
    ),
  };
  const ask = async (): Promise<void> => {
    try {
      const {
        rows: [row],
      } = await waiting(db);
      up.set(1);
      if (row)
        for (const [name, value] of Object.entries(row))
          of[name as keyof Waiting].set(Number(value));
    } catch {
      up.set(0);
    }
  };
  return {
    observe: ({ endpoint, status, seconds }) =>
      requests.observe({ endpoint, status: String(status) }, seconds),
    text: async () => {
      await ask();
      return registry.metrics();
    },
    type: registry.contentType,
  };
}

const waiting = (db: Db) =>
  sql<Waiting>`select
    (select count(*) from base.outbox) as outbox,
    (select coalesce(extract(epoch from now() - min(at)), 0)::float8 from base.outbox) as outbox_age,
    (select count(*) from graphile_worker._private_jobs where run_at <= now() and locked_at is null) as jobs,
    (select count(*) from graphile_worker._private_jobs where last_error is not null) as failing,
    (select coalesce(extract(epoch from now() - max(at)), -1)::float8 from base.beat where role = 'worker')
      as worker_age`.execute(db);

/**
 * May whoever asks read the meters? With a token: who brings it (`Authorization: Bearer …`). Without:
 * only this machine itself, and nobody for whom a proxy asks.
 */
export function mayMeter(
  ask: { ip: string; headers: Record<string, string | string[] | undefined> },
  token: string | undefined,
): boolean {
  if (token === undefined) {
    return (
      /^(127\.|::1$|::ffff:127\.)/.test(ask.ip) && ask.headers['x-forwarded-for'] === undefined
    );
  }
  const [given, right] = [String(ask.headers['authorization'] ?? ''), `Bearer ${token}`].map(
    (text) => crypto.createHash('sha256').update(text).digest(),
  );
  return given !== undefined && right !== undefined && crypto.timingSafeEqual(given, right);
}
