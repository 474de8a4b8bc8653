/** Writes down that somebody looked at a subject's data. The holder sees every row. */
import type { Db, Trx } from '#base';
import type { Actor } from '#identity';
import { addLook } from './store.ts';

export type Look = {
  subject: string;
  actor: Actor;
  now: Date;
  /** What was opened, in words for its holder: 办件材料, 电子证照：… */
  what: string;
  /** What for, in words for its holder: 审核“营业性演出许可”. */
  purpose: string;
  case?: { id: string; number: string };
  /** He looked as the guardian of the holder. */
  as?: 'guardian';
};

/** The role he looked in: an officer's own before what everybody may. */
function roleOf(actor: Actor): string {
  if (actor.kind === 'system') return 'system';
  if (actor.kind !== 'staff') return actor.actingFor?.as === 'agent' ? 'agent' : 'citizen';
  return actor.roles.find((r) => r !== 'citizen' && r !== 'agent') ?? 'clerk';
}

/**
 * One row for each opening, by one insert. Call it where the data are read, in the same
 * transaction if there is one, so that nothing is read that is not written down.
 */
export async function look(db: Db | Trx, seen: Look): Promise<void> {
  const { actor, subject, now, what, purpose } = seen;
  await addLook(db, {
    subject,
    at: now,
    account: actor.id,
    viewer: actor.subject === '' ? null : actor.subject,
    unit: actor.kind === 'staff' ? (actor.units[0]?.id ?? null) : null,
    role: seen.as ?? roleOf(actor),
    name: actor.name,
    what,
    purpose,
    caseId: seen.case?.id ?? null,
    caseNumber: seen.case?.number ?? null,
  });
}
