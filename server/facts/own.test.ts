import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { outboxFile } from '#identity';
import { castOf, demoPassword, demoPeople, type Cast } from '../../tests/matrix/cast.ts';
import { citizen, file } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
let cast: Cast;
let senior: Client;
beforeAll(async () => {
  server = await testServer();
  cast = castOf(() => server);
  senior = await cast.citizen('senior');
  await file(senior, 'senior-meals', { facts: {
    'applicant.residence-street': '310107022', 'applicant.emergency-name': '王小明', 'applicant.emergency-phone': '15400000031' } });
  await server.drain();
});
afterAll(() => server.close());

const mine = async (client = senior) => (await client.call('facts.my-data', {})).body;
const row = async (field: string, client = senior) => (await mine(client)).rows.find((r) => r.field === field);
/** The code of the last text that went to this phone. */
function sentTo(phone: string): string {
  const lines = fs.readFileSync(outboxFile(server.world.settings.folder), 'utf8').trim().split('\n');
  const last = lines.map((line) => JSON.parse(line) as { phone: string; text: string }).findLast((sms) => sms.phone === phone);
  return /\d{6}/.exec(last?.text ?? '')?.[0] ?? '';
}

describe('my data', () => {
  test('everything with source, grade and basis; the number masked', async () => {
    expect(await row('name')).toMatchObject({ value: '王桂芳', source: 'identity', grade: 'B', own: false });
    expect(JSON.stringify(await mine())).not.toContain(demoPeople.senior.idNumber);
    const stated = await row('emergency-name');
    expect(stated).toMatchObject({ source: 'applicant', grade: 'D', own: true });
    for (const one of (await mine()).rows) expect(one.basis.zh).toMatch(/个人信息保护法第十三条第[一三]项/);
  });

  test('what one stated changes at once and fills in the next form', async () => {
    const group = (await row('emergency-name'))?.group ?? '';
    const wrong = await senior.call('facts.correct', { group, field: 'emergency-name', value: '<b>' });
    expect([wrong.status, wrong.body.error?.fields?.[0]?.at]).toEqual([400, 'value']);
    const done = await senior.call('facts.correct', { group, field: 'emergency-name', value: '王小妹' });
    expect(done.body).toEqual({ done: true });
    expect(await row('emergency-name')).toMatchObject({ value: '王小妹' });
    const draft = await senior.call('cases.start', { item: 'senior-meals' });
    expect(JSON.stringify(draft.body.facts)).toContain('王小妹');
    expect((await senior.call('facts.correct', { group: 'person', field: 'no-such-field', value: 'x' })).status).toBe(404);
  });

  test('what was checked goes to the unit one chose: answered there, seen in the ledger', async () => {
    const ask = (more: object) => senior.call('facts.correct', { group: 'person', field: 'name', value: '王桂芬', ...more });
    expect((await ask({})).body.error?.fields?.[0]?.at).toBe('reason');
    expect((await ask({ reason: '身份证上是芬芳的芬', unit: 'nowhere' })).body.error?.fields?.[0]?.at).toBe('unit');
    const right = { reason: '身份证上是芬芳的芬', unit: 'changfeng-community-centre' };
    expect((await ask(right)).body).toEqual({ done: false });
    expect((await ask(right)).body.error?.code).toBe('correction-open');
    const clerk = await cast.officer('changfeng.clerk');
    const elsewhere = await cast.officer('zhenru.clerk');
    const [open] = (await clerk.call('facts.corrections', {})).body.rows;
    expect(open).toMatchObject({ who: '王桂芳', stood: '王桂芳', wanted: '王桂芬' });
    expect((await elsewhere.call('facts.corrections', {})).body.rows).toEqual([]);
    const answer = { id: open?.id ?? '', outcome: 'done' as const, answer: '核对了身份证原件' };
    expect((await elsewhere.call('facts.answer-correction', answer)).status).toBe(404);
    expect((await clerk.call('facts.answer-correction', { ...answer, answer: 'x' })).status).toBe(400);
    expect((await clerk.call('facts.answer-correction', answer)).status).toBe(200);
    expect((await clerk.call('facts.answer-correction', answer)).status).toBe(409);
    expect(await row('name')).toMatchObject({ value: '王桂芬' });
    expect((await mine()).corrections[0]).toMatchObject({ state: 'done', answer: '核对了身份证原件' });
    const ledger = (await senior.call('facts.ledger', {})).body.rows;
    expect(ledger.filter(({ what }) => what === '信息更正申请').length).toBeGreaterThanOrEqual(2);
  });

  test('exported whole, as JSON and as a page that runs nothing', async () => {
    await senior.call('facts.correct', { group: 'person', field: 'residence-address', value: '<script>alert(1)</script>' });
    const as = async (format: 'json' | 'html') =>
      ((await senior.call('facts.export', { format })).body as unknown as { bytes?: Buffer });
    const json = (await as('json')) as Record<string, unknown[]>;
    expect(Object.keys(json)).toEqual(['of', 'at', 'facts', 'corrections', 'cases', 'licences', 'messages', 'ledger']);
    for (const part of ['facts', 'corrections', 'cases', 'messages', 'ledger']) expect(json[part]?.length, part).toBeGreaterThan(0);
    const html = (await as('html')).bytes?.toString() ?? '';
    expect(html).toContain('<h2>办件和草稿</h2>');
    expect(html).not.toContain('<script>');
    const stranger = await cast.citizen('disabled');
    expect(JSON.stringify((await stranger.call('facts.export', { format: 'json' })).body)).not.toContain('王桂芬');
  });

  test('what one stated goes; identity, cases, and that there was something, stay', async () => {
    const before = (await mine()).rows.filter(({ own, source }) => own && source === 'applicant').length;
    expect(before).toBeGreaterThan(0);
    expect((await senior.call('facts.erase', {})).body.erased).toBeGreaterThanOrEqual(before);
    expect((await mine()).rows.filter(({ own }) => own)).toEqual([]);
    const { rows } = await sql<{ kept: number; values: number }>`select count(*)::int as kept, count(value)::int as values
      from facts.subject_fact where erased_at is not null`.execute(server.world.db);
    expect(rows[0]).toMatchObject({ values: 0 });
    expect(rows[0]?.kept).toBeGreaterThanOrEqual(before);
    const { db } = server.world;
    await expect(sql`update facts.subject_fact set value = '"x"'`.execute(db)).rejects.toThrow('append-only');
    await expect(sql`update facts.subject_fact set grade = 'A'`.execute(db)).rejects.toThrow('append-only');
    expect((await senior.call('cases.mine', {})).body.cases.length).toBeGreaterThan(0);
  });
});

