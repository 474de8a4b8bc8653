/** People and licences to test with: real accounts over HTTP, licences of the catalogue's kinds. */
import { creditCheck, identityCheck, organisationCheck, type LicenceKind } from '#graph';
import { addStaff, findByNumber } from '#identity';
import { current } from '#catalogue';
import type { Json } from '#rules';
import type { Client, TestServer } from '../../tests/server.ts';
import { issue, type Issue } from './issue.ts';
import { findLicence, type Licence } from './store.ts';

export const password = 'correct horse 27 battery';

/** A never-issued identity number: area 310107 with an order number of its own. */
export function idNumber(order: number): string {
  const day = String((order % 28) + 1).padStart(2, '0');
  const digits = `310107196001${day}${String(order).padStart(3, '0')}`;
  return digits + identityCheck(digits);
}

/** A never-issued credit code: organisation XN…, of the demonstration. */
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
    name: given.name, idNumber: number, password,
    phone: `139${String(given.order).padStart(8, '0')}`,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await client.call('identity.me', {});
  const found = await findByNumber(server.world.db, number);
  if (!found) throw new Error(`no subject ${number}`);
  return { client, subject: found.id };
}

/** An officer of a unit, signed in. */
export async function officer(
  server: TestServer,
  given: { login: string; name: string; unit: string; roles: string[]; order: number },
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
  server: TestServer,
  holder: { subject: string; name: string; kind: 'person' | 'organisation' },
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

type Citizen = { client: Client; subject: string };

/** Who plays: a holder, a stranger, and officers of the unit, above it and elsewhere. */
export type Cast = {
  holder: Citizen; stranger: Citizen; decider: Client; second: Client; head: Client;
  elsewhere: Client; clerk: Client;
};

export async function makeCast(server: TestServer): Promise<Cast> {
  const staff = (login: string, name: string, unit: string, role: string, order: number) =>
    officer(server, { login, name, unit, roles: [role], order });
  return {
    holder: await citizen(server, { name: '张样玲', order: 1 }),
    stranger: await citizen(server, { name: '李样', order: 2 }),
    decider: await staff('jue', '王样', 'elderly-care-section', 'decider', 11),
    second: await staff('jue2', '赵样', 'elderly-care-section', 'decider', 12),
    head: await staff('juzhang', '钱样', 'civil-affairs-bureau', 'decider', 13),
    elsewhere: await staff('wen', '孙样', 'culture-market-section', 'decider', 14),
    clerk: await staff('chuang', '周样', 'elderly-care-section', 'clerk', 15),
  };
}

/** A meal entitlement of this person. */
export function sampleFor(server: TestServer, subject: string): Promise<Licence> {
  return sample(server, { subject, name: '张样玲', kind: 'person' });
}

/** One with its signed file, as the holder downloads it. */
export async function sampleFile(
  server: TestServer, holder: Citizen,
): Promise<{ licence: Licence; bytes: Buffer }> {
  const { id } = await sampleFor(server, holder.subject);
  await server.drain();
  const answer = await holder.client.call('licences.file', { id });
  const licence = await findLicence(server.world.db, id);
  if (answer.status !== 200 || !licence) throw new Error(`no file: ${answer.status}`);
  return { licence, bytes: (answer.body as unknown as { bytes: Buffer }).bytes };
}
