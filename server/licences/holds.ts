/** What a subject holds: so that another item takes a licence instead of an upload. */
import type { Db, Trx } from '#base';
import type { Json } from '#rules';
import { stateOn, type LicenceState } from './states.ts';
import { findNewest, findValid, type Licence } from './store.ts';

/** A licence that may be taken, with its attributes as facts (id → canonical value). */
export type Held = {
  id: string;
  kind: string;
  name: Licence['kindName'];
  number: string;
  holder: string;
  issuedOn: string;
  until: string | null;
  attributes: Record<string, Json>;
};

/**
 * The licences of one kind (or several) that a subject holds and that are valid on a day, the one
 * that lasts longest first. Taking one for a case is a use of the holder's data: the caller writes
 * it to the ledger of the facts room.
 * @param want.on YYYY-MM-DD, usually today
 */
export async function holds(
  db: Db | Trx, want: { subject: string; kind: string | readonly string[]; on: string },
): Promise<Held[]> {
  const kinds = typeof want.kind === 'string' ? [want.kind] : want.kind;
  if (kinds.length === 0) return [];
  const licences = await findValid(db, { holder: want.subject, kinds, on: want.on });
  return licences.map(asHeld);
}

function asHeld(licence: Licence): Held {
  return {
    id: licence.id, kind: licence.kind, name: licence.kindName, number: licence.number,
    holder: licence.holder, issuedOn: licence.issuedOn, until: licence.until,
    attributes: Object.fromEntries(licence.attributes.map(({ id, value }) => [id, value])),
  };
}

/**
 * The licences of one kind that a subject has or had, each in its newest version with its state on
 * a day: what a change, a renewal or a cancellation may be asked for. The one that lasts longest
 * first. Showing or using them is a use of the holder's own data.
 */
export async function heldOf(
  db: Db | Trx, want: { subject: string; kind: string; on: string },
): Promise<(Held & { state: LicenceState })[]> {
  const licences = await findNewest(db, { holder: want.subject, kind: want.kind });
  return licences.map((licence) => ({ ...asHeld(licence), state: stateOn(licence, want.on) }));
}
