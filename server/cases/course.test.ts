/** Whole lives of cases over HTTP: permit, instant, allowance; every step with its paper and clock. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchResult } from '../../tests/matrix/cast.ts';
import { actingFor, citizen, file, officer } from '../../tests/people.ts';
import { testServer, type TestServer } from '../../tests/server.ts';
import { audit, checkpoint } from './audit.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

test('permit: filed, accepted, reviewed, granted, licence made, delivered, closed', async () => {
  const applicant = await actingFor(server, 'representative', 'performance');
  const filed = await file(applicant, 'commercial-performance');
  const [clerk, reviewer, decider] = await Promise.all(
    ['culture.clerk', 'culture.reviewer', 'culture.decider'].map((login) => officer(server, login)));
  const id = filed.case;
  expect((await clerk!.call('cases.accept', { id })).body).toMatchObject({ state: 'accepted' });
  expect((await reviewer!.call('cases.review', { id })).body).toMatchObject({ state: 'in-review' });
  expect((await decider!.call('cases.decide', { id, outcome: 'grant' })).body).toMatchObject({ state: 'decided' });
  expect((await decider!.call('cases.issue', { id })).body).toMatchObject({ state: 'licence-made' });
  expect(await fetchResult(server, applicant, id)).toBe('closed');
  const view = await applicant.call('cases.case', { id });
  expect(view.status).toBe(200);
  expect(view.body.log.map((l) => l.action)).toEqual(
    ['submit', 'receive', 'accept', 'review', 'decide', 'issue', 'deliver', 'close']);
  expect(view.body.papers.map((p) => [p.kind, p.ready])).toEqual(
    [['receipt', true], ['acceptance', true], ['grant', true], ['delivery', true]]);
  expect(view.body.licence).toMatchObject({ state: 'valid', ready: true });
});

test('instant: settled at once by a clerk of the applicant’s sub-district', async () => {
  const applicant = await citizen(server, 'senior');
  const filed = await file(applicant, 'senior-meals',
    { facts: { 'applicant.residence-street': '310107022' } });
  const elsewhere = await officer(server, 'changfeng.clerk');
  expect((await elsewhere.call('cases.settle', { id: filed.case })).status).toBe(404);
  const clerk = await officer(server, 'zhenru.clerk');
  const done = await clerk.call('cases.settle', { id: filed.case });
  expect(done.body).toMatchObject({ state: 'licence-made' });
  expect(await fetchResult(server, applicant, filed.case)).toBe('closed');
});

test('allowance: ends in an order to pay', async () => {
  const applicant = await citizen(server, 'disabled');
  const filed = await file(applicant, 'disability-allowance');
  const id = filed.case;
  const [clerk, reviewer, decider] = await Promise.all(
    ['civil.clerk', 'civil.reviewer', 'civil.decider'].map((login) => officer(server, login)));
  expect((await clerk!.call('cases.accept', { id })).status).toBe(200);
  expect((await reviewer!.call('cases.review', { id })).status).toBe(200);
  expect((await decider!.call('cases.decide', { id, outcome: 'grant' })).status).toBe(200);
  expect((await decider!.call('cases.pay-order', { id })).body).toMatchObject({ state: 'pay-ordered' });
  expect(await fetchResult(server, applicant, id)).toBe('closed');
});

test('everything holds afterwards: chains, fold, checkpoints, files', async () => {
  await server.drain();
  expect(await checkpoint(server.world)).toBeGreaterThan(0);
  const found = await audit(server.world);
  expect(found.faults).toEqual([]);
  expect(found.cases).toBe(3);
});
