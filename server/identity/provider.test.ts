import { fork, type ChildProcess } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, sql } from '#base';
import { identityCheck } from '#graph';
import { demoPassword, demoPeople } from '#identity';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { providerOf, useProviders, type Provider } from './provider-settings.ts';

const number = (digits: string): string => `310199${digits}${identityCheck(`310199${digits}`)}`;
const newcomer = { name: '样来宾', id_number: number('19900909901'), id_number_verified: true };
const accounts = {
  newcomer, senior: { name: demoPeople.senior.name, id_number: demoPeople.senior.idNumber, id_number_verified: true },
  renamed: { name: '别的名', id_number: demoPeople.disabled.idNumber, id_number_verified: true },
  unverified: { name: '样未核', id_number: number('19900909902'), id_number_verified: false },
  told: { name: '样未核', id_number: number('19900909902'), id_number_verified: 'true' },
  broken: { name: '样错号', id_number: '310199199009099999', id_number_verified: true },
  nothing: { name: '样无号' },
  second: { name: demoPeople.senior.name, id_number: demoPeople.senior.idNumber, id_number_verified: true },
  officer: { preferred_username: 'culture.clerk' }, ghost: { preferred_username: 'no.such' },
};

let server: TestServer;
let child: ChildProcess;
let issuer: string;
beforeAll(async () => {
  server = await testServer();
  server.world.settings.url = server.url;
  child = fork(path.join(root, 'tests/oidc-provider.ts'), {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: { ...process.env, ACCOUNTS: JSON.stringify(accounts),
      REDIRECTS: `${server.url}/sign-in/provider ${server.url}/workbench/sign-in/provider` },
  });
  issuer = await new Promise<string>((resolve) => child.stdout?.once('data', (text) => resolve(String(text).trim())));
  useReal();
}, 60_000);
afterAll(async () => {
  child?.kill();
  await server?.close();
});

const settingsOf = (url: string): Provider => ({
  issuer: new URL(url), clientId: 'bantuo', clientSecret: 'a secret of the tests', label: '样张认证',
  claim: 'id_number', verified: 'id_number_verified', name: 'name', scope: 'openid profile',
});
function useReal(): void {
  useProviders(server.world.settings, {
    citizen: settingsOf(issuer), staff: { ...settingsOf(issuer), claim: 'preferred_username', verified: undefined },
  });
}

/** Goes where the provider sends a browser, until it sends it back; gives what stands behind the question mark. */
async function browse(url: string, person: string): Promise<string> {
  const jar = new Map<string, string>();
  let at = `${url}&login_hint=${person}`;
  for (let i = 0; i < 12; i++) {
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`${answer.status} ${await answer.text()}`);
    at = new URL(next, at).href;
    if (at.startsWith(server.url)) return new URL(at).search.slice(1);
  }
  throw new Error('sent round and round');
}

async function enter(person: keyof typeof accounts, side: 'citizen' | 'staff' = 'citizen', client: Client = server.client()) {
  const begun = await client.call('identity.begin-provider', { side, back: '/mine' });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  const query = await browse(begun.body.url, person);
  return { client, query, done: await client.call('identity.finish-provider', { query }) };
}
const lastRefusal = async (): Promise<string> => {
  const { rows } = await sql<{ why: string }>`select details->>'why' as why from identity.event
    where what = 'provider.refused' order by id desc limit 1`.execute(server.world.db);
  return rows[0]?.why ?? '';
};

describe('a real provider, in a process of its own', () => {
  test('a new citizen is made from the number it proved; next time it is he again', async () => {
    const { client, done, query } = await enter('newcomer');
    expect(done.body).toMatchObject({ back: '/mine', answer: { signedIn: true, name: newcomer.name, roles: ['citizen'] } });
    const id = (done.body.answer as { id: string }).id;
    await client.call('identity.me', {});
    const replay = await client.call('identity.finish-provider', { query });
    expect([replay.status, await lastRefusal()]).toEqual([401, 'state']);
    expect((await enter('newcomer')).done.body.answer).toMatchObject({ id });
    const { rows } = await sql<{ all: string }>`select string_agg(details::text, ' ') as all from identity.event`.execute(server.world.db);
    expect(rows[0]?.all).not.toContain(newcomer.id_number);
  });

  test('somebody known is himself: his own account, with its password', async () => {
    const own = await server.client().signIn(demoPeople.senior.phone, demoPassword);
    const me = (await own.call('identity.me', {})).body as { id: string };
    expect((await enter('senior')).done.body.answer).toMatchObject({ signedIn: true, id: me.id });
    // Another account there with the same number is not let into his.
    expect((await enter('second')).done.status).toBe(401);
    expect(await lastRefusal()).toBe('linked-otherwise');
  });

  test.each([
    ['renamed', 'name-differs'], ['unverified', 'not-verified'], ['told', 'not-verified'], ['broken', 'not-verified'],
    ['nothing', 'not-verified'],
  ] as const)('%s is refused in words, and logged: %s', async (person, why) => {
    const { done, client } = await enter(person);
    expect([done.status, done.body.error?.code]).toEqual([401, 'provider-refused']);
    expect(done.body.error?.message).toMatch(/[\u4e00-\u9fff]{10,}/);
    expect(await lastRefusal()).toBe(why);
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
  });

  test('an officer comes in by his login; an unknown or disabled one does not', async () => {
    expect((await enter('officer', 'staff')).done.body.answer).toMatchObject({ signedIn: true, kind: 'staff', roles: ['clerk'] });
    expect((await enter('ghost', 'staff')).done.status).toBe(401);
    expect(await lastRefusal()).toBe('no-officer');
    // The citizens' door does not open for who has no number.
    expect((await enter('officer')).done.status).toBe(401);
  });

  test('begun in one browser, not finished in another; nor with another’s state', async () => {
    const begun = await server.client().call('identity.begin-provider', { side: 'citizen' });
    const query = await browse(begun.body.url, 'senior');
    expect((await server.client().call('identity.finish-provider', { query })).status).toBe(401);
    expect(await lastRefusal()).toBe('state');
    for (const [nonsense, status] of [['', 400], ['state=x', 401], ['code=a&state=b', 401], ['%00', 400], ['error=access_denied', 400]] as const) {
      expect((await server.client().call('identity.finish-provider', { query: nonsense })).status).toBe(status);
    }
  });
});

