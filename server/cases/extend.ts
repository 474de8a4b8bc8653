/** The head of the body extends the time once; the reasons are told in writing (行政许可法第四十二条). */
import { z } from 'zod';
import { Refused, sql, type Trx } from '#base';
import { act, actInput, reason } from './act.ts';
import type { Cx } from './cx.ts';
import { decisionDeadlines, earliest } from './deadlines.ts';
import { asStops, stopsOf } from './stops.ts';

/** 行政许可法第四十二条: at most ten more working days, once. */
export const longestExtension = 10;

/** What an extension that was given adds to the clocks. */
export const extension = (extended: boolean): { extendedBy?: number } =>
  (extended ? { extendedBy: longestExtension } : {});

export const extendInput = z.object({ ...actInput, reason });

/** Refuses 409 `extended-already` the second time, 409 `over` once the statutory day has passed. */
export async function extend(cx: Cx, input: z.output<typeof extendInput>) {
  return act(cx, { action: 'extend', input }, async ({ case: c, item }, trx) => {
    if (c.extended) {
      throw new Refused('extended-already', 409, {
        zh: '办理期限只能延长一次，这件已经延长过了。请尽快作出决定。',
        en: 'The time can be extended once only, and it was. Please decide soon.',
      });
    }
    await notOver(cx, trx, c.id);
    const deadlines = decisionDeadlines(cx, item, c.accepted_on ?? cx.today, {
      stops: asStops(await stopsOf(trx, c.id), cx.today), extendedBy: longestExtension,
    });
    return {
      content: { reason: input.reason, by: longestExtension },
      set: { extended: true },
      columns: { due: earliest(deadlines) },
      deadlines,
      papers: [{
        kind: 'extension',
        content: {
          reason: input.reason, newDue: earliest(deadlines), computed: deadlines.map((d) => d.computed.text.zh),
        },
      }],
      tell: 'extended',
    };
  });
}

/** What has run out cannot be made longer: the delay stands as it is. */
async function notOver(cx: Cx, trx: Trx, id: string): Promise<void> {
  const { rows } = await sql<{ due: string }>`select due from cases.deadline
    where "case" = ${id} and kind = 'statutory' and state = 'open' and due < ${cx.today}`.execute(trx);
  const [over] = rows;
  if (!over) return;
  throw new Refused('over', 409, {
    zh: `法定期限 ${over.due} 已经过了，不能再延长。请尽快作出决定，并向申请人说明。`,
    en: `The statutory day ${over.due} has passed: it cannot be extended any more. Decide soon and explain the delay.`,
  });
}
