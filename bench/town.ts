/** A whole instance of its own for a bench: database, one web process, and on demand a worker. */
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { migrate, migrateJobs, readSettings, root, startPostgres } from '#base';
import { importCatalogue } from '#catalogue';
import { makeDemo } from '#identity';
import { makeDemoLicences } from '../cli/demo-licences.ts';
import { memoryFlags } from '../cli/start.ts';
import { openWorld, type Opened } from '../server/world.ts';

export type Town = {
  url: string;
  folder: string;
  opened: Opened;
  web: ChildProcess;
  databaseUrl: string;
  /** Process of the database. */
  databasePid: () => number | undefined;
  startWorker: () => Promise<ChildProcess>;
  close: () => Promise<void>;
};

/** The item the life cycles file: the performance permit, of its materials only the programme. */
export const benchItem = 'bench-performance';

/** Bureaus that handle a copy of it each: a city's applications do not all go to one queue. */
const otherUnits = ['market-regulation-bureau', 'civil-affairs-bureau', 'health-commission', 'employment-centre',
  'medical-insurance-bureau', 'education-bureau', 'construction-bureau'];
export const benchItems: readonly string[] = [benchItem, ...otherUnits.map((unit) => `${benchItem}-${unit}`)];

/** The catalogue with the bench's item, and its copies, beside the real ones. */
function benchCatalogue(folder: string): string {
  const to = path.join(folder, 'catalogue');
  fs.cpSync(path.join(root, 'catalogue'), to, { recursive: true, filter: (f) => !f.endsWith('.ts') });
  const text = fs.readFileSync(path.join(to, 'items/commercial-performance.yaml'), 'utf8');
  const item = parse(text) as { id: string; materials: { material: string }[]; code: unknown };
  item.id = benchItem;
  item.code = { unsure: 'bench' };
  item.materials = item.materials.filter((m) => m.material === 'programme');
  fs.writeFileSync(path.join(to, `items/${benchItem}.yaml`), stringify(item));
  for (const unit of otherUnits) {
    const copy = { ...item, 'id': `${benchItem}-${unit}`, 'handled by': unit };
    fs.writeFileSync(path.join(to, `items/${copy.id}.yaml`), stringify(copy));
  }
  return to;
}

async function child(file: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const started = fork(path.join(root, file), {
    execArgv: memoryFlags, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    started.once('message', () => resolve());
    started.once('exit', () => reject(new Error(`${file} did not start`)));
  });
  return started;
}

/** Starts it on a free port, durable as in use (fsync on). `config`: more settings of the database. */
export async function startTown(config: Record<string, string> = {}): Promise<Town> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-bench-'));
  const postgres = await startPostgres({ folder, config });
  await migrate(postgres.url);
  await migrateJobs(postgres.url);
  const settings = { ...readSettings({}), folder, demo: true };
  const opened = openWorld('cli', postgres.url, settings, 4);
  const { db, clock } = opened.world;
  await importCatalogue(db, benchCatalogue(folder), { say: () => undefined, at: clock.now() });
  await makeDemo(db, clock.today());
  await makeDemoLicences({ db, clock });
  const port = await freePort();
  const env = {
    ...process.env, BANTUO_DATABASE: postgres.url, BANTUO_VAR: folder, PORT: String(port),
    HOST: '127.0.0.1', BANTUO_LOG: 'error', NODE_ENV: 'production',
  };
  const web = await child('server/main.ts', env);
  const children = [web];
  return {
    url: `http://127.0.0.1:${port}`, folder, opened, web, databaseUrl: postgres.url,
    databasePid: postgres.pid,
    startWorker: async () => {
      const worker = await child('server/worker.ts', env);
      children.push(worker);
      return worker;
    },
    close: async () => {
      for (const one of children) one.kill('SIGTERM');
      await Promise.all(children.map((one) => one.exitCode ?? new Promise((done) => one.once('exit', done))));
      await opened.close();
      await postgres.stop();
      fs.rmSync(folder, { recursive: true, force: true });
      if (postgres.movedTo) fs.rmSync(postgres.movedTo, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const at = server.address();
  await new Promise((done) => server.close(done));
  return typeof at === 'object' && at ? at.port : 0;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

export type Session = { cookie: string; csrf: string };
export type Reply = { status: number; body: Record<string, unknown>; cookie: string };

let keys = 0;

/**
 * One request over a kept connection; cheap on the client's side. `desk`: from which of this machine's own
 * addresses it comes (0 to 65,000), for what one address may ask a minute is bounded.
 */
export function ask(
  town: Pick<Town, 'url'>, session: Session,
  what: { method: string; path: string; json?: unknown; file?: Buffer; version?: number; desk?: number },
): Promise<Reply> {
  const body = what.file ?? (what.json === undefined ? undefined : Buffer.from(JSON.stringify(what.json)));
  keys += 1;
  return new Promise((resolve, reject) => {
    const request = http.request(`${town.url}${what.path}`, {
      agent, method: what.method,
      ...(what.desk === undefined ? {} : { localAddress: `127.1.${what.desk >> 8}.${what.desk & 255}` }),
      headers: {
        'content-type': what.file ? 'application/pdf' : 'application/json',
        'cookie': session.cookie, 'x-csrf': session.csrf,
        'idempotency-key': `bench-${process.pid}-${keys}`,
        ...(what.version === undefined ? {} : { 'if-match': String(what.version) }),
        ...(body ? { 'content-length': body.length } : {}),
      },
    }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({
        status: response.statusCode ?? 0,
        body: response.headers['content-type']?.includes('json')
          ? JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown> : {},
        cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
      }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Signs in; a session is made before the clock runs. */
export async function signIn(town: Town, account: string, password: string): Promise<Session> {
  const nobody = { cookie: '', csrf: '' };
  const { status, body, cookie } = await ask(town, nobody,
    { method: 'POST', path: '/api/identity/sign-in', json: { account, password } });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { cookie, csrf: String(body['csrf']) };
}
