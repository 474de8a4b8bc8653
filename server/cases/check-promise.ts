/** The ledger of promises, and the later check of one (告知承诺): an act of its case. */
import { z } from 'zod';
import { notThere, Refused, type Trx } from '#base';
import { look } from '#facts';
import { tell } from '#messages';
import { act, written } from './act.ts';
import type { Cx } from './cx.ts';
import { findPromise, listPromises, settlePromise, type ListedPromise } from './promise-store.ts';
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
  const id = await caseOf(cx, input.id);
  const state = input.outcome === 'kept' ? 'kept' as const : 'breach' as const;
  await act(cx, { action: 'check-promise', input: { id } }, async (_, trx) => {
    const p = await lockPromise(cx, trx, input.id);
    if (p.kind !== 'told' || p.state !== 'open') throw notNow(p);
    const promises = await settlePromise(trx, p.id, {
      state, checker: cx.actor.subject, checkerName: cx.actor.name, checkedOn: cx.today, found: input.found,
      ...(state === 'kept' ? { settledOn: cx.today } : {}),
    });
    await hears(cx, trx, p, state === 'kept'
      ? { zh: '核查过了，您的承诺属实', en: 'Checked: what you promised is true' }
      : { zh: '核查发现承诺不实，您可以陈述、申辩', en: 'Checked: not as promised. You may state your case' });
    return {
      content: { promise: p.name.zh, outcome: input.outcome, found: input.found, promises },
      papers: [{ kind: 'promise-check', content: {
        words: p.words, checkedOn: cx.today, found: input.found,
        kept: state === 'kept' ? '属实' : '', untrue: state === 'kept' ? '' : '不实',
      } }],
    };
  });
  return { state };
}

/** The case of a promise this officer may see; what he may not see is not there. */
export async function caseOf(cx: Cx, promise: string): Promise<string> {
  const found = await findPromise(cx.db, cx.actor, promise);
  if (!found) throw notThere();
  return found.case;
}

/** The promise as it is now, under the lock of its case. */
export async function lockPromise(cx: Cx, trx: Trx, id: string): Promise<ListedPromise> {
  const p = await findPromise(trx, cx.actor, id, true);
  if (!p) throw notThere();
  return p;
}

export function notNow(p: ListedPromise): Refused {
  return new Refused('wrong-state', 409, {
    zh: `“${p.name.zh}”这条承诺现在不能这样办，请刷新台账看最新情况。`,
    en: 'This cannot be done with the promise now: reload the ledger.',
  });
}

export async function hears(cx: Cx, trx: Trx, p: ListedPromise, words: { zh: string; en: string }): Promise<void> {
  await tell(trx, [{
    to: { subject: p.subject }, title: { zh: '承诺核查', en: 'Your promise' },
    body: { zh: `${p.item_name.zh}（${p.number}）“${p.name.zh}”：${words.zh}。`.replace('。。', '。'),
      en: `${p.item_name.en ?? p.item_name.zh} (${p.number}): ${words.en}.` },
    case: p.case, item: p.item, at: cx.now,
  }]);
}
