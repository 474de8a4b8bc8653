/** Puts a message into an inbox, in the caller's transaction. */
import crypto from 'node:crypto';
import { announce, type Trx } from '#base';
import { addMessages, type Text, type To } from './store.ts';

export type Message = {
  to: To;
  /** What happened, in a few words. */
  title: Text;
  /** What it means and what to do, whole: there is no other page to look for. */
  body: Text;
  /** Id of the case it is about. */
  case?: string | null;
  /** Id of the item it is about: agents see messages of the items of their mandate only. */
  item?: string | null;
  /** What it was made from: the same key tells once, however often a job runs. */
  key?: string;
  at: Date;
};

/** Tells one or several; the open pages of those addressed count anew at once. */
export async function tell(trx: Trx, messages: Message | readonly Message[]): Promise<void> {
  const list = 'to' in messages ? [messages] : messages;
  if (list.length === 0) return;
  const rows = list.map(({ to, at, title, body, case: caseId, item, key }) => ({
    id: crypto.randomUUID(), to, at, title, body, caseId: caseId ?? null, item: item ?? null,
    key: key ?? null,
  }));
  const added = new Set(await addMessages(trx, rows));
  const told = rows.filter(({ id }) => added.has(id));
  if (told.length === 0) return;
  const channels = told.map(({ to }) =>
    'subject' in to ? `subject:${to.subject}` : `account:${to.account}`);
  await announce(trx, {
    topic: 'message.told', payload: { messages: told.map(({ id }) => id) },
    live: { topic: 'messages', to: [...new Set(channels)] },
  });
}
