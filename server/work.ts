/** Tasks, rounds and subscriptions of all rooms, for the worker process and for tests. */
import { sql, type Round, type Subscriptions, type Task } from '#base';

export const tasks: Record<string, Task> = {};

export const subscriptions: Subscriptions = {};

const sweep: Round = {
  name: 'sweep', everySeconds: 600,
  run: async (world) => {
    await world.files.sweep(world.db);
    await sql`delete from base.idempotency where at < now() - interval '48 hours'`.execute(world.db);
  },
};

export const rounds: Round[] = [sweep];
