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

const needs = new WeakMap<OpenItem, Set<string>>();

/** Addresses the item's form shows or its rules read: nothing else is looked up. */
function needed(item: OpenItem): Set<string> {
  const before = needs.get(item);
  if (before) return before;
  const components = [
    ...item.situations.map((s) => s.when),
    ...item.conditions.flatMap((c) => [c.when, c.holds]),
    ...item.materials.map((m) => m.when),
    ...item.form.flatMap((s) => [s.when, ...s.fields.map((f) => f.when)]),
    ...item.asks.map((a) => a.when),
    ...item.review.map((r) => r.when),
    item.payment?.amount,
  ];
  const rules = [
    ...components.map((c) => c?.rule),
    ...item.review.map((r) => r.holds),
    ...Object.values(item.attributes),
    item.until,
  ];
  const made = new Set([
    ...item.form.flatMap((s) => s.fields.map((f) => f.address)),
    ...item.asks.map((a) => a.address),
    ...rules.flatMap((r) => r?.reads ?? []),
    ...(item.areaAt === undefined ? [] : [item.areaAt]),
  ]);
  needs.set(item, made);
  return made;
}

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
  for (const address of needed(item)) {
    const target = item.names.byAddress.get(address);
    if (!target) continue;
    const { field, from, group, many } = target;
    const subject = many || !Object.hasOwn(parties, group) ? undefined : parties[group];
    // An ask that is answered by a field stands at the field's address.
    if (!subject || !field || from === undefined || target.kind !== 'field') continue;
    const key = keyOf({ subject, group: from, field: field.id });
    const found =
      proved.get(key) ?? known.get(key)?.find(({ fact }) => reusable(fact, field, today))?.fact;
    if (found) facts[address] = found;
  }
  return facts;
}
