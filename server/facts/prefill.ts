/** What a form can be filled in with before anybody is asked. */
import type { Db, Trx } from '#base';
import type { Facts, OpenItem } from '#graph';
import { identityFacts } from './identity-facts.ts';
import { reusable } from './reusable.ts';
import { bestFacts, type SubjectFact } from './store.ts';

export type Prefill = {
  item: OpenItem;
  /** Party id of the item → subject. Parties that are many have no subjects here. */
  parties: Readonly<Record<string, string>>;
  today: string;
};

const keyOf = (f: Pick<SubjectFact, 'subject' | 'group' | 'field'>): string =>
  `${f.subject} ${f.group}.${f.field}`;

/**
 * Facts for the fields an item has of its parties, each with source and grade. Identity (who the
 * person proved to be) goes before anything else; other facts are used only where grade,
 * freshness and purpose of the field allow it. Nothing of subjects the item does not ask about.
 */
export async function prefillFor(db: Db | Trx, wanted: Prefill): Promise<Facts> {
  const { item, parties, today } = wanted;
  const subjects = [...new Set(Object.values(parties))];
  const [identity, kept] = [
    await identityFacts(db, subjects, today),
    await bestFacts(db, subjects),
  ];
  const proved = new Map(identity.map((f) => [keyOf(f), f.fact]));
  const known = Map.groupBy(kept, keyOf);
  const facts: Facts = {};
  for (const [address, target] of item.names.byAddress) {
    const { field, from, group, many } = target;
    const subject = many || !Object.hasOwn(parties, group) ? undefined : parties[group];
    // An ask that is answered by a field stands at the field's address.
    if (!subject || !field || from === undefined || target.kind !== 'field') continue;
    const key = keyOf({ subject, group: from, field: field.id });
    const found = proved.get(key)
      ?? known.get(key)?.find(({ fact }) => reusable(fact, field, today))?.fact;
    if (found) facts[address] = found;
  }
  return facts;
}
