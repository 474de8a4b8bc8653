/** A case as a row of a list: queue, my page, search. */
import { z } from 'zod';
import { told } from '#base';
import type { Actor } from '#identity';
import { maskName } from '#graph';
import type { Cx } from './cx.ts';
import { lightFrom, lightNames, type LightDays, type LightName, type Lit } from './lights.ts';
import type { CaseRow } from './store.ts';
import { stateName, type Reader } from './states.ts';

export const textOutput = z.object({ zh: z.string(), en: z.string().optional() });

export const rowOutput = z.object({
  id: z.string(), number: z.string(), item: z.string(), itemName: textOutput,
  state: z.string(), stateName: textOutput, outcome: z.enum(['grant', 'refuse']).nullable(),
  applicant: told, submittedAt: z.string(), due: z.string().nullable(),
  light: z.enum(lightNames), left: z.number().nullable(),
  /** The applicant has something to do. */
  needsYou: z.boolean(), unit: textOutput, channel: z.enum(['online', 'counter']),
  owner: z.object({ name: z.string(), me: z.boolean() }).nullable(),
  raised: z.boolean(),
  findings: z.object({ fail: z.number(), ask: z.number() }),
  seq: z.number(),
});
export type RowView = z.input<typeof rowOutput>;

/** What of a case a row of a list is made of: no facts and no findings, they are large. */
export const rowColumns = [
  'id', 'number', 'item', 'item_name', 'state', 'outcome', 'subject', 'subject_name', 'submitted_at', 'due',
  'warn_on', 'promise_due', 'stopped', 'asked', 'unit_name', 'channel', 'seq', 'raised', 'findings_fail',
  'findings_ask', 'owner', 'owner_name',
] as const;
export type ListRow = Pick<CaseRow, (typeof rowColumns)[number]>;

/** How urgent it is on this day, with the working days left (negative when late). */
export function lightOf(
  cx: Cx, c: Lit, days: LightDays,
): { light: LightName; left: number | null } {
  const light = lightFrom(c, days);
  const left = c.due === null || c.stopped ? null : cx.calendar.workdays(cx.today, c.due);
  return { light, left };
}

export function rowView(cx: Cx, c: ListRow, days: LightDays): RowView {
  return {
    id: c.id, number: c.number, item: c.item, itemName: c.item_name, state: c.state,
    stateName: stateName(c.state, readerOf(cx.actor)), outcome: c.outcome, applicant: c.subject_name,
    submittedAt: c.submitted_at.toISOString(), due: c.due, ...lightOf(cx, c, days),
    needsYou: (c.state === 'supplement-asked' || c.asked) && cx.actor.kind === 'citizen',
    unit: c.unit_name, channel: c.channel, seq: c.seq, raised: c.raised,
    findings: { fail: c.findings_fail, ask: c.findings_ask },
    owner: c.owner === null ? null : { name: shownName(cx.actor, c.owner_name ?? ''), me: c.owner === cx.actor.id },
  };
}

/** In whose words a case is told. */
export function readerOf(actor: Actor): Reader {
  return actor.kind === 'staff' ? 'officer' : 'applicant';
}

/** Officers see each other's names; an applicant sees 陈** and the role. */
export function shownName(actor: Actor, name: string): string {
  return actor.kind === 'staff' || name === actor.name || name === '系统' ? name : maskName(name);
}
