/** The job that writes uses of a query item to the asker's ledger (news: register.queried). */
import type { Task } from '#base';
import type { Text } from '#graph';
import { addLook } from './store.ts';

type Queried = {
  subject: string;
  account: string;
  item: string;
  itemName: Text;
  by: string[];
  at: string;
};

/** Name of the task, for the worker and for the subscription. */
export const noteQueriesTask = 'facts.note-queries';

/** Writes one row for each use. Running twice writes it once. */
export const noteQueries: Task = async (world, payload) => {
  const { events } = payload as { events: Queried[] };
  for (const e of events) {
    await addLook(world.db, {
      subject: e.subject,
      at: new Date(e.at),
      account: e.account,
      viewer: e.subject,
      unit: null,
      role: 'self',
      name: '',
      what: `使用“${e.itemName.zh}”`,
      purpose: '本人查询',
      caseId: null,
      caseNumber: null,
      event: `${e.account} ${e.item} ${e.at}`,
    });
  }
};
