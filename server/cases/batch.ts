/** The same act on up to a hundred rows: each its own act, its own transaction, its own result. */
import { z } from 'zod';
import { chinese, Refused, sql } from '#base';
import { accept } from './accept.ts';
import type { ActAnswer } from './act.ts';
import { assign, colleagueOf, relieve } from './assign.ts';
import { claim, handBack } from './claim.ts';
import type { Cx } from './cx.ts';
import { decide } from './decide.ts';
import { deliver } from './deliver.ts';
import { issue } from './issue.ts';
import { payOrder } from './pay-order.ts';
import { reviewCase } from './review.ts';
import { settle } from './settle.ts';
import { visible } from './store.ts';

export const batchActions = [
  'claim', 'hand-back', 'assign', 'relieve', 'accept', 'settle', 'review', 'grant', 'issue', 'pay-order', 'deliver',
] as const;
export type BatchAction = (typeof batchActions)[number];

const most = 100;
const account = z.uuid('没有这位同事，请从列表里选');
const rows = z.array(z.object({
  id: z.uuid('办件编号不对，请从列表里选'),
  /** How long the log was when he looked: what moved on meanwhile is left alone. */
  seen: z.number().int().min(1).optional(),
})).min(1, '请至少选一件').max(most, `一次最多 ${most} 件，请分几次办`);

export const batchInput = z.object({ action: z.enum(batchActions), rows, to: account.optional() });
const result = z.object({
  id: z.string(), number: z.string().nullable(), done: z.boolean(), state: z.string().nullable(),
  code: z.string().nullable(), message: z.object({ zh: z.string(), en: z.string() }).nullable(),
});
export const batchOutput = z.object({ done: z.number(), failed: z.number(), results: z.array(result) });
type Result = z.output<typeof result>;

type One = { id: string; seen: number | undefined; to: string | undefined };

/** A batch goes the way of the single act: nothing is allowed here that is not allowed there. */
const acts: Record<BatchAction, (cx: Cx, one: One) => Promise<ActAnswer>> = {
  'claim': (cx, { id, seen }) => claim(cx, { id, seen }),
  'hand-back': (cx, { id, seen }) => handBack(cx, { id, seen }),
  'assign': (cx, { id, seen, to }) => assign(cx, { id, seen, to: to ?? '' }),
  'relieve': (cx, { id, seen }) => relieve(cx, { id, seen }),
  'accept': (cx, { id, seen }) => accept(cx, { id, seen } as never),
  'settle': (cx, { id, seen }) => settle(cx, { id, seen } as never),
  'review': (cx, { id, seen }) => reviewCase(cx, { id, seen } as never),
  'grant': (cx, { id, seen }) => decide(cx, { id, seen, outcome: 'grant' } as never),
  'issue': (cx, { id, seen }) => issue(cx, { id, seen } as never),
  'pay-order': (cx, { id, seen }) => payOrder(cx, { id, seen } as never),
  'deliver': (cx, { id, seen }) => deliver(cx, { id, seen } as never),
};

/**
 * Does it for each row and gives what became of each. A request that comes again with its key gets
 * the first answer; nothing is done twice.
 */
export async function batch(cx: Cx, input: z.output<typeof batchInput>) {
  if (input.action === 'assign' && input.to === undefined) {
    throw new Refused('bad-input', 400, { zh: '请选指派给谁。', en: 'Please choose whom to assign to.' },
      { fields: [{ at: 'to', message: { zh: '请选指派给谁', en: 'Please choose somebody' } }] });
  }
  if (input.to !== undefined) await colleagueOf(cx.db, cx.actor, input.to);
  return eachOnce(cx, async () => {
    const once = new Map(input.rows.map((row) => [row.id, row]));
    return doEach(cx, { action: input.action, rows: [...once.values()], to: input.to });
  });
}

/** The answer this key had before, else that of the work, kept under the key. */
export async function eachOnce<T>(cx: Cx, work: () => Promise<T>): Promise<T> {
  const before = await cx.tx<T>(() => Promise.reject(new Refused('first', 409, ''))).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'first') return undefined;
    throw error;
  });
  if (before !== undefined) return before;
  const answer = await work();
  return cx.tx(() => Promise.resolve(answer));
}

/** Acts on rows one after another; a refusal is a result like any other, a fault ends the batch. */
export async function doEach(
  cx: Cx,
  what: { action: BatchAction; rows: readonly { id: string; seen?: number | undefined }[]; to: string | undefined },
) {
  const { rows: named } = await sql<{ id: string; number: string }>`select c.id, c.number from cases.case c
    where ${visible(cx.actor)} and c.id = any(${what.rows.map((r) => r.id)}::uuid[])`.execute(cx.db);
  const numbers = new Map(named.map((n) => [n.id, n.number]));
  // The key of the request is that of the whole batch: each act is a transaction without one.
  const single: Cx = { ...cx, tx: (work) => cx.db.transaction().execute(work) };
  const results: Result[] = [];
  for (const row of what.rows) {
    const number = numbers.get(row.id) ?? null;
    try {
      const { state } = await acts[what.action](single, { id: row.id, seen: row.seen, to: what.to });
      results.push({ id: row.id, number, done: true, state, code: null, message: null });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const message = typeof error.words === 'string'
        ? { zh: error.words, en: error.words } : { zh: chinese(error.words), en: error.words.en };
      results.push({ id: row.id, number, done: false, state: null, code: error.code, message });
    }
  }
  const done = results.filter((r) => r.done).length;
  return { done, failed: results.length - done, results };
}

export const handOverInput = z.object({ from: account, to: z.array(account).min(1, '请选交给谁').max(20) });

/** All that one officer has in hand goes to others, in turn; at most 500 at once. */
export async function handOver(cx: Cx, input: z.output<typeof handOverInput>) {
  await colleagueOrGone(cx, input.from);
  for (const to of input.to) await colleagueOf(cx.db, cx.actor, to);
  if (input.to.includes(input.from)) {
    throw new Refused('bad-input', 400, { zh: '不能交给本人，请选别的同事。', en: 'They must go to somebody else.' });
  }
  return eachOnce(cx, async () => {
    const { rows: all } = await sql<{ id: string }>`select c.id from cases.case c where c.owner = ${input.from}
      and ${visible(cx.actor)} and c.state not in
        ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated')
      order by c.due nulls last, c.id limit 500`.execute(cx.db);
    const results: Result[] = [];
    for (const [i, to] of input.to.entries()) {
      const share = all.filter((_, n) => n % input.to.length === i);
      results.push(...(await doEach(cx, { action: 'assign', rows: share, to })).results);
    }
    const done = results.filter((r) => r.done).length;
    return { done, failed: results.length - done, results };
  });
}

/** Also of an account that ended: its cases are still there. */
async function colleagueOrGone(cx: Cx, id: string): Promise<void> {
  const { rows: held } = await sql`select from cases.case c where c.owner = ${id} and ${visible(cx.actor)}
    limit 1`.execute(cx.db);
  if (held.length === 0) await colleagueOf(cx.db, cx.actor, id);
}
