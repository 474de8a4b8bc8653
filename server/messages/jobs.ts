/** Messages that other rooms ask for by their news: `message` in the payload is what to tell. */
import type { Subscriptions, Task } from '#base';
import { tell, type Message } from './tell.ts';

type Event = { message?: Omit<Message, 'at'> & { key: string } };

export const messageTasks: Record<string, Task> = {
  'messages.tell': async (world, payload) => {
    const { events } = payload as { events: Event[] };
    const at = world.clock.now();
    const wanted = events.flatMap(({ message }) => (message ? [{ ...message, at }] : []));
    await world.db.transaction().execute((trx) => tell(trx, wanted));
  },
};

export const messageSubscriptions: Subscriptions = {
  'licence.changed': [{ task: 'messages.tell', batch: 50 }],
};