describe('a provider that lies', () => {
  let liar: http.Server;
  let at: string;
  let token: (nonce: string) => Promise<string>;
  let nonce = '';
  const good = (): JWTPayload => ({
    iss: at, aud: 'bantuo', sub: 'liar', nonce, iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 60,
    ...newcomer, id_number: number('19900909903'),
  });
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  const sign = (claims: JWTPayload, key = keys.privateKey) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);

  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    liar = http.createServer((request, response) => {
      const send = (body: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url === '/.well-known/openid-configuration') {
        return send({ issuer: at, authorization_endpoint: `${at}/auth`, token_endpoint: `${at}/token`, jwks_uri: `${at}/jwks`,
          response_types_supported: ['code'], id_token_signing_alg_values_supported: ['RS256'], subject_types_supported: ['public'] });
      }
      if (request.url === '/jwks') return send({ keys: [jwk] });
      return void token(nonce).then((id_token) => send({ access_token: 'a', token_type: 'bearer', id_token }));
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    at = `http://127.0.0.1:${(liar.address() as { port: number }).port}`;
    useProviders(server.world.settings, { citizen: settingsOf(at) });
  });
  afterAll(() => {
    liar.close();
    useReal();
  });

  async function come(make: () => Promise<string>) {
    const client = server.client();
    const begun = await client.call('identity.begin-provider', { side: 'citizen' });
    const url = new URL(begun.body.url);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    nonce = url.searchParams.get('nonce') ?? '';
    token = make;
    const query = `code=x&state=${url.searchParams.get('state')}`;
    const done = await client.call('identity.finish-provider', { query });
    return { done, me: (await client.call('identity.me', {})).body.signedIn };
  }

  test('the truth is taken', async () => {
    expect((await come(() => sign(good()))).me).toBe(true);
  });

  const hour = 3600;
  const plain = (what: object): string => Buffer.from(JSON.stringify(what)).toString('base64url');
  test.each<[string, () => Promise<string>]>([
    ['a wrong issuer', () => sign({ ...good(), iss: 'https://elsewhere.example' })],
    ['a wrong audience', () => sign({ ...good(), aud: 'another' })],
    ['a wrong nonce', () => sign({ ...good(), nonce: 'x' })],
    ['no nonce', () => sign({ ...good(), nonce: undefined })],
    ['an expired token', () => sign({ ...good(), iat: Math.floor(Date.now() / 1000) - 2 * hour, exp: Math.floor(Date.now() / 1000) - hour })],
    ['another’s signature', async () => sign(good(), (await generateKeyPair('RS256')).privateKey)],
    ['no signature', async () => `${plain({ alg: 'none' })}.${plain(good())}.`],
    ['the number of somebody linked before', () => sign({ ...good(), sub: 'thief' })],
    ['nothing at all', () => Promise.resolve('')],
  ])('%s is refused and logged', async (_, make) => {
    const before = await count();
    const { done, me } = await come(make);
    expect([done.status, done.body.error?.code, me]).toEqual([401, 'provider-refused', false]);
    expect(await count()).toBe(before + 1);
  });

  async function count(): Promise<number> {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from identity.event
      where what = 'provider.refused' and result = 'refused'`.execute(server.world.db);
    return rows[0]?.n ?? 0;
  }

  test('one that is away is told so', async () => {
    useProviders(server.world.settings, { citizen: settingsOf('http://127.0.0.1:9') });
    const away = await server.client().call('identity.begin-provider', { side: 'citizen' });
    expect([away.status, away.body.error?.code]).toEqual([503, 'provider-away']);
    useProviders(server.world.settings, {});
    const none = await server.client().call('identity.begin-provider', { side: 'staff' });
    expect([none.status, none.body.error?.code]).toEqual([409, 'no-provider']);
  });
});

test('settings: all or none, and no provider without TLS but on this machine', () => {
  const { settings } = server.world;
  const plain = { ...settings };
  const env = { BANTUO_OIDC_STAFF_ISSUER: 'https://id.example', BANTUO_OIDC_STAFF_CLIENT_ID: 'a', BANTUO_OIDC_STAFF_CLIENT_SECRET: 'b' };
  expect(providerOf(plain, 'staff', env)).toMatchObject({ claim: 'preferred_username', verified: undefined });
  expect(providerOf(plain, 'citizen', env)).toBeUndefined();
  expect(() => providerOf(plain, 'staff', { ...env, BANTUO_OIDC_STAFF_CLIENT_SECRET: '' })).toThrow('要一起写');
  expect(() => providerOf(plain, 'staff', { ...env, BANTUO_OIDC_STAFF_ISSUER: 'http://id.example' })).toThrow('https');
});
