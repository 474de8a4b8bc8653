/** Items in and out of effect, and services answered from data: each endpoint as it should and refused. */
import { disableStaff } from '#identity';
import { tellOutage } from '#sources';
import type { castOf } from './cast.ts';
import { fillDraft } from '../people.ts';
import type { Answer, CallOptions, Client, TestServer } from '../server.ts';

type Go = (client: Client, name: string, input: object, options?: CallOptions) => Promise<Answer<Record<string, unknown>>>;
type Ok = (client: Client, name: string, input: object, options?: CallOptions) => Promise<Record<string, unknown>>;

const reason = '核对后认为需要这样办理';
const report = 'child-health-report';
const water = 'water-quality-query';

/** Publishes the emergency item, uses and withdraws it; asks sources up and down, one of them withdrawn. */
export async function itemsStory(
  server: TestServer, cast: ReturnType<typeof castOf>, { ok, go }: { ok: Ok; go: Go },
): Promise<void> {
  await disableStaff(server.world.db, 'designer', { by: 'test', enable: true });
  const [designer, mother] = await Promise.all([cast.officer('designer'), cast.citizen('agent')]);
  const item = 'leaving-certificate';
  const until = new Date(server.world.clock.now().getTime() + 86_400_000).toISOString();
  await ok(designer, 'catalogue.shelf', {});
  await ok(designer, 'catalogue.history', { id: item });
  await go(designer, 'catalogue.history', { id: 'no-such-item' });
  await go(designer, 'catalogue.history', { id: '坏标识' });
  await go(designer, 'catalogue.publish', { id: item, reason });
  await go(designer, 'catalogue.publish', { id: 'no-such-item', reason });
  await go(designer, 'catalogue.publish', { id: 'senior-meals', reason });
  await ok(designer, 'catalogue.publish', { id: item, reason, basis: '样张〔2026〕1 号，区指挥部', until });
  const draft = await fillDraft(mother, item, { facts: { 'applicant.residence-street': '310107022' } });
  await go(designer, 'catalogue.withdraw', { id: item, reason: '' });
  await go(designer, 'catalogue.withdraw', { id: 'no-such-item', reason });
  await ok(designer, 'catalogue.withdraw', { id: item, reason });
  await go(designer, 'catalogue.withdraw', { id: item, reason });
  await go(mother, 'catalogue.item', { id: item });
  await go(mother, 'catalogue.guide', { id: item, facts: {} });
  await go(mother, 'cases.start', { item });
  await go(mother, 'cases.opening', { item });
  await ok(mother, 'cases.opening', { item: 'premarital-check' });
  await go(mother, 'cases.opening', { item: '长'.repeat(101) });
  await go(mother, 'cases.submit', { id: draft.id, declared: true });
  await ok(mother, 'sources.query', { item: water, by: { estate: '样张' } });
  await go(mother, 'sources.query', { item: 'senior-meals', by: { estate: '样张' } });
  const found = await ok(mother, 'sources.query', { item: report });
  const id = (found['rows'] as { id: string }[])[0]?.id ?? '';
  await ok(mother, 'sources.document', { item: report, id });
  for (const down of [true, false]) {
    await tellOutage(server.world.db, {
      source: 'child-health-checks', down, note: '检修', by: 'test', at: server.world.clock.now(),
    });
    await go(mother, 'sources.query', { item: report });
    await go(mother, 'sources.document', { item: report, id });
  }
  await ok(designer, 'catalogue.withdraw', { id: report, reason });
  await go(mother, 'sources.query', { item: report });
  await go(mother, 'sources.document', { item: report, id });
  await ok(designer, 'catalogue.publish', { id: report, reason });
}
