/** Hands in a document: read as hostile, kept as it came, encrypted. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { inspect, notThere, Refused, type Db, type Trx } from '#base';
import { openVersion } from '#catalogue';
import { cleanText, type OpenItem } from '#graph';
import type { Cx } from './cx.ts';
import { docOutput, docView, itemOfDraft } from './draft-view.ts';
import {
  deleteDocuments, documentsOf, findCase, findDraft, insertDocument, lockCase, type CaseRow, type DocumentRow,
} from './store.ts';
import { promisesOf } from './promise-store.ts';
import { may } from './states.ts';

const where = {
  material: z.string().max(100),
  index: z.coerce.number().int().min(0).max(499).default(0),
  name: z.string().max(300),
};
export const uploadInput = z.object({ id: z.uuid('编号不对，请刷新页面'), ...where });
export const uploadOutput = docOutput;

const mostDocuments = 60;

type Upload = z.output<typeof uploadInput>;

/** Adds a file to a draft. Refuses 400/413/415 with what to do; 404 where the draft is not his. */
export async function uploadToDraft(cx: Cx, input: Upload) {
  const draft = await findDraft(cx.db, cx.actor, input.id);
  if (!draft) throw notThere();
  const item = await itemOfDraft(cx, cx.db, draft);
  const file = await take(cx, item, input, draft.subject);
  return cx.tx(async (trx) => {
    const locked = await findDraft(trx, cx.actor, input.id, true);
    if (!locked) throw notThere();
    if ((await documentsOf(trx, { draft: draft.id })).length >= mostDocuments) throw tooMany();
    return keep(cx, trx, { ...file, draft: draft.id, case: null });
  });
}

/** Adds a file to a case whose supplement is asked for. */
export async function uploadToCase(cx: Cx, input: Upload) {
  const found = await findCase(cx.db, cx.actor, input.id);
  if (!found) throw notThere();
  const walkIn = cx.actor.kind === 'staff' && found.channel === 'counter';
  const mine = cx.actor.kind === 'citizen' || walkIn;
  if (!mine || !(await waitsFor(cx.db, found, input.material))) {
    throw new Refused('wrong-state', 409, {
      zh: '现在不能添加材料：只有在要求补正之后，或受理时承诺补交的，才能由申请人补交。',
      en: 'Nothing can be added now: only after a supplement was asked for, or what was promised at acceptance.',
    });
  }
  const item = await openVersion(cx.db, found.item_version);
  const file = await take(cx, item, input, found.subject);
  return cx.tx(async (trx) => {
    const locked = await lockCase(trx, cx.actor, { id: input.id, digest: '' });
    if (!locked || !(await waitsFor(trx, locked, input.material))) {
      throw new Refused('wrong-state', 409, '这件办件刚有了新进展，请刷新页面后再看。');
    }
    if ((await documentsOf(trx, { case: found.id })).length >= mostDocuments) throw tooMany();
    return keep(cx, trx, { ...file, draft: null, case: found.id });
  });
}

/** Is a supplement asked for, or this material promised and still open? */
async function waitsFor(db: Db | Trx, c: CaseRow, material: string): Promise<boolean> {
  if (c.state === 'supplement-asked') return true;
  if (!may(c, 'hand-in-later', ['citizen']).allowed) return false;
  return (await promisesOf(db, c.id)).some((p) => p.kind === 'later' && p.what === material
    && ['open', 'broken'].includes(p.state));
}

const tooMany = (): Refused => new Refused('too-many-files', 409,
  `一件事最多传 ${mostDocuments} 个文件。请删掉不用的，或把几页合成一个 PDF。`);

type Taken = Omit<DocumentRow, 'draft' | 'case'>;

async function take(cx: Cx, item: OpenItem, input: Upload, subject: string): Promise<Taken> {
  const definition = item.version.materials[input.material];
  if (!definition || !item.item.materials.some((m) => m.material === input.material)) {
    throw new Refused('unknown-material', 400, '这件事不需要这样材料，请刷新页面后再传。');
  }
  const cleaned = cleanText(input.name, 120);
  const name = 'text' in cleaned && cleaned.text.trim() ? cleaned.text.replaceAll(/[/\\]/g, '_') : '未命名文件';
  const bytes = cx.request.body ?? Buffer.alloc(0);
  const found = await inspect(bytes, { name, type: cx.request.contentType });
  if ('problem' in found) {
    const status = found.problem.code === 'too-large' ? 413 : 400;
    throw new Refused(found.problem.code, status, found.problem.message,
      { fields: [{ at: input.material, message: found.problem.message }] });
  }
  if (!(definition.accepts as string[]).includes(found.kind)) {
    const kinds = definition.accepts.map((kind) => kindNames[kind]).join('、');
    throw new Refused('wrong-kind', 415, `“${definition.name.zh}”请交 ${kinds}，这个文件是 ${kindNames[found.kind]}。`);
  }
  const [file = ''] = await cx.files.write(cx.db, [
    { subject, kind: found.kind, name, bytes, pages: found.pages },
  ]);
  return {
    id: crypto.randomUUID(), material: input.material, idx: input.index, name, kind: found.kind,
    size: bytes.length, pages: found.pages, file, added_at: cx.now,
  };
}

const kindNames: Record<string, string> = { pdf: 'PDF', jpeg: 'JPG 图片', png: 'PNG 图片', webp: 'WebP 图片' };

async function keep(
  cx: Cx, trx: Parameters<typeof documentsOf>[0], d: DocumentRow,
): Promise<z.input<typeof docOutput>> {
  const transaction = trx as Parameters<typeof insertDocument>[0];
  const [file = d.file] = await cx.files.keep(transaction, [{ id: d.file, owner: `document:${d.id}` }]);
  const row = { ...d, file };
  await insertDocument(transaction, { ...row, by: cx.actor.id });
  return docView(row);
}

export const removeInput = z.object({ id: z.uuid(), document: z.uuid() });

/** Takes a document out of a draft. */
export async function removeDocument(cx: Cx, input: z.output<typeof removeInput>) {
  return cx.tx(async (trx) => {
    const draft = await findDraft(trx, cx.actor, input.id, true);
    const document = draft && (await documentsOf(trx, { draft: draft.id })).find((d) => d.id === input.document);
    if (!document) throw notThere();
    await deleteDocuments(trx, [document.id]);
    await cx.files.release(trx, [`document:${document.id}`]);
    return {};
  });
}
