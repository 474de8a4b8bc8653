/**
 * Processes are killed (SIGKILL) at random moments under clients that retry with the same key:
 * afterwards everything that was answered is there once, nothing is half done, all came back by itself.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '#base';
import { demoPassword, demoPeople } from '#identity';
import { filled } from '../catalogue/filled.ts';
import { freePort } from '../tests/fleet.ts';

const kills = Number(process.env['BANTUO_KILLS'] ?? 20);
const clients = 32;
const seed = Number(process.env['BANTUO_SEED'] ?? crypto.randomInt(2 ** 31));

/** A small generator with a seed, so that a run can be repeated in its choices. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-kill-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  PORT: String(port),
  BANTUO_VAR: folder,
  BANTUO_LOG: 'silent',
  BANTUO_URL: url,
  DATABASE_URL: '',
};
let parent: ChildProcess;

beforeAll(async () => {
  process.stdout.write(`kill test: seed ${seed}\n`);
  parent = spawn(process.execPath, [path.join(root, 'cli/bantuo.ts'), 'start'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await until(
    async () => (await fetch(`${url}/api/health`).catch(() => undefined))?.ok ?? false,
    280_000,
  );
}, 300_000);

afterAll(async () => {
  parent.kill('SIGTERM');
  await new Promise((done) => parent.once('exit', done));
  const id = fs.readFileSync(path.join(folder, 'postgres-id'), 'utf8').trim();
  for (const place of [folder, path.join('/var/lib/bantuo', id)])
    fs.rmSync(place, { recursive: true, force: true });
}, 60_000);

async function until(
  holds: () => Promise<boolean>,
  within: number,
  so = (): string => '',
): Promise<void> {
  const end = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${so()}`);
    await new Promise((next) => setTimeout(next, 200));
  }
}

/** Pids below the parent whose command line holds the text. */
function childrenOf(text: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
        return (
          Number(stat?.[1]) === parent.pid &&
          fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
        );
      } catch {
        return false;
      }
    });
}

type Session = { cookie: string; csrf: string };
type Body = Record<string, unknown> & { error?: { code: string; message: string } };

/** A request that is sent again, with the same key, until somebody answers it (as our page does). */
async function insist(
  session: Session,
  method: string,
  at: string,
  more: { json?: unknown; file?: Buffer; version?: number } = {},
): Promise<{ status: number; body: Body; cookie: string }> {
  const key = crypto.randomUUID();
  for (let attempt = 0; attempt < 300; attempt++) {
    try {
      const response = await fetch(`${url}${at}`, {
        method,
        signal: AbortSignal.timeout(20_000),
        headers: {
          'content-type': more.file ? 'application/pdf' : 'application/json',
          cookie: session.cookie,
          'x-csrf': session.csrf,
          'idempotency-key': key,
          ...(more.version === undefined ? {} : { 'if-match': String(more.version) }),
        },
        ...(method === 'GET'
          ? {}
          : { body: more.file ? new Uint8Array(more.file) : JSON.stringify(more.json ?? {}) }),
      });
      const body = (await response.json()) as Body;
      if (response.status < 500 && response.status !== 429) {
        return {
          status: response.status,
          body,
          cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '',
        };
      }
      // Away for a moment is 503; any other 5xx is our fault and must not happen.
      if (response.status !== 503 && response.status !== 429)
        throw new Fault(`${at}: ${JSON.stringify(body)}`);
    } catch (error) {
      if (error instanceof Fault) throw error;
    }
    await new Promise((next) => setTimeout(next, 150 + random() * 200));
  }
  throw new Error(`${at}: no answer after 300 tries`);
}

class Fault extends Error {}

async function signIn(account: string): Promise<Session> {
  const { status, body, cookie } = await insist(
    { cookie: '', csrf: '' },
    'POST',
    '/api/identity/sign-in',
    { json: { account, password: demoPassword } },
  );
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { cookie, csrf: String(body['csrf']) };
}

type Done = { filed: string[]; settled: string[] };

