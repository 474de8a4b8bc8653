/** The later check of a promise (告知承诺), what follows from it, and the ledger of promises. */
import { z } from 'zod';
import { dueDate, longDate, notThere, Refused, type Trx } from '#base';
import { look } from '#facts';
import { change, ofCase } from '#licences';
import { tell } from '#messages';
import { reason, written } from './act.ts';
import type { Cx } from './course.ts';
import {
  listPromises, lockPromise, settlePromise, type ListedPromise,
} from './promise-store.ts';
import { promiseOutput, promiseView } from './promises.ts';
import { textOutput } from './rows.ts';

const size = 30;

export const ledgerInput = z.object({
  box: z.enum(['open', 'due', 'broken', 'all']).default('open'),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});
const ledgerRow = promiseOutput.extend({
  case: z.string(), number: z.string(), itemName: textOutput, applicant: z.string(), unit: textOutput,
});
export const ledgerOutput = z.object({
  rows: z.array(ledgerRow), counts: z.object({ open: z.number(), due: z.number(), broken: z.number() }),
  page: z.number(), pages: z.number(),
});

/** Promises of the cases of the officer's units. */
export async function promiseLedger(cx: Cx, input: z.output<typeof ledgerInput>) {
  const { rows, counts, all } = await listPromises(cx.db, cx.actor, { ...input, today: cx.today, size });
  await cx.db.transaction().execute(async (trx) => {
    for (const p of new Map(rows.map((row) => [row.subject, row])).values()) {
      await look(trx, {
        subject: p.subject, actor: cx.actor, now: cx.now, what: '在承诺台账里看到您的承诺',
        purpose: '核查承诺', case: { id: p.case, number: p.number },
      });
    }
  });
  return {
    rows: rows.map((p) => ({
      ...promiseView(p, cx.today, (name) => name), case: p.case, number: p.number, itemName: p.item_name,
      applicant: p.subject_name, unit: p.unit_name,
    })),
    counts, page: input.page, pages: Math.max(1, Math.ceil(all / size)),
  };
}

export const checkPromiseInput = z.object({
  id: z.uuid('编号不对，请从台账里打开'),
  outcome: z.enum(['kept', 'untrue'], '请选属实还是不实'),
  found: written(4, 2000, '请写明核查看到的情况'),
});
export const promiseAnswer = z.object({ state: z.string() });

/** A reviewer looks whether what was promised is true; untrue goes to a decider. */
export async function checkPromise(cx: Cx, input: z.output<typeof checkPromiseInput>) {
  return cx.tx(async (trx) => {
    const p = await mine(cx, trx, input.id);
    if (p.kind !== 'told' || p.state !== 'open') throw notNow(p);
    const state = input.outcome === 'kept' ? 'kept' as const : 'breach' as const;
    await settlePromise(trx, p.id, {
      state, checker: cx.actor.subject, checkerName: cx.actor.name, checkedOn: cx.today, found: input.found,
      ...(state === 'kept' ? { settledOn: cx.today } : {}),
    });
    await hears(cx, trx, p, state === 'kept'
      ? { zh: '核查过了，您的承诺属实', en: 'Checked: what you promised is true' }
      : { zh: '核查发现承诺不实，您可以陈述、申辩', en: 'Checked: not as promised. You may state your case' });
    return { state };
  });
}

export const decideBreachInput = z.object({
  id: z.uuid('编号不对，请从台账里打开'),
  outcome: z.enum(['revoke', 'mend'], '请选撤销还是限期整改'),
  reason,
  /** mend: working days to put it right; it is checked anew afterwards. */
  days: z.number().int().min(1).max(60).optional(),
});

/** Another than the checker decides: the licence is annulled (行政许可法第六十九条), or time is given to mend. */
export async function decideBreach(cx: Cx, input: z.output<typeof decideBreachInput>) {
  return cx.tx(async (trx) => {
    const p = await mine(cx, trx, input.id);
    if (p.state !== 'breach') throw notNow(p);
    if (p.checker === cx.actor.subject) {
      throw new Refused('same-person', 403, {
        zh: '核查和决定要由两个人来做，这条是您核查的。', en: 'You checked this yourself: another decides.',
      });
    }
    if (input.outcome === 'mend') {
      const due = dueDate(cx.today, { n: input.days ?? 10, unit: 'wd' }, { calendar: cx.calendar }).due;
      await settlePromise(trx, p.id, { state: 'open', due, settled: input.reason, deciderName: cx.actor.name });
      await hears(cx, trx, p, {
        zh: `请在${longDate(due)}前整改到位。${input.reason}`, en: `Put it right by ${due}. ${input.reason}`,
      });
      return { state: 'open' };
    }
    await settlePromise(trx, p.id, {
      state: 'broken', settled: input.reason, deciderName: cx.actor.name, settledOn: cx.today,
    });
    await annul(cx, trx, p, input.reason);
    return { state: 'broken' };
  });
}

/** In the same transaction as the promise: both or neither. The holder is told by the licences room. */
async function annul(cx: Cx, trx: Trx, p: ListedPromise, why: string): Promise<void> {
  const licence = await ofCase(trx, p.case, cx.today);
  if (!licence) return;
  await change({ ...cx, tx: (work) => work(trx) }, {
    id: licence.id, action: 'revoke', reason: `告知承诺不实：${why}`,
  });
}

export const repairInput = z.object({ id: z.uuid('编号不对，请从台账里打开'), reason });

/** What was broken was put right: the person may promise again. A decider's. */
export async function repairPromise(cx: Cx, input: z.output<typeof repairInput>) {
  return cx.tx(async (trx) => {
    const p = await mine(cx, trx, input.id);
    if (p.state !== 'broken') throw notNow(p);
    await settlePromise(trx, p.id, {
      state: 'repaired', settled: input.reason, deciderName: cx.actor.name, settledOn: cx.today,
    });
    await hears(cx, trx, p, { zh: '已经补正，以后可以再用承诺', en: 'Put right: you may promise again' });
    return { state: 'repaired' };
  });
}

async function mine(cx: Cx, trx: Trx, id: string): Promise<ListedPromise> {
  const p = await lockPromise(trx, cx.actor, id);
  if (!p) throw notThere();
  if (p.subject === cx.actor.subject) {
    throw new Refused('own-case', 403, {
      zh: '这是您本人的承诺，应当回避，请由别的同事办理。', en: 'This is your own promise: another officer handles it.',
    });
  }
  return p;
}

function notNow(p: ListedPromise): Refused {
  return new Refused('wrong-state', 409, {
    zh: `“${p.name.zh}”这条承诺现在不能这样办，请刷新台账看最新情况。`,
    en: 'This cannot be done with the promise now: reload the ledger.',
  });
}

async function hears(cx: Cx, trx: Trx, p: ListedPromise, words: { zh: string; en: string }): Promise<void> {
  await tell(trx, [{
    to: { subject: p.subject }, title: { zh: '承诺核查', en: 'Your promise' },
    body: { zh: `${p.item_name.zh}（${p.number}）“${p.name.zh}”：${words.zh}。`.replace('。。', '。'),
      en: `${p.item_name.en ?? p.item_name.zh} (${p.number}): ${words.en}.` },
    case: p.case, item: p.item, at: cx.now,
  }]);
}
