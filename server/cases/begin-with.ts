/** What a new draft begins with besides what is known: an earlier case of the same item, the only child. */
import { notThere, type Trx } from '#base';
import { readFacts } from '#catalogue';
import { consenting, isOf, isOwnPart, type Facts, type OpenItem } from '#graph';
import type { Cx } from './cx.ts';
import { childAddresses, childFacts, wardsOf } from './guardians.ts';
import { registrationFields } from './registration.ts';
import { slotFields } from './slots.ts';
import { findCase } from './store.ts';

/** Sources of what somebody filled in himself, and may again. */
const filledIn: readonly string[] = ['applicant', 'counter'];

/**
 * What he filled in himself in an earlier case of his, read by the item as it is now; nothing of a
 * second person, of a child, of a day or of the decision. Refuses 404 for a case that is not his.
 */
export async function likeFacts(
  cx: Cx, trx: Trx, item: OpenItem, { like, subject }: { like: string | undefined; subject: string },
): Promise<Facts> {
  if (like === undefined) return {};
  const c = await findCase(trx, cx.actor, like);
  if (!c || c.subject !== subject || c.item !== item.item.id) throw notThere();
  const slot = slotFields(item);
  const left = new Set([slot?.date, slot?.session, registrationFields(item)?.place, ...childAddresses(item)]);
  const values = Object.entries(c.facts).flatMap(([at, fact]) => (
    filledIn.includes(fact.source) && !left.has(at) && fact.state === 'known'
      && !consenting(item).some((p) => isOf(p.id, at)) ? [[at, fact.value] as const] : []));
  return readFacts(item, Object.fromEntries(values), { today: cx.today, source: 'applicant', grade: 'D' }).facts;
}

/** Answers of the guide without what is a second person’s or a child’s to say. */
export function notOthers(item: OpenItem, facts: Facts): Facts {
  const child = new Set(childAddresses(item));
  return Object.fromEntries(Object.entries(facts).filter(([at]) => (
    !child.has(at) && !consenting(item).some((p) => isOwnPart(p.id, at)))));
}

/** Where he is the guardian of one child only, it is about that one. */
export async function onlyChild(cx: Cx, trx: Trx, item: OpenItem, subject: string): Promise<Facts> {
  const [child, ...more] = await wardsOf(cx, trx, item, subject);
  return child && more.length === 0 ? childFacts(item, child, cx.today) : {};
}