/** One application after another: draft, facts, submit, settle. What was answered 2xx is written down. */
async function client(
  n: number,
  who: { senior: Session; clerk: Session },
  done: Done,
  over: () => boolean,
): Promise<void> {
  const facts = Object.fromEntries(
    Object.entries(filled['senior-meals']?.facts ?? {}).filter(
      ([at]) => !/^applicant\.(name|id-number|birth-date)$/.test(at),
    ),
  );
  while (!over()) {
    const draft = await insist(who.senior, 'POST', '/api/cases/drafts', {
      json: { item: 'senior-meals' },
    });
    expect(draft.status, JSON.stringify(draft.body)).toBe(200);
    const id = String(draft.body['id']);
    const saved = await insist(who.senior, 'PATCH', `/api/cases/drafts/${id}`, {
      version: Number(draft.body['version']),
      json: {
        facts: {
          ...facts,
          'applicant.account-holder': demoPeople.senior.name,
          'applicant.residence-street': '310107022',
        },
      },
    });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    for (const lack of (saved.body['missing'] as { kind: string; on: string }[]).filter(
      (m) => m.kind === 'material',
    )) {
      const { smallPdf } = await import('../tests/people.ts');
      const sent = await insist(
        who.senior,
        'POST',
        `/api/cases/drafts/${id}/documents?material=${lack.on}&index=0&name=${n}.pdf`,
        { file: smallPdf(3000, id) },
      );
      expect(sent.status, JSON.stringify(sent.body)).toBe(200);
    }
    const filed = await insist(who.senior, 'POST', `/api/cases/drafts/${id}/submit`, {
      json: { declared: true, again: true },
    });
    expect(filed.status, JSON.stringify(filed.body)).toBe(200);
    done.filed.push(String(filed.body['case']));
    if (random() < 0.7) {
      const settled = await insist(
        who.clerk,
        'POST',
        `/api/cases/${String(filed.body['case'])}/settle`,
      );
      expect(settled.status, JSON.stringify(settled.body)).toBe(200);
      done.settled.push(String(filed.body['case']));
    }
  }
}

/** The longest time until all was up again, in milliseconds; told, not judged. */
let longest = 0;

/** Kills one process of ours and waits until all is up again. */
async function killOne(): Promise<string> {
  const kind =
    ['server/main.ts', 'server/worker.ts', 'postgres'][Math.floor(random() * 3)] ?? 'postgres';
  const [pid] = childrenOf(kind);
  if (pid === undefined) return 'none';
  process.kill(pid, 'SIGKILL');
  const began = Date.now();
  await until(
    async () => (await fetch(`${url}/api/health`).catch(() => undefined))?.ok ?? false,
    90_000,
  );
  longest = Math.max(longest, Date.now() - began);
  return kind;
}

test(`${kills} SIGKILLs under ${clients} clients lose nothing and double nothing`, async () => {
  const who = {
    senior: await signIn(demoPeople.senior.phone),
    clerk: await signIn('zhenru.clerk'),
  };
  const done: Done = { filed: [], settled: [] };
  let ended = false;
  const running = Promise.all(
    Array.from({ length: clients }, (_, n) => client(n, who, done, () => ended)),
  );
  running.catch(() => undefined);
  const killed: Record<string, number> = {};
  for (let i = 0; i < kills;) {
    await new Promise((next) => setTimeout(next, 200 + random() * 1000));
    const kind = await killOne();
    if (kind === 'none') continue;
    killed[kind] = (killed[kind] ?? 0) + 1;
    i += 1;
  }
  ended = true;
  await running;
  process.stdout.write(
    `killed ${JSON.stringify(killed)}; ${done.filed.length} filed, ${done.settled.length} settled; `
      + `up again after at most ${(longest / 1000).toFixed(1)} s\n`,
  );
  expect(done.filed.length).toBeGreaterThan(clients);
  expect(new Set(done.filed).size).toBe(done.filed.length);
  let left = '';
  await until(
    async () => {
      const { queued, writing } = await census();
      left = `${queued} queued, ${writing} being written`;
      return queued === 0 && writing === 0;
    },
    300_000,
    () => left,
  );
  const now = await census();
  expect(now.cases.sort()).toEqual(done.filed.toSorted());
  expect(now.closed.sort()).toEqual(done.settled.toSorted());
  expect(await auditOutside()).toEqual({ code: 0, faults: [] });
}, 520_000);

/** What the database holds, looked at from outside the running processes. */
async function census(): Promise<{
  cases: string[];
  closed: string[];
  queued: number;
  writing: number;
}> {
  const { withDb } = await import('../cli/with-db.ts');
  const { sql } = await import('#base');
  const before = process.env['BANTUO_VAR'];
  process.env['BANTUO_VAR'] = folder;
  try {
    return await withDb(async (db) => {
      const { rows: cases } = await sql<{
        id: string;
        state: string;
      }>`select id, state from cases.case`.execute(db);
      const { rows: left } = await sql<{ queued: number; writing: number }>`select
        (select count(*) from cases.paper where file is null)
        + (select count(*) from licences.licence where file is null)
        + (select count(*) from base.outbox) as queued,
        (select count(*) from base.file where state = 'writing') as writing`.execute(db);
      return {
        cases: cases.map((c) => c.id),
        closed: cases.filter((c) => c.state === 'licence-made').map((c) => c.id),
        queued: left[0]?.queued ?? -1,
        writing: left[0]?.writing ?? -1,
      };
    });
  } finally {
    if (before === undefined) delete process.env['BANTUO_VAR'];
    else process.env['BANTUO_VAR'] = before;
  }
}

function auditOutside(): Promise<{ code: number | null; faults: string[] }> {
  return new Promise((done) => {
    const run = spawn(process.execPath, [path.join(root, 'cli/bantuo.ts'), 'audit', '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    run.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    run.once('close', (code) =>
      done({ code, faults: (JSON.parse(out) as { faults: string[] }).faults }),
    );
  });
}
