/** Licences that the demonstration's people and companies hold already: they replace uploads. */
import { addMonths, type Db, type World } from '#base';
import { current } from '#catalogue';
import type { LicenceKind, OpenItem } from '#graph';
import { demoOrganisations, demoPeople, findByNumber, type Subject } from '#identity';
import { holds, issue } from '#licences';
import type { Json } from '#rules';

type Given = {
  kind: string; number: string; attributes: Record<string, Json>; until: string | null;
  /** The item whose office issued it years ago; else as by the first office there is. */
  by?: string; issuedOn?: string;
};

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
  const { performance, bathHouse, restaurant } = demoOrganisations;
  const licence = (o: { name: string; creditCode: string }, who: string, scope: string[]): Given => ({
    kind: 'business-licence', number: o.creditCode, until: null,
    attributes: {
      'credit-code': o.creditCode, 'name': o.name, 'legal-representative': who,
      'address': '示范路 100 号 1 楼', 'established': '2019-03-01', 'capital': '100', scope,
    },
  });
  return [
    licence(performance, demoPeople.representative.name, ['culture', 'performance']),
    licence(bathHouse, demoPeople.bathHouse.name, ['bath', 'daily-goods']),
    licence(restaurant, demoPeople.restaurant.name, ['catering']),
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

/** A licence issued some years ago that ends so many days from now, so that it can be renewed, changed or ended. */
function ending(today: string, days: number, years: number): { until: string; issuedOn: string } {
  const until = day(today, days);
  return { until, issuedOn: addMonths(day(until, 1), -12 * years) };
}

function day(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Licences soon to end: a restaurant's for food, a bath-house's for hygiene. */
function soonToEnd(today: string): Given[] {
  const { restaurant, bathHouse } = demoOrganisations;
  const place = '示范路 100 号 1 楼';
  return [
    {
      kind: 'food-business-licence', number: restaurant.creditCode, by: 'food-business-renewal',
      ...ending(today, 75, 5),
      attributes: {
        'holder-name': restaurant.name, 'credit-code': restaurant.creditCode,
        'principal': demoPeople.restaurant.name, 'address': place, 'format': '餐饮服务经营者',
        'projects': '热食类制售、自制饮品制售',
      },
    },
    {
      kind: 'bath-house-hygiene-licence', number: bathHouse.creditCode, by: 'bath-house-hygiene-renewal',
      ...ending(today, 60, 4),
      attributes: {
        'holder-name': bathHouse.name, 'credit-code': bathHouse.creditCode,
        'principal': demoPeople.bathHouse.name, 'address': place, 'services': '浴池、淋浴', 'way': '一般程序',
      },
    },
  ];
}

/** Items that between them take all these kinds. */
const takers = [
  'commercial-performance', 'bath-house-hygiene', 'senior-meals', 'disability-allowance',
  'food-business-renewal', 'bath-house-hygiene-renewal',
];

/** Gives what is missing; safe to run at every start. Kinds come from the items that take them. */
export async function makeDemoLicences(world: Pick<World, 'db' | 'clock'>): Promise<number> {
  const today = world.clock.today();
  const items = await Promise.all(takers.map((item) => current(world, item).catch(() => undefined)));
  const kinds = new Map(items.flatMap((item) => Object.values(item?.version.licences ?? {}))
    .map((kind): [string, LicenceKind] => [kind.id, kind]));
  const first = issuerIn(items);
  let made = 0;
  for (const given of [...ofPeople(), ...ofOrganisations(), ...soonToEnd(today)]) {
    const holder = await findByNumber(world.db, given.number);
    const kind = kinds.get(given.kind);
    const issuer = given.by === undefined ? first : issuerIn(items.filter((item) => item?.item.id === given.by));
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
    issuedOn: given.issuedOn ?? '2026-01-05',
    holder: {
      subject: holder.id, name: holder.name, kind: holder.kind,
      ...(holder.creditCode ? { creditCode: holder.creditCode } : {}),
    },
  }));
}
