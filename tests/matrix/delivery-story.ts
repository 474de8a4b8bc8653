/** For the endpoint table: delivery, ratings and archive, each endpoint as it should and too late. */
import { sql } from '#base';
import type { Answer, CallOptions, Client, TestServer } from '../server.ts';
import { smallPdf } from '../people.ts';
import { caseIn, type Cast } from './cast.ts';

type Walk = {
  server: TestServer; cast: Cast;
  go: (client: Client, name: string, input: object, options?: CallOptions) => Promise<Answer<Record<string, unknown>>>;
  ok: (client: Client, name: string, input: object, options?: CallOptions) => Promise<Record<string, unknown>>;
};

const reason = '核对后认为需要这样办理';
const parcel = { carrier: '样张快递', tracking: 'SF1234567890' };
const to = { way: 'post', recipient: '样张收件', phone: '15400000005', address: '演示路 100 号 2 楼' };

/** By post, come back, sent again, proved, confirmed. Gives the closed case. */
export async function deliveryStory({ server, cast, go, ok }: Walk): Promise<string> {
  const id = await caseIn(server, cast, { state: 'licence-made' });
  const [company, clerk] = [await cast.acting('bathHouse', 'bathHouse'), await cast.officer('health.clerk')];
  await server.drain();
  const proof = { file: smallPdf(900, 'proof'), type: 'application/pdf' };
  await ok(company, 'cases.choose-delivery', { id, to });
  await go(company, 'cases.confirm-receipt', { id });
  await go(clerk, 'cases.not-arrived', { id, reason });
  await ok(clerk, 'cases.post', { id, ...parcel });
  await go(clerk, 'cases.post', { id, ...parcel });
  await go(company, 'cases.choose-delivery', { id, to });
  await ok(company, 'cases.not-arrived', { id, reason });
  await ok(clerk, 'cases.post', { id, ...parcel });
  await ok(clerk, 'cases.delivery-proof', { id, name: '签收.pdf' }, proof);
  const huge = { file: Buffer.alloc(22 * 1024 * 1024, 32), type: 'application/pdf' };
  await go(clerk, 'cases.delivery-proof', { id, name: '签收.pdf' }, huge);
  await ok(company, 'cases.confirm-receipt', { id });
  await go(clerk, 'cases.delivery-proof', { id, name: '签收.pdf' }, proof);
  await server.drain();
  return id;
}

/** One bad rating put right, one appealed, a slip, and what is published. */
export async function ratingStory({ cast, go, ok }: Walk, id: string): Promise<void> {
  const [company, clerk, reviewer, supervisor] = [await cast.acting('bathHouse', 'bathHouse'),
    await cast.officer('health.clerk'), await cast.officer('health.reviewer'), await cast.officer('supervisor')];
  const { contacts } = await ok(company, 'feedback.mine', { case: id }) as { contacts: { id: string; kind: string }[] };
  const of = (kind: string): string => contacts.find((one) => one.kind === kind)?.id ?? '';
  await ok(company, 'feedback.contact', { id: of('delivery') });
  await ok(company, 'feedback.rate', { id: of('delivery'), level: 1 });
  await go(company, 'feedback.rate', { id: of('delivery'), level: 5 });
  await ok(company, 'feedback.rate', { id: of('acceptance'), level: 2 });
  const { tasks } = await ok(reviewer, 'feedback.tasks', {}) as { tasks: { id: string }[] };
  const [first, second] = tasks.map((one) => one.id);
  await ok(reviewer, 'feedback.task', { id: first });
  const visited = { result: 'satisfied', words: reason };
  await go(reviewer, 'feedback.visit', { id: first, ...visited });
  await ok(reviewer, 'feedback.answer', { id: first, answer: reason });
  await go(reviewer, 'feedback.answer', { id: first, answer: reason });
  await ok(reviewer, 'feedback.visit', { id: first, ...visited });
  await go(supervisor, 'feedback.judge', { id: second, mistaken: false, reason });
  await ok(reviewer, 'feedback.appeal', { id: second, reason });
  await go(reviewer, 'feedback.appeal', { id: second, reason });
  await ok(supervisor, 'feedback.judge', { id: second, mistaken: true, reason });
  const slip = await ok(clerk, 'feedback.slip', {});
  await ok(company, 'feedback.code', { code: slip['code'] });
  await ok(company, 'feedback.rate-code', { code: slip['code'], level: 4 });
  await go(company, 'feedback.rate-code', { code: slip['code'], level: 4 });
  await ok(company, 'feedback.figures', {});
}

/** Archived, its package read, destroyed by two once its time was over. */
export async function archiveStory({ server, cast, go, ok }: Walk, id: string): Promise<void> {
  const { archiveEnded } = await import('../../server/cases/archive.ts');
  const { makePackages } = await import('../../server/cases/make-package.ts');
  const [decider, supervisor] = [await cast.officer('health.decider'), await cast.officer('supervisor')];
  await go(decider, 'cases.package', { id });
  await go(decider, 'cases.propose-destruction', { id, reason });
  server.world.clock.advance({ days: 61 });
  await archiveEnded(server.world);
  server.world.clock.advance({ days: -61 });
  while (await makePackages(server.world) > 0) { /* until all have theirs */ }
  await ok(decider, 'cases.package', { id });
  await ok(decider, 'cases.destruction-due', {});
  await sql`update cases.archive_package set keep_until = '2026-01-01' where "case" = ${id}`.execute(server.world.db);
  await go(supervisor, 'cases.approve-destruction', { id });
  await go(supervisor, 'cases.decline-destruction', { id, reason });
  await ok(decider, 'cases.propose-destruction', { id, reason });
  await go(supervisor, 'cases.decline-destruction', { id, reason: '' });
  await go(await cast.officer('culture.decider'), 'cases.decline-destruction', { id, reason });
  await ok(supervisor, 'cases.decline-destruction', { id, reason });
  await ok(decider, 'cases.archived', { box: 'due' });
  await go(decider, 'cases.archived', { box: 'no-such-box' });
  await go(await cast.officer('health.clerk'), 'cases.archived', {});
  await ok(decider, 'cases.propose-destruction', { id, reason });
  await ok(supervisor, 'cases.approve-destruction', { id });
}
