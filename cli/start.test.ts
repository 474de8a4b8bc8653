/** `bantuo start` as a real process: side by side, refused with words, killed and back, stopped clean. */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '#base';
import { demoPassword, demoPeople } from '#identity';

type Instance = { process: ChildProcess; out: () => string; ended: Promise<number | null>; folder: string; url: string };

const begun: Instance[] = [];
const folders: string[] = [];

function folder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-start-'));
  fs.chmodSync(made, 0o755);
  folders.push(made);
  return made;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

function start(at: string, port: number, more: NodeJS.ProcessEnv = {}): Instance {
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), BANTUO_VAR: at, BANTUO_LOG: 'silent' };
  for (const name of ['HOST', 'BANTUO_URL', 'DATABASE_URL', 'BANTUO_DEMO']) delete env[name];
  const child = spawn(process.execPath, [path.join(root, 'cli/bantuo.ts'), 'start'],
    { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const instance = { process: child, out: () => out, ended, folder: at, url: `http://127.0.0.1:${port}` };
  begun.push(instance);
  return instance;
}

async function up(instance: Instance): Promise<void> {
  for (;;) {
    if (instance.out().includes('按 Ctrl+C 停止')) return;
    if (instance.process.exitCode !== null) throw new Error(instance.out());
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Every process of an instance: ours by their parent, PostgreSQL by its folder or socket. */
function processesOf(pid: number, at: string): string[] {
  const id = fs.readFileSync(path.join(at, 'postgres-id'), 'utf8');
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const parent = Number(fs.readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
      const command = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return parent === pid || command.includes(at) || command.includes(`bantuo-${id}`) ? [`${name} ${command}`] : [];
    } catch {
      return [];
    }
  });
}

const health = async (instance: Instance): Promise<Record<string, unknown>> =>
  (await (await fetch(`${instance.url}/api/health`)).json()) as Record<string, unknown>;

const signIn = (instance: Instance): Promise<Response> => fetch(`${instance.url}/api/identity/sign-in`, {
  method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ account: demoPeople.senior.phone, password: demoPassword }),
});

let one: Instance;
let two: Instance;

beforeAll(async () => {
  one = start(folder(), await freePort(), { BANTUO_URL: 'https://banshi.example.org/' });
  two = start(folder(), await freePort());
  await Promise.all([up(one), up(two)]);
}, 120_000);

afterAll(async () => {
  for (const instance of begun) {
    if (instance.process.exitCode === null && instance.process.signalCode === null) instance.process.kill('SIGTERM');
  }
  await Promise.all(begun.map((instance) => instance.ended));
  for (const at of folders) {
    const id = path.join(at, 'postgres-id');
    if (fs.existsSync(id)) fs.rmSync(path.join('/var/lib/bantuo', fs.readFileSync(id, 'utf8')), { recursive: true, force: true });
    fs.rmSync(at, { recursive: true, force: true });
  }
}, 60_000);

test('two side by side, each with its folder, port and address, and what to open', async () => {
  for (const instance of [one, two]) expect(await health(instance)).toMatchObject({ ok: true, database: 'up' });
  expect(one.out()).toContain('https://banshi.example.org\n');
  expect(one.out()).toContain('https://banshi.example.org/workbench/');
  expect(two.out()).toContain(`http://localhost:${two.url.split(':')[2]}`);
  expect(two.out()).toContain(demoPassword);
  const reference = await (await fetch(`${one.url}/api/openapi.json`)).json() as { servers: { url: string }[] };
  expect(reference.servers).toEqual([{ url: 'https://banshi.example.org' }]);
  expect((await signIn(two)).status).toBe(200);
});

test('secrets are ours alone', () => {
  const at = path.join(one.folder, 'secrets');
  expect(fs.statSync(at).mode & 0o077).toBe(0);
  const files = fs.readdirSync(at);
  expect(files).toContain('BANTUO_FILE_KEY');
  for (const file of files) expect(fs.statSync(path.join(at, file)).mode & 0o077, file).toBe(0);
});

