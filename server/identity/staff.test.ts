import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '#base';
import { readCreditCode, readIdentityNumber, type Unit } from '#graph';
import { testServer, type TestServer } from '../../tests/server.ts';
import {
  demoOrganisations,
  demoPassword,
  demoPeople,
  demoStaff,
  demoText,
  makeDemo,
} from './demo.ts';
import { addStaff, disableStaff, makePassword, resetStaff } from './keep-staff.ts';
import { seedUnits } from './seed-units.ts';
import { allStaff, allUnits, findUnit, organisationsOf, unitsUnder } from './store-staff.ts';
import { findByNumber } from './store.ts';

const today = '2026-11-23';
let server: TestServer;
beforeAll(async () => {
  server = await testServer();
  await makeDemo(server.world.db, today);
});
afterAll(() => server.close());

const unit = (id: string, parent?: string): Unit => ({
  id,
  name: { zh: id },
  kind: parent ? 'bureau' : 'district',
  area: '310199',
  level: 'district',
  hours: { from: '09:00', to: '17:00' },
  ...(parent ? { parent } : {}),
});
const seed = (units: Unit[]) =>
  server.world.db.transaction().execute((trx) => seedUnits(trx, units));

describe('units', () => {
  test('in any order, again with changes; a subtree is told', async () => {
    await seed([
      unit('t-desk', 't-bureau'),
      unit('t-bureau', 't-top'),
      unit('t-top'),
      unit('t-b', 't-top'),
    ]);
    const { db } = server.world;
    expect(await unitsUnder(db, 't-bureau')).toEqual(['t-bureau', 't-desk']);
    // `t-b` is no part of `t-bureau`, though its name begins alike.
    expect(await unitsUnder(db, 't-b')).toEqual(['t-b']);
    expect(await unitsUnder(db, 'nowhere')).toEqual([]);
    await seed([
      unit('t-top'),
      unit('t-b', 't-top'),
      unit('t-bureau', 't-top'),
      unit('t-desk', 't-b'),
    ]);
    expect(await unitsUnder(db, 't-bureau')).toEqual(['t-bureau']);
    expect((await findUnit(db, 't-desk'))?.path).toBe('t-top/t-b/t-desk/');
  });

  test('a circle and an unknown parent are refused', async () => {
    await expect(seed([unit('t-x', 't-y'), unit('t-y', 't-x')])).rejects.toThrow('绕成了一圈');
    await expect(seed([unit('t-x', 't-nowhere')])).rejects.toThrow('t-nowhere');
  });

  test('everybody may read the tree, parents first', async () => {
    const { body } = await server.client().call('identity.units', {});
    const ids = body.units.map(({ id }) => id);
    expect(ids).toHaveLength((await allUnits(server.world.db)).length);
    for (const { id, parent } of body.units) {
      if (parent) expect(ids.indexOf(parent)).toBeLessThan(ids.indexOf(id));
    }
    expect(ids).toContain('changfeng-community-centre');
  });
});

