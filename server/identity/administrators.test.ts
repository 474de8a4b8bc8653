import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { identityCheck } from '#graph';
import { demoPassword, demoPeople } from '#identity';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { detailNames, detailsIn } from './event-details.ts';

let server: TestServer;
const who: Record<'system' | 'security' | 'audit' | 'clerk', Client> = {} as never;
beforeAll(async () => {
  server = await testServer();
  for (const login of ['system', 'security', 'audit'] as const) {
    who[login] = await server.client().signIn(login, demoPassword);
  }
  who.clerk = await server.client().signIn('culture.clerk', demoPassword);
});
afterAll(() => server.close());

const number = (digits: string): string => `310199${digits}${identityCheck(`310199${digits}`)}`;
const accountOf = async (login: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`select id from identity.account where login = ${login}`.execute(server.world.db);
  return rows[0]?.id ?? '';
};
let made = 0;
/** An account made by the system administrator, with roles by the security administrator. */
async function officer(login: string, roles: string[]): Promise<string> {
  made += 1;
  const { body, status } = await who.system.call('identity.create-staff', {
    login, name: '样新官', idNumber: number(`19860101${String(300 + made)}`), unit: 'data-bureau',
  });
  expect(status, JSON.stringify(body)).toBe(200);
  if (roles.length > 0) {
    const given = await who.security.call('identity.assign-roles', { id: body.account, roles: roles as never });
    expect(given.status, JSON.stringify(given.body)).toBe(200);
  }
  return body.account;
}
const events = async (what: string) =>
  (await who.audit.call('identity.log', { what })).body.rows;

