/** Which of his children a draft is about, of those the register names. */
import { z } from 'zod';
import { notThere } from '#base';
import type { Cx } from './cx.ts';
import { draftAgain, draftOutput, itemOfDraft, viewDraft } from './draft-view.ts';
import { childFacts, childKey, notGuardian, wardsOf } from './guardians.ts';
import { findDraft, updateDraft } from './store.ts';

export const chooseChildInput = z.object({
  id: z.uuid('草稿编号不对，请从“我的”里打开'), child: z.string().max(60),
});
export const chooseChildOutput = draftOutput;

/** Refuses 404 for another's draft, 403 `not-guardian` for a child that is not his. */
export async function chooseChild(cx: Cx, input: z.output<typeof chooseChildInput>) {
  return cx.tx(async (trx) => {
    const draft = await findDraft(trx, cx.actor, input.id, true);
    if (!draft) throw notThere();
    const item = await itemOfDraft(cx, trx, draft);
    const child = (await wardsOf(cx, trx, item, draft.subject)).find((one) => childKey(cx, one.number) === input.child);
    if (!child) throw notGuardian();
    draft.facts = { ...draft.facts, ...childFacts(item, child, cx.today) };
    draft.version = await updateDraft(trx, draft, cx.now);
    draft.updated_at = cx.now;
    return viewDraft(cx, trx, draft, draft.item_version);
  }, draftAgain(cx));
}
