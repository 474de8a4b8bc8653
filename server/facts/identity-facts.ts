/** What identity knows of a subject, as facts of the groups person and organisation. */
import type { Db, Trx } from '#base';
import type { Fact, Grade } from '#graph';
import { findSubjects, representativesOf, type Subject } from '#identity';
import type { SubjectFact } from './store.ts';

/** The source these facts name. They are fetched anew each time and never kept here. */
export const identitySource = 'identity';

async function leader(db: Db | Trx, organisation: string): Promise<string | undefined> {
  const [first, ...more] = await representativesOf(db, organisation);
  if (first === undefined || more.length > 0) return undefined;
  return (await findSubjects(db, [first]))[0]?.name;
}

async function valuesOf(db: Db | Trx, s: Subject): Promise<[string, string | null | undefined][]> {
  if (s.kind === 'person') {
    return [
      ['name', s.name],
      ['id-number', s.idNumber],
      ['birth-date', s.birthDate],
      ['phone', s.phone],
    ];
  }
  return [
    ['name', s.name],
    ['credit-code', s.creditCode],
    ['legal-representative', await leader(db, s.id)],
  ];
}

/**
 * Facts of some subjects out of their identity, as of a day. The demonstration proves identities
 * by check digits and counters by looking at a card: grade B. A phone is what the person stated.
 */
export async function identityFacts(
  db: Db | Trx,
  subjects: readonly string[],
  today: string,
): Promise<SubjectFact[]> {
  const facts: SubjectFact[] = [];
  for (const s of await findSubjects(db, subjects)) {
    for (const [field, value] of await valuesOf(db, s)) {
      if (value === null || value === undefined) continue;
      const grade: Grade = field === 'phone' ? 'D' : 'B';
      const fact: Fact = { state: 'known', value, source: identitySource, grade, on: today };
      facts.push({ subject: s.id, group: s.kind, field, fact });
    }
  }
  return facts;
}
