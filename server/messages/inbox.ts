/** The inbox of whoever is signed in: what is in it, how much is unread, reading one. */
import { notThere, Refused, type Context } from '#base';
import type { Actor } from '#identity';
import { countUnread, listMessages, markRead, type Inbox, type Text } from './store.ts';

const pageSize = 20;

export type Shown = {
  id: string; at: string; title: Text; body: Text; case?: string; read: boolean;
};

/** Staff have one by account; a citizen his own, or the one of the organisation he acts for. */
export function inboxOf(actor: Actor): Inbox {
  if (actor.kind === 'staff') return { account: actor.id };
  const acting = actor.actingFor;
  return acting
    ? { subject: acting.organisation, items: acting.items }
    : { subject: actor.subject, items: 'all' };
}

/** A page of 20, the newest first, with the count of all unread. */
export async function list(
  { db, actor }: Context<Actor>, { page }: { page?: string | undefined },
): Promise<{ messages: Shown[]; unread: number; next: string | null }> {
  const inbox = inboxOf(actor);
  const after = page ? readPage(page) : undefined;
  const rows = await listMessages(db, inbox, { ...(after ? { after } : {}), limit: pageSize + 1 });
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    messages: shown.map(({ id, at, title, body, caseId, read }) => ({
      id, at: at.toISOString(), title, body, read, ...(caseId ? { case: caseId } : {}),
    })),
    unread: await countUnread(db, inbox),
    next: rows.length > pageSize && last
      ? Buffer.from(JSON.stringify([last.stamp, last.id])).toString('base64url') : null,
  };
}

export async function unread({ db, actor }: Context<Actor>): Promise<{ unread: number }> {
  return { unread: await countUnread(db, inboxOf(actor)) };
}

/** Reading one twice is no harm. @throws Refused 404 when it is not in his inbox */
export async function read(
  { actor, now, tx }: Context<Actor>, { id }: { id: string },
): Promise<Record<never, never>> {
  return tx(async (trx) => {
    if (!(await markRead(trx, inboxOf(actor), { id, at: now }))) throw notThere();
    return {};
  });
}

function readPage(page: string): { at: string; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(page, 'base64url').toString()) as unknown[];
    if (/^\d{4}-\d\d-\d\d [\d:.+-]{8,30}$/.test(String(at)) && /^[0-9a-f-]{36}$/.test(String(id))) {
      return { at: String(at), id: String(id) };
    }
  } catch {
    // Not one of ours: told below.
  }
  throw new Refused('bad-page', 400, '翻页的位置不对，请回到第一页重新看。');
}