describe('three administrators', () => {
  test('two persons make an officer: account, then roles and a link; only then he signs in', async () => {
    const id = await officer('new.officer', []);
    const link = await who.security.call('identity.make-link', { id });
    const token = link.body.url.split('#')[1] ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    const anyone = server.client();
    const weak = await anyone.call('identity.use-link', { token, next: 'new.officer' });
    expect([weak.status, weak.body.error?.fields?.[0]?.at]).toEqual([400, 'next']);
    const set = await anyone.call('identity.use-link', { token, next: 'seven plain herons' });
    expect(set.body).toEqual({ login: 'new.officer' });
    expect((await anyone.call('identity.use-link', { token, next: 'another good one 4' })).body.error?.code).toBe('link-spent');
    const client = await server.client().signIn('new.officer', 'seven plain herons');
    expect((await client.call('identity.me', {})).body).toMatchObject({ signedIn: true, roles: [] });
    expect((await client.call('cases.queue', {} as never)).status).toBe(403);
    await who.security.call('identity.assign-roles', { id, roles: ['clerk'] });
    // He is out, and comes back with the role.
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
    await client.signIn('new.officer', 'seven plain herons');
    expect((await client.call('identity.me', {})).body).toMatchObject({ roles: ['clerk'] });
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from identity.event
      where details::text like ${`%${token}%`}`.execute(server.world.db);
    expect(rows[0]?.n).toBe(0);
  });

  test('a newer link replaces the one before, an old one is over', async () => {
    const id = await officer('link.officer', ['clerk']);
    const token = async () => (await who.security.call('identity.make-link', { id })).body.url.split('#')[1] ?? '';
    const [first, second] = [await token(), await token()];
    const use = (one: string) => server.client().call('identity.use-link', { token: one, next: 'seven plain herons' });
    expect((await use(first)).status).toBe(409);
    await sql`update identity.link set until = now() - interval '1 second'`.execute(server.world.db);
    expect((await use(second)).status).toBe(409);
  });

  test.each([
    [['system-administrator', 'audit-administrator']], [['security-administrator', 'clerk']],
    [['audit-administrator', 'supervisor']],
  ])('%j is no set of roles', async (roles) => {
    const answer = await who.security.call('identity.assign-roles', { id: await accountOf('zhenru.decider'), roles: roles as never });
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'roles-apart']);
  });

  test('nor by two accounts of one person, in whatever order and at once', async () => {
    const twice = { name: '样双账', idNumber: number('19860202401'), unit: 'data-bureau' };
    const [a, b] = [
      await who.system.call('identity.create-staff', { ...twice, login: 'twice.a' }),
      await who.system.call('identity.create-staff', { ...twice, login: 'twice.b' }),
    ];
    const give = (account: string, role: string) =>
      who.security.call('identity.assign-roles', { id: account, roles: [role] as never });
    const at = await Promise.all([give(a.body.account, 'audit-administrator'), give(b.body.account, 'clerk')]);
    expect(at.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(at.find(({ status }) => status === 409)?.body.error?.code).toBe('person-apart');
  });

  test('the database itself refuses it', async () => {
    await expect(sql`update identity.staff set roles = '{clerk,audit-administrator}'
      where account = ${await accountOf('zhenru.clerk')}`.execute(server.world.db)).rejects.toThrow('staff_apart');
  });

  test('nobody changes his own standing, and the last of a kind stays', async () => {
    const own = await who.security.call('identity.assign-roles', { id: await accountOf('security'), roles: ['clerk'] });
    expect(own.body.error?.code).toBe('own-account');
    const system = await accountOf('system');
    expect((await who.system.call('identity.disable-staff', { id: system })).body.error?.code).toBe('own-account');
    const last = await who.security.call('identity.disable-staff', { id: system });
    expect(last.body.error?.code).toBe('last-administrator');
    expect((await who.security.call('identity.assign-roles', { id: system, roles: [] })).body.error?.code).toBe('last-administrator');
    await officer('system.two', ['system-administrator']);
    const two = await who.security.call('identity.assign-roles', { id: system, roles: [] });
    expect(two.status).toBe(200);
    expect((await who.security.call('identity.assign-roles', { id: system, roles: ['system-administrator'] })).status).toBe(200);
    await who.system.signIn('system', demoPassword);
  });

  test('disabled by the system administrator, enabled only by the security administrator', async () => {
    const id = await accountOf('changfeng.reviewer');
    const client = await server.client().signIn('changfeng.reviewer', demoPassword);
    expect((await who.system.call('identity.disable-staff', { id })).status).toBe(200);
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
    expect((await who.system.call('identity.enable-staff', { id })).status).toBe(403);
    expect((await who.security.call('identity.enable-staff', { id })).status).toBe(200);
    await server.client().signIn('changfeng.reviewer', demoPassword);
  });

  test('wrong passwords lock; the list says so, the security administrator lifts it', async () => {
    const login = 'changfeng.decider';
    for (let i = 0; i < 5; i++) await server.client().call('identity.sign-in', { account: login, password: 'wrong' });
    const listed = async () => (await who.security.call('identity.staff', { q: login })).body.rows[0];
    expect(await listed()).toMatchObject({ login, locked: true });
    expect((await who.security.call('identity.unlock-staff', { id: await accountOf(login) })).status).toBe(200);
    expect(await listed()).toMatchObject({ locked: false });
    await server.client().signIn(login, demoPassword);
  });

  test('bad input is told at its field', async () => {
    const input = { login: 'Bad Login!', name: '样张', idNumber: '310199198601010001', unit: 'nowhere' };
    const answer = await who.system.call('identity.create-staff', input);
    expect(answer.body.error?.fields?.map(({ at }) => at)).toEqual(['login', 'idNumber']);
    const taken = await who.system.call('identity.create-staff', {
      ...input, login: 'culture.clerk', idNumber: number('19860303501'), unit: 'data-bureau' });
    expect([taken.status, taken.body.error?.code]).toEqual([409, 'login-taken']);
    const unit = await who.system.call('identity.create-staff', { ...input, login: 'good.one', idNumber: number('19860303502') });
    expect(unit.body.error?.fields?.[0]?.at).toBe('unit');
  });
});

describe('sessions', () => {
  test('mine are listed with device and network, never the token; one or all others ended', async () => {
    const open = () => server.client().signIn(demoPeople.senior.idNumber, demoPassword);
    const [here, there, third] = [await open(), await open(), await open()];
    const { body } = await here.call('identity.sessions', {});
    expect(body.sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(body.sessions[0]).toMatchObject({ address: '127.0.0.*' });
    expect(JSON.stringify(body)).not.toContain('token');
    const stranger = await server.client().signIn(demoPeople.disabled.idNumber, demoPassword);
    const other = body.sessions.find(({ current }) => !current);
    const tried = await stranger.call('identity.end-session', { id: other?.id ?? '' });
    expect([tried.status, tried.body.error?.code]).toEqual([404, 'not-there']);
    expect((await here.call('identity.end-session', { id: other?.id ?? '' })).status).toBe(200);
    const left = [there, third].map(async (client) => (await client.call('identity.me', {})).body.signedIn);
    expect((await Promise.all(left)).toSorted()).toEqual([false, true]);
    await here.call('identity.end-other-sessions', {});
    expect((await here.call('identity.sessions', {})).body.sessions).toHaveLength(1);
  });

  test('the security administrator sees and ends an officer’s; not a citizen’s; the auditor reads of it', async () => {
    const officerClient = await server.client().signIn('civil.reviewer', demoPassword);
    const { body } = await who.security.call('identity.staff-sessions', {});
    const his = body.sessions.find(({ login }) => login === 'civil.reviewer');
    expect(his).toMatchObject({ name: '孙立', own: false });
    expect((await who.security.call('identity.end-staff-session', { id: his?.id ?? '' })).status).toBe(200);
    expect((await officerClient.call('messages.unread', {})).status).toBe(401);
    const [row] = await events('session.staff-ended');
    expect(row).toMatchObject({ by: { login: 'security' }, about: { login: 'civil.reviewer' }, result: 'done' });
    const citizen = await server.client().signIn(demoPeople.agent.idNumber, demoPassword);
    const { sessions } = (await citizen.call('identity.sessions', {})).body;
    expect((await who.security.call('identity.end-staff-session', { id: sessions[0]?.id ?? '' })).status).toBe(404);
  });

  test('the policy’s time-outs hold at once', async () => {
    const client = await server.client().signIn('civil.decider', demoPassword);
    const set = (change: object) => who.security.call('identity.set-policy', { secondFactor: [], idleMinutes: 30, longestHours: 12, ...change });
    expect((await set({ idleMinutes: 500 })).body.error?.fields?.[0]?.at).toBe('idleMinutes');
    await set({ idleMinutes: 10 });
    const age = (column: 'seen' | 'created', by: string) => sql`update identity.session s
      set ${sql.ref(column)} = now() - ${by}::interval from identity.account a
      where a.id = s.account and a.login = 'civil.decider'`.execute(server.world.db);
    await age('seen', '11 minutes');
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
    await set({});
    expect((await client.call('identity.me', {})).body.signedIn).toBe(true);
    await set({ longestHours: 2 });
    await age('created', '121 minutes');
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
    await set({});
  });
});

describe('the log', () => {
  test('is the auditor’s to read, and nobody’s to change', async () => {
    for (const login of ['system', 'security', 'clerk'] as const) {
      expect((await who[login].call('identity.log', {})).status).toBe(403);
    }
    const { db } = server.world;
    await expect(sql`delete from identity.event`.execute(db)).rejects.toThrow('only ever added');
    await expect(sql`truncate identity.event`.execute(db)).rejects.toThrow('only ever added');
    await expect(sql`update identity.event set result = 'done'`.execute(db)).rejects.toThrow('only ever added');
  });

  test('filters: who, what, result, days; pages without a gap', async () => {
    await server.client().call('identity.sign-in', { account: 'culture.decider', password: 'wrong one' });
    const refused = (await who.audit.call('identity.log', { result: 'refused', who: 'culture.decider' })).body.rows;
    expect(refused[0]).toMatchObject({ what: 'session.refused', about: { login: 'culture.decider' }, address: '127.0.0.*' });
    const roles = await events('staff.roles');
    expect(roles.every(({ what }) => what === 'staff.roles')).toBe(true);
    expect((await who.audit.call('identity.log', { to: '2020-01-01' })).body.rows).toEqual([]);
    expect((await who.audit.call('identity.log', { from: '2026-02-30' })).status).toBe(400);
    const ids: number[] = [];
    let page: string | undefined;
    do {
      const { body } = await who.audit.call('identity.log', page ? { page } : {});
      ids.push(...body.rows.map(({ id }) => id));
      page = body.next ?? undefined;
    } while (page);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted((a, b) => b - a)).toEqual(ids);
    expect(ids.length).toBeGreaterThan(60);
  });

  test('citizens’ names are masked, no number or password stands in it', async () => {
    const { rows } = await sql<{ all: string }>`select string_agg(e::text, ' ') as all from identity.event e`.execute(server.world.db);
    expect(rows[0]?.all).not.toContain(demoPassword);
    expect(rows[0]?.all).not.toMatch(/\d{17}[\dX]/);
    const text = JSON.stringify((await who.audit.call('identity.log', { who: demoPeople.senior.name })).body.rows);
    expect(text).toContain('王*');
    expect(text).not.toContain(demoPeople.senior.name);
  });

  test('the export cannot run in a spreadsheet, and is itself logged', async () => {
    const id = await accountOf('culture.clerk');
    await sql`insert into identity.event (by, what, about, details)
      values ('=HYPERLINK("http://x")', 'staff.edited', ${id}, '{"=cmd":"+1,2"}')`.execute(server.world.db);
    const answer = await who.audit.call('identity.export-log', { what: 'staff' });
    const text = (answer.body as unknown as { bytes: Buffer }).bytes.toString();
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(text).not.toMatch(/(^|,)[=+@]/m);
    const [row] = await events('log.exported');
    expect(row).toMatchObject({ by: { login: 'audit' } });
  });

  test('what is told beside an act is in the reader’s words, ids as names', async () => {
    const { rows } = await sql<{ key: string }>`select distinct jsonb_object_keys(details) as key
      from identity.event order by 1`.execute(server.world.db);
    expect(rows.map(({ key }) => key).filter((key) => key !== '=cmd' && !(key in detailNames))).toEqual([]);
    const kept = { roles: ['clerk'], organisation: '00000000-0000-4000-8000-000000000000', login: 'all', agent: null };
    const nameOf = (id: string): string | undefined => (id.startsWith('0000') ? '样张单位' : undefined);
    expect(detailsIn('zh', kept, nameOf)).toBe('角色：窗口人员；单位：样张单位；登录名：all');
    expect(detailsIn('en', kept, nameOf)).toBe('roles: clerk; organisation: 样张单位; login: all');
  });
});
