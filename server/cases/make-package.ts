/** Makes the package of an archived case, and gives it to the unit's decider. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { strToU8 } from 'fflate';
import { parse } from 'yaml';
import { z } from 'zod';
import { addMonths, checkPdf, inspect, notThere, Refused, root, shanghaiDate, sql, type FileAnswer, type World } from '#base';
import { look } from '#facts';
import { ofCase } from '#licences';
import { checkPackage, packed, type Judge, type PackageFile, type Property } from './archive-package.ts';
import type { Cx } from './cx.ts';
import { paperNames, type PaperKind } from './paper-kinds.ts';
import { findCase, type CaseRow } from './store.ts';

const retention = z.array(z.strictObject({
  item: z.string(), years: z.number().int().positive(), source: z.string().optional(), unsure: z.string().optional(),
}));
let table: z.output<typeof retention> | undefined;

/** How many years cases of an item are kept, and why; `unsure` is told with it. */
export function keptFor(item: string): { years: number; basis: string } {
  table ??= retention.parse(parse(fs.readFileSync(path.join(root, 'catalogue/retention/retention.yaml'), 'utf8')));
  const row = table.find((r) => r.item === item) ?? table.find((r) => r.item === 'others');
  if (!row) throw new Error('no retention of other items');
  return { years: row.years, basis: row.source ?? `unsure：${row.unsure ?? '没有写明'}` };
}

/** Judges files by what the platform itself knows: uploads by their bytes, papers by their signature. */
export const judge: Judge = {
  usable: async ({ path: name, bytes }) => {
    const kinds: Record<string, string> = {
      pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp',
    };
    const type = kinds[name.split('.').at(-1) ?? ''];
    if (type === undefined) return bytes.length > 0 ? [] : [`${name} 是空的`];
    const found = await inspect(Buffer.from(bytes), { name, type });
    return 'problem' in found ? [`${name} 打不开：${found.problem.message}`] : [];
  },
  genuine: ({ path: name, bytes }) => (/^(papers|result)\//.test(name) && !checkPdf(Buffer.from(bytes)).intact
    ? [`${name} 的签名不完好`] : []),
};

/** Makes the packages of archived cases that have none yet, 20 at a time. Gives how many. */
export async function makePackages(world: World): Promise<number> {
  const { rows } = await sql<CaseRow>`select c.* from cases.case c
    where c.state = 'archived' and not c.packaged
      and not exists (select from cases.paper p where p."case" = c.id and p.file is null)
    order by c.acted_at limit 20`.execute(world.db);
  for (const c of rows) await makePackage(world, c);
  return rows.length;
}

async function makePackage(world: World, c: CaseRow): Promise<void> {
  const now = world.clock.now();
  const { rows: acts } = await sql<{
    seq: number; action: string; role: string; state: string; at: Date; hash: string; content: unknown;
    actor_name: string;
  }>`select seq, action, role, state, at, hash, content, actor_name from cases.action
    where "case" = ${c.id} order by seq`.execute(world.db);
  const files = await filesOf(world, c, acts);
  const described = {
    number: c.number, item: c.item, itemName: c.item_name.zh, unit: c.unit_name.zh, applicant: c.subject_name,
    state: c.state, submittedAt: c.submitted_at.toISOString(), endedOn: c.ended_on ?? '',
    acts: acts.map((a) => ({ ...a, at: a.at.toISOString() })),
  };
  const bytes = packed(described, files, { privateKey: world.secrets.checkpointKey, at: now });
  const report: Property[] = await checkPackage(bytes, judge);
  const { years, basis } = keptFor(c.item);
  const [file = ''] = await world.files.write(world.db, [
    { subject: c.subject, kind: 'zip', name: `${c.number}.zip`, bytes },
  ]);
  await world.db.transaction().execute(async (trx) => {
    const [kept = file] = await world.files.keep(trx, [{ id: file, owner: `package:${c.id}` }]);
    await sql`with done as (update cases.case set packaged = true where id = ${c.id})
      insert into cases.archive_package ("case", file, sha256, size, report, made_at, keep_until, basis)
      values (${c.id}, ${kept}, ${crypto.createHash('sha256').update(bytes).digest('hex')}, ${bytes.length},
        ${JSON.stringify(report)}::jsonb, ${now}, ${addMonths(shanghaiDate(now), years * 12)}, ${basis})
      on conflict do nothing`.execute(trx);
  });
}

/** Form, materials, papers, result and process, each where the package has it. */
async function filesOf(world: World, c: CaseRow, acts: readonly object[]): Promise<PackageFile[]> {
  const { rows: documents } = await sql<{ file: string; name: string; material: string; kind: string }>`
    select file, name, material, kind from cases.document where "case" = ${c.id} order by material, idx, id`
    .execute(world.db);
  const { rows: papers } = await sql<{ file: string; kind: PaperKind; seq: number }>`
    select file, kind, seq from cases.paper where "case" = ${c.id} and file is not null order by seq, number`
    .execute(world.db);
  const licence = await ofCase(world.db, c.id, world.clock.today());
  const json = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 1)}\n`);
  const read = async (at: string, id: string): Promise<PackageFile[]> => {
    const found = await world.files.read(world.db, id);
    return found ? [{ path: at, bytes: found.bytes }] : [];
  };
  const extension = (kind: string): string => (kind === 'jpeg' ? 'jpg' : kind);
  const read2 = await Promise.all([
    ...documents.map((d, i) => read(`materials/${i + 1}-${d.material}.${extension(d.kind)}`, d.file)),
    ...papers.map((p, i) => read(`papers/${i + 1}-${paperNames[p.kind].zh}.pdf`, p.file)),
    ...(licence?.file ? [read(`result/${licence.number}.pdf`, licence.file)] : []),
  ]);
  return [
    { path: 'form/facts.json', bytes: json(c.facts) },
    { path: 'process/acts.json', bytes: json(acts) },
    ...read2.flat(),
  ];
}

export const packageInput = z.object({ id: z.uuid('办件编号不对，请从列表里打开') });
export const packageOutput = z.custom<FileAnswer>(() => true);

/** The package of an archived case of his units. A row of the holder's ledger. */
export async function readPackage(cx: Cx, input: z.output<typeof packageInput>): Promise<FileAnswer> {
  const c = await findCase(cx.db, cx.actor, input.id);
  if (!c) throw notThere();
  const { rows } = await sql<{ file: string | null }>`select file from cases.archive_package where "case" = ${c.id}`
    .execute(cx.db);
  const found = rows[0]?.file ? await cx.files.read(cx.db, rows[0].file) : undefined;
  if (!found) {
    throw new Refused('no-package', 409, {
      zh: '这件还没有归档包：办结六十天后归档时才做；已经销毁的，只留销毁证明。',
      en: 'There is no archive package: it is made when the case is archived, sixty days after its end, '
        + 'or it was destroyed.',
    });
  }
  await look(cx.db, {
    subject: c.subject, actor: cx.actor, now: cx.now, what: '下载归档包', purpose: '档案管理',
    case: { id: c.id, number: c.number },
  });
  return { bytes: found.bytes, type: 'application/zip', name: `${c.number}.zip`, disposition: 'attachment' };
}
