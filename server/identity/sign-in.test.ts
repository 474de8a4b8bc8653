import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { identityCheck } from '#graph';
import { testServer, type TestServer } from '../../tests/server.ts';
import { demoPassword, demoPeople, makeDemo } from './demo.ts';
import { disableStaff } from './keep-staff.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
  await makeDemo(server.world.db, server.world.clock.today());
});
afterAll(() => server.close());

/** A number nobody has: area 310199 was never given to a district. */
const number = (digits: string): string => `310199${digits}${identityCheck(`310199${digits}`)}`;
const someone = (digits: string, phone: string) => ({
  name: '样张人',
  idNumber: number(digits),
  phone,
  password: 'correct horse 7',
});

describe('register', () => {
  test('a new citizen is signed in at once, by phone and number later', async () => {
    const client = server.client();
    const given = someone('19700101001', '15411110001');
    const made = await client.call('identity.register', given);
    expect(made.status).toBe(200);
    const me = (await client.call('identity.me', {})).body;
    expect(me).toMatchObject({
      signedIn: true,
      id: made.body.id,
      name: '样张人',
      roles: ['citizen'],
      elder: false,
      birthDate: '1970-01-01',
      actingFor: null,
      canActFor: [],
    });
    for (const account of [given.phone, given.idNumber, ' 154-1111-0001 ', '+8615411110001']) {
      const again = await server
        .client()
        .call('identity.sign-in', { account, password: given.password });
      expect([account, again.status]).toEqual([account, 200]);
    }
  });

  test('each field is told what to do', async () => {
    const answer = await server.client().call('identity.register', {
      name: '<b>张</b>',
      idNumber: '310199197001010010',
      phone: '12345',
      password: 'short',
    });
    expect(answer.status).toBe(400);
    const fields = new Map(answer.body.error?.fields?.map((f) => [f.at, f.message]));
    expect([...fields.keys()].toSorted()).toEqual(['idNumber', 'name', 'phone']);
    expect(fields.get('idNumber')).toContain('校验');
    const weak = await server.client().call('identity.register', {
      ...someone('19700101003', '15411110003'),
      password: '15411110003',
    });
    expect(weak.body.error?.fields).toEqual([
      { at: 'password', message: expect.stringContaining('手机号') },
    ]);
  });

  test('a child is sent to the counter with its guardian', async () => {
    const young = await server
      .client()
      .call('identity.register', someone('20121124001', '15411110004'));
    expect(young.status).toBe(400);
    expect(young.body.error?.fields?.[0]?.message).toContain('监护人');
    const unborn = await server
      .client()
      .call('identity.register', someone('20301124001', '15411110004'));
    expect(unborn.body.error?.fields?.[0]?.message).toContain('出生日期');
    const fourteen = await server
      .client()
      .call('identity.register', someone('20121123001', '15411110004'));
    expect(fourteen.status).toBe(200);
  });

  test('the same number twice at once: one account, and one clear answer', async () => {
    const given = someone('19700101005', '15411110005');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => server.client().call('identity.register', given)),
    );
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
    const { rows } = await sql`select from identity.account a join identity.subject s
      on s.id = a.subject where s.id_number = ${given.idNumber}`.execute(server.world.db);
    expect(rows).toHaveLength(1);
  });

  test('a number known under another name gets the same words as one that is taken', async () => {
    const taken = someone('19700101007', '15411110007');
    await server.client().call('identity.register', taken);
    const twice = await server
      .client()
      .call('identity.register', { ...taken, phone: '15411110008' });
    const other = await server.client().call('identity.register', { ...taken, name: '别的人' });
    expect(twice.status).toBe(409);
    expect(other.body).toEqual(twice.body);
  });

  test('a person known from a counter takes up his subject', async () => {
    const given = someone('19400101009', '15411110009');
    const { findOrMakePerson } = await import('./find-or-make-person.ts');
    const before = await server.world.db
      .transaction()
      .execute((trx) => findOrMakePerson(trx, given));
    const client = server.client();
    expect((await client.call('identity.register', given)).status).toBe(200);
    const { rows } = await sql<{ subject: string }>`select a.subject from identity.account a
      join identity.subject s on s.id = a.subject where s.id_number = ${given.idNumber}`.execute(
      server.world.db,
    );
    expect(rows).toEqual([{ subject: before.id }]);
    expect((await client.call('identity.me', {})).body).toMatchObject({ elder: true });
  });

  test('broken and hostile text never reaches the database as more than text', async () => {
    for (const name of [
      "'; drop table identity.account; --",
      '张\u0000三',
      '张'.repeat(100),
      '\u202e三张',
    ]) {
      const answer = await server.client().call('identity.register', {
        ...someone('19700101011', '15411110011'),
        name,
      });
      expect([name, answer.status]).not.toEqual([name, 500]);
      expect(answer.status === 400 || name.includes('\u202e')).toBe(true);
    }
    const rare = await server.client().call('identity.register', {
      ...someone('19700101013', '15411110013'),
      name: '𠮷𨙸·㛃',
    });
    expect(rare.status).toBe(200);
  });
});

