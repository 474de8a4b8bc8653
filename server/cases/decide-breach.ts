/** What follows from a promise that was untrue: time to mend, or the end of the licence; each an act of its case. */
import { z } from 'zod';
import { dueDate, longDate, Refused, type Trx } from '#base';
import { change, ofCase } from '#licences';
import { act, reason, type Plan } from './act.ts';
import { caseOf, hears, lockPromise, notNow } from './check-promise.ts';
import type { Cx } from './cx.ts';
import { settlePromise, type ListedPromise } from './promise-store.ts';
import type { LockedCase } from './store.ts';

export const decideBreachInput = z.object({
  id: z.uuid('编号不对，请从台账里打开'),
  outcome: z.enum(['revoke', 'mend'], '请选撤销还是限期整改'),
  reason,
  /** mend: working days to put it right; it is checked anew afterwards. */
  days: z.number().int().min(1).max(60).optional(),
});
type Input = z.output<typeof decideBreachInput>;

/** Another than the checker decides: the licence is annulled (行政许可法第六十九条), or time is given to mend. */
export async function decideBreach(cx: Cx, input: Input) {
  const id = await caseOf(cx, input.id);
  const mend = input.outcome === 'mend';
  await act(cx, { action: mend ? 'order-mending' : 'annul', input: { id } }, async ({ case: c }, trx) => {
    const p = await lockPromise(cx, trx, input.id);
    if (p.state !== 'breach') throw notNow(p);
    if (p.checker === cx.actor.subject) {
      throw new Refused('same-person', 403, {
        zh: '核查和决定要由两个人来做，这条是您核查的。', en: 'You checked this yourself: another decides.',
      });
    }
    return mend ? orderMending(cx, trx, p, input) : annul(cx, trx, p, { why: input.reason, c });
  });
  return { state: mend ? 'open' : 'broken' };
}

/** 责令限期改正: the promise runs again until the day told, then it is checked anew. */
async function orderMending(cx: Cx, trx: Trx, p: ListedPromise, input: Input): Promise<Plan> {
  const { due } = dueDate(cx.today, { n: input.days ?? 10, unit: 'wd' }, { calendar: cx.calendar });
  const promises = await settlePromise(trx, p.id, {
    state: 'open', due, settled: input.reason, deciderName: cx.actor.name,
  });
  await hears(cx, trx, p, {
    zh: `请在${longDate(due)}前整改到位。${input.reason}`, en: `Put it right by ${due}. ${input.reason}`,
  });
  return {
    content: { promise: p.name.zh, reason: input.reason, due, promises },
    papers: [{ kind: 'rectification', content: {
      words: p.words, checkedOn: p.checked_on, found: p.found, reason: input.reason, due,
    } }],
  };
}

/**
 * 撤销: in the same transaction as the promise, both or neither. The licences room tells the holder. The
 * decision stays in the log; that it no longer holds is what this act says.
 */
async function annul(cx: Cx, trx: Trx, p: ListedPromise, of: { why: string; c: LockedCase }): Promise<Plan> {
  const promises = await settlePromise(trx, p.id, {
    state: 'broken', settled: of.why, deciderName: cx.actor.name, settledOn: cx.today,
  });
  const licence = await ofCase(trx, p.case, cx.today);
  if (licence) {
    await change({ ...cx, tx: (work) => work(trx) }, {
      id: licence.id, action: 'revoke', reason: `告知承诺不实：${of.why}`,
    });
  }
  return {
    content: { promise: p.name.zh, reason: of.why, licence: licence?.id ?? null, promises },
    papers: [{ kind: 'revocation', content: {
      decidedOn: of.c.decided_on, words: p.words, checkedOn: p.checked_on, found: p.found, reason: of.why,
      revokedOn: cx.today, licence: licence?.name.zh ?? '', licenceNumber: licence?.number ?? '',
    } }],
  };
}

export const repairInput = z.object({ id: z.uuid('编号不对，请从台账里打开'), reason });

/** What was broken was put right: the person may promise again. A decider's. */
export async function repairPromise(cx: Cx, input: z.output<typeof repairInput>) {
  const id = await caseOf(cx, input.id);
  await act(cx, { action: 'restore-promise', input: { id } }, async (_, trx) => {
    const p = await lockPromise(cx, trx, input.id);
    if (p.state !== 'broken') throw notNow(p);
    const promises = await settlePromise(trx, p.id, {
      state: 'repaired', settled: input.reason, deciderName: cx.actor.name, settledOn: cx.today,
    });
    await hears(cx, trx, p, { zh: '已经补正，以后可以再用承诺', en: 'Put right: you may promise again' });
    return {
      content: { promise: p.name.zh, reason: input.reason, promises },
      papers: [{ kind: 'promise-restored', content: { promise: p.name.zh, reason: input.reason, on: cx.today } }],
    };
  });
  return { state: 'repaired' };
}
