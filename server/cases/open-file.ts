/** Gives a document or paper of a case to whoever may see the case. */
import { z } from 'zod';
import { notThere, Refused, servedCopy, sql, type FileAnswer } from '#base';
import { look } from '#facts';
import type { Cx } from './cx.ts';
import { noteOpened } from './fetched.ts';
import { insidePapers, paperNames, type PaperKind } from './paper-kinds.ts';
import { askedOf, myDraft, sees, visible } from './store.ts';

export const fileInput = z.object({ id: z.uuid('文件编号不对，请从办件里打开') });
export const fileOutput = z.custom<FileAnswer>(() => true);

type Found = {
  file: string | null; name: string; kind: string; case: string | null; number: string | null;
  subject: string; paper: PaperKind | null; result: boolean;
};

/** `id` of a document or of a paper. Pictures are redrawn, PDFs are downloads. */
export async function openFile(cx: Cx, input: z.output<typeof fileInput>): Promise<FileAnswer> {
  const found = await locate(cx, input.id);
  if (!found) throw notThere();
  if (found.file === null) {
    throw new Refused('being-made', 409, '文书正在生成，请稍等几秒再打开。');
  }
  if (cx.actor.kind === 'staff' && found.case) {
    await look(cx.db, {
      subject: found.subject, actor: cx.actor, now: cx.now, what: `打开材料：${found.name}`,
      purpose: '办理您的申请', case: { id: found.case, number: found.number ?? '' },
    });
  }
  const read = await cx.files.read(cx.db, found.file);
  if (!read) throw notThere();
  const kind = read.file.kind as 'pdf' | 'jpeg' | 'png' | 'webp';
  const name = found.paper ? `${paperNames[found.paper].zh} ${found.number}.pdf` : found.name;
  const served = await servedCopy(read.bytes, kind);
  if ('problem' in served) throw new Refused(served.problem.code, 409, served.problem.message);
  if (found.case) await noteOpened(cx, { case: found.case, paper: found.paper, result: found.result });
  return { ...served, name };
}

async function locate(cx: Cx, id: string): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select d.file, d.name, d.kind, d."case", c.number, coalesce(c.subject, t.subject) as subject,
      null as paper, false as result
    from cases.document d left join cases.case c on c.id = d."case" left join cases.draft t on t.id = d.draft
    where d.id = ${id} and ((c.id is not null and ${visible(cx.actor)}) or ${myDraft(cx.actor)})
    union all
    select p.file, p.number, 'pdf', p."case", c.number, c.subject, p.kind, false
    from cases.paper p join cases.case c on c.id = p."case"
    where p.id = ${id} and ${sees(cx.actor)}
      and (${cx.actor.kind === 'staff'} or p.kind <> all(${[...insidePapers]}::text[]))
    union all
    select r.file, r.name, r.kind, r."case", c.number, r.subject, null, r.subject = c.subject
    from cases.result r join cases.case c on c.id = r."case"
    where r.id = ${id} and r.taken_back_at is null and ${sees(cx.actor)}
      and (r.subject = ${cx.actor.subject || null} or ${cx.actor.kind === 'staff'})
    union all
    select d.file, d.name, d.kind, d."case", c.number, c.subject, null, false
    from cases.officer_document d join cases.case c on c.id = d."case"
    where d.id = ${id} and ${visible(cx.actor)} and (d.shared or ${cx.actor.kind === 'staff'})
    union all
    select d.file, d.name, d.kind, d."case", c.number, c.subject, null, false
    from cases.document d join cases.case c on c.id = d."case"
    where d.id = ${id} and c.state in ('accepted', 'in-review', 'special-procedure', 'extended')
      and exists (select from cases.opinion o where o."case" = c.id and ${askedOf(cx.actor)}
        and o.shares ? d.material)`.execute(cx.db);
  return rows[0];
}
