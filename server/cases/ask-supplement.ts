/** Tells once and completely what is still needed (一次性告知). */
import { z } from 'zod';
import { Refused } from '#base';
import { act, actInput, actOutput, written } from './act.ts';
import type { Cx } from './cx.ts';
import { beforeDeemed, deadline, supplementPeriod } from './deadlines.ts';
import type { CaseRow } from './store.ts';

export const askSupplementInput = z.object({
  ...actInput,
  points: z.array(z.object({
    /** Address of a fact or id of a material. */
    at: z.string().min(1).max(200),
    message: written(4, 500, '请写清楚要补什么、怎么补'),
  })).min(1, '请至少写一条要补正的内容').max(50),
});
export const askSupplementOutput = actOutput;

/** 行政许可法第三十二条: everything at once; later only what was told and is still not right. */
export async function askSupplement(cx: Cx, input: z.output<typeof askSupplementInput>) {
  return act(cx, { action: 'ask-supplement', input }, ({ case: c, item }) => {
    beforeDeemed(cx, c);
    onlyWhatWasTold(c, input.points.map((p) => p.at));
    for (const { at } of input.points) {
      const known = item.item.materials.some((m) => m.material === at)
        || item.names.byAddress.has(at.replace(/\[\d+\]/, '[]')) || item.asks.some((a) => a.address === at);
      if (!known) {
        throw new Refused('unknown-point', 400, '要补正的内容要落在某一项或某样材料上，请从列表里选。',
          { fields: [{ at, message: '这件事里没有这一项' }] });
      }
    }
    const until = deadline(cx, { kind: 'supplement', from: cx.today, period: supplementPeriod, n: round(c) });
    return {
      content: { points: input.points, until: until.due },
      columns: { told: input.points, due: until.due },
      deadlines: [until],
      ends: [{ kind: 'notice', state: 'met' }],
      papers: [{
        kind: 'supplement',
        content: { points: input.points, until: until.due, computed: until.computed.text.zh },
      }],
      tell: 'supplement',
    };
  });
}

/** Rounds of supplement are counted by the length of the log: each has its own deadline row. */
const round = (c: CaseRow): number => c.seq;

function onlyWhatWasTold(c: CaseRow, points: string[]): void {
  if (!c.told) return;
  const told = new Set(c.told.map((p) => p.at));
  const late = points.filter((at) => !told.has(at));
  if (late.length === 0) return;
  throw new Refused('told-once', 409,
    '补正要一次告知：上一次没有写的内容，不能再要求补正。请只写上次告知而没有补好的，或受理后在审查中核实。',
    { fields: late.map((at) => ({ at, message: '上次没有告知这一项' })) });
}
