/** What a draft begins with: what is known of the applicant, of who files, and what taken licences say. */
import type { Trx } from '#base';
import { prefillFor } from '#facts';
import type { Facts, OpenItem } from '#graph';
import type { Held } from '#licences';
import type { Json } from '#rules';
import type { Cx } from './course.ts';

type Party = OpenItem['parties'][number];

/** The party in whose name the item is filed. */
export function applicantOf(item: OpenItem): Party {
  const applicant = item.parties.find((p) => p.role === 'applicant') ?? item.parties[0];
  if (!applicant) throw new Error(`${item.item.id} has no applicant`);
  return applicant;
}

/**
 * Facts of the applicant; and, where somebody files for an organisation, his own as those of its
 * agent: only suggested (grade D), since another may be named.
 */
export async function firstFacts(cx: Cx, trx: Trx, item: OpenItem, subject: string): Promise<Facts> {
  const applicant = applicantOf(item);
  const facts = await prefillFor(trx, { item, parties: { [applicant.id]: subject }, today: cx.today });
  const agent = item.parties.find((p) => p.role === 'agent' && p.kind === 'person' && !p.many);
  if (!agent || cx.actor.kind !== 'citizen' || !cx.actor.actingFor) return facts;
  const his = await prefillFor(trx, { item, parties: { [agent.id]: cx.actor.subject }, today: cx.today });
  const suggested = Object.entries(his).map(([at, fact]) => [at, { ...fact, grade: 'D' as const }]);
  return { ...(Object.fromEntries(suggested) as Facts), ...facts };
}

/** Attributes of a held licence as facts of grade A, and what it says of its holder. */
export function licenceFacts(
  item: OpenItem,
  { material, licence }: { material: string; licence: Pick<Held, 'kind' | 'attributes' | 'number'> },
  today: string,
): Facts {
  const facts: Facts = {};
  const add = (address: string, value: Json): void => {
    if (!item.names.byAddress.has(address)) return;
    facts[address] = value === null
      ? { state: 'none', source: licence.kind, grade: 'A', on: today }
      : { state: 'known', value, source: licence.kind, grade: 'A', on: today };
  };
  for (const [id, value] of Object.entries(licence.attributes)) add(`${licence.kind}.${id}`, value);
  const of = item.item.materials.find((m) => m.material === material)?.instead?.of;
  const holder = item.parties.find((p) => p.written === of) ?? applicantOf(item);
  for (const [id, field] of Object.entries(item.version.licences[licence.kind]?.fills ?? {})) {
    const value = id === 'number' ? licence.number : licence.attributes[id];
    if (value !== undefined && value !== null) add(`${holder.id}.${field}`, value);
  }
  return facts;
}

/** The facts without what a licence of this kind said. */
export function withoutLicence(facts: Facts, kind: string): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([at, fact]) => (
    fact.source !== kind && !at.startsWith(`${kind}.`))));
}
