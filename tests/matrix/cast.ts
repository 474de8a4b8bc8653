/** Everybody of the stories, signed in once a server: argon2id is slow on purpose. */
import { identityCheck } from '#graph';
import { actingFor, citizen, demoOrganisations, demoPassword, demoPeople, file, officer } from '../people.ts';
import type { Client, TestServer } from '../server.ts';

export { demoOrganisations, demoPassword, demoPeople };

export type Newcomer = { client: Client; name: string; idNumber: string; phone: string };

export type Cast = {
  officer: (login: string) => Promise<Client>;
  citizen: (who: keyof typeof demoPeople) => Promise<Client>;
  acting: (who: keyof typeof demoPeople, organisation: keyof typeof demoOrganisations) => Promise<Client>;
  /** A citizen who registers now, born on `birth` (YYYYMMDD). */
  newcomer: (name: string, birth?: string) => Promise<Newcomer>;
};

/** An identity number that was never issued: area 310199 is no district. */
export function demoNumber(birth: string, order: string): string {
  const body = `310199${birth}${order}`;
  return body + identityCheck(body);
}

/** Sessions of one test server, opened when first asked for. */
export function castOf(server: () => TestServer): Cast {
  const open = new Map<string, Promise<Client>>();
  const once = (key: string, make: () => Promise<Client>): Promise<Client> => {
    const found = open.get(key) ?? make();
    open.set(key, found);
    return found;
  };
  let order = 500;
  return {
    officer: (login) => once(login, () => officer(server(), login)),
    citizen: (who) => once(who, () => citizen(server(), who)),
    acting: (who, organisation) => once(`${who} for ${organisation}`, () => actingFor(server(), who, organisation)),
    newcomer: async (name, birth = '19500101') => {
      order += 1;
      const idNumber = demoNumber(birth, String(order));
      const phone = `15300000${order}`;
      const client = server().client();
      const answer = await client.call('identity.register', { name, idNumber, phone, password: demoPassword });
      if (answer.status !== 200) throw new Error(`register: ${JSON.stringify(answer.body)}`);
      await client.call('identity.me', {});
      return { client, name, idNumber, phone };
    },
  };
}

/** The applicant downloads his result once it is made, which is its delivery; gives the state afterwards. */
export async function fetchResult(server: TestServer, applicant: Client, id: string): Promise<string> {
  await server.drain();
  const { body } = await applicant.call('cases.case', { id });
  const paper = body.papers.find(({ kind }) => ['grant', 'refusal'].includes(kind));
  const got = body.licence ? await applicant.call('licences.file', { id: body.licence.id })
    : await applicant.call('cases.file', { id: paper?.id ?? '' });
  if (got.status !== 200) throw new Error(`result of ${id}: ${got.status}`);
  await server.drain();
  return (await applicant.call('cases.case', { id })).body.state;
}

const offices = {
  'commercial-performance': 'culture', 'bath-house-hygiene': 'health', 'disability-allowance': 'civil',
} as const;
const filers = {
  'commercial-performance': ['representative', 'performance'], 'bath-house-hygiene': ['bathHouse', 'bathHouse'],
} as const;

type Filer = [keyof typeof demoPeople, keyof typeof demoOrganisations];
export type Permit = keyof typeof offices;

/** A case of an item brought to a state on its way, by the officers of its office. */
export async function caseIn(
  server: TestServer, cast: Cast, { item = 'bath-house-hygiene', state }: { item?: Permit; state: string },
): Promise<string> {
  const office = offices[item];
  const applicant = item === 'disability-allowance'
    ? await cast.citizen('disabled') : await cast.acting(...(filers[item] as Filer));
  const { case: id } = await file(applicant, item);
  const [clerk, reviewer, decider] = [`${office}.clerk`, `${office}.reviewer`, `${office}.decider`];
  const last = { 'disability-allowance': 'cases.pay-order' }[item as string] ?? 'cases.issue';
  const steps: [string, string, string, object?][] = [
    ['accepted', clerk, 'cases.accept'], ['in-review', reviewer, 'cases.review'],
    ['decided', decider, 'cases.decide', { outcome: 'grant' }],
    [item === 'disability-allowance' ? 'pay-ordered' : 'licence-made', decider, last],
  ];
  if (state === 'received') return id;
  for (const [leads, login, name, more] of steps) {
    const officerClient = await cast.officer(login);
    const answer = await officerClient.call(name as 'cases.accept', { id, ...more });
    if (answer.status !== 200) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
    if (leads === state) return id;
  }
  if (state === 'closed') {
    await fetchResult(server, applicant, id);
    return id;
  }
  throw new RangeError(`no way to ${state} here`);
}
