/** What a filing asks and keeps where others than the applicant are in it: windows, children, consents, places. */
import type { Trx } from '#base';
import { guardianship, type Facts, type OpenItem } from '#graph';
import { agreed, consentLog, type Agreed } from './consent.ts';
import { letSee, moveConsents } from './consent-store.ts';
import type { Course } from './course.ts';
import type { Cx } from './cx.ts';
import { mustBeGuardian, otherGuardians } from './guardians.ts';
import { keepRegistration, mustBeOpen, windowOf } from './registration.ts';
import { takeSlot } from './slots.ts';
import type { CaseRow, DraftRow } from './store.ts';

export type Together = Agreed & { log: Record<string, unknown> };

/** Before anything is frozen. Refuses 409 outside the window, 403 for somebody else’s child. */
export async function beforeFiling(cx: Cx, trx: Trx, item: OpenItem, draft: DraftRow): Promise<Together> {
  mustBeOpen(item, cx.now, 'submit');
  await mustBeGuardian(cx, trx, item, draft);
  const found = await agreed(cx, trx, item, draft);
  return { ...found, log: consentLog(found.rows) };
}

type Filed = { c: CaseRow; item: OpenItem; draft: DraftRow; facts: Facts; together: Together };

/** Takes the place, keeps the registration and the consents, and lets all concerned see the case. */
export async function atFiling(cx: Cx, trx: Trx, { c, item, draft, facts, together }: Filed): Promise<void> {
  await takeSlot(cx, trx, { case: c.id, item, facts });
  await keepRegistration(cx, trx, { case: c.id, item, facts });
  if (together.rows.length > 0) await moveConsents(trx, draft.id, c.id);
  const guardians = guardianship(item) ? await otherGuardians(trx, item, { subject: c.subject, facts }) : [];
  await letSee(trx, c.id, [
    ...together.rows.flatMap(({ subject, party }) => (subject ? [{ subject, party, as: 'consent' as const }] : [])),
    ...guardians.map((subject) => ({ subject, party: null, as: 'guardian' as const })),
  ]);
}

/** A registration has no five days for a notice: it is looked at when its round says. */
export function roundCourse(cx: Cx, item: OpenItem, course: Course): Course {
  const window = windowOf(item, cx.now);
  if (!window) return course;
  const { until } = window.verified;
  return {
    ...course, columns: { ...course.columns, due: until }, deadlines: [],
    papers: (course.papers ?? []).map((p) => (
      p.kind === 'receipt' ? { ...p, content: { ...p.content, noticeDue: until, told: window.told } } : p)),
  };
}
