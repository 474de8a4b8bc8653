/** A world of a test's own: a clone of the template database, a settable clock, no shared state. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runOnce, Logger } from 'graphile-worker';
import pg from 'pg';
import { inject } from 'vitest';
import { readSettings, relayOnce, type World } from '#base';
import { subscriptions, tasks } from '../server/work.ts';
import { openWorld } from '../server/world.ts';
import { withDatabase } from './setup.ts';

export type TestWorld = {
  world: World;
  databaseUrl: string;
  /** Relays the outbox and runs all queued jobs until nothing is left. */
  drain: () => Promise<void>;
  close: () => Promise<void>;
};

const quiet = new Logger(() => () => undefined);

/** Clones the template. Close it in afterAll. The clock stands at 2026-11-23 (Monday) 10:00 in Shanghai. */
export async function testWorld(at = '2026-11-23T10:00:00+08:00'): Promise<TestWorld> {
  const { url, template, folder } = inject('server');
  const name = `${template}_${crypto.randomBytes(5).toString('hex')}`;
  await clone(url, name, template);
  const databaseUrl = withDatabase(url, name);
  const own = fs.mkdtempSync(path.join(folder, 'world-'));
  process.env['BANTUO_LOG'] ??= 'silent';
  const opened = openWorld('test', databaseUrl, { ...readSettings({}), folder: own, demo: true });
  opened.world.clock.set(at);
  const drain = async (): Promise<void> => {
    while (await relayOnce(opened.world.db, subscriptions) > 0) { /* until the outbox is empty */ }
    await runOnce({
      pgPool: opened.pool, logger: quiet, noHandleSignals: true,
      taskList: Object.fromEntries(Object.entries(tasks).map(([task, run]) =>
        [task, (payload: unknown) => run(opened.world, payload)])),
    });
    if (await relayOnce(opened.world.db, subscriptions) > 0) await drain();
  };
  return { world: opened.world, databaseUrl, drain, close: opened.close };
}

/** Only one clone of a template at a time: PostgreSQL refuses while another copies. */
async function clone(url: string, name: string, template: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(42)');
    await admin.query(`create database ${name} template ${template}`);
  } finally {
    await admin.end();
  }
}
