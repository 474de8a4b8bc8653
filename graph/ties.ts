/** Who is tied to a case besides its applicant: second persons who agree, children one speaks for. */
import { canonicalJson } from './canonical.ts';
import type { Facts } from './facts.ts';
import { placeIn } from './members.ts';
import type { OpenItem } from './open.ts';

export type Party = OpenItem['parties'][number];

/** What the applicant says of a second person so that he can be found: the rest is for him to say. */
const naming = ['name', 'id-number'];

/** Parties that agree on accounts of their own. */
export function consenting(item: OpenItem): Party[] {
  return item.parties.filter((p) => p.consents);
}

/** The guardian among the parties, and whom he speaks for. */
export function guardianship(item: OpenItem): { guardian: Party; ward: Party } | undefined {
  const guardian = item.parties.find((p) => p['guardian of'] !== undefined);
  const ward = item.parties.find((p) => p.written === guardian?.['guardian of']);
  return guardian && ward ? { guardian, ward } : undefined;
}

/** Is this address of this party (or of a member of it)? */
export function isOf(party: string, address: string): boolean {
  return address.startsWith(`${party}.`) || placeIn(party, address) !== undefined;
}

/** Is this a part that only this second person fills in? His name and number are not. */
export function isOwnPart(party: string, address: string): boolean {
  return isOf(party, address) && !naming.includes(address.slice(party.length + 1));
}

/**
 * Is this fact private to somebody of the parties who is not `mine`? Persons who agree and the
 * applicant are private to each other but for their names; what is of the case or of a child is not.
 */
export function isPrivate(item: OpenItem, address: string, mine: string | undefined): boolean {
  const own = item.parties.find((p) => isOf(p.id, address));
  // What his own licences say is the applicant's, too.
  if (item.names.byAddress.get(address)?.kind === 'attribute') {
    return item.parties.find((p) => p.role === 'applicant')?.id !== mine;
  }
  if (!own || own.id === mine || own.kind !== 'person') return false;
  if (!own.consents && own.role !== 'applicant') return false;
  return address !== `${own.id}.name`;
}

/** Facts everybody of the case sees, and those of the one party that is `mine`. */
export function factsFor(item: OpenItem, facts: Facts, mine: string | undefined): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([at]) => !isPrivate(item, at, mine)));
}

/** What somebody agrees to, as one text: values and open places of what is not private to anybody. */
export function sharedText(item: OpenItem, facts: Facts): string {
  const shared = Object.entries(factsFor(item, facts, undefined))
    .map(([at, fact]): [string, unknown] => [at, fact.state === 'known' ? fact.value : null]);
  return canonicalJson(Object.fromEntries(shared));
}
