/** Makes the next batch: what is new, changed or gone since the receiver was last told. */
import crypto from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Refused, sql, type Trx, type World } from '#base';
import { listItems, openVersion, standings } from '#catalogue';
import { movedCases, reportedCases, type ReportedCase } from '#cases';
import { look } from '#facts';
import { allUnits, findSubjects, representativesOf, systemActor } from '#identity';
import { ofCase } from '#licences';
import {
  rowOfItem,
  rowsOfCase,
  tables,
  type Applicant,
  type Beside,
  type Row,
  type Table,
} from './shapes.ts';
import {
  addBatch,
  addRows,
  findBatch,
  keepReach,
  markSeen,
  owed,
  reach,
  rowsOfBatch,
  standingOf,
  unreported,
  unseen,
  type Counts,
  type Op,
  type Sent,
} from './store.ts';

/** Cases in one batch at most: a batch is one transaction and one answer of the receiver. */
const most = 2000;
const lock = 0x65786368;
/** An act that began so long before it committed, in milliseconds, is still found. */
const overlap = 10 * 60_000;

export type Made = { number: string; counts: Counts; rows: number };
type Written = Sent & { digest: string | null };

/**
 * Makes one batch, if there is anything to tell. Twice at once makes one batch after the other, never
 * the same row in both.
 */
export async function makeBatch(world: World): Promise<Made | undefined> {
  return world.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${lock})`.execute(trx);
    const { ids, upTo } = await casesToReport(trx);
    const cases = await reportedCases(trx, ids);
    const items = await itemRows(world);
    const known = [
      ...(await standingOf(trx, { cases: ids })),
      ...(await standingOf(trx, { table: 'up_item' })),
    ];
    const now = [...items, ...(await Promise.all(cases.map((c) => rowsOf(world, trx, c)))).flat()];
    const rows = changes(now, known);
    await tellHolders(world, trx, cases);
    await markSeen(trx, cases);
    await keepReach(trx, new Date(upTo.getTime() - overlap));
    if (rows.length === 0) return undefined;
    const counts = countsOf(rows);
    const number = await numberFor(world, trx);
    const batch = await addBatch(trx, { number, at: world.clock.now(), counts });
    await addRows(trx, batch, rows);
    return { number, counts, rows: rows.length };
  });
}

/** Cases with acts the receiver does not know, oldest first, and up to which moment was looked. */
async function casesToReport(trx: Trx): Promise<{ ids: string[]; upTo: Date }> {
  const since = await reach(trx);
  const ids = new Set(await owed(trx, most));
  let after: { at: Date; id: string } | undefined;
  while (ids.size < most) {
    const page = await movedCases(trx, since, { after, most });
    for (const id of await unreported(trx, page)) ids.add(id);
    const last = page.at(-1);
    if (!last) break;
    after = { at: last.at, id: last.id };
  }
  return { ids: [...ids], upTo: after?.at ?? since };
}

async function itemRows(world: World): Promise<Row[]> {
  const [cards, all] = await Promise.all([listItems(world), standings(world)]);
  const rows = await Promise.all(
    cards.map(async ({ id }) => {
      const hash = all.get(id)?.past.at(-1)?.hash;
      return hash ? [rowOfItem(hash, (await openVersion(world.db, hash)).version)] : [];
    }),
  );
  return rows.flat();
}

async function rowsOf(world: World, trx: Trx, c: ReportedCase): Promise<Row[]> {
  const [item, subjects, licence] = await Promise.all([
    openVersion(world.db, c.item_version),
    findSubjects(trx, [c.subject, c.filer]),
    ofCase(trx, c.id, world.clock.today()),
  ]);
  const holder = subjects.find((s) => s.id === c.subject);
  const filer = subjects.find((s) => s.id === c.filer);
  const leaders = c.subject_kind === 'organisation' ? await representativesOf(trx, c.subject) : [];
  const [leader] = await findSubjects(trx, leaders.slice(0, 1));
  const applicant: Applicant = {
    name: c.subject_name,
    number: holder?.idNumber ?? holder?.creditCode ?? null,
    representative: leader?.name ?? null,
    phone: holder?.phone ?? null,
  };
  const beside: Beside = {
    applicant,
    agent:
      filer && filer.id !== c.subject && c.channel === 'online'
        ? { number: filer.idNumber ?? null, phone: filer.phone ?? null }
        : null,
    result: licence
      ? {
          name: licence.name.zh,
          number: licence.number,
          until: licence.until ?? null,
          issuer: licence.issuer.zh,
        }
      : null,
    materialName: (id) => item.version.materials[id]?.name.zh ?? id,
  };
  return rowsOfCase(c, beside);
}

/** New where unknown, changed where the digest differs, gone where it is no longer there. */
function changes(
  now: readonly Row[],
  known: readonly { table: Table; guid: string; digest: string; case: string | null }[],
): Written[] {
  const had = new Map(known.map((k) => [`${k.table}/${k.guid}`, k]));
  const rows = now.flatMap((row): Written[] => {
    const before = had.get(`${row.table}/${row.guid}`);
    had.delete(`${row.table}/${row.guid}`);
    return before?.digest === row.digest ? [] : [{ ...row, op: before ? 'U' : 'I' }];
  });
  const gone = [...had.values()].map(({ table, guid, case: of }): Written => ({
    table,
    guid,
    op: 'D',
    case: of,
    content: null,
    digest: null,
  }));
  return [...rows, ...gone];
}

function countsOf(rows: readonly { table: Table; op: Op }[]): Counts {
  const counts: Counts = {};
  for (const { table, op } of rows) (counts[table] ??= { I: 0, U: 0, D: 0 })[op] += 1;
  return counts;
}

/** Area, day, and which one of all it is: 310107-20261123-000001. */
async function numberFor(world: World, trx: Trx): Promise<string> {
  const root = (await allUnits(trx)).find((unit) => unit.parent === null);
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int + 1 as n from exchange.batch`.execute(trx);
  const day = world.clock.today().replaceAll('-', '');
  return `${root?.area ?? '000000'}-${day}-${String(rows[0]?.n ?? 1).padStart(6, '0')}`;
}

