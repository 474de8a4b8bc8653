/** The door of facts. */
import type { Subscriptions, Task } from '#base';
import { noteQueries, noteQueriesTask } from './note-queries.ts';

export { learn, type Lesson } from './learn.ts';
export { look, type Look } from './look.ts';
export { prefillFor, type Prefill } from './prefill.ts';
export { factsEndpoints } from './routes.ts';

/** Jobs of this room. */
export const factsTasks: Record<string, Task> = { [noteQueriesTask]: noteQueries };

/** News this room wants to hear. */
export const factsSubscriptions: Subscriptions = {
  'register.queried': [{ task: noteQueriesTask, batch: 100 }],
};