test('refused with words: a port that is taken, a folder that is held, an address open to others, no port', async () => {
  const fresh = folder();
  const taken = start(fresh, Number(one.url.split(':')[2]));
  const held = start(one.folder, await freePort());
  const open = start(fresh, await freePort(), { HOST: '0.0.0.0' });
  const nonsense = start(fresh, 0, { PORT: '80a80' });
  expect(await Promise.all([taken, held, open, nonsense].map((i) => i.ended))).toEqual([1, 1, 1, 1]);
  expect(taken.out()).toMatch(/端口 \d+ 已经有别的程序在用。请换一个：PORT=8090 npm start/);
  expect(held.out()).toContain(`正由另一个办妥使用（进程 ${one.process.pid}）`);
  expect(open.out()).toMatch(/HOST=0\.0\.0\.0 .*演示账号.*BANTUO_DEMO=0/s);
  expect(nonsense.out()).toContain('PORT=80a80 不是端口号');
  for (const refused of [taken, held, open, nonsense]) expect(refused.out()).not.toMatch(/\n\s+at /);
  // Nothing was begun that would have to be cleaned up.
  expect(fs.existsSync(path.join(fresh, 'postgres-id'))).toBe(false);
  expect(fs.existsSync(path.join(fresh, 'held-by'))).toBe(false);
  expect(await health(one)).toMatchObject({ ok: true });
}, 60_000);

test('killed with its database left behind, the next start on the same folder and port has it all again', async () => {
  const before = await signIn(two);
  const cookie = before.headers.get('set-cookie')?.split(';')[0] ?? '';
  two.process.kill('SIGKILL');
  await two.ended;
  two = start(two.folder, Number(two.url.split(':')[2]));
  await up(two);
  const me = await fetch(`${two.url}/api/identity/me`, { headers: { cookie } });
  expect([me.status, await me.text()]).toEqual([200, expect.stringContaining('csrf')]);
}, 90_000);

test.each([['SIGTERM', () => one], ['SIGINT', () => two]] as [NodeJS.Signals, () => Instance][])(
  '%s stops all of it within ten seconds and leaves no process and no hold', async (signal, which) => {
    const instance = which();
    const pid = instance.process.pid ?? 0;
    expect(processesOf(pid, instance.folder).length).toBeGreaterThanOrEqual(3);
    const open = await fetch(`${instance.url}/api/live`, { headers: { cookie: (await signIn(instance)).headers.get('set-cookie')?.split(';')[0] ?? '' } });
    instance.process.kill(signal);
    // Twice, as a terminal and a launcher do.
    instance.process.kill(signal);
    const late = new Promise<'late'>((done) => setTimeout(() => done('late'), 10_000).unref());
    expect(await Promise.race([instance.ended, late]), instance.out()).toBe(0);
    await open.body?.cancel().catch(() => undefined);
    expect(processesOf(pid, instance.folder)).toEqual([]);
    expect(fs.existsSync(path.join(instance.folder, 'held-by'))).toBe(false);
    expect(instance.out()).not.toContain('正在重新启动');
  }, 60_000);

test('told to stop while it starts it stops, and leaves nothing', async () => {
  const instance = start(one.folder, await freePort());
  const pid = instance.process.pid ?? 0;
  while (!processesOf(pid, one.folder).some((line) => line.includes('postgres'))) {
    await new Promise((next) => setTimeout(next, 20));
  }
  instance.process.kill('SIGTERM');
  expect(await instance.ended).not.toBeNull();
  expect(processesOf(pid, one.folder)).toEqual([]);
  expect(fs.existsSync(path.join(one.folder, 'held-by'))).toBe(false);
}, 60_000);

test('a folder with demonstration accounts is not opened to others, also without their being made', async () => {
  const instance = start(one.folder, await freePort(), { HOST: '0.0.0.0', BANTUO_DEMO: '0' });
  expect(await instance.ended).toBe(1);
  expect(instance.out()).toMatch(/密码是公开的，所以没有启动.*BANTUO_VAR 指定一个新的数据文件夹/s);
  expect(processesOf(instance.process.pid ?? 0, one.folder)).toEqual([]);
}, 60_000);
