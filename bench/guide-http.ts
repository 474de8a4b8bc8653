/**
 * The guide over HTTP, no response cache, beside a bare Fastify handler that stringifies a prepared
 * answer of the same size for the same requests. `node bench/guide-http.ts [seconds a round]`
 * Goals: at least 0.5 of it for the median item, 0.3 for the largest. The processor time of the
 * server is printed too: it hardly moves where the machine has other work.
 */
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrate, migrateJobs, readSettings, startPostgres } from '#base';
import { prepare } from '../cli/prepare.ts';
import type { Cpu, Ready, Subject } from './guide-server.ts';
import { hammer, request, spread } from './hammer.ts';

const rounds = 9;
const connections = 16;

type Run = { rate: number; cpu: number };

/** Microseconds of processor the server has used up to now. */
function cpuOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    server.once('message', (message) => resolve((message as Cpu).cpu));
    server.send('cpu');
  });
}

function line(name: string, values: number[], digits: number): string {
  const { median, least, most } = spread(values);
  const [m, l, h] = [median, least, most].map((n) => n.toFixed(digits));
  return `  ${name.padEnd(32)} ${m}  (${l} to ${h})`;
}

type Measured = { server: ChildProcess; ready: Ready; subject: Subject; seconds: number };

async function measure({ server, ready, subject, seconds }: Measured): Promise<number> {
  const at = `/api/catalogue/items/${subject.item}/guide`;
  const ours = subject.sets.map((facts) => request(at, { facts }));
  const bare = subject.sets.map((facts) => request(`/${subject.item}`, { facts }));
  const once = await hammer({ port: ready.ours, requests: ours, connections, until: 'once' });
  if (once.failed > 0) throw new Error(`${once.failed} of ${once.answers} sets were refused`);
  const run = async (port: number, requests: Buffer[]): Promise<Run> => {
    const before = await cpuOf(server);
    const done = await hammer({ port, requests, connections, until: seconds });
    if (done.failed > 0) throw new Error(`${done.failed} answers were refused`);
    const cpu = ((await cpuOf(server)) - before) / done.answers;
    return { rate: done.answers / done.seconds, cpu };
  };
  await run(ready.ours, ours);
  await run(ready.bare, bare);
  const pairs: { a: Run; b: Run }[] = [];
  for (let i = 0; i < rounds; i++) {
    pairs.push({ a: await run(ready.ours, ours), b: await run(ready.bare, bare) });
  }
  const kb = (subject.bytes / 1024).toFixed(1);
  const ratios = pairs.map(({ a, b }) => a.rate / b.rate);
  console.log(
    `${subject.item}: ${subject.sets.length} fact sets, answer ${kb} KB, ` +
      `${rounds} rounds of ${seconds} s each, A-B-A-B`,
  );
  console.log(
    line(
      'guide, answers/s',
      pairs.map(({ a }) => a.rate),
      0,
    ),
  );
  console.log(
    line(
      'bare handler, answers/s',
      pairs.map(({ b }) => b.rate),
      0,
    ),
  );
  console.log(line('ratio of rates', ratios, 2));
  console.log(
    line(
      'guide, processor µs/answer',
      pairs.map(({ a }) => a.cpu),
      0,
    ),
  );
  console.log(
    line(
      'bare handler, processor µs/answer',
      pairs.map(({ b }) => b.cpu),
      0,
    ),
  );
  console.log(
    line(
      'ratio of processor time',
      pairs.map(({ a, b }) => b.cpu / a.cpu),
      2,
    ),
  );
  return spread(ratios).median;
}

async function measureItems(server: ChildProcess, seconds: number): Promise<void> {
  const ready = await new Promise<Ready>((resolve, reject) => {
    server.once('message', (message) => resolve(message as Ready));
    server.once('exit', (code) => reject(new Error(`the server ended (${code})`)));
  });
  const bySize = ready.subjects.toSorted((a, b) => a.bytes - b.bytes);
  const [median, largest] = [bySize[Math.floor((bySize.length - 1) / 2)], bySize.at(-1)];
  if (!median || !largest) throw new Error('the catalogue is empty');
  const m = await measure({ server, ready, subject: median, seconds });
  const l = await measure({ server, ready, subject: largest, seconds });
  console.log(
    `guide over HTTP / bare handler: median item ${m.toFixed(2)} (goal 0.50), ` +
      `largest item ${l.toFixed(2)} (goal 0.30)`,
  );
}

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 1);
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  console.log(`Guide over HTTP, ${connections} connections, seed ${seed}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-bench-'));
  fs.chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder });
  let server: ChildProcess | undefined;
  try {
    await migrate(postgres.url);
    await migrateJobs(postgres.url);
    await prepare(postgres.url, { ...readSettings({}), folder, demo: true }, () => undefined);
    const file = path.join(import.meta.dirname, 'guide-server.ts');
    server = fork(file, [postgres.url, folder, String(seed)], {
      env: { ...process.env, BANTUO_LOG: 'silent', NODE_ENV: 'production' },
    });
    await measureItems(server, seconds);
  } finally {
    if (server?.connected) server.disconnect();
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
    if (postgres.movedTo) fs.rmSync(postgres.movedTo, { recursive: true, force: true });
  }
}

await main();
