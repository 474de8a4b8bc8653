/** The applicant mends what was told; the five days run anew for the told points. */
import { z } from 'zod';
import { Refused, sql, type Trx } from '#base';
import { readFacts } from '#catalogue';
import { missing, review, settle, type Facts, type OpenItem } from '#graph';
import type { Json } from '#rules';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';
import { deadline, noticePeriod } from './deadlines.ts';
import { handedIn, isFixed } from './draft-view.ts';
import { withPromised } from './promises.ts';
import { digestOfNumber, keepParties, numbersIn } from './parties.ts';
import { keepWishes } from './registration.ts';
import { statedBy } from './start-draft.ts';
import { documentsOf, type CaseRow } from './store.ts';
import { filed, receivedDay } from './submit.ts';

export const supplementInput = z.object({
  ...actInput,
  /** New values of the told facts, by address. */
  facts: z.record(z.string().max(200), z.custom<Json>(() => true)).default({}),
});
export const supplementOutput = actOutput;

/** Refuses 400 with all that still lacks; facts that were not told cannot be changed. */
export async function supplement(cx: Cx, input: z.output<typeof supplementInput>) {
  return act(cx, { action: 'supplement', input }, async ({ case: c, item }, trx) => {
    if (cx.actor.kind === 'staff' && c.channel === 'online') {
      throw new Refused('applicant-mends', 403, '这件是申请人在网上提交的，补正由申请人自己提交。可以请他登录后补正。');
    }
    const facts = mended(cx, { c, item, given: input.facts });
    const env = { today: cx.today, calendar: cx.calendar };
    const documents = await documentsOf(trx, { case: c.id });
    await newDocuments(trx, { c, item }, documents.map((d) => ({ material: d.material, at: d.added_at })));
    const lacks = missing(item, facts, {
      env, handedIn: { documents: withPromised(item, c.promised, handedIn(documents, c.takes)) },
    });
    if (lacks.length > 0) {
      throw new Refused('incomplete', 400, `还有 ${lacks.length} 处没有补好，都列在下面了。`,
        { fields: lacks.map((m) => ({ at: m.on, message: m.words.zh })) });
    }
    await keepParties(trx, c.id, numbersIn(item, facts).map((p) => ({
      digest: digestOfNumber(cx.secrets, p.number), party: p.party, name: p.name,
    })));
    await keepWishes(trx, c.id, item, facts);
    const received = receivedDay(cx, c, item);
    const notice = deadline(cx, { kind: 'notice', from: received.date, period: noticePeriod, n: c.seq });
    return {
      content: { ...filed({ facts, documents }), computed: received.text.zh },
      columns: { facts, findings: review(item, facts, env), due: notice.due },
      deadlines: [notice],
      ends: [{ kind: 'supplement', state: 'met' }],
      papers: [{ kind: 'supplement-received', content: { points: c.told ?? [], noticeDue: notice.due } }],
    };
  });
}

/** The facts with the told ones replaced. */
function mended(
  cx: Cx, { c, item, given }: { c: CaseRow; item: OpenItem; given: Record<string, Json> },
): Facts {
  const told = new Set((c.told ?? []).map((p) => p.at));
  const beyond = Object.keys(given).filter((at) => !told.has(at) && !told.has(at.replace(/\[\d+\]/, '[]')));
  if (beyond.length > 0) {
    throw new Refused('not-told', 400, '只能改告知书里写到的内容，其他内容在提交时已经固定了。',
      { fields: beyond.map((at) => ({ at, message: '这一项没有要求补正' })) });
  }
  const read = readFacts(item, given, { today: cx.today, ...statedBy(c.channel) });
  if (read.complaints.length > 0) {
    throw new Refused('bad-input', 400, '有几处填得不对，请按提示改好。', { fields: read.complaints });
  }
  keepProved(c.facts, read.facts);
  return settle(item, { ...c.facts, ...read.facts }, { today: cx.today, calendar: cx.calendar });
}

/** Who the applicant is was proved when he registered: a supplement cannot make him another either. */
function keepProved(before: Facts, given: Facts): void {
  const valueOf = (fact: Facts[string] | undefined): Json => (fact?.state === 'known' ? fact.value : null);
  const others = Object.keys(given).filter((at) => isFixed(at, before[at])
    && valueOf(given[at]) !== valueOf(before[at]));
  if (others.length === 0) return;
  throw new Refused('proved', 400, '姓名、证件号等来自实名登记，不能在这里改。有误的话，请到窗口更正实名信息。',
    { fields: others.map((at) => ({ at, message: '来自实名登记，不能在这里改' })) });
}

/** A told material must have been handed in since it was told, also where a licence stood for it. */
async function newDocuments(
  trx: Trx, { c, item }: { c: CaseRow; item: OpenItem }, documents: { material: string; at: Date }[],
): Promise<void> {
  const { rows } = await sql<{ at: Date }>`select at from cases.action where "case" = ${c.id}
    and action = 'ask-supplement' order by seq desc limit 1`.execute(trx);
  const since = rows[0]?.at ?? new Date(0);
  const lacking = (c.told ?? []).filter((p) => item.item.materials.some((m) => m.material === p.at)
    && !documents.some((d) => d.material === p.at && d.at >= since));
  if (lacking.length > 0) {
    throw new Refused('incomplete', 400, '还有材料没有重新上传，都列在下面了。',
      { fields: lacking.map(({ at, message }) => ({ at, message })) });
  }
}
