/**
 * One life of a permit over HTTP in nine requests, as the bench counts it: the ninth fetches the licence,
 * which is what delivers it. Its file is a worker's, so who measures the web process alone lets each life
 * fetch one of a few that were made before; lived `closed`, a case waits for its own and for its end.
 */
import { demoOrganisations, demoPassword, demoPeople } from '#identity';
import { filled } from '../catalogue/filled.ts';
import { smallPdf } from '../tests/people.ts';
import { ask, benchItem, signIn, type Reply, type Session, type Town } from './town.ts';

export type Cast = {
  company: Session; clerk: Session; reviewer: Session; decider: Session;
  /** Licences whose files are there. */
  made: string[];
};

/** Sessions of company, clerk, reviewer and decider. */
export async function assemble(town: Town): Promise<Cast> {
  const company = await signIn(town, demoPeople.representative.phone, demoPassword);
  const me = await ask(town, company, { method: 'GET', path: '/api/identity/me' });
  const { canActFor } = me.body as { canActFor: { organisation: string; name: string }[] };
  const organisation = canActFor.find((o) => o.name === demoOrganisations.performance.name)?.organisation;
  await ask(town, company, { method: 'POST', path: '/api/identity/act-for', json: { organisation } });
  const [clerk, reviewer, decider] = await Promise.all(
    ['culture.clerk', 'culture.reviewer', 'culture.decider'].map((login) => signIn(town, login, demoPassword)));
  return { company, clerk: clerk!, reviewer: reviewer!, decider: decider!, made: [] };
}

const facts = Object.fromEntries(Object.entries(filled['commercial-performance']?.facts ?? {})
  .filter(([at]) => !/^company\.(name|credit-code)$/.test(at)));

let serial = 0;

function must(reply: Reply, step: string): Record<string, unknown> {
  if (reply.status !== 200) throw new Error(`${step}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 500)}`);
  return reply.body;
}

export type Step = 'received' | 'accepted' | 'in-review' | 'decided' | 'issued' | 'closed';

/** A few whole lives with a worker at hand, who stops afterwards; their licences are fetched by the others. */
export async function makeReady(town: Town, cast: Cast): Promise<void> {
  const worker = await town.startWorker();
  const cases = await Promise.all([1, 2, 3, 4].map(() => liveTo(town, cast, 'closed')));
  for (const id of cases) cast.made.push(String((await licenceOf(town, cast, id)).id));
  const gone = new Promise((done) => worker.once('exit', done));
  worker.kill('SIGTERM');
  await gone;
}

/** Draft, facts, one 100 KB PDF, submit, accept, review, decide, issue, fetch. Throws when one is refused. */
export async function liveOnce(town: Pick<Town, 'url'>, cast: Cast): Promise<string> {
  const id = await liveTo(town, cast, 'issued');
  const licence = cast.made[serial % cast.made.length];
  if (licence === undefined) throw new Error('no licence was made ready');
  await fetchLicence(town, cast, licence);
  return id;
}

async function fetchLicence(town: Pick<Town, 'url'>, { company }: Cast, licence: string): Promise<void> {
  must(await ask(town, company, { method: 'GET', path: `/api/licences/${licence}/file` }), 'fetch');
}

type Licence = { id: string; ready: boolean };

async function licenceOf(town: Pick<Town, 'url'>, { company }: Cast, id: string): Promise<Licence> {
  return must(await ask(town, company, { method: 'GET', path: `/api/cases/${id}` }), 'case')['licence'] as Licence;
}

/** Waits for the licence's file, fetches it and waits until the case is closed; a worker is at work. */
async function receive(town: Pick<Town, 'url'>, cast: Cast, id: string): Promise<void> {
  let fetched = false;
  for (let i = 0; i < 3000; i++) {
    const licence = await licenceOf(town, cast, id);
    if (licence.ready && !fetched) {
      await fetchLicence(town, cast, licence.id);
      fetched = true;
    }
    const { state } = must(await ask(town, cast.company, { method: 'GET', path: `/api/cases/${id}` }), 'case');
    if (state === 'closed') return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`case ${id} was not closed${fetched ? '' : ': no licence was made'}`);
}

/** The same as far as a step, with that many PDFs; gives the case. */
export async function liveTo(
  town: Pick<Town, 'url'>, cast: Cast, until: Step, documents = 1,
): Promise<string> {
  const { company, clerk, reviewer, decider } = cast;
  const post = (session: Session, path: string, json: unknown): Promise<Reply> =>
    ask(town, session, { method: 'POST', path, json });
  const draft = must(await post(company, '/api/cases/drafts', { item: benchItem }), 'draft');
  const id = String(draft['id']);
  must(await ask(town, company, {
    method: 'PATCH', path: `/api/cases/drafts/${id}`, version: Number(draft['version']), json: { facts },
  }), 'facts');
  for (let i = 0; i < documents; i++) {
    serial += 1;
    must(await ask(town, company, {
      method: 'POST', file: smallPdf(100_000, String(serial)),
      path: `/api/cases/drafts/${id}/documents?material=programme&index=0&name=programme.pdf`,
    }), 'document');
  }
  const filed = must(await post(company, `/api/cases/drafts/${id}/submit`, { declared: true, again: true }), 'submit');
  const at = `/api/cases/${String(filed['case'])}`;
  if (until === 'received') return String(filed['case']);
  must(await post(clerk, `${at}/accept`, {}), 'accept');
  if (until === 'accepted') return String(filed['case']);
  must(await post(reviewer, `${at}/review`, {}), 'review');
  if (until === 'in-review') return String(filed['case']);
  must(await post(decider, `${at}/decide`, { outcome: 'grant' }), 'decide');
  if (until === 'decided') return String(filed['case']);
  must(await post(decider, `${at}/issue`, {}), 'issue');
  if (until === 'closed') await receive(town, cast, String(filed['case']));
  return String(filed['case']);
}

/** Many lives at once for so many seconds. Gives how many ended, per second. */
export async function liveFor(
  town: Pick<Town, 'url'>, cast: Cast, load: { seconds: number; together: number; perSecond?: number },
): Promise<number> {
  const began = performance.now();
  const until = began + load.seconds * 1000;
  let done = 0;
  let begun = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      if (load.perSecond !== undefined) {
        const due = began + (begun / load.perSecond) * 1000;
        begun += 1;
        const wait = due - performance.now();
        if (due >= until) return;
        if (wait > 0) await new Promise((next) => setTimeout(next, wait));
      }
      await liveOnce(town, cast);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: load.together }, one));
  return done / ((performance.now() - began) / 1000);
}
