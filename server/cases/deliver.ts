/** Delivers the result and closes the case. */
import { z } from 'zod';
import { act, actInput, actOutput } from './act.ts';
import type { Cx, Deed } from './course.ts';

export const deliverInput = z.object({
  ...actInput,
  by: z.enum(['download', 'counter']).default('download'),
});
export const deliverOutput = actOutput;

export async function deliver(cx: Cx, input: z.output<typeof deliverInput>) {
  return act(cx, { action: 'deliver', input }, () => ({
    content: { by: input.by },
    columns: { due: null },
    ends: [{ kind: 'delivery', state: 'met' }],
    papers: [{ kind: 'delivery', content: { by: input.by } }],
    follows: [closing(cx)],
  }));
}

/** 办结 follows delivery at once. */
export function closing(cx: Cx): Deed {
  return { action: 'close', role: 'system', set: { ended_on: cx.today } };
}
