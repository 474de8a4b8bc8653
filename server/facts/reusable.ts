/** May a fact be used again: grade, freshness and purpose of its field (DESIGN §5). Pure. */
import { dueDate, makeCalendar, type Calendar } from '#base';
import type { Fact, Field, Grade } from '#graph';

const order: Record<Grade, number> = { A: 0, B: 1, C: 2, D: 3 };

let calendar: Calendar | undefined;

function freshUntil(fact: Fact, fresh: NonNullable<Field['reuse']>['fresh']): string | undefined {
  if (!fresh) return undefined;
  calendar ??= makeCalendar();
  return dueDate(fact.on, fresh, { calendar }).due;
}

/**
 * May a fact fill in a field on a day? It has to be at least as well founded as the field asks,
 * not older than the field allows, still valid itself, and meant for filling in.
 */
export function reusable(fact: Fact, field: Pick<Field, 'reuse'>, today: string): boolean {
  const { reuse } = field;
  if (!reuse || !reuse.purposes.includes('prefill')) return false;
  if (order[fact.grade] > order[reuse.grade]) return false;
  if (fact.on > today) return false;
  if (fact.state === 'known' && fact.until !== undefined && fact.until < today) return false;
  const last = freshUntil(fact, reuse.fresh);
  return last === undefined || last >= today;
}
