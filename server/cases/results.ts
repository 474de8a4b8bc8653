/** A result for one person of a case alone: who gives it, and who may know that it is there. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { inspect, notThere, Refused, sql, type Db, type Trx } from '#base';
import { look } from '#facts';
import type { OpenItem } from '#graph';
import { openVersion } from '#catalogue';
import { act, actInput, actOutput } from './act.ts';
import { concernedIn } from './consent-store.ts';
import type { Cx } from './cx.ts';
import { findCase, type CaseRow } from './store.ts';

export const resultInput = z.object({ id: actInput.id, party: z.string().max(60) });
export const resultOutput = actOutput;

export type ResultRow = { id: string; party: string; subject: string; name: string; added_at: Date };

/** Results of a case that were not replaced. */
export async function resultsOf(db: Db | Trx, caseId: string): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`select id, party, subject, name, added_at from cases.result
    where "case" = ${caseId} and taken_back_at is null order by party`.execute(db);
  return rows;
}

/** For whom the item gives one, and who he is here. */
export async function resultFor(
  db: Db | Trx, c: CaseRow, item: OpenItem,
): Promise<{ party: string; subject: string }[]> {
  const wanted = item.item.results?.for ?? [];
  if (wanted.length === 0) return [];
  const others = await concernedIn(db, c.id);
  return wanted.flatMap((written) => {
    const party = item.parties.find((p) => p.written === written);
    if (!party) return [];
    const subject = party.role === 'applicant' ? c.subject : others.find((o) => o.party === party.id)?.subject;
    return subject ? [{ party: party.id, subject }] : [];
  });
}

/** A PDF for one person; a newer one takes the place of the one before. Refuses 400/413 for a bad file. */
export async function giveResult(cx: Cx, input: z.output<typeof resultInput>) {
  const c = await findCase(cx.db, cx.actor, input.id);
  if (!c) throw notThere();
  const item = await openVersion(cx.db, c.item_version);
  const person = (await resultFor(cx.db, c, item)).find((p) => p.party === input.party);
  const name = item.item.results?.name.zh;
  if (!person || name === undefined) {
    throw new Refused('no-result', 400, {
      zh: '这件事没有给这个人的单独结果，请刷新页面后再试。', en: 'This item has no result for this person alone.',
    });
  }
  const bytes = cx.request.body ?? Buffer.alloc(0);
  const found = await inspect(bytes, { name: `${name}.pdf`, type: cx.request.contentType });
  if ('problem' in found) {
    throw new Refused(found.problem.code, found.problem.code === 'too-large' ? 413 : 400, found.problem.message,
      { fields: [{ at: 'file', message: found.problem.message }] });
  }
  if (found.kind !== 'pdf') throw new Refused('wrong-kind', 400, { zh: '结果请交 PDF。', en: 'A result is a PDF.' });
  const [file = ''] = await cx.files.write(cx.db, [
    { subject: person.subject, kind: found.kind, name: `${name}.pdf`, bytes, pages: found.pages },
  ]);
  const id = crypto.randomUUID();
  return act(cx, { action: 'give-result', input: { id: input.id } }, async (_, trx) => {
    const [kept = file] = await cx.files.keep(trx, [{ id: file, owner: `result:${id}` }]);
    await sql`update cases.result set taken_back_at = ${cx.now}
      where "case" = ${c.id} and party = ${person.party} and taken_back_at is null`.execute(trx);
    await sql`insert into cases.result (id, "case", party, subject, name, kind, size, pages, file, added_at, added_by)
      values (${id}, ${c.id}, ${person.party}, ${person.subject}, ${`${name}.pdf`}, ${found.kind}, ${bytes.length},
        ${found.pages}, ${kept}, ${cx.now}, ${cx.actor.id})`.execute(trx);
    await look(trx, {
      subject: person.subject, actor: cx.actor, now: cx.now, what: `出具${name}`, purpose: `办理“${c.item_name.zh}”`,
      case: { id: c.id, number: c.number },
    });
    return { content: { result: { id, party: person.party, file: kept } } };
  });
}

/** Before such a case is settled everybody has his. Refuses 409 `results-lacking`. */
export async function allResults(trx: Trx, c: CaseRow, item: OpenItem): Promise<void> {
  const given = new Set((await resultsOf(trx, c.id)).map((r) => r.party));
  const wanted = await resultFor(trx, c, item);
  const lacking = wanted.filter((p) => !given.has(p.party))
    .map((p) => item.parties.find((one) => one.id === p.party)?.written ?? p.party);
  if (lacking.length === 0) return;
  throw new Refused('results-lacking', 409, {
    zh: `还没有出具${lacking.join('、')}的结果。每个人的结果都上传了才能办结。`,
    en: 'Not everybody has a result yet: give each his own before this is settled.',
  });
}
