/** Takes one member of a party that is many out of a draft: what is known of him and his papers go. */
import { z } from 'zod';
import { notThere, Refused, type Trx } from '#base';
import { withoutMember, type OpenItem } from '#graph';
import type { Cx } from './cx.ts';
import { draftAgain, itemOfDraft, sawLast, viewDraft } from './draft-view.ts';
import {
  deleteDocuments, documentsOf, findDraft, moveUp, updateDraft, type DraftRow,
} from './store.ts';

export const removeMemberInput = z.object({
  id: z.uuid('草稿编号不对，请从“我的”里打开'),
  /** The party's id. */
  party: z.string().max(100),
  /** Counted from 0. */
  index: z.number().int().min(0).max(499),
});

/** Copies of these materials are gone with the members they were handed in for. */
export type CopiesGone = { materials: string[]; gone: (index: number) => boolean };

/** Materials that are handed in once for each member of a party. */
export function eachOf(item: OpenItem, party: string): string[] {
  return item.materials.filter((m) => m.each === party).map((m) => m.def.material);
}

/** Deletes the copies and lets go of their files. */
export async function dropDocuments(
  cx: Cx, trx: Trx, draft: Pick<DraftRow, 'id'>, { materials, gone }: CopiesGone,
): Promise<void> {
  if (materials.length === 0) return;
  const ids = (await documentsOf(trx, { draft: draft.id }))
    .filter((d) => materials.includes(d.material) && gone(d.idx)).map((d) => d.id);
  if (ids.length === 0) return;
  await deleteDocuments(trx, ids);
  await cx.files.release(trx, ids.map((id) => `document:${id}`));
}

/**
 * Those behind move up by one, with what was typed of them and what was handed in for them.
 * Gives the draft as it is now. Refuses 404, 409 `stale` as saving does, 409 `no-member`.
 */
export async function removeMember(cx: Cx, input: z.output<typeof removeMemberInput>) {
  return cx.tx(async (trx) => {
    const draft = await findDraft(trx, cx.actor, input.id, true);
    if (!draft) throw notThere();
    sawLast(cx, draft);
    const item = await itemOfDraft(cx, trx, draft);
    takeOut(draft, item, input);
    const materials = eachOf(item, input.party);
    await dropDocuments(cx, trx, draft, { materials, gone: (index) => index === input.index });
    const behind = (await documentsOf(trx, { draft: draft.id }))
      .filter((d) => materials.includes(d.material) && d.idx > input.index);
    await moveUp(trx, behind.map((d) => d.id));
    const before = draft.item_version;
    draft.item_version = item.hash;
    draft.version = await updateDraft(trx, draft, cx.now);
    draft.updated_at = cx.now;
    return viewDraft(cx, trx, draft, before);
  }, draftAgain(cx));
}

function takeOut(draft: DraftRow, item: OpenItem, { party, index }: { party: string; index: number }): void {
  const count = Object.hasOwn(draft.facts, party) ? draft.facts[party] : undefined;
  const many = item.parties.some((p) => p.many && p.id === party);
  if (!many || count?.state !== 'known' || index >= Number(count.value)) {
    throw new Refused('no-member', 409, '名单里已经没有这一位了，可能刚在别处删过。请刷新页面，看一眼现在的名单。');
  }
  draft.facts = {
    ...withoutMember({ party, index }, draft.facts),
    [party]: { ...count, value: String(Number(count.value) - 1) },
  };
  draft.typed = withoutMember({ party, index }, draft.typed);
}
