/** Reading, listing and discarding drafts. */
import { z } from 'zod';
import { notThere } from '#base';
import { listItems } from '#catalogue';
import { findSubject } from '#identity';
import type { Cx } from './cx.ts';
import { viewDraft } from './draft-view.ts';
import { deleteDocuments, deleteDraft, documentsOf, findDraft, listDrafts } from './store.ts';

export const draftId = z.object({ id: z.uuid('草稿编号不对，请从“我的”里打开') });

export async function readDraft(cx: Cx, input: z.output<typeof draftId>) {
  const draft = await findDraft(cx.db, cx.actor, input.id);
  if (!draft) throw notThere();
  return viewDraft(cx, cx.db, draft);
}

export const draftsOutput = z.object({
  drafts: z.array(z.object({
    id: z.string(), item: z.string(), itemName: z.object({ zh: z.string(), en: z.string().optional() }),
    updated: z.string(), channel: z.enum(['online', 'counter']),
    /** Whose application it is. */
    forName: z.string(),
  })),
});

export async function myDrafts(cx: Cx) {
  const rows = await listDrafts(cx.db, cx.actor);
  const people = await Promise.all(rows.map((d) => findSubject(cx.db, d.subject)));
  const names = new Map((await listItems(cx)).map((card) => [card.id, card.name]));
  return {
    drafts: rows.map((d, i) => ({
      id: d.id, item: d.item, itemName: names.get(d.item) ?? { zh: d.item },
      updated: d.updated_at.toISOString(), channel: d.channel, forName: people[i]?.name ?? '',
    })),
  };
}

/** Throws a draft away, its documents with it. */
export async function discardDraft(cx: Cx, input: z.output<typeof draftId>) {
  return cx.tx(async (trx) => {
    const draft = await findDraft(trx, cx.actor, input.id, true);
    if (!draft) throw notThere();
    const documents = await documentsOf(trx, { draft: draft.id });
    await deleteDocuments(trx, documents.map((d) => d.id));
    await cx.files.release(trx, documents.map((d) => `document:${d.id}`));
    await deleteDraft(trx, draft.id);
    return {};
  });
}
