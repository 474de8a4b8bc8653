/**
 * Submit over HTTP beside a bare Fastify route that runs the same SQL through the same pool (goal ≥ 0.4):
 * the statements of real submits are recorded with their values and played again, in the same process.
 */
import crypto from 'node:crypto';
import http from 'node:http';
import fastify from 'fastify';
import type pg from 'pg';
import { readSettings } from '#base';
import { filled } from '../catalogue/filled.ts';
import { makeApp } from '../server/app.ts';
import { openWorld } from '../server/world.ts';
import { smallPdf } from '../tests/people.ts';
import { spread } from './hammer.ts';
import { assemble } from './life-cycle.ts';
import { ask, benchItem, startTown, type Session, type Town } from './town.ts';

const rounds = Number(process.argv[2] ?? 7);
const perRound = Number(process.argv[3] ?? 60);
const together = 8;

const facts = Object.fromEntries(Object.entries(filled['commercial-performance']?.facts ?? {})
  .filter(([at]) => !/^company\.(name|credit-code)$/.test(at)));

/** A draft that lacks nothing. */
async function readyDraft(town: Pick<Town, 'url'>, session: Session): Promise<string> {
  const begun = await ask(town, session, { method: 'POST', path: '/api/cases/drafts', json: { item: benchItem } });
  const id = String(begun.body['id']);
  await ask(town, session, {
    method: 'PATCH', path: `/api/cases/drafts/${id}`, version: Number(begun.body['version']), json: { facts },
  });
  await ask(town, session, {
    method: 'POST', file: smallPdf(2000, id),
    path: `/api/cases/drafts/${id}/documents?material=programme&index=0&name=programme.pdf`,
  });
  return id;
}

type Statement = { text: string; values: unknown[] };

/** Statements of one submit, recorded at the pool's connections. */
function recorder(pool: pg.Pool): { start: () => void; stop: () => Statement[] } {
  let into: Statement[] | undefined;
  pool.on('connect', (client) => {
    const real = client.query.bind(client) as (...given: unknown[]) => unknown;
    const query = (...given: unknown[]): unknown => {
      const [text, values] = given as [string, unknown[]?];
      if (into) into.push({ text, values: values ?? [] });
      return real(...given);
    };
    Object.defineProperty(client, 'query', { value: query });
  });
  return {
    start: () => { into = []; },
    stop: () => {
      const found = into ?? [];
      into = undefined;
      return found;
    },
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The same statements for another draft: new ids where this submit made new ones, one mapping for all. */
function again(statements: Statement[], fresh: Map<string, string>): Statement[] {
  const swap = (text: string): string => {
    let out = text;
    for (const [from, to] of fresh) out = out.replaceAll(from, to);
    return out;
  };
  return statements.map(({ text, values }) => ({
    text,
    values: values.map((v) => (typeof v === 'string' ? swap(v)
      : Array.isArray(v) ? v.map((x) => (typeof x === 'string' ? swap(x) : x)) : v)),
  }));
}

const town = await startTown();
const own = openWorld('bench', town.databaseUrl, { ...readSettings({}), folder: town.folder, demo: true });
const tape = recorder(own.pool);
const app = await makeApp({ world: own.world, databaseUrl: town.databaseUrl });
const url = await app.listen({ host: '127.0.0.1', port: 0 });
const here = { url };
try {
  const { company } = await assemble(town);
  const sample = await readyDraft(town, company);
  await ask(here, company, { method: 'GET', path: '/api/identity/me' });
  tape.start();
  const first = await ask(here, company,
    { method: 'POST', path: `/api/cases/drafts/${sample}/submit`, json: { declared: true, again: true } });
  const recorded = tape.stop();
  if (first.status !== 200) throw new Error(JSON.stringify(first.body));
  const made = String(first.body['case']);
  const number = String(first.body['number']);
  const ids = new Set(recorded.flatMap((s) => s.values.flatMap((v) => String(v).match(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [])));
  const { rows } = await own.pool.query<{ id: string }>(`select id::text from cases.paper where "case" = $1
    union select id::text from messages.message where case_id::text = $1::text`, [made]);
  const newIds = new Set([made, ...rows.map((r) => r.id)].filter((id) => ids.has(id) && uuid.test(id)));
  const key = recorded.find((s) => s.text.includes('base.idempotency'))?.values[2];
  process.stdout.write(`a submit runs ${recorded.length} statements\n`);

  const bare = fastify();
  let serial = 0;
  bare.post<{ Params: { id: string } }>('/:id', async (request, reply) => {
    serial += 1;
    const fresh = new Map<string, string>([...newIds].map((id) => [id, crypto.randomUUID()]));
    fresh.set(sample, request.params.id);
    fresh.set(number, `B${String(serial).padStart(7, '0')}${crypto.randomUUID().slice(0, 16)}`);
    fresh.set(number.slice(15, 23), `${serial}x${crypto.randomInt(1e9)}`);
    if (typeof key === 'string') fresh.set(key, crypto.randomUUID());
    const client = await own.pool.connect();
    try {
      for (const { text, values } of again(recorded, fresh)) {
        await (values.length > 0 ? client.query(text, values) : client.query(text));
      }
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
    return reply.type('application/json').send('{"ok":true}');
  });
  const floor = { url: await bare.listen({ host: '127.0.0.1', port: 0 }) };

  const round = async (submit: (id: string) => Promise<number>): Promise<number> => {
    const drafts: string[] = [];
    for (let i = 0; i < perRound; i += together) {
      drafts.push(...await Promise.all(Array.from({ length: together }, () => readyDraft(town, company))));
    }
    const began = performance.now();
    let next = 0;
    await Promise.all(Array.from({ length: together }, async () => {
      for (let id = drafts[next++]; id !== undefined; id = drafts[next++]) {
        const status = await submit(id);
        if (status !== 200) throw new Error(`answer ${status}`);
      }
    }));
    return drafts.length / ((performance.now() - began) / 1000);
  };
  const json = { declared: true, again: true };
  const ours = (id: string): Promise<number> => ask(here, company,
    { method: 'POST', path: `/api/cases/drafts/${id}/submit`, json }).then((r) => r.status);
  const theirs = (id: string): Promise<number> => ask(floor, company,
    { method: 'POST', path: `/${id}`, json: { declared: true } }).then((r) => r.status);
  await round(ours);
  await round(theirs);
  const [a, b]: [number[], number[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    a.push(await round(ours));
    b.push(await round(theirs));
  }
  const show = (v: number[], digits = 1): string => {
    const { median, least, most } = spread(v);
    return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
  };
  process.stdout.write(`submits/s ${show(a)}; bare route, same SQL, same pool ${show(b)}; `
    + `ratio ${show(a.map((v, i) => v / (b[i] ?? Number.NaN)), 2)}   goal ≥ 0.4\n`);
  await bare.close();
} finally {
  await app.close();
  await own.close();
  await town.close();
  http.globalAgent.destroy();
}
