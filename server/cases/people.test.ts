/** Whoever tries the demonstration can walk every service alone: enough officers for its declared levels. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { current, listItems } from '#catalogue';
import { allStaff, demoPassword } from '#identity';
import { testServer, type TestServer } from '../../tests/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

test('for every service and every office that handles it: who accepts, who reviews and who decides are three persons', async () => {
  const staff = await allStaff(server.world.db);
  const lacks: string[] = [];
  let looked = 0;
  for (const { id } of await listItems(server.world)) {
    const { item, version } = await current(server.world, id);
    const by = item['handled by'];
    if (item.procedure === 'query' || item.procedure === 'document') continue;
    const units = typeof by === 'string' ? [by]
      : Object.entries(version.units).filter(([, unit]) => unit.kind === by.kind).map(([unit]) => unit);
    const levels = item.approval?.levels ?? 2;
    for (const unit of units) {
      looked += 1;
      const doing = (role: string) => staff.filter((one) => one.unit === unit && (one.roles as string[]).includes(role));
      const wanted = levels < 2 ? ['clerk'] : ['clerk', 'reviewer', 'decider'];
      for (const role of wanted) if (doing(role).length === 0) lacks.push(`${id} at ${unit}: no ${role}`);
      const persons = new Set(wanted.flatMap((role) => doing(role).map((one) => one.subject)));
      if (persons.size < wanted.length) lacks.push(`${id} at ${unit}: ${persons.size} persons for ${wanted.length} hands`);
    }
  }
  expect(lacks).toEqual([]);
  expect(looked).toBeGreaterThan(20);
});

test('an office that came later can be signed in to with the public password', async () => {
  const client = await server.client().signIn('insurance.reviewer', demoPassword);
  expect((await client.call('cases.queue', {})).status).toBe(200);
});
