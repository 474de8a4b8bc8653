/** Ended cases are archived after their time, and nothing can be done with them then. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { citizen, file, officer } from '../../tests/people.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { archiveAfterDays, archiveEnded } from './archive.ts';
import { audit } from './audit.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

test('a closed case is archived after its days, by the system, once', async () => {
  const applicant = await citizen(server, 'senior');
  const filed = await file(applicant, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  const clerk = await officer(server, 'zhenru.clerk');
  expect((await clerk.call('cases.settle', { id: filed.case })).body).toMatchObject({ state: 'closed' });
  server.world.clock.advance({ days: archiveAfterDays });
  expect(await archiveEnded(server.world)).toBe(0);
  server.world.clock.advance({ days: 1 });
  expect(await archiveEnded(server.world)).toBe(1);
  expect(await archiveEnded(server.world)).toBe(0);
  const view = await applicant.call('cases.case', { id: filed.case });
  expect(view.body.state).toBe('archived');
  expect(view.body.log.at(-1)).toMatchObject({ action: 'archive' });
  expect(view.body.actions.filter((a) => a.allowed)).toEqual([]);
  expect((await audit(server.world)).faults).toEqual([]);
});
