/** Writes down that licences have ended by their date; by stateOn they count as expired before. */
import type { World } from '#base';
import { tellHolder } from './change.ts';
import { expireDue } from './store.ts';

const batch = 500;

/** Safe to run in two processes at once: rows that another holds are left to it. Gives how many. */
export async function expire(world: World): Promise<number> {
  let total = 0;
  for (;;) {
    const today = world.clock.today();
    const done = await world.db.transaction().execute(async (trx) => {
      const ended = await expireDue(trx, { today, at: world.clock.now(), limit: batch });
      for (const { event, ...licence } of ended) {
        await tellHolder(trx, { licence, event, action: 'expire', on: licence.stateSince });
      }
      return ended.length;
    });
    total += done;
    if (done < batch) return total;
  }
}
