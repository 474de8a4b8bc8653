/** Saves what was typed into a draft, value or not, so that a crashed tab loses at most two seconds. */
import { z } from 'zod';
import { chinese, notThere, Refused, type Trx } from '#base';
import { kindAt, readFacts } from '#catalogue';
import { consenting, isOwnPart, placeIn, type Facts, type OpenItem } from '#graph';
import type { Json } from '#rules';
import { askAnew } from './consent.ts';
import type { Cx } from './cx.ts';
import { choice } from './delivery-choice.ts';
import { draftAgain, draftOutput, isFixed, itemOfDraft, sawLast, takeable, viewDraft } from './draft-view.ts';
import { licenceFacts, withoutLicence } from './first-facts.ts';
import { childAddresses, childFromRegister } from './guardians.ts';
import { withHeld } from './held.ts';
import { offerOf } from './promises.ts';
import { dropDocuments, eachOf, type CopiesGone } from './remove-member.ts';
import { statedBy } from './start-draft.ts';
import { findDraft, updateDraft, type DraftRow } from './store.ts';

/** Sent for a field that was emptied: nothing is known of it any more. */
export const unknownMark = '__unknown__';

export const saveInput = z.object({
  id: z.uuid('草稿编号不对，请从“我的”里打开'),
  /** Values by address; null means there is none, '__unknown__' takes a value back. */
  facts: z.record(z.string().max(200), z.custom<Json>(() => true)).default({}),
  /** Materials for which the held licence is taken (true) or not (false). */
  take: z.record(z.string().max(100), z.boolean()).optional(),
  /** 告知承诺 chosen, or taken back. */
  promise: z.boolean().optional(),
  /** How the result is to be received; for the post with name, telephone number and address. */
  delivery: choice.optional(),
});
export const saveOutput = draftOutput;

/** Gives the draft as it is now. Refuses 404, and 409 `stale` (details.version) when another page saved. */
export async function saveDraft(cx: Cx, input: z.output<typeof saveInput>) {
  if (JSON.stringify(input.facts).length > 65_536) {
    throw new Refused('too-much', 400, '一次保存的内容太多了，请分几次填写。');
  }
  return cx.tx(async (trx) => {
    const draft = await findDraft(trx, cx.actor, input.id, true);
    if (!draft) throw notThere();
    sawLast(cx, draft);
    const item = await itemOfDraft(cx, trx, draft);
    notOthersPart(item, input.facts);
    merge(draft, item, input.facts, cx.today);
    for (const beyond of shrunk(draft, item)) await dropDocuments(cx, trx, draft, beyond);
    await promiseOrNot(cx, trx, { draft, item, chosen: input.promise });
    if (input.delivery) draft.delivery = input.delivery;
    if (input.take) await takeOrNot(cx, trx, { draft, item, take: input.take });
    draft.facts = await withHeld(trx, { item, subject: draft.subject, today: cx.today }, draft.facts);
    const before = draft.item_version;
    draft.item_version = item.hash;
    draft.version = await updateDraft(trx, draft, cx.now);
    draft.updated_at = cx.now;
    await askAnew(cx, trx, item, draft);
    return viewDraft(cx, trx, draft, before);
  }, draftAgain(cx));
}

/** Chosen only where it is offered and no earlier promise is broken; what is no longer offered falls away. */
async function promiseOrNot(
  cx: Cx, trx: Trx, { draft, item, chosen }: { draft: DraftRow; item: OpenItem; chosen: boolean | undefined },
): Promise<void> {
  if (chosen === false) draft.promised = false;
  if (chosen !== true && !draft.promised) return;
  const { offered, blocked } = await offerOf(cx, trx, item, draft);
  if (chosen === true && blocked) throw new Refused('promise-broken', 409, blocked);
  if (chosen === true && !offered) {
    throw new Refused('no-promise', 409, {
      zh: '按现在填的情况，这件事不能用告知承诺，请按清单交材料。',
      en: 'With what is filled in this cannot be promised: hand in the listed materials.',
    });
  }
  draft.promised = offered;
}

