/** Rows of a party that is many, as changes of facts. */
import type { Draft, FormSection } from '../contract.ts';
import type { Typed } from '../fields/model.ts';

type Many = FormSection['many'][number];

/** Changes that take one member away: those behind move up by one, the count goes down. */
export function rowsWithout(
  draft: Draft,
  many: Many,
  index: number,
): Record<string, Typed> {
  const count = many.count ?? 0;
  const tails = new Set<string>();
  const row = new RegExp(`^${many.address.replace(/[^\w-]/g, '\\$&')}\\[\\d+\\](.*)$`);
  for (const at of [...Object.keys(draft.facts), ...Object.keys(draft.typed)]) {
    const tail = row.exec(at)?.[1];
    if (tail !== undefined) tails.add(tail);
  }
  const changes: Record<string, Typed> = { [many.address]: String(count - 1) };
  for (const tail of tails) {
    for (let i = index; i < count - 1; i += 1) {
      changes[`${many.address}[${i}]${tail}`] = standing(draft, `${many.address}[${i + 1}]${tail}`);
    }
  }
  return changes;
}

function standing(draft: Draft, at: string): Typed {
  const unread = draft.typed[at];
  if (unread) return unread.raw as Typed;
  const fact = draft.facts[at];
  return fact?.state === 'known' ? (fact.value as Typed) : null;
}