describe('staff', () => {
  const given = {
    login: 'test.officer',
    name: '样张官',
    idNumber: '',
    unit: 'health-commission',
    roles: ['clerk', 'reviewer'],
    password: 'a good pass-phrase',
    by: 'test',
  };
  const idNumber = demoPeople.neighbour.idNumber;

  test('added, signs in, gets a new password, is out', async () => {
    const { db } = server.world;
    await addStaff(db, { ...given, idNumber }, today);
    const client = await server.client().signIn('Test.Officer', given.password);
    const me = await client.call('identity.me', {});
    expect(me.body).toMatchObject({
      kind: 'staff',
      roles: ['clerk', 'reviewer'],
      unit: { id: 'health-commission' },
      canActFor: [],
    });
    expect(me.body).not.toHaveProperty('birthDate');
    const password = makePassword();
    await resetStaff(db, 'test.officer', { by: 'test', password });
    expect((await client.call('identity.me', {})).body.signedIn).toBe(false);
    await server.client().signIn('test.officer', password);
    expect((await allStaff(db)).find((s) => s.login === 'test.officer')).toMatchObject({
      disabled: false,
    });
    const { rows } = await sql<{ what: string }>`select what from identity.event where by = 'test'
      order by id`.execute(db);
    expect(rows.map(({ what }) => what)).toEqual(['staff.added', 'staff.reset']);
  });

  test('one person may be an officer and a citizen, with two accounts', async () => {
    const { name, idNumber: number } = demoPeople.disabled;
    await addStaff(
      server.world.db,
      {
        ...given,
        login: 'test.both',
        name,
        idNumber: number,
      },
      today,
    );
    const [officer, citizen] = [
      await server.client().signIn('test.both', given.password),
      await server.client().signIn(number, demoPassword),
    ];
    expect((await officer.call('identity.me', {})).body).toMatchObject({ kind: 'staff' });
    expect((await citizen.call('identity.me', {})).body).toMatchObject({ kind: 'citizen' });
  });

  test.each([
    ['login taken', { login: 'culture.clerk' }, '已经有人用'],
    ['a phone as login', { login: '15400000001' }, '登录名用'],
    ['no such unit', { unit: 'nowhere' }, '没有机构'],
    ['no such role', { roles: ['king'] }, '角色只能是'],
    ['a citizen’s role', { roles: ['citizen'] }, '角色只能是'],
    ['no role', { roles: [] }, '角色只能是'],
    ['a wrong digit', { idNumber: '310199199001010001' }, '校验'],
    ['a weak password', { password: 'test' }, '至少 10 位'],
    ['another name', { name: '另一人', idNumber: demoPeople.senior.idNumber }, '姓名'],
  ])('refused: %s', async (_, change, words) => {
    await expect(
      addStaff(
        server.world.db,
        {
          ...given,
          login: 'test.new',
          idNumber: demoPeople.bathHouse.idNumber,
          name: demoPeople.bathHouse.name,
          ...change,
        },
        today,
      ),
    ).rejects.toThrow(words);
    expect((await allStaff(server.world.db)).map(({ login }) => login)).not.toContain('test.new');
  });

  test('an unknown login is told', async () => {
    await expect(disableStaff(server.world.db, 'no.one', { by: 'test' })).rejects.toThrow('no.one');
  });
});

describe('the demonstration', () => {
  test('again makes nothing; every code is sound and never issued', async () => {
    expect(await makeDemo(server.world.db, today)).toBe(0);
    for (const { idNumber } of Object.values(demoPeople)) {
      expect(readIdentityNumber(idNumber, { today })).toMatchObject({ region: '310199' });
    }
    for (const { creditCode, name } of Object.values(demoOrganisations)) {
      expect(readCreditCode(creditCode)).toMatchObject({ code: creditCode });
      expect(name).toMatch(/^样张/);
      expect(creditCode).toContain('XN');
    }
    expect(demoText()).toContain(demoPassword);
  });

  test('every officer of the list is there, and no community centre is without one', async () => {
    const known = new Set((await allStaff(server.world.db)).map(({ login }) => login));
    expect(demoStaff.filter(({ login }) => !known.has(login))).toEqual([]);
    await server.client().signIn('zhenru.decider', demoPassword);
    const centres = (await allUnits(server.world.db)).filter(
      ({ kind }) => kind === 'community-centre',
    );
    const staffed = new Set((await allStaff(server.world.db)).map((member) => member.unit));
    expect(centres.filter(({ id }) => !staffed.has(id))).toEqual([]);
  });

  test('whom a person stands for, as representative or agent', async () => {
    const { db } = server.world;
    const company = await findByNumber(db, demoOrganisations.performance.creditCode);
    for (const { idNumber } of [demoPeople.representative, demoPeople.agent]) {
      const person = await findByNumber(db, idNumber);
      expect(await organisationsOf(db, person?.id ?? '', today)).toEqual([company?.id]);
    }
  });
});