/** What a second person says of himself is his to say. */
function notOthersPart(item: OpenItem, given: Record<string, Json>): void {
  const parties = consenting(item);
  const fromRegister = new Set(childAddresses(item));
  if (Object.keys(given).some((at) => fromRegister.has(at))) throw childFromRegister();
  const beyond = Object.keys(given).filter((at) => parties.some((p) => isOwnPart(p.id, at)));
  if (beyond.length === 0) return;
  throw new Refused('not-yours', 400, {
    zh: '另一位的情况由他自己在他的手机上填。', en: 'The other person fills this in himself, on his own phone.',
  }, { fields: beyond.map((at) => ({ at, message: '由他本人填写' })) });
}

/** Values go to the facts, what is no value (yet) is kept as typed; addresses that are none are refused. */
export function merge(draft: DraftRow, item: OpenItem, given: Record<string, Json>, today: string): void {
  const facts: Facts = { ...draft.facts };
  const typed = { ...draft.typed };
  const values: Record<string, Json | null> = {};
  for (const [at, value] of Object.entries(given)) {
    if (!kindAt(item, at)) {
      throw new Refused('unknown-address', 400, '页面和事项对不上了，请刷新页面后再填。',
        { fields: [{ at: at.slice(0, 200), message: '这件事里没有这一项' }] });
    }
    delete typed[at];
    const proved = Object.hasOwn(facts, at) ? facts[at] : undefined;
    if (proved && isFixed(at, proved)) keepIdentity(proved, at, value);
    else if (value === unknownMark) delete facts[at];
    else values[at] = value;
  }
  const read = readFacts(item, values, { today, ...statedBy(draft.channel) });
  for (const [at, fact] of Object.entries(read.facts)) {
    // Unchanged values keep where they came from: looking at a prefilled field is not stating it.
    const before = Object.hasOwn(facts, at) ? facts[at] : undefined;
    const same = before?.state === fact.state && valueText(before) === valueText(fact);
    if (!same) facts[at] = fact;
  }
  for (const { at, message } of read.complaints) {
    delete facts[at];
    typed[at] = { raw: values[at] ?? null, problem: chinese(message) };
  }
  draft.facts = facts;
  draft.typed = typed;
}

const valueText = (fact: Facts[string]): string => JSON.stringify('value' in fact ? fact.value : null);

/** Who the applicant is was proved when he registered: a form cannot make him another. */
function keepIdentity(fact: Facts[string], at: string, value: Json): void {
  if (fact.state === 'known' && value === fact.value) return;
  throw new Refused('proved', 400, '姓名、证件号等来自您的实名登记，不能在这里改。有误的话，请到窗口更正实名信息。',
    { fields: [{ at, message: '来自实名登记，不能在这里改' }] });
}

/** A many-party that became smaller takes the facts of the members that are gone with it. */
function shrunk({ facts, typed }: DraftRow, item: OpenItem): CopiesGone[] {
  return item.parties.filter((p) => p.many).flatMap((party) => {
    const count = facts[party.id];
    if (count?.state !== 'known') return [];
    const left = Number(count.value);
    const beyond = (at: string): boolean => (placeIn(party.id, at) ?? -1) >= left;
    for (const at of Object.keys(facts)) if (beyond(at)) delete facts[at];
    for (const at of Object.keys(typed)) if (beyond(at)) delete typed[at];
    return [{ materials: eachOf(item, party.id), gone: (index: number) => index >= left }];
  });
}

async function takeOrNot(
  cx: Cx, trx: Parameters<typeof takeable>[1],
  { draft, item, take }: { draft: DraftRow; item: OpenItem; take: Record<string, boolean> },
): Promise<void> {
  const found = await takeable(cx, trx, item, draft.subject);
  for (const [material, wanted] of Object.entries(take)) {
    draft.takes = draft.takes.filter((t) => t.material !== material);
    const licence = found.find((f) => f.material === material)?.licence;
    if (!wanted) {
      const kind = item.item.materials.find((m) => m.material === material)?.instead?.licence;
      if (kind) draft.facts = withoutLicence(draft.facts, kind);
      continue;
    }
    if (!licence) {
      throw new Refused('no-licence', 409, '没有查到可以用的电子证照，请改为上传。');
    }
    const { id, name, number } = licence;
    draft.takes.push({ material, licence: id, name: name.zh, en: name.en, number });
    Object.assign(draft.facts, licenceFacts(item, { material, licence }, cx.today));
  }
}
