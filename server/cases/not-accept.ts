/** Does not accept a case, with reasons and remedies (never by counter staff). */
import { z } from 'zod';
import { act, actInput, actOutput, reason, written } from './act.ts';
import type { Cx } from './cx.ts';
import { beforeDeemed } from './deadlines.ts';

export const notAcceptInput = z.object({
  ...actInput,
  reason,
  /** Which body to go to, where it is not ours (行政许可法第三十二条第一款第二项). */
  goTo: written(0, 200, '').optional(),
});
export const notAcceptOutput = actOutput;

export async function notAccept(cx: Cx, input: z.output<typeof notAcceptInput>) {
  return act(cx, { action: 'not-accept', input }, ({ case: c }) => {
    beforeDeemed(cx, c);
    return {
      content: { reason: input.reason, goTo: input.goTo ?? null },
      set: { ended_on: cx.today },
      columns: { due: null },
      ends: [{ kind: 'notice', state: 'met' }],
      papers: [{ kind: 'not-accepted', content: { reason: input.reason, goTo: input.goTo ?? null } }],
      tell: 'not-accepted',
    };
  });
}
