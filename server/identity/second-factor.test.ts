import crypto from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { demoPassword } from '#identity';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
let security: Client;
beforeAll(async () => {
  server = await testServer();
  security = await server.client().signIn('security', demoPassword);
});
afterAll(() => server.close());
beforeEach(() => {
  server.world.settings.secondFactor = 'enrolled';
});

/** The code of the step that many steps from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
/** Makes codes taken before usable again, as if half a minute had passed for each. */
const later = () => sql`update identity.factor set last_step = last_step - 10`.execute(server.world.db);
const password = async (login: string): Promise<Client> => {
  const client = server.client();
  const { body } = await client.call('identity.sign-in', { account: login, password: demoPassword });
  expect(body).toMatchObject({ signedIn: false, must: 'prove' });
  return client;
};

async function enrol(login: string): Promise<{ client: Client; secret: string; recovery: string[] }> {
  const client = await server.client().signIn(login, demoPassword);
  const begun = await client.call('identity.begin-totp', { password: demoPassword });
  expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Bantuo:/);
  const done = await client.call('identity.confirm-totp', { id: begun.body.id, code: codeOf(begun.body.secret) });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  await later();
  return { client, secret: begun.body.secret, recovery: done.body.recovery };
}

describe('an authenticator', () => {
  test('password alone is half; the code is the rest; the same code never twice', async () => {
    const { secret, recovery } = await enrol('culture.clerk');
    expect(recovery).toHaveLength(10);
    const client = await password('culture.clerk');
    expect((await client.call('identity.me', {})).body).toEqual({ signedIn: false, csrf: '' });
    expect((await client.call('cases.queue', {} as never)).status).toBe(401);
    const code = codeOf(secret);
    const done = await client.call('identity.second-code', { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
    expect(done.body).toMatchObject({ signedIn: true, roles: ['clerk'] });
    const again = await password('culture.clerk');
    const replay = await again.call('identity.second-code', { code });
    expect([replay.status, replay.body.error?.code]).toEqual([401, 'wrong-code']);
    const before = await again.call('identity.second-code', { code: codeOf(secret, -1) });
    expect(before.status).toBe(401);
    expect((await again.call('identity.second-code', { code: codeOf(secret, 1) })).status).toBe(200);
  });

  test('two who send one code at once: one is in', async () => {
    const { secret } = await enrol('health.clerk');
    await later();
    const two = [await password('health.clerk'), await password('health.clerk')];
    const answers = await Promise.all(two.map((client) => client.call('identity.second-code', { code: codeOf(secret) })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('the secret is sealed in the database, the recovery codes are digests', async () => {
    const { secret, recovery } = await enrol('civil.clerk');
    const { rows } = await sql<{ all: string }>`select
      (select string_agg(encode(secret, 'hex'), ' ') from identity.factor) ||
      (select string_agg(encode(digest, 'escape'), ' ') from identity.recovery_code) ||
      (select string_agg(e::text, ' ') from identity.event e) as all`.execute(server.world.db);
    expect(rows[0]?.all).not.toContain(Buffer.from(Secret.fromBase32(secret).buffer).toString('hex'));
    for (const code of recovery) expect(rows[0]?.all).not.toContain(code);
  });

  test('a recovery code works once', async () => {
    const { recovery } = await enrol('zhenru.clerk');
    const [first = ''] = recovery;
    const client = await password('zhenru.clerk');
    expect((await client.call('identity.second-code', { code: first.toUpperCase().replace('-', ' ') })).status).toBe(200);
    expect((await client.call('identity.factors', {})).body).toMatchObject({ codesLeft: 9 });
    const again = await password('zhenru.clerk');
    expect((await again.call('identity.second-code', { code: first })).status).toBe(401);
  });

  test('five wrong ones close it, also for the right one; the security administrator resets', async () => {
    const { client: open, secret } = await enrol('civil.reviewer');
    await later();
    const client = await password('civil.reviewer');
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await client.call('identity.second-code', { code: '12345a' })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 423, 423]);
    expect((await client.call('identity.second-code', { code: codeOf(secret) })).status).toBe(423);
    const { rows } = (await security.call('identity.staff', { q: 'civil.reviewer' })).body;
    expect(rows[0]).toMatchObject({ locked: true, totp: 1 });
    const id = rows[0]?.account ?? '';
    expect((await security.call('identity.reset-factors', { id })).body).toEqual({ removed: 1 });
    expect((await open.call('identity.me', {})).body.signedIn).toBe(false);
    expect((await server.client().signIn('civil.reviewer', demoPassword)).csrf).not.toBe('');
  });

  test('half a sign-in is over after ten minutes, when disabled, and for nobody else', async () => {
    const { secret } = await enrol('changfeng.clerk');
    await later();
    const client = await password('changfeng.clerk');
    await sql`update identity.half_session set created = now() - interval '11 minutes'`.execute(server.world.db);
    const late = await client.call('identity.second-code', { code: codeOf(secret) });
    expect([late.status, late.body.error?.code]).toEqual([409, 'sign-in-again']);
    client.cookie = `bantuo-half=${crypto.randomBytes(32).toString('base64url')}`;
    expect((await client.call('identity.second-code', { code: codeOf(secret) })).status).toBe(409);
    // Half a sign-in that has to prove itself cannot enrol something new instead.
    const other = await password('changfeng.clerk');
    expect((await other.call('identity.begin-totp', {})).status).toBe(409);
  });

  test('adding, removing and new codes ask for the password', async () => {
    const { client } = await enrol('culture.reviewer');
    for (const wrong of [
      await client.call('identity.begin-totp', { password: 'no' }), await client.call('identity.begin-passkey', {}),
      await client.call('identity.new-codes', { password: 'no' }),
    ]) expect([wrong.status, wrong.body.error?.code]).toEqual([400, 'wrong-password']);
    const renewed = await client.call('identity.new-codes', { password: demoPassword });
    expect(renewed.body.recovery).toHaveLength(10);
    const { factors } = (await client.call('identity.factors', {})).body;
    const gone = await client.call('identity.remove-factor', { id: factors[0]?.id ?? '', password: demoPassword });
    expect(gone.status).toBe(200);
    expect((await client.call('identity.factors', {})).body).toMatchObject({ factors: [], codesLeft: 0 });
  });

  test('one that was begun and never confirmed asks nothing', async () => {
    const client = await server.client().signIn('zhenru.reviewer', demoPassword);
    const begun = await client.call('identity.begin-totp', { password: demoPassword });
    const wrong = await client.call('identity.confirm-totp', { id: begun.body.id, code: codeOf(begun.body.secret, 100) });
    expect(wrong.status).toBe(401);
    await server.client().signIn('zhenru.reviewer', demoPassword);
    const stranger = await server.client().signIn('zhenru.decider', demoPassword);
    const stolen = await stranger.call('identity.confirm-totp', { id: begun.body.id, code: codeOf(begun.body.secret) });
    expect(stolen.status).toBe(404);
  });
});

describe('where it is required', () => {
  test('an administrator without one enrols before he is in; others by the policy', async () => {
    server.world.settings.secondFactor = 'required';
    const client = server.client();
    const first = await client.call('identity.sign-in', { account: 'audit', password: demoPassword });
    expect(first.body).toMatchObject({ signedIn: false, must: 'enrol' });
    expect((await client.call('identity.log', {})).status).toBe(401);
    const begun = await client.call('identity.begin-totp', {});
    const done = await client.call('identity.confirm-totp', { id: begun.body.id, code: codeOf(begun.body.secret) });
    expect(done.body.me).toMatchObject({ signedIn: true, roles: ['audit-administrator'] });
    await client.call('identity.me', {});
    const { factors } = (await client.call('identity.factors', {})).body;
    const kept = await client.call('identity.remove-factor', { id: factors[0]?.id ?? '', password: demoPassword });
    expect([kept.status, kept.body.error?.code]).toEqual([409, 'factor-required']);
    await server.client().signIn('health.reviewer', demoPassword);
    await security.call('identity.set-policy', { secondFactor: ['reviewer'], idleMinutes: 30, longestHours: 12 });
    const reviewer = await server.client().call('identity.sign-in', { account: 'health.reviewer', password: demoPassword });
    expect(reviewer.body).toMatchObject({ signedIn: false, must: 'enrol' });
    const decider = await server.client().call('identity.sign-in', { account: 'health.decider', password: demoPassword });
    expect(decider.body).toMatchObject({ signedIn: true });
  });
});

describe('nonsense', () => {
  test('a passkey’s answer that is none is refused in words', async () => {
    const client = await server.client().signIn('health.decider', demoPassword);
    await client.call('identity.begin-passkey', { password: demoPassword });
    for (const response of [{}, { clientDataJSON: 'x', attestationObject: 'y' }, { clientDataJSON: 7 }]) {
      const answer = await client.call('identity.confirm-passkey', {
        response: { id: 'x', rawId: 'x', type: 'public-key', response } as never });
      expect([answer.status, answer.body.error?.code]).toEqual([409, 'passkey-refused']);
    }
  });
});