describe('sign-in', () => {
  test('five wrong passwords close the account for a while, and say for how long', async () => {
    const given = someone('19710101001', '15422220001');
    await server.client().call('identity.register', given);
    const wrong = { account: given.phone, password: 'not this one' };
    for (let left = 4; left >= 1; left--) {
      const answer = await server.client().call('identity.sign-in', wrong);
      expect(answer.status).toBe(401);
      expect(answer.body.error?.message).toContain(`再错 ${left} 次`);
    }
    const fifth = await server.client().call('identity.sign-in', wrong);
    expect(fifth.status).toBe(423);
    expect(fifth.body.error?.message).toContain('15 分钟');
    // The right password, by the other name of the account, does not help now.
    const right = { account: given.idNumber, password: given.password };
    expect((await server.client().call('identity.sign-in', right)).status).toBe(423);
    await sql`update identity.attempt set locked_until = now(),
      last = now() - interval '16 minutes'`.execute(server.world.db);
    expect((await server.client().call('identity.sign-in', right)).status).toBe(200);
    expect((await server.client().call('identity.sign-in', wrong)).body.error?.message).toContain(
      '再错 4 次',
    );
  });

  test('an unknown account is told the same, to the end', async () => {
    const given = someone('19710101003', '15422220003');
    await server.client().call('identity.register', given);
    const unknown = { account: '15422229999', password: 'not this one' };
    for (let i = 0; i < 6; i++) {
      const a = await server.client().call('identity.sign-in', unknown);
      const b = await server
        .client()
        .call('identity.sign-in', { ...unknown, account: given.phone });
      expect(a.status).toBe(b.status);
      expect(a.body.error?.message).toBe(b.body.error?.message);
    }
  });

  test('guessing in parallel gains nothing', async () => {
    const given = someone('19710101005', '15422220005');
    await server.client().call('identity.register', given);
    const answers = await Promise.all(
      Array.from({ length: 11 }, (_, i) =>
        server.client().call('identity.sign-in', {
          account: given.phone,
          password: `guess number ${i}`,
        }),
      ),
    );
    expect(answers.filter((a) => a.status === 401)).toHaveLength(4);
    expect(answers.filter((a) => a.status === 423)).toHaveLength(7);
    const right = { account: given.phone, password: given.password };
    expect((await server.client().call('identity.sign-in', right)).status).toBe(423);
  });

  test('a phone of two people signs nobody in; the number does', async () => {
    const [a, b] = [someone('19710101007', '15422220007'), someone('19710101009', '15422220007')];
    await server.client().call('identity.register', a);
    await server.client().call('identity.register', b);
    const byPhone = await server.client().call('identity.sign-in', {
      account: a.phone,
      password: a.password,
    });
    expect(byPhone.status).toBe(401);
    expect(byPhone.body.error?.message).toContain('身份证号');
    await server.client().signIn(b.idNumber, b.password);
  });

  test('a planted cookie is not taken up, and the session before ends', async () => {
    const client = server.client();
    const planted = 'A'.repeat(43);
    client.cookie = `bantuo=${planted}`;
    await client.signIn(demoPeople.senior.phone, demoPassword);
    expect(client.cookie).not.toContain(planted);
    const first = client.cookie;
    await client.signIn(demoPeople.senior.phone, demoPassword);
    expect(client.cookie).not.toBe(first);
    client.cookie = first;
    expect((await client.call('identity.me', {})).body).toEqual({ signedIn: false, csrf: '' });
  });

  test('the cookie is out of reach of scripts and other sites', async () => {
    const answer = await server.client().call('identity.sign-in', {
      account: demoPeople.senior.phone,
      password: demoPassword,
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^bantuo=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/);
    const { rows } = await sql<{ n: number }>`select count(*) as n from identity.session
      where encode(token, 'escape') like ${`%${cookie.slice(7, 50)}%`}`.execute(server.world.db);
    expect(rows[0]?.n).toBe(0);
  });

  test('too many tries from one address are held up', async () => {
    const own = await testServer();
    try {
      const statuses = new Set<number>();
      for (let i = 0; i < 130; i++) {
        const answer = await own.client().send('POST', '/api/identity/sign-in', { json: {} });
        statuses.add(answer.status);
        if (answer.status === 429) {
          expect(answer.headers.get('retry-after')).toBeTruthy();
          expect(answer.body.error?.message).toContain('再试');
        }
      }
      expect(statuses).toEqual(new Set([400, 429]));
    } finally {
      await own.close();
    }
  });
});

describe('sessions', () => {
  test('without the token of the page nothing is changed', async () => {
    const client = await server.client().signIn(demoPeople.senior.phone, demoPassword);
    for (const csrf of [null, 'x', client.csrf.slice(1), `${client.csrf}a`]) {
      const answer = await client.call('identity.sign-out', {}, { csrf });
      expect(answer.status).toBe(403);
      expect(answer.body.error?.code).toBe('stale-page');
    }
    expect((await client.call('identity.sign-out', {})).status).toBe(200);
    expect((await client.call('identity.sign-out', {})).status).toBe(401);
  });

  test('staff are out after 30 idle minutes, citizens after 12 hours', async () => {
    const citizen = await server.client().signIn(demoPeople.senior.idNumber, demoPassword);
    const officer = await server.client().signIn('culture.clerk', demoPassword);
    const signedIn = async (who: typeof citizen) =>
      (await who.call('identity.me', {})).body.signedIn;
    const age = (column: 'seen' | 'created', by: string) =>
      sql`update identity.session
      set ${sql.ref(column)} = now() - ${by}::interval`.execute(server.world.db);
    await age('seen', '29 minutes');
    expect([await signedIn(citizen), await signedIn(officer)]).toEqual([true, true]);
    // The look just now was noted.
    await sql`update identity.session set seen = seen - interval '29 minutes'`.execute(
      server.world.db,
    );
    expect(await signedIn(officer)).toBe(true);
    await age('seen', '31 minutes');
    expect([await signedIn(citizen), await signedIn(officer)]).toEqual([true, false]);
    await age('created', '721 minutes');
    expect(await signedIn(citizen)).toBe(false);
  });

  test('moving the legal clock throws nobody out', async () => {
    const client = await server.client().signIn(demoPeople.senior.idNumber, demoPassword);
    server.world.clock.advance({ days: 10 });
    expect((await client.call('identity.me', {})).body.signedIn).toBe(true);
    server.world.clock.advance({ days: -10 });
  });

  test('a disabled officer is out with the next request and does not come in again', async () => {
    const client = await server.client().signIn('health.clerk', demoPassword);
    expect((await client.call('identity.me', {})).body).toMatchObject({
      signedIn: true,
      kind: 'staff',
      roles: ['clerk'],
      unit: { id: 'health-commission' },
    });
    await disableStaff(server.world.db, 'health.clerk', { by: 'test' });
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
    const account = { account: 'health.clerk', password: demoPassword };
    const again = await server.client().call('identity.sign-in', account);
    expect(again.status).toBe(403);
    expect(again.body.error?.message).toContain('停用');
    // Whoever does not know the password learns nothing of it.
    const wrong = await server.client().call('identity.sign-in', { ...account, password: 'x' });
    expect(wrong.status).toBe(401);
    await disableStaff(server.world.db, 'health.clerk', { by: 'test', enable: true });
    expect((await server.client().call('identity.sign-in', account)).status).toBe(200);
  });

  test('an officer has no way into the citizens’ endpoints', async () => {
    const client = await server.client().signIn('culture.clerk', demoPassword);
    expect((await client.call('identity.mandates', {})).status).toBe(403);
    expect((await client.call('identity.act-for', { organisation: null })).status).toBe(403);
  });
});
