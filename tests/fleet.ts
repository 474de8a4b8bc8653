/** Several web and worker processes on one database, behind something that shares out requests. */
import { fork, type ChildProcess } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, migrateJobs, readSettings, root, startPostgres } from '#base';
import { prepare } from '../cli/prepare.ts';

export type Fleet = {
  /** Of who shares out. */
  url: string;
  databaseUrl: string;
  folder: string;
  members: readonly string[];
  /** Asks one to stop, waits until it did, starts it again, waits until it answers. */
  restart: (member: string) => Promise<void>;
  stop: () => Promise<void>;
};

type Member = {
  name: string;
  file: string;
  port: number;
  child: ChildProcess | undefined;
  ready: boolean;
};

/** Seconds a web process still answers after it was asked to stop; who shares out looks far more often. */
const drain = 5;

/** Below those that the system gives to whoever connects somewhere: nobody takes it before we do. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = crypto.randomInt(10_000, 30_000);
    const probe = http.createServer();
    const free = await new Promise<boolean>((done) => {
      probe.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true));
    });
    if (!free) continue;
    await new Promise((done) => probe.close(done));
    return port;
  }
}

async function startMember(member: Member, env: NodeJS.ProcessEnv): Promise<void> {
  member.child = fork(path.join(root, member.file), {
    env: { ...env, PORT: String(member.port) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((done, failed) => {
    member.child?.once('message', () => done());
    member.child?.once('exit', (code) =>
      failed(new Error(`${member.name} ended with ${code ?? 'a signal'}`)),
    );
  });
}

async function endMember(member: Member): Promise<void> {
  const { child } = member;
  if (!child || child.exitCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

/** Shares out by turns among those that say they are ready. Nothing is tried a second time. */
function share(members: readonly Member[]): { server: http.Server; stop: () => void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 200 });
  let turn = 0;
  const look = setInterval(() => {
    for (const member of members) {
      http
        .get(
          { host: '127.0.0.1', port: member.port, path: '/api/ready', agent: false, timeout: 1000 },
          (answer) => {
            answer.resume();
            member.ready = answer.statusCode === 200;
          },
        )
        .on('error', () => (member.ready = false));
    }
  }, 150);
  const server = http.createServer((request, reply) => {
    const ready = members.filter((member) => member.ready);
    const to = ready[turn++ % Math.max(1, ready.length)];
    if (!to) {
      reply.writeHead(502).end();
      return;
    }
    const { headers, method, url } = request;
    const onward = http.request(
      { host: '127.0.0.1', port: to.port, path: url, method, headers, agent },
      (answer) => {
        reply.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(reply);
      },
    );
    onward.on('error', () => {
      if (reply.headersSent) reply.destroy();
      else reply.writeHead(502).end();
    });
    request.pipe(onward);
  });
  server.keepAliveTimeout = 60_000;
  return {
    server,
    stop: () => {
      clearInterval(look);
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts them over a database of their own with the demonstration in it. */
export async function startFleet(size: { webs: number; workers: number }): Promise<Fleet> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-fleet-'));
  const postgres = await startPostgres({ folder, config: { max_connections: '150' } });
  await migrate(postgres.url);
  await migrateJobs(postgres.url);
  const { catalogue } = readSettings();
  await prepare(
    postgres.url,
    { ...readSettings({ BANTUO_VAR: folder }), catalogue },
    () => undefined,
  );
  const webs = await Promise.all(
    Array.from({ length: size.webs }, async (_, i): Promise<Member> => ({
      name: `web ${i + 1}`,
      file: 'server/main.ts',
      port: await freePort(),
      child: undefined,
      ready: false,
    })),
  );
  const workers = Array.from({ length: size.workers }, (_, i): Member => ({
    name: `worker ${i + 1}`,
    file: 'server/worker.ts',
    port: 1,
    child: undefined,
    ready: true,
  }));
  const all = [...webs, ...workers];
  const sharing = share(webs);
  await new Promise<void>((done) => sharing.server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(sharing.server.address() as AddressInfo).port}`;
  const env = {
    ...process.env,
    BANTUO_VAR: folder,
    BANTUO_DATABASE: postgres.url,
    BANTUO_URL: url,
    BANTUO_DRAIN_SECONDS: String(drain),
    BANTUO_LOG: process.env['BANTUO_LOG'] ?? 'silent',
    NODE_ENV: 'production',
  };
  delete (env as NodeJS.ProcessEnv)['DATABASE_URL'];
  const untilReady = async (member: Member): Promise<void> => {
    for (const end = Date.now() + 90_000; !member.ready; await sleep(50)) {
      if (Date.now() > end) throw new Error(`${member.name} is not ready`);
    }
  };
  await Promise.all(all.map((member) => startMember(member, env)));
  await Promise.all(webs.map(untilReady));
  return {
    url,
    databaseUrl: postgres.url,
    folder,
    members: all.map(({ name }) => name),
    restart: async (name) => {
      const member = all.find((one) => one.name === name);
      if (!member) throw new Error(`no member ${name}`);
      await endMember(member);
      if (webs.includes(member)) member.ready = false;
      await startMember(member, env);
      await untilReady(member);
    },
    stop: async () => {
      await Promise.all(all.map(endMember));
      sharing.stop();
      await postgres.stop();
      for (const at of [folder, ...(postgres.movedTo ? [postgres.movedTo] : [])])
        fs.rmSync(at, { recursive: true, force: true });
    },
  };
}
