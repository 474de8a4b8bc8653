/** Ratings over HTTP: by whom, once, for good; what is not shown to whom; slips from the counter. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '#base';
import { castOf, caseIn } from '../../tests/matrix/cast.ts';
import { file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
const cast = castOf(() => server);
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

/** A closed bath house case and its contacts, as its company has them. */
async function closed(): Promise<{ id: string; company: Client; contact: (kind: string) => Promise<string> }> {
  const id = await caseIn(server, cast, { state: 'closed' });
  await server.drain();
  const company = await cast.acting('bathHouse', 'bathHouse');
  const contact = async (kind: string): Promise<string> => {
    const { body } = await company.call('feedback.mine', { case: id });
    const found = body.contacts.find((one) => one.kind === kind);
    if (!found) throw new Error(`no ${kind} in ${JSON.stringify(body.contacts.map((one) => one.kind))}`);
    return found.id;
  };
  return { id, company, contact };
}

test('each contact of a case can be rated, none has a level beforehand, and each is rated once', async () => {
  const { id, company, contact } = await closed();
  const { body } = await company.call('feedback.mine', { case: id });
  expect(body.contacts.map((one) => one.kind).toSorted()).toEqual(['acceptance', 'decision', 'delivery', 'filing']);
  expect(body.contacts.every((one) => one.open && one.rating === null)).toBe(true);
  const delivery = await contact('delivery');
  const form = (await company.call('feedback.contact', { id: delivery })).body;
  expect(form.rated).toBeNull();
  expect(form.levels.map(({ level }) => level)).toEqual([5, 4, 3, 2, 1]);
  expect(form.about.map(({ kind }) => kind)).toContain('material');
  const unchosen = await company.call('feedback.rate', { id: delivery } as never);
  expect([unchosen.status, unchosen.body.error?.fields?.[0]?.at]).toEqual([400, 'level']);
  const wrong = await company.call('feedback.rate', { id: delivery, level: 5, indicators: ['slow'] });
  expect([wrong.status, wrong.body.error?.fields?.[0]?.at]).toEqual([400, 'indicators']);
  const nowhere = await company.call('feedback.rate', { id: delivery, level: 5, about: { kind: 'material', id: 'nothing' } });
  expect([nowhere.status, nowhere.body.error?.fields?.[0]?.at]).toEqual([400, 'about']);
  expect((await company.call('feedback.rate', { id: delivery, level: 5, indicators: ['quick'] })).body)
    .toEqual({ done: true, bad: false, due: null });
  const again = await company.call('feedback.rate', { id: delivery, level: 1 });
  expect([again.status, again.body.error?.code]).toEqual([409, 'rated']);
  const after = (await company.call('feedback.mine', { case: id })).body.contacts.find((one) => one.id === delivery);
  expect(after?.rating).toMatchObject({ level: 5, indicators: [{ zh: '办得快' }] });
});

test('somebody else has no such contact, and the two refusals are the same bytes', async () => {
  const { contact } = await closed();
  const id = await contact('decision');
  for (const other of [await cast.citizen('senior'), await cast.citizen('bathHouse')]) {
    const foreign = await other.call('feedback.rate', { id, level: 1 });
    const unknown = await other.call('feedback.rate', { id: '00000000-0000-4000-8000-000000000000', level: 1 });
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
    expect((await other.call('feedback.contact', { id })).status).toBe(404);
  }
  const officer = await cast.officer('health.clerk');
  expect((await officer.call('feedback.rate', { id, level: 5 })).status).toBe(403);
  expect((await server.client().call('feedback.rate', { id, level: 5 })).status).toBe(401);
});

test('not even the database changes what was said', async () => {
  const { company, contact } = await closed();
  const id = await contact('acceptance');
  await company.call('feedback.rate', { id, level: 2, indicators: ['slow'], words: '等了太久' });
  const { db } = server.world;
  await expect(sql`update feedback.rating set level = 5 where contact = ${id}`.execute(db)).rejects.toThrow(/never changed/);
  await expect(sql`delete from feedback.rating where contact = ${id}`.execute(db)).rejects.toThrow(/never changed/);
  await expect(sql`delete from feedback.step`.execute(db)).rejects.toThrow(/never changed/);
  const { rows } = await sql`select level, words from feedback.rating where contact = ${id}`.execute(db);
  expect(rows).toEqual([{ level: 2, words: '等了太久' }]);
});

test('two presses at once give one rating', async () => {
  const { company, contact } = await closed();
  const id = await contact('filing');
  const answers = await Promise.all([1, 2, 3].map((level) => company.call('feedback.rate', { id, level })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
});

test('after ninety days a contact can no longer be rated', async () => {
  const applicant = await cast.citizen('senior');
  const { case: id } = await file(applicant, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
  await server.drain();
  const { body } = await applicant.call('feedback.mine', { case: id });
  const contact = body.contacts[0]?.id ?? '';
  server.world.clock.advance({ days: 91 });
  const late = await applicant.call('feedback.rate', { id: contact, level: 4 });
  server.world.clock.advance({ days: -91 });
  expect([late.status, late.body.error?.code]).toEqual([409, 'too-late']);
});

test('a slip from the counter is good once, for whoever holds it, and not for who gave it', async () => {
  const clerk = await cast.officer('health.clerk');
  const slip = (await clerk.call('feedback.slip', {})).body;
  expect(slip.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const passer = server.client();
  const form = await passer.call('feedback.code', { code: slip.code.toLowerCase() });
  expect(form.body).toMatchObject({ rated: null, open: true, kindName: { zh: '到窗口办事' } });
  expect((await clerk.call('feedback.rate-code', { code: slip.code, level: 5 })).status).toBe(404);
  expect((await passer.call('feedback.rate-code', { code: slip.code, level: 4, indicators: ['friendly'] })).status).toBe(200);
  const twice = await passer.call('feedback.rate-code', { code: slip.code, level: 1 });
  expect([twice.status, twice.body.error?.code]).toEqual([409, 'rated']);
  expect((await passer.call('feedback.code', { code: '0000-0000-0000' })).status).toBe(404);
  const { rows } = await sql`select r.rater, r.rater_name, r.channel from feedback.rating r
    join feedback.contact k on k.id = r.contact where k.kind = 'visit'`.execute(server.world.db);
  expect(rows).toEqual([{ rater: null, rater_name: null, channel: 'code' }]);
});

test('a slip about a case wants a case of the clerk’s units', async () => {
  const { id } = await closed();
  const company = await cast.acting('bathHouse', 'bathHouse');
  const { number } = (await company.call('cases.case', { id })).body;
  const slip = await (await cast.officer('health.clerk')).call('feedback.slip', { number });
  expect(slip.status).toBe(200);
  const { body } = await company.call('feedback.mine', { case: id });
  expect(body.contacts.map((one) => one.kind)).toContain('visit');
  expect((await (await cast.officer('culture.clerk')).call('feedback.slip', { number })).status).toBe(404);
});
