/** Tasks, rounds and subscriptions of all rooms, for the worker process and for tests. */
import { sql, type Round, type Subscriptions, type Task } from '#base';
import { caseRounds, caseSubscriptions, caseTasks } from '#cases';
import { factsSubscriptions, factsTasks } from '#facts';
import { feedbackSubscriptions, feedbackTasks } from '#feedback';
import { forgetOldSessions } from '#identity';
import { licenceRounds, licenceSubscriptions, licenceTasks } from '#licences';
import { messageSubscriptions, messageTasks } from '#messages';

export const tasks: Record<string, Task> = {
  ...factsTasks, ...licenceTasks, ...messageTasks, ...caseTasks, ...feedbackTasks,
};

/** Every topic with all who want to know it: two rooms may listen to the same. */
export const subscriptions: Subscriptions = {};
const all = [
  caseSubscriptions, feedbackSubscriptions, factsSubscriptions, licenceSubscriptions, messageSubscriptions,
];
for (const part of all) {
  for (const [topic, wants] of Object.entries(part)) {
    subscriptions[topic] = [...(subscriptions[topic] ?? []), ...wants];
  }
}

const sweep: Round = {
  name: 'sweep', everySeconds: 30,
  run: async (world) => {
    await world.files.sweep(world.db);
    await sql`delete from base.idempotency where at < now() - interval '48 hours'`.execute(world.db);
  },
};

export const rounds: Round[] = [sweep, forgetOldSessions, ...licenceRounds, ...caseRounds];
