/** `bantuo start`: database, migrations, catalogue, web and worker, and what to open. */
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  migrate, migrateJobs, openDb, readSecrets, readSettings, root, startPostgres, type Postgres, type Settings,
} from '#base';
import { hasDemo } from '#identity';
import { signer } from '#licences';
import { holdFolder } from './hold.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * Young garbage is collected early and often: uploads and answers are short-lived, and a web process
 * stays near 230 MB where V8's own choice let it grow to 390 MB, at the same speed (measured).
 */
export const memoryFlags = ['--max-semi-space-size=16', '--max-old-space-size=400'];

type Child = { stop: () => Promise<void> };

/** Runs one of our processes and starts it again when it ends by itself. */
async function keep(file: string, env: NodeJS.ProcessEnv, name: string): Promise<Child> {
  let stopping = false;
  let child: ChildProcess;
  const start = (): Promise<void> => {
    const born = Date.now();
    child = fork(path.join(root, file), { execArgv: memoryFlags, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    return new Promise((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => {
        reject(new Error(`${name} 没有起来（${code ?? '被中断'}），请看上面的说明。`));
        if (stopping) return;
        void sleep(Date.now() - born > 5000 ? 50 : 1000).then(() => {
          if (stopping) return;
          say(`${name}停了，正在重新启动。`);
          start().catch(() => undefined);
        });
      });
    });
  };
  await start();
  return {
    stop: () => new Promise((resolve) => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    }),
  };
}

/** A port that is taken is told; a moment is waited for what a killed start left behind to end. */
async function portFree(settings: Settings): Promise<void> {
  const { createServer } = await import('node:net');
  const taken = (): Promise<boolean> => new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true);
      else if (error.code === 'EACCES') reject(new Error(`没有权限使用端口 ${settings.port}。请换一个：PORT=8090 npm start`));
      else reject(new Error(`不能在 HOST=${settings.host} 上打开端口 ${settings.port}（${error.code ?? ''}），请检查。`));
    });
    probe.listen(settings.port, settings.host, () => probe.close(() => resolve(false)));
  });
  for (let i = 0; await taken(); i++) {
    if (i === 15) throw new Error(`端口 ${settings.port} 已经有别的程序在用。请换一个：PORT=8090 npm start`);
    await sleep(200);
  }
}

/** The demonstration's password is public: no other machine may come to it. */
function refuseOpenDemo(settings: Settings, demo: boolean): void {
  if (!demo || /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(settings.host)) return;
  throw new Error(`HOST=${settings.host} 会让别的机器也能打开，而演示账号的密码是公开的，所以没有启动。`
    + '只在本机看演示：去掉 HOST。正式使用：设 BANTUO_DEMO=0，并用 BANTUO_VAR 指定一个新的数据文件夹。');
}

/** What has been started so far. */
type Begun = { children: Child[]; postgres?: Postgres; release?: () => void; ending: boolean };

async function end(begun: Begun): Promise<void> {
  await Promise.all(begun.children.map((child) => child.stop()));
  await begun.postgres?.stop();
  begun.release?.();
}

async function startDatabase(settings: Settings, begun: Begun): Promise<string> {
  if (settings.databaseUrl) return settings.databaseUrl;
  begun.postgres = await startPostgres({ folder: settings.folder, say });
  const { url, movedTo } = begun.postgres;
  if (movedTo) say(`这个文件夹别的用户进不来，数据库的程序和数据放在 ${movedTo}。`);
  return url;
}

/** Step by step; told to stop meanwhile it goes no further. Gives the text about demo accounts. */
async function startAll(settings: Settings, begun: Begun): Promise<string | undefined> {
  const go = (): void => {
    if (begun.ending) throw new Error('没有启动完就被要求停止。');
  };
  begun.release = await holdFolder(settings.folder);
  await portFree(settings);
  readSecrets(settings);
  signer({ settings });
  const url = await startDatabase(settings, begun);
  go();
  const ran = await migrate(url);
  if (ran > 0) say(`数据库已准备好（执行了 ${ran} 个迁移）。`);
  await migrateJobs(url);
  refuseOpenDemo(settings, await demoThere(url));
  const { prepare } = await import('./prepare.ts');
  const accounts = await prepare(url, settings, say);
  go();
  const env = { ...process.env, BANTUO_DATABASE: url, NODE_ENV: 'production' };
  begun.children.push(...await Promise.all([
    keep('server/main.ts', env, '网页服务'), keep('server/worker.ts', env, '后台任务'),
  ]));
  go();
  return accounts;
}

async function demoThere(url: string): Promise<boolean> {
  const { db } = openDb({ url, max: 1 });
  try {
    return await hasDemo(db);
  } finally {
    await db.destroy();
  }
}

/** Starts all and stays until stopped. Throws with words for the operator when it cannot. */
export async function start(): Promise<void> {
  const began = Date.now();
  const settings = readSettings();
  refuseOpenDemo(settings, settings.demo);
  fs.mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
  const begun: Begun = { children: [], ending: false };
  let up = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (begun.ending) return;
      begun.ending = true;
      say('\n正在停止…');
      if (up) end(begun).then(() => process.exit(0), () => process.exit(1));
    });
  }
  let accounts: string | undefined;
  try {
    accounts = await startAll(settings, begun);
  } catch (error) {
    await end(begun);
    throw error;
  }
  up = true;
  say(`\n办妥已启动，用时 ${((Date.now() - began) / 1000).toFixed(1)} 秒：${settings.url}`);
  say(`工作台：${settings.url}/workbench/`);
  if (accounts) say(accounts);
  say('按 Ctrl+C 停止。');
}
