/** An officer's own document in a case: for officers only, or shared with the applicant. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { inspect, notThere, Refused, sql, type Db, type Trx } from '#base';
import { cleanText } from '#graph';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';
import { findCase } from './store.ts';

export const attachInput = z.object({
  id: actInput.id,
  name: z.string().max(300),
  /** yes: the applicant may open it, too. */
  shared: z.enum(['yes', 'no']).default('no'),
});
export const attachOutput = actOutput;

const most = 60;

/** Refuses 400/413/415 for a file that cannot be kept, 409 `too-many-files`. */
export async function attach(cx: Cx, input: z.output<typeof attachInput>) {
  const c = await findCase(cx.db, cx.actor, input.id);
  if (!c) throw notThere();
  const cleaned = cleanText(input.name, 120);
  const name = 'text' in cleaned && cleaned.text.trim() ? cleaned.text.replaceAll(/[/\\]/g, '_') : '未命名文件';
  const bytes = cx.request.body ?? Buffer.alloc(0);
  const found = await inspect(bytes, { name, type: cx.request.contentType });
  if ('problem' in found) {
    throw new Refused(found.problem.code, found.problem.code === 'too-large' ? 413 : 400, found.problem.message,
      { fields: [{ at: 'file', message: found.problem.message }] });
  }
  const [file = ''] = await cx.files.write(cx.db, [
    { subject: c.subject, kind: found.kind, name, bytes, pages: found.pages },
  ]);
  const id = crypto.randomUUID();
  return act(cx, { action: 'attach', input: { id: input.id } }, async ({ case: locked }, trx) => {
    if ((await ownDocumentsOf(trx, c.id)).length >= most) {
      throw new Refused('too-many-files', 409, {
        zh: `一件办件最多添加 ${most} 个工作文件。`, en: `A case takes ${most} documents of officers at most.`,
      });
    }
    const [kept = file] = await cx.files.keep(trx, [{ id: file, owner: `officer-document:${id}` }]);
    await sql`insert into cases.officer_document (id, "case", seq, name, kind, size, pages, file, shared, added_at,
        added_by, added_name)
      values (${id}, ${c.id}, ${locked.seq + 1}, ${name}, ${found.kind}, ${bytes.length}, ${found.pages}, ${kept},
        ${input.shared === 'yes'}, ${cx.now}, ${cx.actor.id}, ${cx.actor.name})`.execute(trx);
    return { content: { document: { id, name, file: kept, shared: input.shared === 'yes' } } };
  });
}

export type OwnDocument = {
  id: string; seq: number; name: string; kind: string; size: number; pages: number; shared: boolean;
  added_at: Date; added_name: string;
};

/** Officers' documents of a case, the oldest first. */
export async function ownDocumentsOf(db: Db | Trx, id: string): Promise<OwnDocument[]> {
  const { rows } = await sql<OwnDocument>`select id, seq, name, kind, size, pages, shared, added_at, added_name
    from cases.officer_document where "case" = ${id} order by added_at, id`.execute(db);
  return rows;
}
