/** `bantuo start`: database, migrations, catalogue, web and worker, and what to open. */
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, migrateJobs, readSecrets, readSettings, root, startPostgres, type Settings } from '#base';
import { signer } from '#licences';
import { holdFolder } from './hold.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

type Child = { stop: () => Promise<void> };

/** Runs one of our processes and starts it again when it ends by itself. */
async function keep(file: string, env: NodeJS.ProcessEnv, name: string): Promise<Child> {
  let stopping = false;
  let child: ChildProcess;
  const start = (): Promise<void> => {
    const born = Date.now();
    child = fork(path.join(root, file), { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    return new Promise((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => {
        reject(new Error(`${name} 没有起来（${code ?? '被中断'}），请看上面的说明。`));
        if (stopping || Date.now() - born < 0) return;
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

/** A port that is taken is told before anything is started. */
async function portFree(settings: Settings): Promise<void> {
  const { createServer } = await import('node:net');
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE'
      ? new Error(`端口 ${settings.port} 已经有别的程序在用。请换一个：PORT=8090 npm start`)
      : error));
    probe.listen(settings.port, settings.host, () => probe.close(() => resolve()));
  });
}

/** Starts all and stays until stopped. Throws with words for the operator when it cannot. */
export async function start(): Promise<void> {
  const began = Date.now();
  const settings = readSettings();
  fs.mkdirSync(settings.folder, { recursive: true, mode: 0o700 });
  const release = await holdFolder(settings.folder);
  await portFree(settings);
  readSecrets(settings);
  signer({ settings });
  const postgres = settings.databaseUrl ? undefined : await startPostgres({ folder: settings.folder, say });
  if (postgres?.movedTo) {
    say(`这个文件夹别的用户进不来，数据库的程序和数据放在 ${postgres.movedTo}。`);
  }
  const url = settings.databaseUrl ?? postgres?.url ?? '';
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
    await postgres?.stop();
    release();
  };
  try {
    const ran = await migrate(url);
    if (ran > 0) say(`数据库已准备好（执行了 ${ran} 个迁移）。`);
    await migrateJobs(url);
    const { prepare } = await import('./prepare.ts');
    const accounts = await prepare(url, settings, say);
    const env = { ...process.env, BANTUO_DATABASE: url, NODE_ENV: 'production' };
    children.push(...await Promise.all([
      keep('server/main.ts', env, '网页服务'), keep('server/worker.ts', env, '后台任务'),
    ]));
    say(`\n办妥已启动，用时 ${((Date.now() - began) / 1000).toFixed(1)} 秒：${settings.url}`);
    say(`工作台：${settings.url}/workbench/`);
    if (accounts) say(accounts);
    say('按 Ctrl+C 停止。');
  } catch (error) {
    await stop();
    throw error;
  }
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      say('\n正在停止…');
      stop().then(() => process.exit(0), () => process.exit(1));
    });
  }
}
