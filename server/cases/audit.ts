/** Does everything still hold? Chains, checkpoints, the fold of the log, papers and files. */
import { chainFaults, checkpointFaults, makeCheckpoint, sql, type Head, type World } from '#base';
import { foldFaults, link } from './course.ts';
import type { Act, ActContent } from './fold.ts';
import type { CaseRow } from './store.ts';
import type { PromiseMove } from './promise-store.ts';
import { caseDigest, factsDigest } from './submit.ts';

type ActionRow = {
  case: string; seq: number; action: string; role: string; actor: string; actor_name: string;
  actor_unit: string | null; at: Date; state: string; salt: string | null; content: ActContent | null;
  digest: string; hash: string;
};

export type Audit = { cases: number; acts: number; faults: string[] };

/**
 * Goes through all cases, 500 at a time. Gives every fault with its place, in words.
 * @param options.sample only about so many of them, spread evenly over the ids
 */
export async function audit(world: World, options: { sample?: number } = {}): Promise<Audit> {
  const faults: string[] = [];
  let [cases, acts, after] = [0, 0, '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows: part } = await sql<CaseRow>`select * from cases.case where id > ${after}
      order by id limit ${options.sample === undefined ? 500 : 50}`.execute(world.db);
    if (part.length === 0) break;
    const found = await partFaults(world, part);
    faults.push(...found.faults);
    cases += part.length;
    acts += found.acts;
    after = leap(part.at(-1)?.id ?? after, options.sample);
    if (after === '') break;
  }
  faults.push(...await orphanActs(world), ...await paperFaults(world));
  faults.push(...await checkpointFaults(world.db, { folder: world.settings.folder, secrets: world.secrets },
    (heads) => hashesAt(world, heads)).then((found) => byNumber(world, found)));
  const files = await world.files.audit(world.db);
  faults.push(...files.lost.map((id) => `文件 ${id}：有记录，盘上没有`));
  faults.push(...files.stray.map((id) => `文件 ${id}：盘上有，没有记录`));
  return { cases, acts, faults };
}

/** What does not hold in these cases by themselves: chain, columns, papers. */
async function partFaults(world: World, part: CaseRow[]): Promise<{ acts: number; faults: string[] }> {
  const faults: string[] = [];
  const ids = part.map((c) => c.id);
  const { rows: log } = await sql<ActionRow>`select * from cases.action where "case" = any(${ids}::uuid[])
  order by "case", seq`.execute(world.db);
  const byCase = Map.groupBy(log, (row) => row.case);
  for (const c of part) faults.push(...caseFaults(world, c, byCase.get(c.id) ?? []));
  faults.push(...await lostPapers(world, part, log), ...await promiseFaults(world, part, byCase));
  return { acts: log.length, faults };
}

/** One case by its number, held still meanwhile (in a transaction); undefined where there is none. */
export async function auditCase(world: World, number: string): Promise<Audit | undefined> {
  const { rows } = await sql<CaseRow>`select * from cases.case where number = ${number} for share`.execute(world.db);
  return rows.length === 0 ? undefined : { cases: 1, ...await partFaults(world, rows) };
}

/** For a sample the next ids to look at: fifty, then on by a step of the whole space of ids. */
function leap(after: string, sample: number | undefined): string {
  if (sample === undefined) return after;
  const next = Number.parseInt(after.slice(0, 8), 16) + Math.ceil(2 ** 32 / Math.max(1, sample / 50));
  return next >= 2 ** 32 ? '' : `${next.toString(16).padStart(8, '0')}-0000-0000-0000-000000000000`;
}

/** Acts that keep the digest of the facts as they are from then on: a place given is one of them. */
const saysFacts: ReadonlySet<string> = new Set(['submit', 'supplement', 'place']);

function caseFaults(world: World, c: CaseRow, log: ActionRow[]): string[] {
  const links = log.map((row) => ({
    ...link({ ...row, chain: row.case, at: row.at.toISOString() }), hash: row.hash, salt: row.salt,
    content: erasable(row),
  }));
  const faults = chainFaults(world.secrets, links).map((f) => f.replace(c.id, c.number));
  const head = log.at(-1);
  if (c.seq !== log.length || c.head !== (head?.hash ?? '')) {
    faults.push(`${c.number}：办件记到第 ${c.seq} 步，日志有 ${log.length} 步`);
  }
  const filedFacts = log.findLast((row) => saysFacts.has(row.action));
  const digest = filedFacts?.content?.['facts'];
  if (digest !== undefined && digest !== factsDigest(c.facts)) faults.push(`${c.number}：填写的内容和提交时不一样`);
  const filed = log.find((row) => row.action === 'submit')?.content?.['case'];
  if (filed !== undefined && filed !== caseDigest(c)) faults.push(`${c.number}：申请人、单位或事项和提交时不一样`);
  return [...faults, ...foldFaults(c, log as unknown as Act[])];
}

/** What of a row's content its digest covers; null where it was erased. */
function erasable({ salt, content }: ActionRow): Record<string, unknown> | null {
  const { set: _set, ...rest } = content ?? {};
  return salt === null && Object.keys(rest).length === 0 ? null : rest;
}

/** Papers that the log names and that are no longer there, or bear another number. */
async function lostPapers(world: World, part: CaseRow[], log: ActionRow[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; number: string }>`select id, number from cases.paper
    where "case" = any(${part.map((c) => c.id)}::uuid[])`.execute(world.db);
  const there = new Map(rows.map((r) => [r.id, r.number]));
  return log.flatMap((row) => ((row.content?.['papers'] ?? []) as { id: string; number: string }[])
    .filter((p) => there.get(p.id) !== p.number)
    .map((p) => `${part.find((c) => c.id === row.case)?.number} 第 ${row.seq} 步：文书 ${p.number} 不在了`));
}

/** Promises stand as the acts of their case left them; of acts whose words were erased nothing is known. */
async function promiseFaults(world: World, part: CaseRow[], byCase: Map<string, ActionRow[]>): Promise<string[]> {
  const { rows } = await sql<PromiseMove & { case: string }>`select id, "case", state, due from cases.promise
    where "case" = any(${part.map((c) => c.id)}::uuid[])`.execute(world.db);
  const faults: string[] = [];
  for (const c of part) {
    const log = byCase.get(c.id) ?? [];
    if (log.some((row) => row.salt === null)) continue;
    const moves = log.flatMap((row) => (row.content?.['promises'] ?? []) as PromiseMove[]);
    const told = new Map(moves.map((move) => [move.id, move]));
    const mine = rows.filter((row) => row.case === c.id);
    for (const { id, state, due } of mine) {
      const said = told.get(id);
      // Promised before promises were acts.
      if (!said && !log.some((row) => row.action === 'submit' && row.content?.['promises'])) continue;
      if (!said || said.state !== state || said.due !== due) {
        faults.push(`${c.number}：承诺 ${id} 记的是 ${state} ${due ?? ''}，由日志应是 ${said?.state ?? '没有'} ${said?.due ?? ''}`);
      }
    }
    for (const id of told.keys()) if (!mine.some((row) => row.id === id)) faults.push(`${c.number}：承诺 ${id} 不在了`);
  }
  return faults;
}

async function orphanActs(world: World): Promise<string[]> {
  const { rows } = await sql<{ case: string; seq: number }>`select a."case", a.seq from cases.action a
    left join cases.case c on c.id = a."case" where c.id is null limit 100`.execute(world.db);
  return rows.map((r) => `${r.case} 第 ${r.seq} 步：没有这件办件`);
}

async function paperFaults(world: World): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`select p.number from cases.paper p
    left join base.file f on f.id = p.file and f.state = 'kept'
    where p.file is not null and f.id is null
    union all select concat_ws(' ', c.number, d.material) from cases.document d
    left join cases.case c on c.id = d."case" left join base.file f on f.id = d.file and f.state = 'kept'
    where f.id is null limit 100`.execute(world.db);
  return rows.map((r) => `文书或材料 ${r.number}：文件不在了`);
}

/** Base knows chains; who reads the faults knows cases by their numbers. */
async function byNumber(world: World, faults: string[]): Promise<string[]> {
  const ids = [...new Set(faults.map((f) => f.split(' ')[0] ?? '').filter((id) => /^[\da-f-]{36}$/.test(id)))];
  const { rows } = await sql<{ id: string; number: string }>`select id, number from cases.case
    where id = any(${ids}::uuid[])`.execute(world.db);
  const numbers = new Map(rows.map((r) => [r.id, r.number]));
  return faults.map((f) => f.replace(/^\S+/, (id) => numbers.get(id) ?? id));
}

async function hashesAt(world: World, heads: Head[]): Promise<Map<string, string>> {
  const { rows } = await sql<Head>`select a."case" as chain, a.seq, a.hash
    from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as h(chain uuid, seq int)
    join cases.action a on a."case" = h.chain and a.seq = h.seq`.execute(world.db);
  return new Map(rows.map((r) => [`${r.chain}/${r.seq}`, r.hash]));
}

/** Signs the heads that moved since the last checkpoint (with an overlap for late commits). */
export async function checkpoint(world: World): Promise<number> {
  const { rows } = await sql<Head>`select id as chain, seq, head as hash from cases.case
    where acted_at > coalesce((select max(at) from base.checkpoint), '-infinity') - interval '2 minutes'
      and head <> '' order by id`.execute(world.db);
  const { rows: last } = await sql<{ heads: Head[] }>`select heads from base.checkpoint
    order by id desc limit 1`.execute(world.db);
  const signed = new Set((last[0]?.heads ?? []).map((h) => `${h.chain}/${h.seq}/${h.hash}`));
  const moved = rows.filter((h) => !signed.has(`${h.chain}/${h.seq}/${h.hash}`));
  if (moved.length === 0) return 0;
  await makeCheckpoint(world.db,
    { folder: world.settings.folder, secrets: world.secrets, now: world.clock.now() }, moved);
  return moved.length;
}
