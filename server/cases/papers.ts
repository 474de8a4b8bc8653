/** Makes the queued papers: draws, signs, keeps. A job; safe to run twice. */
import { renderPaper, signPdf, sql, type Paper, type World } from '#base';
import { openVersion } from '#catalogue';
import type { OpenItem } from '#graph';
import { signer } from '#licences';
import { insidePapers, paperNames, type PaperKind } from './paper-kinds.ts';
import { paragraphsOf } from './paper-texts.ts';

type Queued = {
  id: string; kind: PaperKind; number: string; on_date: string; content: Record<string, unknown>;
  case: string; case_number: string; item_version: string; item_name: { zh: string }; subject: string;
  template: string | null; subject_name: string; unit_name: { zh: string }; acted_at: Date;
};

type Payload = { events: { papers?: string[] }[] };

/** Makes the papers named in the news. */
export async function makePapers(world: World, payload: unknown): Promise<void> {
  const ids = (payload as Payload).events.flatMap((e) => e.papers ?? []);
  if (ids.length > 0) await make(world, ids);
}

/** Makes what is queued and was not made for a minute (a worker died between news and paper). */
export async function makeLeftPapers(world: World): Promise<void> {
  const { rows } = await sql<{ id: string }>`select p.id from cases.paper p join cases.case c on c.id = p."case"
    where p.file is null and c.acted_at < ${new Date(world.clock.now().getTime() - 60_000)}
    order by c.acted_at desc limit 200`.execute(world.db);
  const faults: unknown[] = [];
  for (let i = 0; i < rows.length; i += 20) {
    await make(world, rows.slice(i, i + 20).map((r) => r.id)).catch((error: unknown) => faults.push(error));
  }
  if (faults.length > 0) throw faults[0];
}

/** One that cannot be made does not hold up the others; its fault is thrown after they were kept. */
async function make(world: World, ids: string[]): Promise<void> {
  const { rows } = await sql<Queued>`select p.id, p.kind, p.number, p.on_date, p.content, p.template, p."case",
      c.number as case_number, c.item_version, c.item_name, c.subject, c.subject_name, c.unit_name, c.acted_at
    from cases.paper p join cases.case c on c.id = p."case"
    where p.id = any(${ids}::uuid[]) and p.file is null`.execute(world.db);
  if (rows.length === 0) return;
  const seal = signer(world);
  const drawn: { row: Queued; bytes: Buffer }[] = [];
  const faults: unknown[] = [];
  for (const row of rows) {
    try {
      const item = await openVersion(world.db, row.item_version);
      const bytes = signPdf(await renderPaper(paperOf(world, row, item)),
        { signer: seal, at: world.clock.now(), reason: paperNames[row.kind].zh });
      drawn.push({ row, bytes });
    } catch (error) {
      faults.push(error);
    }
  }
  if (drawn.length > 0) await keepMade(world, drawn);
  if (faults.length > 0) throw faults[0];
}

async function keepMade(world: World, drawn: readonly { row: Queued; bytes: Buffer }[]): Promise<void> {
  const files = await world.files.write(world.db, drawn.map(({ row, bytes }) => ({
    subject: row.subject, kind: 'pdf', name: `${paperNames[row.kind].zh}.pdf`, bytes, pages: 1,
  })));
  const made = drawn.map(({ row }, i) => ({ id: row.id, file: files[i] ?? '', owner: `paper:${row.id}` }));
  await world.db.transaction().execute(async (trx) => {
    const { rows: mine } = await sql<{ id: string }>`select id from cases.paper
      where id = any(${made.map((m) => m.id)}::uuid[]) and file is null for update`.execute(trx);
    const still = new Set(mine.map((m) => m.id));
    const todo = made.filter((m) => still.has(m.id));
    const kept = await world.files.keep(trx, todo.map((m) => ({ id: m.file, owner: m.owner })));
    const set = todo.map((m, i) => ({ id: m.id, file: kept[i] ?? m.file }));
    await sql`update cases.paper p set file = s.file, made_at = ${world.clock.now()}
      from jsonb_to_recordset(${JSON.stringify(set)}::jsonb) as s(id uuid, file uuid)
      where p.id = s.id`.execute(trx);
  });
}

function paperOf(world: World, row: Queued, item: OpenItem): Paper {
  const { paragraphs, table, list, closing } = paragraphsOf(row, item);
  const { to, issuer } = sides(row);
  return {
    kind: paperNames[row.kind].zh, number: row.number, title: paperNames[row.kind].zh, to, issuer,
    date: row.on_date, at: world.clock.now(), paragraphs,
    ...(table ? { table } : {}), ...(list ? { list } : {}), ...(closing ? { closing } : {}),
    seal: { issuer }, sample: true,
  };
}

/** From the unit to the applicant; between offices as the paper itself says. */
function sides(row: Queued): { to: string; issuer: string } {
  const named = (key: string): string | undefined => (insidePapers.includes(row.kind)
    && typeof row.content[key] === 'string' ? row.content[key] : undefined);
  const inside = insidePapers.includes(row.kind);
  return {
    to: named('to') ?? (inside ? row.unit_name.zh : row.subject_name), issuer: named('from') ?? row.unit_name.zh,
  };
}
