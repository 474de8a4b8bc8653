/** The door of facts. */
import './words-en.ts';
import type { Subscriptions, Task } from '#base';
import { eraseClosed, eraseClosedTask } from './erase.ts';
import { noteQueries, noteQueriesTask } from './note-queries.ts';

export { learn, type Lesson } from './learn.ts';
export type { Holding } from './export.ts';
export { look, type Look } from './look.ts';
export { prefillFor, type Prefill } from './prefill.ts';
export { factsEndpoints } from './routes.ts';

/** Jobs of this room. */
export const factsTasks: Record<string, Task> = {
  [noteQueriesTask]: noteQueries,
  [eraseClosedTask]: eraseClosed,
};

/** News this room wants to hear. */
export const factsSubscriptions: Subscriptions = {
  'account.closed': [{ task: eraseClosedTask, batch: 100 }],
  'register.queried': [{ task: noteQueriesTask, batch: 100 }],
};
