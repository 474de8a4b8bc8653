/**
 * Once for all tests: a real PostgreSQL (our own, or the server of DATABASE_URL) and a template
 * database with migrations, catalogue and demo accounts, which each test file clones.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, migrateJobs, readSettings, startPostgres } from '#base';
import { prepare } from '../cli/prepare.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: { url: string; template: string; folder: string };
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

type Given = { url: string; template: string; folder: string; stop: () => Promise<void> };

/** Rooms and stories are set up one by one in one process: the second uses what the first began. */
const held = globalThis as { bantuoTests?: { given: Promise<Given>; users: number } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (held.bantuoTests ??= { given: begin(), users: 0 });
  shared.users += 1;
  const { url, template, folder, stop } = await shared.given;
  project.provide('server', { url, template, folder });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete held.bantuoTests;
    await stop();
  };
}

async function inDatabase(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function begin(): Promise<Given> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-test-'));
  fs.chmodSync(folder, 0o755);
  const postgres = process.env['DATABASE_URL'] ? undefined : await startPostgres({
    folder, config: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const url = process.env['DATABASE_URL'] ?? postgres?.url ?? '';
  const template = `bantuo_template_${crypto.randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  try {
    await admin.connect();
    await admin.query(`create database ${template}`);
    const there = withDatabase(url, template);
    await migrate(there);
    await migrateJobs(there);
    const { catalogue } = readSettings();
    await prepare(there, { ...readSettings({}), catalogue, folder, demo: true }, () => undefined);
    // Every world has keys of its own.
    await inDatabase(there, 'delete from base.digest_key');
  } catch (error) {
    // A set-up that fails leaves no server behind.
    await admin.end().catch(() => undefined);
    await postgres?.stop();
    throw error;
  }
  const stop = async (): Promise<void> => {
    const { rows } = await admin.query<{ datname: string }>(
      `select datname from pg_database where datname like $1`, [`${template}%`]);
    for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`);
    await admin.end();
    await postgres?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
    if (postgres?.movedTo) fs.rmSync(postgres.movedTo, { recursive: true, force: true });
  };
  return { url, template, folder, stop };
}
