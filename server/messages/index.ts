/** The door of messages. */
import './words-en.ts';

export { messageSubscriptions, messageTasks } from './jobs.ts';
export { messagesHeld } from './own-data.ts';
export { messageEndpoints } from './routes.ts';
export { tell, type Message } from './tell.ts';
