/** Accepts a received case: the promised and the statutory time begin. */
import { z } from 'zod';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';
import { beforeDeemed, decisionDeadlines, earliest } from './deadlines.ts';
import { beginLater } from './promises.ts';

export const acceptInput = z.object(actInput);
export const acceptOutput = actOutput;

export async function accept(cx: Cx, input: z.output<typeof acceptInput>) {
  return act(cx, { action: 'accept', input }, async ({ case: c, item }, trx) => {
    beforeDeemed(cx, c);
    const later = await beginLater(cx, trx, c, cx.today);
    const deadlines = decisionDeadlines(cx, item, cx.today);
    return {
      content: later.told.length > 0 ? { later: later.told, ...later.log } : {},
      set: { accepted_on: cx.today },
      columns: { due: earliest(deadlines) },
      deadlines,
      ends: [{ kind: 'notice', state: 'met' }, { kind: 'supplement', state: 'met' }],
      papers: [{
        kind: 'acceptance',
        content: {
          acceptedOn: cx.today, due: earliest(deadlines), later: later.told,
          computed: deadlines.map((d) => ({ kind: d.kind, text: d.computed.text.zh })),
        },
      }],
      tell: 'accepted',
    };
  });
}
