/**
 * The guide over HTTP, no response cache, beside a bare Fastify handler that stringifies a prepared
 * answer of the same size for the same requests. `node bench/guide-http.ts [seconds a round]`
 * Goals: at least 0.5 of it for the median item, 0.3 for the largest.
 */
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fastify from 'fastify';
import { migrate, migrateJobs, readSettings, startPostgres } from '#base';
import { current, listItems } from '#catalogue';
import { guide, type Guide } from '#graph';
import type { Json } from '#rules';
import { prepare } from '../cli/prepare.ts';
import { makeApp } from '../server/app.ts';
import { openWorld } from '../server/world.ts';
import { factSets } from './fact-sets.ts';
import { hammer, request, spread } from './hammer.ts';

const setsPerItem = 1000;
const rounds = 7;
const connections = 16;

type Subject = { item: string; bytes: number; sets: Record<string, Json>[] };
type Ready = { ours: number; bare: number; subjects: Subject[] };

const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The process under test: our server, and the bare handler in the same process. */
async function serve(url: string, folder: string, seed: number): Promise<void> {
  const settings = { ...readSettings({}), folder, demo: true };
  const { world } = openWorld('bench', url, settings);
  const app = await makeApp({ world, databaseUrl: url });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const env = { today: world.clock.today(), calendar: world.calendar };
  const prepared = new Map<string, Guide>();
  const subjects: Subject[] = [];
  for (const { id } of await listItems(world)) {
    const open = await current(world, id);
    const sets = factSets(open, setsPerItem, seed);
    const answers = sets
      .map((facts) =>
        guide(
          open,
          Object.fromEntries(
            Object.entries(facts).map(([at, value]) => [
              at,
              { state: 'known', value, source: 'applicant', grade: 'D', on: env.today },
            ]),
          ),
          env,
        ),
      )
      .map((answer) => ({ answer, bytes: size(answer) }))
      .sort((a, b) => a.bytes - b.bytes);
    const middle = answers[Math.floor(answers.length / 2)];
    if (!middle) continue;
    prepared.set(id, structuredClone(middle.answer));
    subjects.push({ item: id, bytes: middle.bytes, sets });
  }
  const bare = fastify();
  bare.post<{ Params: { id: string } }>('/:id', async (asked, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(prepared.get(asked.params.id))),
  );
  await bare.listen({ host: '127.0.0.1', port: 0 });
  const port = (server: typeof bare | typeof app): number => {
    const at = server.server.address();
    return typeof at === 'object' && at ? at.port : 0;
  };
  process.send?.({ ours: port(app), bare: port(bare), subjects } satisfies Ready);
  process.on('disconnect', () => process.exit(0));
}

async function measure(ready: Ready, subject: Subject, seconds: number): Promise<number> {
  const ours = subject.sets.map((facts) =>
    request(`/api/catalogue/items/${subject.item}/guide`, { facts }),
  );
  const bare = subject.sets.map((facts) => request(`/${subject.item}`, { facts }));
  const once = await hammer({ port: ready.ours, requests: ours, connections, until: 'once' });
  if (once.failed > 0) throw new Error(`${once.failed} of ${once.answers} sets were refused`);
  const run = async (port: number, requests: Buffer[], until: number): Promise<number> => {
    const done = await hammer({ port, requests, connections, until });
    return done.answers / done.seconds;
  };
  await run(ready.ours, ours, seconds);
  await run(ready.bare, bare, seconds);
  const [a, b, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < rounds; i++) {
    a.push(await run(ready.ours, ours, seconds));
    b.push(await run(ready.bare, bare, seconds));
    ratios.push((a[i] as number) / (b[i] as number));
  }
  const line = (name: string, values: number[], digits: number): string => {
    const { median, least, most } = spread(values);
    const [m, l, h] = [median, least, most].map((n) => n.toFixed(digits));
    return `  ${name.padEnd(22)} ${m}  (${l} to ${h})`;
  };
  const kb = (subject.bytes / 1024).toFixed(1);
  console.log(
    `${subject.item}: ${subject.sets.length} fact sets, answer ${kb} KB, ` +
      `${rounds} rounds of ${seconds} s each, A-B-A-B`,
  );
  console.log(line('guide, answers/s', a, 0));
  console.log(line('bare handler, /s', b, 0));
  console.log(line('ratio', ratios, 2));
  return spread(ratios).median;
}

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 1.5);
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  console.log(`Guide over HTTP, ${connections} connections, seed ${seed}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-bench-'));
  fs.chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder });
  const child = { stop: (): void => undefined };
  try {
    await migrate(postgres.url);
    await migrateJobs(postgres.url);
    await prepare(postgres.url, { ...readSettings({}), folder, demo: true }, () => undefined);
    const process_ = fork(import.meta.filename, ['--serve', postgres.url, folder, String(seed)], {
      env: { ...process.env, BANTUO_LOG: 'silent', NODE_ENV: 'production' },
    });
    child.stop = () => void process_.kill();
    const ready = await new Promise<Ready>((resolve, reject) => {
      process_.once('message', (message) => resolve(message as Ready));
      process_.once('exit', (code) => reject(new Error(`the server ended (${code})`)));
    });
    const bySize = ready.subjects.toSorted((a, b) => a.bytes - b.bytes);
    const [median, largest] = [bySize[Math.floor((bySize.length - 1) / 2)], bySize.at(-1)];
    if (!median || !largest) throw new Error('the catalogue is empty');
    const m = await measure(ready, median, seconds);
    const l = await measure(ready, largest, seconds);
    console.log(
      `guide over HTTP / bare: median item ${m.toFixed(2)} (goal 0.50), ` +
        `largest item ${l.toFixed(2)} (goal 0.30)`,
    );
  } finally {
    child.stop();
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
    if (postgres.movedTo) fs.rmSync(postgres.movedTo, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--serve') {
  const [url = '', folder = '', seed = '1'] = process.argv.slice(3);
  await serve(url, folder, Number(seed));
} else await main();
