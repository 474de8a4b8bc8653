/**
 * The key of chains and look-ups is changed: chains hold, people are found by their numbers, second
 * factors, recovery codes and slips handed out before still work; with a key that is not given nothing starts.
 */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestsBy, keepDigests, keepRotated, readSecrets, rotated, sql, type Redo } from '#base';
import { audit, checkpoint, redoDigests } from '#cases';
import { demoPassword, demoPeople, resealFactors } from '#identity';
import { makeApp } from '../server/app.ts';
import { openWorld, type Opened } from '../server/world.ts';
import { citizen, file, officer } from './people.ts';
import { Client, testServer, type TestServer } from './server.ts';

const redo = [resealFactors, redoDigests];
let server: TestServer;
let after: Opened;
let app: Awaited<ReturnType<typeof makeApp>>;
let url: string;
const given = { case: '', secret: '', recovery: '', slip: '' };
const secretsBefore = { id: '' };

beforeAll(async () => {
  server = await testServer();
  const { world } = server;
  secretsBefore.id = world.secrets.hmacKeyId;
  given.case = (await file(await citizen(server, 'senior'), 'senior-meals', {
    facts: { 'applicant.residence-street': '310107014' },
  })).case;
  await server.drain();
  await checkpoint(world);
  const clerk = await officer(server, 'changfeng.clerk');
  const begun = (await clerk.call('identity.begin-totp', { password: demoPassword })).body;
  const code = new TOTP({ secret: Secret.fromBase32(begun.secret) }).generate();
  const done = await clerk.call('identity.confirm-totp', { id: begun.id, code });
  given.secret = begun.secret;
  given.recovery = done.body.recovery[0] ?? '';
  given.slip = (await (await officer(server, 'health.clerk')).call('feedback.slip', {})).body.code;
  await keepDigests(world.db, world.secrets, redo);

  keepRotated(world.settings, rotated(world.settings, 'hmac', world.clock.now()));
  after = openWorld('test', server.databaseUrl, world.settings);
  after.world.clock.set(new Date(world.clock.now().getTime() + 60_000).toISOString());
});
afterAll(async () => {
  await app?.close();
  await after?.close();
  await server?.close();
});

test('killed in the middle nothing was changed; then all is made anew, once', async () => {
  const { db, secrets } = after.world;
  expect(secrets.hmacKeyId).not.toBe(secretsBefore.id);
  const digests = async (): Promise<string[]> =>
    (await sql<{ d: string }>`select number_digest as d from cases.party order by 1`.execute(db))
      .rows.map(({ d }) => d);
  const before = await digests();
  const breaks: Redo = () => Promise.reject(new Error('killed'));
  await expect(keepDigests(db, secrets, [...redo, breaks])).rejects.toThrow('killed');
  expect([await digests(), await digestsBy(db)]).toEqual([before, secretsBefore.id]);
  const made = await keepDigests(db, secrets, redo);
  expect(made).toEqual({ done: before.length + 1, left: 0 });
  expect((await digests()).filter((one) => before.includes(one))).toEqual([]);
  expect(await keepDigests(db, secrets, redo)).toBeUndefined();
});

test('with another key, and without the old one, nothing starts', async () => {
  const { db, secrets } = after.world;
  const other = { ...secrets, hmacKeyId: 'ffffffff', oldHmacKeys: [] };
  await expect(keepDigests(db, other, redo)).rejects.toThrow('所以没有启动');
  expect(await digestsBy(db)).toBe(secrets.hmacKeyId);
  expect(readSecrets(after.world.settings).oldHmacKeys.map(({ id }) => id)).toEqual([secretsBefore.id]);
});

test('who is named is found, an act goes on with the chain, and the audit has nothing to say', async () => {
  app = await makeApp({ world: after.world, databaseUrl: server.databaseUrl });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  const clerk = await new Client(url).signIn('changfeng.reviewer', demoPassword);
  const found = await clerk.call('cases.find', { q: demoPeople.senior.idNumber });
  expect(found.body.rows.map(({ id }) => id)).toEqual([given.case]);
  expect((await clerk.call('cases.settle', { id: given.case })).status).toBe(200);
  expect((await audit(after.world)).faults).toEqual([]);
  const forgot = { ...after.world, secrets: { ...after.world.secrets, oldHmacKeys: [] } };
  expect((await audit(forgot)).faults.join()).toContain('与前一步接不上');
});

test('authenticator, recovery code and slip of before still work, each once', async () => {
  await sql`update identity.factor set last_step = last_step - 10`.execute(after.world.db);
  for (const code of [new TOTP({ secret: Secret.fromBase32(given.secret) }).generate(), given.recovery]) {
    const client = new Client(url);
    await client.call('identity.sign-in', { account: 'changfeng.clerk', password: demoPassword });
    expect((await client.call('identity.second-code', { code })).body).toMatchObject({ signedIn: true });
  }
  const again = new Client(url);
  await again.call('identity.sign-in', { account: 'changfeng.clerk', password: demoPassword });
  expect((await again.call('identity.second-code', { code: given.recovery })).status).toBe(401);
  const rated = await new Client(url).call('feedback.rate-code', { code: given.slip, level: 5 });
  expect(rated.status).toBe(200);
});
