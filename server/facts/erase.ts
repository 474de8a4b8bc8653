/** facts.erase: what the asker stated himself goes; the rest stays, and the page says why. */
import { z } from 'zod';
import type { Context, Task } from '#base';
import { recordEvent, type Actor } from '#identity';
import { eraseStated } from './store-own.ts';

export const eraseOutput = z.object({ erased: z.number() });

/** Erases the values; that there was something, and when it went, stays in the history. */
export async function erase(context: Context<Actor>): Promise<{ erased: number }> {
  const { actor } = context;
  return context.tx(async (trx) => {
    const erased = await eraseStated(trx, { subject: actor.subject });
    await recordEvent(trx, {
      by: actor.id,
      what: 'account.erased',
      about: actor.subject,
      details: { erased },
    });
    return { erased };
  });
}

/** Name of the task that follows a closed account. */
export const eraseClosedTask = 'facts.erase-closed';

/** Whoever closed his account keeps nothing here for next time (news: account.closed). */
export const eraseClosed: Task = async (world, payload) => {
  const { events } = payload as { events: { subject: string }[] };
  for (const { subject } of events) {
    await world.db.transaction().execute((trx) => eraseStated(trx, { subject }));
  }
};