/** Whose case is reported for the first time sees it among those who looked at his data. */
async function tellHolders(world: World, trx: Trx, cases: readonly ReportedCase[]): Promise<void> {
  const fresh = await unseen(
    trx,
    cases.map((c) => c.id),
  );
  for (const c of cases) {
    if (!fresh.has(c.id)) continue;
    await look(trx, {
      subject: c.subject,
      actor: systemActor('数据交换'),
      now: world.clock.now(),
      what: '办件的申请、过程、材料目录和结果',
      purpose: '按国家数据交换的要求报送上级平台',
      case: { id: c.id, number: c.number },
    });
  }
}

export type Line = Record<string, unknown>;

/** A row as it is written: what the exchange wants of each, then its content. */
function lineOf(row: Sent, batch: { number: string; made_at: Date }, source: string): Line {
  return {
    row_guid: row.guid,
    cd_operation: row.op,
    cd_time: batch.made_at.toISOString(),
    cd_batch: batch.number,
    data_source: source,
    ...row.content,
  };
}

/**
 * Writes a batch as files, one a table, with a manifest; the folder has its name only when it is whole.
 * Written again it is the same, byte by byte.
 * @throws Refused when there is no such batch, or its content went after it was confirmed
 */
export async function writeBatch(world: World, number: string, into: string): Promise<string> {
  const batch = await findBatch(world.db, number);
  if (!batch) throw new Refused('no-batch', 404, `没有批次 ${number}。请看导出文件夹里的批次号。`);
  if (batch.state === 'confirmed') {
    throw new Refused(
      'confirmed',
      409,
      `批次 ${number} 对方已经确认收到，内容按规定不再保留，不能再导出。`,
    );
  }
  const rows = await rowsOfBatch(world.db, batch.id);
  const [place, half] = [path.join(into, number), path.join(into, `${number}.half-${process.pid}`)];
  await fs.mkdir(half, { recursive: true, mode: 0o700 });
  const files: Record<string, { name: string; rows: number; sha256: string }> = {};
  for (const table of Object.keys(tables) as Table[]) {
    const lines = rows
      .filter((row) => row.table === table)
      .map((row) => `${JSON.stringify(lineOf(row, batch, number.slice(0, 6)))}\n`)
      .join('');
    if (lines === '') continue;
    const sha256 = crypto.createHash('sha256').update(lines).digest('hex');
    files[`${table}.jsonl`] = {
      name: tables[table],
      rows: rows.filter((row) => row.table === table).length,
      sha256,
    };
    await fs.writeFile(path.join(half, `${table}.jsonl`), lines, { mode: 0o600 });
  }
  const manifest = {
    batch: number,
    made_at: batch.made_at.toISOString(),
    counts: batch.counts,
    files,
  };
  await fs.writeFile(path.join(half, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
  });
  await fs.rm(place, { recursive: true, force: true });
  await fs.rename(half, place);
  return place;
}
