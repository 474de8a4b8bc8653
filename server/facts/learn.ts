/** Keeps what a submitted or decided case says of its subjects, for the next time. */
import type { Trx } from '#base';
import type { Facts, OpenItem } from '#graph';
import { identitySource } from './identity-facts.ts';
import { addFacts, type SubjectFact } from './store.ts';

export type Lesson = {
  item: OpenItem;
  facts: Facts;
  /** The applicant; further parties by `parties`. */
  subject: string;
  parties?: Readonly<Record<string, string>>;
  case: string;
  /** The day it is learnt. */
  on: string;
};

function partiesOf({ item, subject, parties = {} }: Lesson): Record<string, string> {
  const applicant = item.parties.find((p) => p.role === 'applicant') ?? item.parties[0];
  return applicant ? { [applicant.id]: subject, ...parties } : { ...parties };
}

/**
 * Keeps facts of fields that may be used again; in the caller's transaction. Not kept: facts of
 * the case itself, parties that are many, what identity knows, answers to asks, and an empty
 * optional field (that she left it empty today does not say that she has none).
 * @returns how many facts are new
 */
export function learn(trx: Trx, lesson: Lesson): Promise<number> {
  const { item, facts } = lesson;
  const parties = partiesOf(lesson);
  const learnt: SubjectFact[] = [];
  for (const [address, fact] of Object.entries(facts)) {
    const target = item.names.byAddress.get(address);
    if (!target?.field?.reuse || target.from === undefined || target.kind !== 'field') continue;
    const subject = Object.hasOwn(parties, target.group) ? parties[target.group] : undefined;
    if (subject === undefined || target.many || fact.source === identitySource) continue;
    if (fact.state === 'none' && (fact.grade === 'C' || fact.grade === 'D')) continue;
    learnt.push({ subject, group: target.from, field: target.field.id, fact });
  }
  return addFacts(trx, learnt, { case: lesson.case, on: lesson.on });
}
