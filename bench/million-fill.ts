/**
 * Fills a town's database with cases over three years by SQL alone: models lived over HTTP, rows for
 * all of them made in PostgreSQL. Bytes of documents and papers are those of the models, shared by all.
 */
import fs from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { sql } from '#base';
import { caseNumber, creditCheck, organisationCheck } from '#graph';
import { ask, type Town } from './town.ts';
import { liveTo, type Cast, type Step } from './life-cycle.ts';
import { connect, load, type Took } from './million-load.ts';
import { modelOf, type Model } from './million-model.ts';

export type Size = { ended: number; open: number; largest: number; subjects: number };
export type Filled = { seconds: number; cases: number; acts: number; took: Took };

const openSteps: Step[] = ['received', 'accepted', 'in-review', 'decided'];

/** Where the open cases lie: the bench's officers work where the queue is longest. */
const longest = 'culture-tourism-bureau';
const others = [
  'health-commission', 'civil-affairs-bureau', 'data-bureau', 'caoyang-community-centre',
  'changfeng-community-centre', 'changshou-community-centre', 'ganquan-community-centre',
  'shiquan-community-centre', 'yichuan-community-centre', 'wanli-community-centre',
  'zhenru-community-centre', 'changzheng-community-centre', 'taopu-community-centre',
];

/** Makes them. Gives how long it took, models and indexes included, and what of it was spent on what. */
export async function fill(town: Town, cast: Cast, size: Size): Promise<Filled> {
  const began = performance.now();
  const models = await liveModels(town, cast);
  const took = await load(town, models, (client) => stage(town, client, size));
  const client = await connect(town);
  const { rows: [count] } = await client.query<{ cases: string; acts: string }>(
    'select (select count(*) from cases.case) as cases, (select count(*) from cases.action) as acts');
  await client.end();
  return {
    seconds: (performance.now() - began) / 1000, cases: Number(count?.cases), acts: Number(count?.acts), took,
  };
}

/** One case for each state, with four documents, lived over HTTP; the ended one is archived. */
async function liveModels(town: Town, cast: Cast): Promise<Model[]> {
  const key = town.opened.world.secrets.hmacKey;
  const worker = await town.startWorker();
  const closed = await liveTo(town, cast, 'closed', 4);
  const opens = [];
  for (const step of openSteps) opens.push({ step, id: await liveTo(town, cast, step, 4) });
  await papersMade(town);
  worker.kill('SIGTERM');
  await archived(town, closed);
  const client = await connect(town);
  const made = [await modelOf(client, { name: 'archived', id: closed, key })];
  for (const { step, id } of opens) made.push(await modelOf(client, { name: step, id, key }));
  await client.end();
  return made;
}

