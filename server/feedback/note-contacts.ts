/** Notes what can be rated when cases move. A job; safe to run twice. */
import crypto from 'node:crypto';
import type { World } from '#base';
import { actsOf, type ContactAct } from '#cases';
import { ratingRules } from './indicators.ts';
import { addContacts, type ContactRow } from './store.ts';
import type { ContactKind } from './states.ts';

type Payload = { events: { case: string; seq: number; actions: string[] }[] };

/** Which acts somebody had to do with. What officers do among themselves is none. */
const kindOf: Record<string, ContactKind> = {
  'submit': 'filing', 'accept': 'acceptance', 'deem-accepted': 'acceptance', 'not-accept': 'acceptance',
  'ask-supplement': 'supplement', 'end-procedure': 'procedure', 'decide': 'decision', 'settle': 'decision',
  'deliver': 'delivery', 'confirm-receipt': 'delivery', 'terminate': 'ending',
};

/** The contacts in this news. */
export async function noteContacts(world: World, payload: unknown): Promise<void> {
  const places = (payload as Payload).events.flatMap(({ case: id, seq, actions }) => actions
    .map((action, i) => ({ case: id, seq: seq - actions.length + 1 + i, action })))
    .filter(({ action }) => kindOf[action] !== undefined);
  if (places.length === 0) return;
  const acts = await actsOf(world.db, places);
  await world.db.transaction().execute((trx) => addContacts(trx, acts.flatMap(contactOf)));
}

function contactOf(act: ContactAct): ContactRow[] {
  const kind = kindOf[act.action];
  if (kind === undefined) return [];
  // What the applicant did himself or the system followed up on is the unit's doing, nobody's own.
  const officer = ['clerk', 'reviewer', 'decider'].includes(act.role) && kind !== 'filing' ? act.actor : null;
  return [{
    id: crypto.randomUUID(), kind, channel: act.channel, case: act.case, seq: act.seq, case_number: act.number,
    subject: act.subject, item: act.item, item_name: act.item_name, item_version: act.item_version,
    unit: act.unit, unit_path: act.unit_path, unit_name: act.unit_name, officer, at: act.at,
    until: lastDay(act.at), code_digest: null,
  }];
}

/** Until when a contact of this instant can be rated. */
export function lastDay(at: Date): Date {
  return new Date(at.getTime() + ratingRules()['rate within'].n * 86_400_000);
}
