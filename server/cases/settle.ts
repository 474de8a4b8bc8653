/** Accepts and decides in one act (即办件, 行政许可法第三十四条第二款), for items of the instant path. */
import { z } from 'zod';
import { Refused } from '#base';
import { guide } from '#graph';
import { act, actInput, actOutput, type Ready } from './act.ts';
import type { Cx } from './cx.ts';
import { handingOver } from './delivery.ts';
import { makeLicence } from './issue.ts';
import { allResults } from './results.ts';

export const settleInput = z.object(actInput);
export const settleOutput = actOutput;

/** Only a positive answer: what does not meet the conditions is raised to the unit. */
export async function settle(cx: Cx, input: z.output<typeof settleInput>) {
  return act(cx, { action: 'settle', input }, async (found, trx) => {
    mustMeet(cx, found);
    const clock = await handingOver(cx, trx, found.case.id);
    await allResults(trx, found.case, found.item);
    const decided = { ...found.case, decided_on: cx.today };
    const own = found.item.item.results !== undefined;
    return {
      content: { outcome: 'grant', ...(own ? {} : { licence: await makeLicence(cx, trx, decided, found.item) }) },
      set: {
        outcome: 'grant', accepted_on: cx.today, decided_on: cx.today, decider: cx.actor.subject,
      },
      ...clock, ends: [...clock.ends, { kind: 'notice', state: 'met' }, { kind: 'supplement', state: 'met' }],
      papers: [{ kind: 'grant', content: { decidedOn: cx.today } }],
      tell: own ? 'results' : 'issued',
    };
  });
}

/** Every condition that applies holds. Refuses 409 `conditions` with those that do not. */
export function mustMeet(cx: Cx, { case: c, item }: Ready): void {
  const { conditions } = guide(item, c.facts, { today: cx.today, calendar: cx.calendar });
  const not = conditions.filter((k) => k.verdict !== 'true');
  if (not.length === 0) return;
  throw new Refused('conditions', 409,
    `有条件还没有核实或不符合：${not.map((k) => k.name.zh).join('、')}。请要求补正，或提请部门研究。`,
    { fields: not.map((k) => ({ at: k.id, message: k.reason.zh })) });
}