/** Waits until no paper and no licence of the models lacks its file. */
async function papersMade(town: Town): Promise<void> {
  for (let i = 0; i < 3000; i++) {
    const { rows } = await sql<{ n: number }>`select
      (select count(*) from cases.paper where file is null)
      + (select count(*) from licences.licence where file is null)
      + (select count(*) from base.outbox) as n`.execute(town.opened.world.db);
    if (rows[0]?.n === 0) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the papers of the models were not made');
}

/** The closed model is archived by the sweep, as it comes sixty days later, with its package. */
async function archived(town: Town, id: string): Promise<void> {
  const { archiveEnded } = await import('../server/cases/archive.ts');
  const { makePackages } = await import('../server/cases/make-package.ts');
  const { world } = town.opened;
  world.clock.advance({ days: 62 });
  await archiveEnded(world);
  await makePackages(world);
  world.clock.reset();
  const { rows } = await sql<{ state: string }>`select state from cases.case where id = ${id}`.execute(world.db);
  if (rows[0]?.state !== 'archived') throw new Error(`the model is ${rows[0]?.state}`);
}

const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const words = '安百宝滨博昌长诚春达德东方丰福光广海和恒宏鸿华汇嘉建金锦景康联隆美明宁浦荣瑞申盛'.match(/../g) ?? [];

/** A company that never was: its code bears XN, its name 样张. */
function company(i: number): { name: string; code: string } {
  // The first thousand are the demonstration's.
  const four = [3, 2, 1, 0].map((p) => letters[Math.floor((i + 1000) / 31 ** p) % 31]).join('');
  const organisation = `MAXN${four}`;
  const body = `91310107${organisation}${organisationCheck(organisation)}`;
  const [a, b, c] = [i % words.length, Math.floor(i / 7) % words.length, Math.floor(i / 131) % words.length];
  return { name: `样张${words[a]}${words[b]}${words[c]}有限公司`, code: body + creditCheck(body) };
}

/** A number that looks as if thrown, the same each time. */
const thrown = (n: number, most: number): number => ((Math.imul(n ^ 0x9e37, 0x85ebca6b) >>> 0) % 1_000_003) % most;

/** The table of all cases to be made, by COPY; gives what brings their subjects in the same way. */
async function stage(
  town: Town, client: pg.Client, size: Size,
): Promise<(on: pg.Client) => Promise<void>> {
  const subjects = Math.min(size.subjects, size.ended + size.open);
  const today = town.opened.world.clock.today();
  const file = path.join(town.folder, 'made.copy');
  const { rows: units } = await client.query<{ id: string; path: string; name: string }>(
    'select id, path, name::text as name from identity.unit');
  const unitOf = new Map(units.map((u) => [u.id, u]));
  await client.query(`create schema made; create unlogged table made.bench (n int, model text, id uuid, number text,
    subject uuid, name text, code text, unit text, unit_path text, unit_name jsonb, shift int, second interval)`);
  // So many days of filing that a day's statement makes about a thousand.
  const filingDays = Math.max(10, Math.min(1033, Math.round(size.ended / 950)));
  await copy(client, file, {
    table: 'made.bench', rows: size.ended + size.open,
    line: (n) => {
      const open = n - size.ended;
      // Which unit: of the open cases so many lie where the queue is longest, the rest evenly.
      const share = (of: number): number => Math.floor((of * size.largest) / size.open);
      const here = open < 0 ? thrown(n, 100) < 15 : share(open + 1) > share(open);
      const unit = unitOf.get(here ? longest : others[thrown(n, others.length)] ?? longest);
      const model = open < 0 ? 'archived' : openSteps[Math.min(3, Math.floor((open * 4) / size.open))] ?? '';
      const shift = open < 0 ? 62 + thrown(n, filingDays) * Math.floor(1033 / filingDays)
        : thrown(n, model === 'received' ? 5 : 14);
      const s = n % subjects;
      const filed = new Date(Date.parse(today) - shift * 86_400_000).toISOString().slice(0, 10);
      const number = caseNumber({ area: '310107', date: filed, channel: '1', sequence: 10_000_000 + n });
      return [String(n), model, uuid('c', n), number,
        uuid('s', s), company(s).name, company(s).code, unit?.id ?? '', unit?.path ?? '', unit?.name ?? '',
        String(shift), `${thrown(n, 20_000)} seconds`];
    },
  });
  await client.query('create index on made.bench (model, shift); analyze made.bench');
  return (on) => copy(on, `${file}-subjects`, {
    table: 'identity.subject (id, kind, name, credit_code, proofing)', rows: subjects,
    line: (i) => [uuid('s', i), 'organisation', company(i).name, company(i).code, 'demo'],
  });
}

const uuid = (kind: string, n: number): string => {
  const mixed = (Math.imul(n + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${mixed}-${kind === 's' ? '5' : 'c'}000-4000-8000-${n.toString(16).padStart(12, '0')}`;
};

async function copy(
  client: pg.Client, file: string, what: { table: string; rows: number; line: (i: number) => string[] },
): Promise<void> {
  const out = fs.openSync(file, 'w', 0o644);
  for (let from = 0; from < what.rows; from += 20_000) {
    const lines: string[] = [];
    for (let i = from; i < Math.min(what.rows, from + 20_000); i++) {
      lines.push(what.line(i).map((cell) => cell.replaceAll('\\', '\\\\')).join('\t'));
    }
    fs.writeSync(out, `${lines.join('\n')}\n`);
  }
  fs.closeSync(out);
  fs.chmodSync(path.dirname(file), 0o755);
  await client.query(`copy ${what.table} from '${file}'`);
  fs.rmSync(file);
}

/** The bench's officers still get an answer: nothing was left locked. */
export async function alive(town: Town, cast: Cast): Promise<boolean> {
  return (await ask(town, cast.clerk, { method: 'GET', path: '/api/cases/queue' })).status === 200;
}
