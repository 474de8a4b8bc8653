/**
 * The oldest server we promise: Debian's PostgreSQL 15, where it is installed. Migrations, catalogue,
 * demonstration and a whole case run there as on our own.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, migrateJobs, readSettings, sql } from '#base';
import { audit } from '#cases';
import { prepare } from '../cli/prepare.ts';
import { makeApp } from '../server/app.ts';
import { openWorld, type Opened } from '../server/world.ts';
import { file } from './people.ts';
import { Client } from './server.ts';
import { demoPassword, demoPeople } from '#identity';

const bin = '/usr/lib/postgresql/15/bin';
const there = fs.existsSync(path.join(bin, 'initdb'));
if (!there) console.info(`postgres-15.test: no PostgreSQL 15 in ${bin}, nothing to try`);

describe.skipIf(!there)('PostgreSQL 15', () => {
  const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-15-'));
  const url = `postgres://bantuo@/postgres?host=${encodeURIComponent(folder)}`;
  let server: ChildProcess;
  let opened: Opened;
  let app: Awaited<ReturnType<typeof makeApp>>;
  let at = '';

  beforeAll(async () => {
    fs.chmodSync(folder, 0o755);
    if (as.uid !== undefined) fs.chownSync(folder, as.uid, as.gid);
    const data = path.join(folder, 'data');
    const options = { ...as, cwd: '/', env: { PATH: '/usr/bin:/bin', HOME: '/' } };
    const made = spawnSync(path.join(bin, 'initdb'), ['-D', data, '-U', 'bantuo', '-A', 'trust', '-E', 'UTF8',
      '--locale=C.UTF-8'], { ...options, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    server = spawn(path.join(bin, 'postgres'), ['-D', data, '-c', 'listen_addresses=', '-c',
      `unix_socket_directories=${folder}`, '-c', 'fsync=off'], { ...options, stdio: 'ignore' });
    for (let i = 0; ; i++) {
      const client = new pg.Client({ connectionString: url });
      const up = await client.connect().then(() => true, () => false);
      if (up) {
        await client.end();
        break;
      }
      if (i > 100) throw new Error('PostgreSQL 15 does not answer');
      await sleep(100);
    }
    await migrate(url);
    await migrateJobs(url);
    const { catalogue } = readSettings();
    const settings = { ...readSettings({}), catalogue, folder: path.join(folder, 'var'), demo: true };
    fs.mkdirSync(settings.folder);
    await prepare(url, settings, () => undefined);
    opened = openWorld('test', url, settings, 6);
    app = await makeApp({ world: opened.world, databaseUrl: url });
    at = await app.listen({ host: '127.0.0.1', port: 0 });
  }, 120_000);

  afterAll(async () => {
    await app?.close();
    await opened?.close();
    server?.kill('SIGINT');
    await new Promise((done) => server?.once('exit', done));
    fs.rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  test('a case from the draft to the end, and everything holds', async () => {
    const client = await new Client(at).signIn(demoPeople.senior.phone, demoPassword);
    const { case: id } = await file(client, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
    const clerk = await new Client(at).signIn('zhenru.clerk', demoPassword);
    expect((await clerk.call('cases.queue', {})).status).toBe(200);
    const settled = await clerk.call('cases.settle', { id });
    expect([settled.status, settled.body.state]).toEqual([200, 'licence-made']);
    const { rows } = await sql<{ v: string }>`select current_setting('server_version_num') as v`
      .execute(opened.world.db);
    expect(rows[0]?.v).toMatch(/^15/);
    expect((await audit(opened.world)).faults.filter((fault) => !fault.includes('还没有做好'))).toEqual([]);
  });
});
