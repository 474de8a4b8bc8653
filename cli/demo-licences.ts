/** Licences that the demonstration's people and companies hold already: they replace uploads. */
import type { Db, World } from '#base';
import { current } from '#catalogue';
import type { LicenceKind, OpenItem } from '#graph';
import { demoOrganisations, demoPeople, findByNumber, type Subject } from '#identity';
import { holds, issue } from '#licences';
import type { Json } from '#rules';

type Given = { kind: string; number: string; attributes: Record<string, Json>; until: string | null };

const far = '2036-12-31';
const soon = '2027-06-30';

function ofPeople(): Given[] {
  return Object.values(demoPeople).map((p) => ({
    kind: 'resident-id', number: p.idNumber, until: far,
    attributes: {
      'name': p.name, 'id-number': p.idNumber, 'address': '示范路 100 号（样例）', 'valid-until': far,
      'birth-date': `${p.idNumber.slice(6, 10)}-${p.idNumber.slice(10, 12)}-${p.idNumber.slice(12, 14)}`,
    },
  }));
}

function ofOrganisations(): Given[] {
  const { performance, bathHouse } = demoOrganisations;
  const licence = (o: { name: string; creditCode: string }, who: string): Given => ({
    kind: 'business-licence', number: o.creditCode, until: null,
    attributes: {
      'credit-code': o.creditCode, 'name': o.name, 'legal-representative': who,
      'address': '示范路 100 号 1 楼', 'established': '2019-03-01',
    },
  });
  return [
    licence(performance, demoPeople.representative.name),
    licence(bathHouse, demoPeople.bathHouse.name),
    {
      kind: 'performance-agency-licence', number: performance.creditCode, until: soon,
      attributes: { 'name': performance.name, 'credit-code': performance.creditCode, 'valid-until': soon },
    },
    {
      kind: 'disability-certificate', number: demoPeople.disabled.idNumber, until: far,
      attributes: {
        'card-number': `${demoPeople.disabled.idNumber}41`, 'category': 'physical', 'grade': '1',
        'valid-until': far,
      },
    },
  ];
}

/** Gives what is missing; safe to run at every start. Kinds come from the items that take them. */
export async function makeDemoLicences(world: Pick<World, 'db' | 'clock'>): Promise<number> {
  const today = world.clock.today();
  const items = await Promise.all(['commercial-performance', 'bath-house-hygiene', 'senior-meals',
    'disability-allowance'].map((item) => current(world, item).catch(() => undefined)));
  const kinds = new Map(items.flatMap((item) => Object.values(item?.version.licences ?? {}))
    .map((kind): [string, LicenceKind] => [kind.id, kind]));
  const issuer = issuerIn(items);
  let made = 0;
  for (const given of [...ofPeople(), ...ofOrganisations()]) {
    const holder = await findByNumber(world.db, given.number);
    const kind = kinds.get(given.kind);
    if (!holder || !kind || !issuer) continue;
    if ((await holds(world.db, { subject: holder.id, kind: given.kind, on: today })).length > 0) continue;
    await give(world.db, { given, holder, kind, issuer, today, at: world.clock.now() });
    made += 1;
  }
  return made;
}

type Issuer = { id: string; name: { zh: string; en?: string }; creditCode: string };

function issuerIn(items: (OpenItem | undefined)[]): Issuer | undefined {
  for (const item of items) {
    for (const unit of Object.values(item?.version.units ?? {})) {
      const creditCode = unit['credit code'];
      if (creditCode) return { id: unit.id, name: unit.name as Issuer['name'], creditCode };
    }
  }
  return undefined;
}

async function give(db: Db, what: {
  given: Given; holder: Subject; kind: LicenceKind; issuer: Issuer; today: string; at: Date;
}): Promise<void> {
  const { given, holder, kind, issuer, at } = what;
  await db.transaction().execute((trx) => issue(trx, {
    kind, issuer, unit: issuer.id, attributes: given.attributes, until: given.until, at,
    issuedOn: '2026-01-05',
    holder: {
      subject: holder.id, name: holder.name, kind: holder.kind,
      ...(holder.creditCode ? { creditCode: holder.creditCode } : {}),
    },
  }));
}
