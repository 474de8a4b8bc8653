/** What somebody did with accounts, into the log of identity. */
import type { Context, Trx } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { record, type Event } from './store.ts';

/** Writes down that who asks did it, and from which network. Part of the same transaction. */
export async function note(
  context: Context<Actor>, trx: Trx, done: Pick<Event, 'what' | 'about' | 'details'>,
): Promise<void> {
  await record(trx, { by: context.actor.id, address: shortAddress(context.request.ip), ...done });
}
