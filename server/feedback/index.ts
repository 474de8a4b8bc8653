/** The door of feedback. */
import './words-en.ts';
import type { Subscriptions, Task } from '#base';
import { noteContacts } from './note-contacts.ts';

export { feedbackEndpoints } from './routes.ts';

export const feedbackTasks: Record<string, Task> = { 'feedback.note-contacts': noteContacts };

export const feedbackSubscriptions: Subscriptions = {
  'case.acted': [{ task: 'feedback.note-contacts', batch: 50 }],
};
