/** What a new draft knows: who files is suggested, never proved in another's place; nobody's data goes to an agent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castOf, demoPeople } from '../../tests/matrix/cast.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

type Draft = {
  id: string; version: number; fixed: string[];
  facts: Record<string, { state: string; value?: unknown; source: string; grade: string }>;
};

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
  server.world.clock.set('2026-11-23T10:00:00+08:00');
});
afterAll(() => server?.close());

async function begun(client: Client, item: string): Promise<Draft> {
  const answer = await client.call('cases.start', { item });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body as unknown as Draft;
}

test('a legal representative is not asked again who he is, and may name another person in charge', async () => {
  const client = await cast.acting('bathHouse', 'bathHouse');
  const draft = await begun(client, 'bath-house-hygiene');
  const { name, idNumber, phone } = demoPeople.bathHouse;
  for (const [at, value] of [
    ['principal.name', name], ['principal.id-number', idNumber], ['principal.phone', phone],
    ['agent.name', name], ['agent.phone', phone],
  ] as const) {
    expect(draft.facts[at], at).toMatchObject({ state: 'known', value, source: 'identity', grade: 'D' });
    expect(draft.fixed).not.toContain(at);
  }
  expect(draft.fixed).toContain('company.name');
  const saved = await client.call('cases.save', { id: draft.id, facts: { 'principal.name': '李负责' } },
    { version: draft.version });
  const facts = (saved.body as unknown as Draft).facts;
  expect(facts['principal.name']).toMatchObject({ value: '李负责', source: 'applicant', grade: 'D' });
});

test('an agent finds himself filled in, and nothing of the legal representative but what is public', async () => {
  const draft = await begun(await cast.acting('agent', 'performance'), 'commercial-performance');
  expect(draft.facts['agent.name']).toMatchObject({ value: demoPeople.agent.name, source: 'identity' });
  const text = JSON.stringify(draft.facts);
  expect(text).not.toContain(demoPeople.representative.idNumber);
  expect(text).not.toContain(demoPeople.representative.phone);
});

test('an item of a person suggests nobody else', async () => {
  const draft = await begun(await cast.citizen('senior'), 'senior-meals');
  expect(Object.keys(draft.facts).filter((at) => at.startsWith('helper.'))).toEqual([]);
  expect(draft.fixed).toContain('applicant.name');
});
