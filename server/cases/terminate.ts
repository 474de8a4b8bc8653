/** Ends a case that cannot go on: not mended in time, the person died, the organisation is no more. */
import { z } from 'zod';
import { Refused } from '#base';
import { act, actInput, actOutput, reason } from './act.ts';
import type { Cx } from './course.ts';
import { allVoid } from './withdraw.ts';

export const terminateInput = z.object({ ...actInput, reason });
export const terminateOutput = actOutput;

export async function terminate(cx: Cx, input: z.output<typeof terminateInput>) {
  return act(cx, { action: 'terminate', input }, ({ case: c }) => {
    if (c.state === 'supplement-asked' && c.due !== null && c.due >= cx.today) {
      throw new Refused('not-yet', 409, `补正期限到 ${c.due}，还没有过。期限过了仍未补正的，才能终止。`);
    }
    return {
      content: { reason: input.reason },
      set: { ended_on: cx.today },
      columns: { due: null, stopped: false },
      ends: allVoid,
      papers: [{ kind: 'termination', content: { reason: input.reason } }],
      tell: 'terminated',
    };
  });
}
