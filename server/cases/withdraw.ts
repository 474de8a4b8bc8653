/** The applicant takes his application back; he may file again at any time. */
import { z } from 'zod';
import { act, actInput, actOutput, written } from './act.ts';
import type { Cx } from './cx.ts';

export const withdrawInput = z.object({ ...actInput, reason: written(0, 500, '').optional() });
export const withdrawOutput = actOutput;

export async function withdraw(cx: Cx, input: z.output<typeof withdrawInput>) {
  return act(cx, { action: 'withdraw', input }, () => ({
    content: { reason: input.reason ?? null },
    set: { ended_on: cx.today, owner: null },
    columns: { due: null, stopped: false },
    ends: allVoid,
    papers: [{ kind: 'withdrawal', content: { reason: input.reason ?? '' } }],
  }));
}

/** Every clock of the case stops for good. */
export const allVoid = (['notice', 'decision', 'statutory', 'supplement', 'delivery'] as const)
  .map((kind) => ({ kind, state: 'void' as const }));
