/** People and licences to test with: real accounts over HTTP, licences of the catalogue's kinds. */
import { creditCheck, identityCheck, organisationCheck, type LicenceKind } from '#graph';
import { addStaff, findByNumber } from '#identity';
import { current } from '#catalogue';
import type { Json } from '#rules';
import type { Client, TestServer } from '../../tests/server.ts';
import { issue, type Issue } from './issue.ts';
import type { Licence } from './store.ts';

export const password = 'correct horse 27 battery';

/** A never-issued identity number: area 310107 with an order number of its own. */
export function idNumber(order: number): string {
  const digits = `310107196001${String((order % 28) + 1).padStart(2, '0')}${String(order).padStart(3, '0')}`;
  return digits + identityCheck(digits);
}

/** A never-issued credit code: the registering office of the demonstration, organisation XN…. */
export function creditCode(order: number): string {
  const body = `XN${String(order).padStart(6, '0')}`;
  const digits = `91310107${body}${organisationCheck(body)}`;
  return digits + creditCheck(digits);
}

/** A citizen who has registered and is signed in. */
export async function citizen(
  server: TestServer, given: { name: string; order: number },
): Promise<{ client: Client; subject: string }> {
  const client = server.client();
  const number = idNumber(given.order);
  const answer = await client.call('identity.register', {
    name: given.name, idNumber: number, phone: `139${String(given.order).padStart(8, '0')}`, password,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await client.call('identity.me', {});
  const found = await findByNumber(server.world.db, number);
  if (!found) throw new Error(`no subject ${number}`);
  return { client, subject: found.id };
}

/** An officer of a unit, signed in. */
export async function officer(
  server: TestServer, given: { login: string; name: string; unit: string; roles: string[]; order: number },
): Promise<Client> {
  await addStaff(server.world.db, {
    ...given, idNumber: idNumber(given.order), password, by: 'test',
  }, server.world.clock.today());
  return server.client().signIn(given.login, password);
}

/** A kind of licence as the item's current version has it. */
export async function kindOf(
  server: TestServer, item: string, kind: string,
): Promise<LicenceKind> {
  const found = (await current(server.world, item)).version.licences[kind];
  if (!found) throw new Error(`no licence ${kind} in ${item}`);
  return found;
}

const performance: Record<string, Json> = {
  title: '苏州河夏夜音乐会', organiser: '样张演艺有限公司', 'organiser-code': creditCode(1),
  venue: '样张剧场', 'first-day': '2026-12-01', 'last-day': '2026-12-03', shows: '3',
  audience: '800', performers: '12',
};

/** Issues the approval of a performance (organisation) or a meal entitlement (person). */
export async function sample(
  server: TestServer, holder: { subject: string; name: string; kind: 'person' | 'organisation' },
  more: Partial<Issue> = {},
): Promise<Licence> {
  const forPerson = holder.kind === 'person';
  const item = forPerson ? 'senior-meals' : 'commercial-performance';
  const kind = await kindOf(server, item,
    forPerson ? 'meal-support-eligibility' : 'performance-decision');
  return server.world.db.transaction().execute((trx) => issue(trx, {
    kind, holder: forPerson ? holder : { ...holder, creditCode: creditCode(1) },
    unit: forPerson ? 'elderly-care-section' : 'culture-market-section',
    issuer: {
      id: 'culture-tourism-bureau', name: { zh: '普陀区文化和旅游局（样）' },
      creditCode: '11310107XN00000207',
    },
    item: { id: item, name: { zh: forPerson ? '老年助餐' : '营业性演出许可' }, version: 'test' },
    attributes: forPerson ? { level: 'B', discount: '0.9' } : performance,
    issuedOn: server.world.clock.today(), until: null, at: server.world.clock.now(), ...more,
  }));
}
