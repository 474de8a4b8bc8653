/** Who is too near to a case, who has gone, and what stays between officers until the decision. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addStaff, disableStaff } from '#identity';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { demoPassword, demoPeople, file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
beforeEach(() => server.world.clock.set('2026-11-23T10:00:00+08:00'));
afterAll(() => server?.close());

async function newOfficer(login: string, who: { name: string; idNumber: string }, roles: string[]): Promise<Client> {
  await addStaff(server.world.db, {
    login, name: who.name, idNumber: who.idNumber, unit: 'culture-tourism-bureau', roles,
    password: demoPassword, by: 'test',
  }, '2026-11-23');
  return cast.officer(login);
}

test('an officer who leads the applicant is kept out, though another filed and he is not named', async () => {
  const agent = await cast.acting('agent', 'performance');
  const { case: id } = await file(agent, 'commercial-performance');
  const own = await newOfficer('culture.own', demoPeople.representative, ['clerk']);
  const accepted = await own.call('cases.accept', { id });
  expect([accepted.status, accepted.body.error?.code]).toEqual([403, 'own-case']);
});

test('an agent whose mandate has ended hears nothing more of the case in his own inbox', async () => {
  const leader = await cast.acting('representative', 'performance');
  const { client: agent, name, idNumber } = await cast.newcomer('样代办', '19800101');
  const me = (await leader.call('identity.me', {})).body as { actingFor?: { organisation: string } | null };
  const firm = me.actingFor?.organisation ?? '';
  const given = await leader.call('identity.give-mandate', {
    organisation: firm, agentName: name, agentIdNumber: idNumber, items: 'all', until: '2027-01-31',
  });
  await agent.call('identity.act-for', { organisation: firm });
  const { case: id } = await file(agent, 'commercial-performance');
  await agent.call('identity.act-for', { organisation: null });
  const heard = async (): Promise<number> => (await agent.call('messages.list', {})).body.messages
    .filter((m) => m.case === id).length;
  expect(await heard()).toBe(1);
  await leader.call('identity.end-mandate', { id: given.body.mandate });
  const clerk = await cast.officer('culture.clerk');
  expect((await clerk.call('cases.accept', { id })).status).toBe(200);
  expect(await heard()).toBe(1);
});

test('a case in the hands of a colleague whose account was disabled can be taken by another', async () => {
  const id = await caseIn(server, cast, { item: 'commercial-performance', state: 'received' });
  const { idNumber } = await cast.newcomer('样同事', '19790101');
  const gone = await newOfficer('culture.gone', { name: '样同事', idNumber }, ['clerk']);
  expect((await gone.call('cases.claim', { id })).status).toBe(200);
  const clerk = await cast.officer('culture.clerk');
  expect((await clerk.call('cases.accept', { id })).body.error?.code).toBe('taken');
  await disableStaff(server.world.db, 'culture.gone', { by: 'test' });
  expect((await clerk.call('cases.case', { id })).body.owner).toBeNull();
  expect((await clerk.call('cases.accept', { id })).body).toMatchObject({ state: 'accepted' });
});

test('the applicant does not learn which way the reviewer leans; an inspection needs a new opinion', async () => {
  const id = await caseIn(server, cast, { state: 'accepted' });
  const [applicant, reviewer, decider] = [await cast.acting('bathHouse', 'bathHouse'),
    await cast.officer('health.reviewer'), await cast.officer('health.decider')];
  await reviewer.call('cases.propose-refusal', { id, reason: '排风不符合要求', cites: ['disinfection-room'] });
  const seen = JSON.stringify((await applicant.call('cases.case', { id })).body.log);
  expect(seen).not.toMatch(/propose-refusal|拟不予|排风不符合要求/);
  expect(JSON.stringify((await decider.call('cases.case', { id })).body.log)).toContain('排风不符合要求');
  await reviewer.call('cases.start-procedure', {
    id, procedure: 'on-site-inspection', reason: '再看一次现场', staff: ['林森', '何康'],
  });
  await reviewer.call('cases.end-procedure', { id, result: '已经改好', findings: [{ point: 'pool-water-tested', holds: true, words: '现场看过，与图纸一致' }] });
  const early = await decider.call('cases.decide', { id, outcome: 'grant' });
  expect([early.status, early.body.error?.code]).toEqual([409, 'not-reviewed']);
  expect((await reviewer.call('cases.review', { id })).status).toBe(200);
  expect((await decider.call('cases.decide', { id, outcome: 'grant' })).body).toMatchObject({ state: 'decided' });
});
