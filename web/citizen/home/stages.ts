/** Stages of life and of business: how the first page sorts what can be done. Pure. */
import type { ItemRow } from '../../contract.ts';

export type Audience = 'person' | 'organisation';

/** In the order people go through them; a topic of an item that is none of these only helps the search. */
export const stages: Record<Audience, readonly string[]> = {
  person: ['marriage', 'education', 'health', 'living', 'assistance', 'elderly-care'],
  organisation: [
    'starting-a-business', 'permits', 'changing-a-business', 'hiring', 'ending-a-business', 'government-information',
  ],
};

export type Stage = { id: string; items: ItemRow[] };

/** Answered or settled while one waits. */
const atOnce = (item: ItemRow): boolean =>
  item.promised.unit === 'instant' || item.procedure === 'query' || item.procedure === 'document';

/** Stages that have something, each with what can be done in it: what is done at once comes first. */
export function stagesOf(items: readonly ItemRow[], audience: Audience): Stage[] {
  const mine = items
    .filter((item) => item.audience.includes(audience))
    .toSorted((a, b) => Number(atOnce(b)) - Number(atOnce(a)));
  return stages[audience]
    .map((id) => ({ id, items: mine.filter((item) => item.topics.includes(id)) }))
    .filter((stage) => stage.items.length > 0);
}

/** The first of each stage, then the second of each …: at most `most`, none twice. */
export function oneOfEach(found: readonly Stage[], most: number): ItemRow[] {
  const shown = new Map<string, ItemRow>();
  const rounds = Math.max(0, ...found.map((stage) => stage.items.length));
  for (let round = 0; round < rounds && shown.size < most; round++) {
    for (const stage of found) {
      const item = stage.items[round];
      if (item && shown.size < most) shown.set(item.id, item);
    }
  }
  return [...shown.values()];
}