describe('phone and password', () => {
  test('a phone is verified by the code sent to it; five tries, ten minutes, one a minute', async () => {
    const client = await citizen(server, 'disabled');
    const phone = '15400000066';
    const asked = await client.call('identity.ask-verify', { phone });
    expect(asked.body).toEqual({ channel: 'demo', phone: '154****0066' });
    expect((await client.call('identity.ask-verify', { phone })).body.error?.code).toBe('too-soon');
    expect((await client.call('identity.verify-phone', { code: '00000a' })).status).toBe(400);
    const code = sentTo(phone);
    expect((await client.call('identity.verify-phone', { code: code === '111111' ? '222222' : '111111' })).status).toBe(409);
    expect((await client.call('identity.verify-phone', { code })).body).toEqual({ phone: '154****0066' });
    expect((await mine(client)).phone).toEqual({ shown: '154****0066', verified: true });
    expect((await client.call('identity.verify-phone', { code })).status).toBe(409);
    const log = await sql<{ all: string }>`select string_agg(e::text, ' ') as all from identity.event e`.execute(server.world.db);
    expect(log.rows[0]?.all).not.toContain(code);
  });

  test('ten codes a day, and no more until a day is over', async () => {
    const client = await citizen(server, 'senior');
    const phone = '15400000067';
    const ask = async () => (await client.call('identity.ask-verify', { phone })).body.error?.code;
    const before = (days: number, times: number) => sql`update identity.phone_code set times = ${times},
      sent = sent - interval '2 minutes', first_sent = now() - make_interval(days => ${days})
      where phone = ${phone}`.execute(server.world.db);
    expect(await ask()).toBeUndefined();
    await before(0, 9);
    expect(await ask()).toBeUndefined();
    await before(0, 10);
    expect(await ask()).toBe('too-soon');
    await before(2, 10);
    expect(await ask()).toBeUndefined();
  });

  test('a forgotten password by phone: the same words for unknown accounts, guesses end', async () => {
    const { phone, idNumber } = demoPeople.agent;
    const anyone = server.client();
    const known = await anyone.call('identity.ask-reset', { account: idNumber });
    const unknown = await anyone.call('identity.ask-reset', { account: '15999999999' });
    expect(known.body).toEqual(unknown.body);
    expect((await anyone.call('identity.ask-reset', { account: idNumber })).body).toEqual(known.body);
    const code = sentTo(phone);
    const set = (given: object) =>
      anyone.call('identity.reset-password', { account: phone, code, next: 'nine quiet rivers', ...given });
    expect((await set({ account: '15999999999' })).body.error?.code).toBe('wrong-code');
    expect((await set({ next: 'short' })).body.error?.fields?.[0]?.at).toBe('next');
    const session = await server.client().signIn(phone, demoPassword);
    expect((await set({})).status).toBe(200);
    expect((await session.call('identity.me', {})).body.signedIn).toBe(false);
    expect((await set({})).status).toBe(409);
    await server.client().signIn(phone, 'nine quiet rivers');
    await sql`update identity.phone_code set sent = sent - interval '2 minutes'`.execute(server.world.db);
    await anyone.call('identity.ask-reset', { account: phone });
    const fresh = sentTo(phone);
    for (let i = 0; i < 5; i++) await set({ code: fresh === '333333' ? '444444' : '333333', next: 'another good one 4' });
    expect((await set({ code: fresh, next: 'another good one 4' })).status).toBe(409);
    // An officer's account has no such way.
    expect((await set({ account: 'culture.clerk' })).status).toBe(409);
  });

  test('changing it asks for the one before, refuses the same, and ends the other sessions', async () => {
    const [here, there] = [await citizen(server, 'bathHouse'), await citizen(server, 'bathHouse')];
    const change = (password: string, next: string) => here.call('identity.change-password', { password, next });
    expect((await change('wrong', 'nine quiet rivers')).body.error?.fields?.[0]?.at).toBe('password');
    expect((await change(demoPassword, demoPassword)).body.error?.fields?.[0]?.at).toBe('next');
    expect((await change(demoPassword, demoPeople.bathHouse.phone)).body.error?.fields?.[0]?.at).toBe('next');
    expect((await change(demoPassword, 'nine quiet rivers')).status).toBe(200);
    expect((await here.call('identity.me', {})).body.signedIn).toBe(true);
    expect((await there.call('identity.me', {})).body.signedIn).toBe(false);
  });

  test('a closed account is out, keeps nothing for next time, and its person may come again', async () => {
    const { client, name, idNumber, phone } = await cast.newcomer('样关张', '19450101');
    const { number } = await file(client, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
    await client.call('cases.start', { item: 'disability-allowance' });
    expect((await client.call('identity.close-account', { password: 'wrong' })).status).toBe(400);
    expect((await client.call('identity.close-account', { password: demoPassword })).status).toBe(200);
    await server.drain();
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
    expect((await server.client().call('identity.sign-in', { account: idNumber, password: demoPassword })).status).toBe(401);
    const again = server.client();
    expect((await again.call('identity.register', { name, idNumber, phone, password: demoPassword })).status).toBe(200);
    await again.call('identity.me', {});
    expect((await mine(again)).rows.filter(({ source }) => source === 'applicant')).toEqual([]);
    expect((await again.call('cases.drafts', {})).body.drafts).toEqual([]);
    expect(JSON.stringify((await again.call('cases.mine', {})).body)).toContain(number);
  });
});
