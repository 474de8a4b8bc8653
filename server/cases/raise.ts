/** Counter staff do not say no: what they cannot settle goes to the unit with a question. */
import { z } from 'zod';
import { act, actInput, actOutput, reason } from './act.ts';
import type { Cx } from './cx.ts';

export const raiseInput = z.object({ ...actInput, reason });
export const raiseOutput = actOutput;

export async function raise(cx: Cx, input: z.output<typeof raiseInput>) {
  return act(cx, { action: 'raise', input }, () => ({
    content: { reason: input.reason },
    set: { raised: true },
  }));
}
