/** One life of a permit over HTTP in nine requests, as the bench counts it. */
import { demoOrganisations, demoPassword, demoPeople } from '#identity';
import { filled } from '../catalogue/filled.ts';
import { smallPdf } from '../tests/people.ts';
import { ask, benchItem, signIn, type Reply, type Session, type Town } from './town.ts';

export type Cast = { company: Session; clerk: Session; reviewer: Session; decider: Session };

/** Sessions of company, clerk, reviewer and decider. */
export async function assemble(town: Town): Promise<Cast> {
  const company = await signIn(town, demoPeople.representative.phone, demoPassword);
  const me = await ask(town, company, { method: 'GET', path: '/api/identity/me' });
  const { canActFor } = me.body as { canActFor: { organisation: string; name: string }[] };
  const organisation = canActFor.find((o) => o.name === demoOrganisations.performance.name)?.organisation;
  await ask(town, company, { method: 'POST', path: '/api/identity/act-for', json: { organisation } });
  const [clerk, reviewer, decider] = await Promise.all(
    ['culture.clerk', 'culture.reviewer', 'culture.decider'].map((login) => signIn(town, login, demoPassword)));
  return { company, clerk: clerk!, reviewer: reviewer!, decider: decider! };
}

const facts = Object.fromEntries(Object.entries(filled['commercial-performance']?.facts ?? {})
  .filter(([at]) => !/^company\.(name|credit-code)$/.test(at)));

let serial = 0;

function must(reply: Reply, step: string): Record<string, unknown> {
  if (reply.status !== 200) throw new Error(`${step}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 500)}`);
  return reply.body;
}

export type Step = 'received' | 'accepted' | 'in-review' | 'decided' | 'closed';

/** Draft, facts, one 100 KB PDF, submit, accept, review, decide, issue, deliver. Throws when one is refused. */
export function liveOnce(town: Pick<Town, 'url'>, cast: Cast): Promise<string> {
  return liveTo(town, cast, 'closed');
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
  must(await post(clerk, `${at}/deliver`, {}), 'deliver');
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
