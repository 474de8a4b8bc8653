/** What a draft begins with: what is known of the applicant, of who files, and what taken licences say. */
import type { Trx } from '#base';
import { prefillFor } from '#facts';
import type { Facts, OpenItem } from '#graph';
import type { Held } from '#licences';
import type { Json } from '#rules';
import type { Cx } from './cx.ts';

type Party = OpenItem['parties'][number];

/** The party in whose name the item is filed. */
export function applicantOf(item: OpenItem): Party {
  const applicant = item.parties.find((p) => p.role === 'applicant') ?? item.parties[0];
  if (!applicant) throw new Error(`${item.item.id} has no applicant`);
  return applicant;
}

/**
 * Which other parties whoever files for an organisation most likely is himself: its agent, and, where he
 * is its legal representative, the person in charge. Nobody else's data is brought to an agent.
 */
function likely({ actor }: Cx, item: OpenItem): Party[] {
  if (actor.kind !== 'citizen' || !actor.actingFor || applicantOf(item).kind !== 'organisation') return [];
  const roles = actor.actingFor.as === 'agent' ? ['agent'] : ['agent', 'principal'];
  return item.parties.filter((p) => p.kind === 'person' && !p.many && roles.includes(p.role));
}

/**
 * Facts to begin with. Of the parties who are likely the filer they are a suggestion (grade D): another
 * agent or another person in charge may be named, unlike the applicant, who was proved.
 */
export async function firstFacts(cx: Cx, trx: Trx, item: OpenItem, subject: string): Promise<Facts> {
  const applicant = applicantOf(item);
  const others = likely(cx, item);
  const parties = Object.fromEntries(others.map((p) => [p.id, cx.actor.subject]));
  const facts = await prefillFor(trx, { item, parties: { ...parties, [applicant.id]: subject }, today: cx.today });
  const suggested = (at: string): boolean => others.some((p) => at.startsWith(`${p.id}.`));
  return Object.fromEntries(Object.entries(facts)
    .map(([at, fact]): [string, Facts[string]] => [at, suggested(at) ? { ...fact, grade: 'D' } : fact]));
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
