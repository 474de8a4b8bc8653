/** A reviewer's opinion: it meets the conditions, or a refusal is proposed. The decision is another's. */
import { z } from 'zod';
import { Refused, sql, type Trx } from '#base';
import { act, actInput, actOutput, reason, written, type Ready } from './act.ts';
import type { Cx } from './cx.ts';
import { citedOf } from './refusal.ts';

export const reviewInput = z.object({
  ...actInput,
  opinion: written(0, 2000, '').optional(),
});
export const proposeRefusalInput = z.object({
  ...actInput, reason,
  /** Conditions or review points that are not met: the refusal stands on them and their law. */
  cites: z.array(z.string().min(1).max(100)).max(50).default([]),
});
export const returnReviewInput = z.object({ ...actInput, reason });
export const reviewOutput = actOutput;

/** Review passed: goes to a decider. */
export async function reviewCase(cx: Cx, input: z.output<typeof reviewInput>) {
  return act(cx, { action: 'review', input }, async (found, trx) => {
    await withinLevels(cx, trx, found);
    return {
      content: { opinion: input.opinion || '符合条件' },
      set: { reviewer: cx.actor.subject, opinion: 'grant' },
    };
  });
}

/** Review says no: goes to a decider with the reasons. */
export async function proposeRefusal(cx: Cx, input: z.output<typeof proposeRefusalInput>) {
  return act(cx, { action: 'propose-refusal', input }, async (found, trx) => {
    await withinLevels(cx, trx, found);
    return {
      content: { reason: input.reason, cited: citedOf(found.item, input.cites) },
      set: { reviewer: cx.actor.subject, opinion: 'refuse' },
    };
  });
}

/** A decider who does not agree gives it back: it is reviewed anew, by whoever takes it. */
export async function returnReview(cx: Cx, input: z.output<typeof returnReviewInput>) {
  return act(cx, { action: 'return-review', input }, ({ case: c }) => {
    if (c.opinion === null) {
      throw new Refused('not-reviewed', 409, {
        zh: '还没有审查意见，不用退回。', en: 'There is no opinion yet: nothing to send back.',
      });
    }
    return { content: { reason: input.reason }, set: { opinion: null, reviewer: null } };
  });
}

/**
 * 两集中两到位: no more hands than the item declares. Those who gave an opinion since the review
 * began (anew), and the decider, are at most `approval.levels`.
 */
async function withinLevels(cx: Cx, trx: Trx, { case: c, item }: Ready): Promise<void> {
  const levels = item.item.approval?.levels;
  if (levels === undefined || c.opinion === null || c.path === 'instant') return;
  const { rows } = await sql<{ reviewer: string }>`select distinct content->'set'->>'reviewer' as reviewer
    from cases.action where "case" = ${c.id} and action in ('review', 'propose-refusal') and seq > coalesce((
      select max(seq) from cases.action where "case" = ${c.id}
        and action in ('return-review', 'start-procedure')), 0)`.execute(trx);
  const hands = new Set([...rows.map((r) => r.reviewer), cx.actor.subject]).size + 1;
  if (hands <= levels) return;
  throw new Refused('levels', 409, {
    zh: `这件事的审批是 ${levels} 级：已经有人审查过，下一步由决定人员决定，不再加一级。不同意的，请决定人员退回审查。`,
    en: `This item has ${levels} levels of approval: it was reviewed, a decider is next. `
      + 'Who disagrees has it sent back by the decider.',
  });
}
