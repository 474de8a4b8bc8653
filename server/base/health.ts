/** /api/health and /api/live: what an operator and an open page ask of every process. */
import { z } from 'zod';
import type { Context } from './context.ts';
import { sql } from './db.ts';
import { endpointFor } from './endpoint.ts';
import type { Live } from './live.ts';
import { Refused } from './refused.ts';
import type { Caller, Endpoints } from './serve.ts';

const version = '0.1.0';
const startedAt = Date.now();

async function health(context: Context<Caller>): Promise<z.input<typeof healthOutput>> {
  let age: number | null;
  try {
    const { rows } = await sql<{ age: number | null }>`select
      extract(epoch from now() - max(at))::float8 as age from base.beat where role = 'worker'`
      .execute(context.db);
    age = rows[0]?.age ?? null;
  } catch {
    throw new Refused('database-away', 503, '数据库正在恢复，请稍等几秒再试。');
  }
  return {
    ok: true, version, database: 'up', clock: context.now.toISOString(), today: context.today,
    worker: age === null ? 'unknown' : age > 20 ? 'late' : 'up',
    upSeconds: Math.round((Date.now() - startedAt) / 1000),
  };
}

let leaving = false;

/** From now on /api/ready says no: whoever shares out requests sends them elsewhere. */
export function leave(): void {
  leaving = true;
}

/** Is this process on its way out? */
export const isLeaving = (): boolean => leaving;

async function ready(context: Context<Caller>): Promise<{ ok: boolean }> {
  if (leaving) {
    throw new Refused('leaving', 503, {
      zh: '这个进程正在停止，请换一个。', en: 'This process is stopping; ask another one.',
    });
  }
  await health(context);
  return { ok: true };
}

const healthOutput = z.object({
  ok: z.boolean(), version: z.string(), database: z.enum(['up', 'down']),
  worker: z.enum(['up', 'late', 'unknown']), clock: z.string(), today: z.string(), upSeconds: z.number(),
});

/** Base's own endpoints. Live events need the channels of the actor, which identity knows. */
export function baseEndpoints<Actor extends Caller>(
  live: Live, channels: (actor: Actor) => string[],
) {
  const endpoint = endpointFor<Actor, never>();
  return {
    'base.health': endpoint({
      method: 'GET', path: '/api/health', who: 'anyone',
      summary: { zh: '系统是否正常：数据库、后台任务、时钟', en: 'Is the system up: database, worker, clock' },
      input: z.object({}), output: healthOutput, refusals: [503], run: health,
    }),
    'base.ready': endpoint({
      method: 'GET', path: '/api/ready', who: 'anyone',
      summary: { zh: '能不能把请求交给这个进程（停止前先说不能）', en: 'May requests come to this process (says no before it stops)' },
      input: z.object({}), output: z.object({ ok: z.boolean() }), refusals: [503], run: ready,
    }),
    'base.live': endpoint({
      method: 'GET', path: '/api/live', who: 'signed-in', answer: 'stream',
      summary: { zh: '有新消息、办件有变化时通知打开的页面', en: 'Server-sent events for open pages' },
      input: z.object({}), output: z.object({}),
      run: async (context) => {
        live.open(context.reply.raw, channels(context.actor));
        return {};
      },
    }),
  } satisfies Endpoints<Actor>;
}
