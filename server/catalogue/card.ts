/** What lists and the search show of an item version, kept beside its body. */
import type { Duration, Item, ItemVersion, Text } from '#graph';

export type Card = {
  id: string;
  name: Text;
  aliases: string[];
  summary: Text;
  audience: Item['audience'];
  topics: string[];
  procedure: Item['procedure'];
  /** The unit that handles it; null where that depends on the facts (居住街镇). */
  unit: Text | null;
  promised: Duration;
  /** The questions of its knowledge, for the search. */
  questions: Text[];
  /** Made for an emergency: published by a person for a stated time. */
  emergency?: true;
};

/** The card of a version. Pure. */
export function cardOf(version: ItemVersion): Card {
  const { item } = version;
  const by = item['handled by'];
  return {
    id: item.id,
    name: item.name,
    aliases: item.aliases,
    summary: item.summary,
    audience: item.audience,
    topics: item.topics,
    procedure: item.procedure,
    unit: typeof by === 'string' ? (version.units[by]?.name ?? null) : null,
    promised: item.time.promised,
    questions: item.knowledge.map((k) => k.q),
    ...(item.emergency ? { emergency: true } : {}),
  };
}
