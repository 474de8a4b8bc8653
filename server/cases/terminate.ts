/** Ends a case that cannot go on: not mended in time, the person died, the organisation is no more. */
import { z } from 'zod';
import { longDate, Refused, type Trx } from '#base';
import { act, actInput, actOutput, reason, type Ready } from './act.ts';
import type { Cx } from './cx.ts';
import { promisesOf } from './promise-store.ts';
import { allVoid } from './withdraw.ts';

/** Why a case may be ended without a decision. */
export const grounds = {
  'not-mended': { zh: '补正期限过了仍未补正', en: 'The supplement did not come in time' },
  'promise-not-kept': { zh: '承诺补交的材料过期未交', en: 'What was promised did not come in time' },
  'subject-ended': { zh: '申请人死亡或终止', en: 'The applicant died or was dissolved' },
  'object-gone': { zh: '申请的标的不存在了，或情况变化没有必要再办', en: 'What was applied for is no more' },
} as const;
export type Ground = keyof typeof grounds;
const groundIds = Object.keys(grounds) as [Ground, ...Ground[]];

export const terminateInput = z.object({
  ...actInput, reason,
  /** Left out, it is the one the state tells: a supplement that did not come. */
  ground: z.enum(groundIds, '请选终止的原因').optional(),
});
export const terminateOutput = actOutput;

export async function terminate(cx: Cx, input: z.output<typeof terminateInput>) {
  return act(cx, { action: 'terminate', input }, async (found, trx) => {
    const ground = input.ground ?? (found.case.state === 'supplement-asked' ? 'not-mended' : undefined);
    await stands(cx, trx, found, ground);
    return {
      content: { reason: input.reason, ground },
      set: { ended_on: cx.today },
      columns: { due: null, stopped: false },
      ends: allVoid,
      papers: [{
        kind: 'termination', content: { reason: input.reason, ground: grounds[ground ?? 'object-gone'].zh },
      }],
      tell: 'terminated',
    };
  });
}

/** Does the ground hold by what the case itself says? */
async function stands(cx: Cx, trx: Trx, { case: c, role }: Ready, ground: Ground | undefined): Promise<void> {
  if (ground === undefined) {
    const message = { zh: '请选终止的原因', en: 'Choose the ground' };
    throw new Refused('no-ground', 400, {
      zh: '终止办理要写明属于哪一种情形：补正没有来、承诺没有兑现、申请人不在了，或者标的不存在了。',
      en: 'Say on which ground: no supplement, a promise not kept, the applicant or the object is no more.',
    }, { fields: [{ at: 'ground', message }] });
  }
  if (ground === 'not-mended') {
    if (c.state === 'supplement-asked' && c.due !== null && c.due < cx.today) return;
    throw new Refused('not-yet', 409, c.state === 'supplement-asked'
      ? { zh: `补正期限到 ${c.due}，还没有过。期限过了仍未补正的，才能终止。`,
        en: `The supplement is due ${c.due}: terminate only after that day.` }
      : { zh: '没有要求过补正，或补正已经来了，不能以这个原因终止。', en: 'No supplement is outstanding.' });
  }
  if (role !== 'decider') {
    throw new Refused('not-your-role', 403, {
      zh: '审查人员只能终止过期没有补正的办件，其他情形请送决定人员。',
      en: 'A reviewer terminates only where no supplement came; any other ground is a decider’s.',
    });
  }
  if (ground === 'promise-not-kept') await overdue(cx, trx, c.id);
}

async function overdue(cx: Cx, trx: Trx, id: string): Promise<void> {
  const open = (await promisesOf(trx, id)).filter((p) => p.kind === 'later' && p.state === 'open');
  if (open.some((p) => p.due !== null && p.due < cx.today)) return;
  const next = open[0]?.due;
  throw new Refused('not-yet', 409, {
    zh: next ? `承诺的期限到${longDate(next)}，还没有过。` : '这件没有过期未交的承诺材料。',
    en: next ? `The promise runs until ${next}.` : 'No promised material is overdue.',
  });
}
