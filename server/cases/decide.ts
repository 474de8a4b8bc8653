/** Grants or refuses; another person than the reviewer. */
import { z } from 'zod';
import { Refused, type Trx } from '#base';
import type { OpenItem } from '#graph';
import { act, actInput, actOutput, reason } from './act.ts';
import type { Deed } from './course.ts';
import type { Cx } from './cx.ts';
import { openTold } from './grant-on-promise.ts';
import { mustHaveCome } from './promises.ts';
import { citedBefore, citedLines } from './refusal.ts';
import { deadline, deliveryPeriod } from './deadlines.ts';
import { handingOver } from './delivery.ts';
import { mustBeFree } from './establish.ts';
import { makeLicence } from './issue.ts';
import type { CaseRow } from './store.ts';

export const decideInput = z.object({
  ...actInput,
  outcome: z.enum(['grant', 'refuse']),
  reason: reason.optional(),
});
export const decideOutput = actOutput;

/** 行政许可法第三十八条: in writing; a refusal gives reasons and tells of review and lawsuit. */
export async function decide(cx: Cx, input: z.output<typeof decideInput>) {
  const refuse = input.outcome === 'refuse';
  return act(cx, { action: 'decide', input }, async ({ case: c, item }, trx) => {
    if (c.opinion === null) {
      throw new Refused('not-reviewed', 409, '还没有审查意见。请先由审查人员写明意见，再由另一个人作决定。');
    }
    if (refuse) reasonsFor(c, input.reason);
    if (refuse && !item.item.remedies) {
      throw new Refused('no-remedies', 409, '这个事项没有写明复议和诉讼的途径，不能发出不予决定。请事项设计人员补上。');
    }
    const cited = refuse ? await citedBefore(trx, c) : [];
    if (!refuse) {
      await mustHaveCome(trx, c.id);
      await mustBeFree(cx, trx, { item, facts: c.facts });
    }
    const promises = refuse || !c.promised ? [] : await openTold(cx, trx, c.id);
    const ends = !refuse && item.item.result?.acts === 'cancel';
    const follows = ends ? await struckOff(cx, trx, { ...c, decided_on: cx.today }, item) : [];
    // A refusal and a cancellation can be received at once; what is granted has to be made first.
    const clock = refuse || ends ? await handingOver(cx, trx, c.id) : officeMakes(cx);
    return {
      content: { outcome: input.outcome, reason: input.reason ?? null, ...(refuse ? { cited } : {}),
        ...(promises.length > 0 ? { promises } : {}) },
      set: { outcome: input.outcome, decided_on: cx.today, decider: cx.actor.subject },
      ...clock,
      // An instant item is decided without having been accepted: its notice period ends here too.
      ends: [
        ...clock.ends, { kind: 'notice', state: 'met' }, { kind: 'supplement', state: 'met' },
        { kind: 'decision', state: 'met' }, { kind: 'statutory', state: 'met' },
      ],
      papers: [refuse
        ? { kind: 'refusal', content: {
          reason: input.reason ?? '', cited: citedLines(cited), remedies: item.item.remedies ?? null } }
        : { kind: 'grant', content: { decidedOn: cx.today, ...(ends ? { ends: endedName(item) } : {}) } }],
      follows,
      tell: refuse ? 'refused' : 'granted',
    };
  });
}

/** A cancellation takes effect with its decision: the licence ends, there is nothing to be made. */
async function struckOff(cx: Cx, trx: Trx, c: CaseRow, item: OpenItem): Promise<Deed[]> {
  const licence = await makeLicence(cx, trx, c, item);
  return [{ action: 'issue', role: 'system', content: { licence } }];
}

/** Ten working days from the decision (行政许可法第四十四条), in which the licence is made as well. */
function officeMakes(cx: Cx) {
  const delivery = deadline(cx, { kind: 'delivery', from: cx.today, period: deliveryPeriod });
  return { columns: { due: delivery.due }, deadlines: [delivery], ends: [] };
}

const endedName = ({ item, version }: OpenItem): string =>
  version.licences[item.result?.licence ?? '']?.name.zh ?? '';

function reasonsFor(c: CaseRow, why: string | undefined): void {
  if (!why) {
    throw new Refused('no-reason', 400, '不予的决定要写明理由，申请人会在决定书里看到。',
      { fields: [{ at: 'reason', message: '请写明理由' }] });
  }
  if (c.opinion !== 'refuse') {
    throw new Refused('not-proposed', 409, '审查意见是准予。拟不予的，请先退回审查人员写明理由，再作决定。');
  }
}
