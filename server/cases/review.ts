/** A reviewer's opinion: it meets the conditions, or a refusal is proposed. The decision is another's. */
import { z } from 'zod';
import { act, actInput, actOutput, reason, written } from './act.ts';
import type { Cx } from './course.ts';

export const reviewInput = z.object({
  ...actInput,
  opinion: written(0, 2000, '').optional(),
});
export const proposeRefusalInput = z.object({ ...actInput, reason });
export const reviewOutput = actOutput;

/** Review passed: goes to a decider. */
export async function reviewCase(cx: Cx, input: z.output<typeof reviewInput>) {
  return act(cx, { action: 'review', input }, () => ({
    content: { opinion: input.opinion || '符合条件' },
    set: { reviewer: cx.actor.subject, opinion: 'grant' },
  }));
}

/** Review says no: goes to a decider with the reasons. */
export async function proposeRefusal(cx: Cx, input: z.output<typeof proposeRefusalInput>) {
  return act(cx, { action: 'propose-refusal', input }, () => ({
    content: { reason: input.reason },
    set: { reviewer: cx.actor.subject, opinion: 'refuse' },
  }));
}
