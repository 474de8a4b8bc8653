/**
 * 告知承诺: granted at once on the applicant's written promise; within its time somebody looks
 * whether it was true. For items with a `promise` and cases filed on it.
 */
import { z } from 'zod';
import { dueDate, Refused, type Trx } from '#base';
import { act, actInput, actOutput, type Ready } from './act.ts';
import type { Cx } from './cx.ts';
import { handingOver } from './delivery.ts';
import { makeLicence } from './issue.ts';
import { openPromises, promisesOf, type PromiseMove, type PromiseRow } from './promise-store.ts';
import { mustHaveCome } from './promises.ts';
import { mustMeet } from './settle.ts';

export const grantOnPromiseInput = z.object(actInput);
export const grantOnPromiseOutput = actOutput;

/** Refuses 409 `not-promised` where the applicant did not choose it, `conditions` where one fails. */
export async function grantOnPromise(cx: Cx, input: z.output<typeof grantOnPromiseInput>) {
  return act(cx, { action: 'grant-on-promise', input }, async (found, trx) => {
    const promise = await toldPromise(trx, found);
    mustMeet(cx, found);
    await mustHaveCome(trx, found.case.id);
    const check = dueDate(cx.today, promise.period, { calendar: cx.calendar }).due;
    const promises = await openPromises(trx, [{ id: promise.id, due: check }]);
    const clock = await handingOver(cx, trx, found.case.id);
    const decided = { ...found.case, decided_on: cx.today };
    return {
      content: { outcome: 'grant', licence: await makeLicence(cx, trx, decided, found.item), check,
        promises },
      set: {
        outcome: 'grant', accepted_on: found.case.accepted_on ?? cx.today, decided_on: cx.today,
        decider: cx.actor.subject,
      },
      ...clock,
      ends: [...clock.ends, ...(['notice', 'supplement', 'decision', 'statutory'] as const)
        .map((kind) => ({ kind, state: 'met' as const }))],
      papers: [{ kind: 'grant', content: { decidedOn: cx.today, promise: promise.words, check } }],
      tell: 'issued',
    };
  });
}

async function toldPromise(trx: Trx, { case: c }: Ready): Promise<PromiseRow> {
  const promise = (await promisesOf(trx, c.id)).find((p) => p.kind === 'told' && p.state === 'offered');
  if (c.promised && promise) return promise;
  throw new Refused('not-promised', 409, {
    zh: '申请人没有选择告知承诺，请按一般程序受理、审查、决定。',
    en: 'The applicant did not choose to promise: accept, review and decide in the usual way.',
  });
}

/** Filed on a promise and granted the usual way: it is looked at later just the same. */
export async function openTold(cx: Cx, trx: Trx, id: string): Promise<PromiseMove[]> {
  const told = (await promisesOf(trx, id)).filter((p) => p.kind === 'told' && p.state === 'offered');
  if (told.length === 0) return [];
  return openPromises(trx, told.map((p) => ({
    id: p.id, due: dueDate(cx.today, p.period, { calendar: cx.calendar }).due,
  })));
}
