/** The process the guide bench measures: our server, and a bare handler beside it. */
import type { Server } from 'node:http';
import fastify from 'fastify';
import { readSettings } from '#base';
import { current, listItems } from '#catalogue';
import { guide, type Facts, type Guide, type OpenItem } from '#graph';
import type { Json } from '#rules';
import { makeApp } from '../server/app.ts';
import { openWorld } from '../server/world.ts';
import { factSets } from './fact-sets.ts';

const setsPerItem = 1000;

export type Subject = { item: string; bytes: number; sets: Record<string, Json>[] };
export type Ready = { ours: number; bare: number; subjects: Subject[] };
/** Answer to the message `cpu`: microseconds of processor this process has used. */
export type Cpu = { cpu: number };

type Env = Parameters<typeof guide>[2];

/** The answer of middle size among those to the sets, and its size in bytes. */
function middleAnswer(
  open: OpenItem,
  sets: Record<string, Json>[],
  env: Env,
): { answer: Guide; bytes: number } | undefined {
  const known = (given: Record<string, Json>): Facts =>
    Object.fromEntries(
      Object.entries(given).map(([at, value]) => [
        at,
        { state: 'known', value, source: 'applicant', grade: 'D', on: env.today },
      ]),
    );
  const answers = sets
    .map((given) => guide(open, known(given), env))
    .map((answer) => ({ answer, bytes: Buffer.byteLength(JSON.stringify(answer)) }))
    .sort((a, b) => a.bytes - b.bytes);
  return answers[Math.floor(answers.length / 2)];
}

function portOf(server: { server: Server }): number {
  const at = server.server.address();
  return typeof at === 'object' && at ? at.port : 0;
}

async function serve(url: string, folder: string, seed: number): Promise<void> {
  const { world } = openWorld('bench', url, { ...readSettings({}), folder, demo: true });
  const app = await makeApp({ world, databaseUrl: url });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const env = { today: world.clock.today(), calendar: world.calendar };
  const prepared = new Map<string, Guide>();
  const subjects: Subject[] = [];
  for (const { id } of await listItems(world)) {
    const open = await current(world, id);
    const sets = factSets(open, setsPerItem, seed);
    const middle = middleAnswer(open, sets, env);
    if (!middle) continue;
    // A copy of its own: shared parts would be no harder to write, but let nobody wonder.
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
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system } satisfies Cpu);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ours: portOf(app), bare: portOf(bare), subjects } satisfies Ready);
}

const [url = '', folder = '', seed = '1'] = process.argv.slice(2);
await serve(url, folder, Number(seed));
