/** Kindergarten: a real guardian, one for each child, a window to the second, places fair to all. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoChildren } from '#identity';
import { castOf } from '../../tests/matrix/cast.ts';
import { call } from '../../tests/matrix/stage.ts';
import type { Contracts } from '../app.ts';
import { demoPeople } from '../../tests/people.ts';
import { testServer, type CallOptions, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';
import { placeAll, type Registered } from './registration-place.ts';

let server: TestServer;
const cast = castOf(() => server);
let mother: Client;
let father: Client;
let other: Client;
beforeAll(async () => {
  server = await testServer();
  [mother, father, other] = [await cast.citizen('mother'), await cast.citizen('father'), await cast.citizen('otherParent')];
});
afterAll(() => server?.close());

type Name = keyof Contracts & string;
type Facts = NonNullable<Contracts['cases.save']['input']['facts']>;
type Out<N extends Name> = Contracts[N]['output'];
const item = 'kindergarten-registration';
const filledIn = {
  'applicant.child-relation': 'mother', 'child.hukou-kind': 'local', 'child.hukou-street': '310107016',
  'child.household-since': '2024-03-20', 'child.residence-street': '310107016',
  'child.residence-address': '示范路 100 弄 1 号 101 室', 'ask.same-address': true,
  'enrolment.wish-1': 'k1', 'enrolment.truth-promise': true,
};
async function ok<N extends Name>(
  client: Client, name: N, input: Contracts[N]['input'], options: CallOptions = {},
): Promise<Out<N>> {
  const answer = await client.call(name, input, options);
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
async function no(client: Client, name: string, input: object, options = {}): Promise<[number, string]> {
  const { status, body } = await call(client, name, input, options);
  return [status, body.error?.code ?? 'none'];
}
type Draft = Out<'cases.start'>;
async function begun(client: Client, facts: Facts = {}): Promise<Draft> {
  const draft = await ok(client, 'cases.start', { item });
  return ok(client, 'cases.save', { id: draft.id, facts: { ...filledIn, ...facts } }, { version: draft.version });
}
const submit = (draft: Draft) => ({ id: draft.id, declared: true as const });
const at = (moment: string): void => void server.world.clock.set(new Date(moment));

describe('the child', () => {
  test('is the one the register names, and cannot be typed', async () => {
    const draft = await begun(mother);
    expect(draft.facts['child.name']).toMatchObject({ value: demoChildren.luo.name, source: 'guardianship-register', grade: 'A' });
    expect(draft.fixed).toEqual(expect.arrayContaining(['child.name', 'child.id-number', 'child.birth-date']));
    expect(draft.missing).toEqual([]);
    expect(await no(mother, 'cases.save', { id: draft.id, facts: { 'child.id-number': demoChildren.zheng.idNumber } }, { version: draft.version }))
      .toEqual([400, 'proved']);
    expect(await no(mother, 'cases.choose-child', { id: draft.id, child: 'nobody' })).toEqual([403, 'not-guardian']);
  });

  test('nobody files for a child that is not his: neither by the guide’s answers nor at all', async () => {
    const senior = await cast.citizen('senior');
    const draft = await ok(senior, 'cases.start', { item, answers: {
      'child.name': demoChildren.luo.name, 'child.id-number': demoChildren.luo.idNumber, 'child.birth-date': demoChildren.luo.birth,
    } });
    expect([draft.children, draft.facts['child.id-number']]).toEqual([[], undefined]);
    expect(await no(senior, 'cases.submit', submit(draft))).toEqual([403, 'not-guardian']);
  });

  test('who is guardian of several chooses one', async () => {
    const agent = await cast.citizen('agent');
    const draft = await ok(agent, 'cases.start', { item });
    expect(draft.children?.map((c) => c.chosen)).toEqual([false, false]);
    const chosen = await ok(agent, 'cases.choose-child', { id: draft.id, child: draft.children?.[1]?.key ?? '' });
    expect(chosen.facts['child.name']).toMatchObject({ value: draft.children?.[1]?.name });
    expect(JSON.stringify(draft.children)).not.toContain('310199');
  });
});

describe('the window', () => {
  const [opens, closes] = ['2026-11-16T09:00:00+08:00', '2026-12-31T16:00:00+08:00'];
  const second = (moment: string, by: number): string => new Date(Date.parse(moment) + by * 1000).toISOString();

  test('to the second, by the server’s clock at Asia/Shanghai', async () => {
    const draft = await begun(other, { 'child.household-since': '2023-12-01' });
    at(second(opens, -1));
    const early = await call(other, 'cases.submit', submit(draft));
    expect([early.status, early.body.error?.code]).toEqual([409, 'not-open-yet']);
    expect(early.body.error?.message).toContain('09:00');
    at(closes);
    const late = await call(other, 'cases.submit', submit(draft));
    expect([late.status, late.body.error?.code]).toEqual([409, 'window-closed']);
    expect(late.body.error?.message).toContain('16:00');
    expect((await ok(other, 'cases.draft', { id: draft.id })).window).toMatchObject({ state: 'closed', round: '2027' });
    at(second(closes, -1));
    expect((await ok(other, 'cases.submit', submit(draft))).number).toMatch(/^\d{14}/);
    at('2026-11-23T10:00:00+08:00');
  });

  test('no draft is begun outside it, by nobody, and the page is told when and how many', async () => {
    const clerk = await cast.officer('education.clerk');
    const asked = () => server.client().call('cases.opening', { item });
    for (const [moment, state, code] of [
      [second(opens, -1), 'before', 'not-open-yet'], [closes, 'closed', 'window-closed'],
    ] as const) {
      at(moment);
      const refused = await call(mother, 'cases.start', { item });
      expect([refused.status, refused.body.error?.code]).toEqual([409, code]);
      expect(refused.body.error?.message).not.toContain('草稿');
      const { name, idNumber } = demoPeople.mother;
      expect(await no(clerk, 'cases.start', { item, for: { name, idNumber } })).toEqual([409, code]);
      expect((await asked()).body.window).toMatchObject({ state, opens, closes });
    }
    at(opens);
    expect((await asked()).body).toMatchObject({
      window: { state: 'open' }, booking: null, quota: { total: 8, left: 8, options: [{ id: 'k1', quota: 2, left: 2 }, {}, {}] },
    });
    expect((await ok(mother, 'cases.start', { item })).id).toMatch(/^[\da-f-]{36}$/);
    at('2026-11-23T10:00:00+08:00');
  });

  test('from its first second on', async () => {
    const draft = await begun(mother);
    at(opens);
    const done = await ok(mother, 'cases.submit', submit(draft));
    at('2026-11-23T10:00:00+08:00');
    await ok(mother, 'cases.withdraw', { id: done.case });
  });
});

describe('a registration', () => {
  let id = '';

  test('both guardians see it, nobody else', async () => {
    const done = await ok(mother, 'cases.submit', submit(await begun(mother)));
    id = done.case;
    const his = await ok(father, 'cases.case', { id });
    expect([his.onlyLooks, his.registration, his.facts['child.name']]).toMatchObject([true, done.number, { value: demoChildren.luo.name }]);
    expect(his.facts['applicant.phone']).toBeUndefined();
    expect(await no(other, 'cases.case', { id })).toEqual([404, 'not-there']);
    expect((await ok(father, 'messages.list', {})).messages[0]?.title.zh).toBe('申请已收到');
  });

  test('is one for each child, whoever of them files it', async () => {
    const draft = await begun(father);
    const again = await call(father, 'cases.submit', { ...submit(draft), again: true });
    expect([again.status, again.body.error?.code]).toEqual([409, 'registered-already']);
  });

  test('is verified after the window and never before; places only when all are', async () => {
    const [clerk, decider] = [await cast.officer('education.clerk'), await cast.officer('education.decider')];
    expect(await no(clerk, 'cases.verify', { id })).toEqual([409, 'not-yet']);
    expect(await no(decider, 'cases.place', { item })).toEqual([409, 'window-open']);
    at('2027-01-04T10:00:00+08:00');
    expect(await no(decider, 'cases.place', { item })).toEqual([409, 'still-to-verify']);
    const { rows, counts, options } = await ok(clerk, 'cases.round', { item });
    expect([counts.registered, options[0]?.quota, options[0]?.first]).toEqual([2, 2, 2]);
    const elsewhere = await cast.officer('culture.decider');
    expect(await no(elsewhere, 'cases.round', { item })).toEqual([404, 'not-there']);
    expect(await no(elsewhere, 'cases.place', { item })).toEqual([404, 'not-there']);
    for (const one of rows.filter((r) => r.state === 'received')) await ok(clerk, 'cases.verify', { id: one.case });
    expect((await ok(mother, 'cases.case', { id })).state).toBe('verified');
  });

  test('everybody is told on one day, by a draw nobody can choose', async () => {
    const decider = await cast.officer('education.decider');
    const [foreseen, again] = [
      await ok(decider, 'cases.place', { item, preview: true }), await ok(decider, 'cases.place', { item, preview: true })];
    expect(again).toEqual(foreseen);
    const done = await ok(decider, 'cases.place', { item });
    expect(done).toEqual(foreseen);
    expect([done.placed, done.waiting]).toEqual([2, 0]);
    await server.drain();
    const hers = await ok(mother, 'cases.case', { id });
    expect([hers.state, hers.facts['enrolment.place']]).toMatchObject(['licence-made', { value: 'k1' }]);
    expect((await ok(mother, 'licences.mine', {})).licences.map((l) => l.kind)).toContain('kindergarten-notice');
    expect((await ok(father, 'messages.list', {})).messages[0]?.title.zh).toBe('证照已生成');
    expect(await no(decider, 'cases.place', { item })).toEqual([409, 'nobody']);
    const { draws } = await ok(decider, 'cases.round', { item });
    expect(draws).toMatchObject([{ n: 1, placed: 2, waiting: 0, seed: done.seed }]);
    expect((await audit(server.world)).faults).toEqual([]);
  });
});

test('再办一件: what he filled in himself is there again, the day and the child are not taken over', async () => {
  const { senior } = demoPeople;
  const client = await cast.citizen('senior');
  const bride = await cast.citizen('bride');
  const first = await ok(client, 'cases.start', { item: 'senior-meals' });
  const facts = { 'applicant.bank': '样张银行', 'applicant.residence-address': '示范路 9 号' };
  await ok(client, 'cases.save', { id: first.id, facts }, { version: first.version });
  const { file } = await import('../../tests/people.ts');
  const done = await file(client, 'senior-meals', { facts });
  const like = await ok(client, 'cases.start', { item: 'senior-meals', like: done.case });
  expect(like.facts['applicant.bank']).toMatchObject({ value: '样张银行' });
  expect(like.facts['applicant.name']).toMatchObject({ value: senior.name });
  expect(await no(bride, 'cases.start', { item: 'senior-meals', like: done.case })).toEqual([404, 'not-there']);
});

describe('places', () => {
  const quota = { k1: 2, k2: 1, k3: 3 };
  const one = fc.record({
    person: fc.uuid(), wishes: fc.shuffledSubarray(['k1', 'k2', 'k3'], { minLength: 1 }),
    order: fc.tuple(fc.option(fc.constantFrom('2023-01-01', '2024-01-01', '2025-01-01'), { nil: null })),
  });
  const many = fc.uniqueArray(one, { selector: (r) => r.person, maxLength: 12 })
    .map((list) => list.map((r): Registered => ({ ...r, case: r.person })));

  test('never more than there are, nobody without one while one is left, and the order of filing changes nothing', () => {
    fc.assert(fc.property(many, fc.string(), fc.nat(), (all, seed, turn) => {
      const placed = placeAll(all, quota, seed);
      for (const [id, n] of Object.entries(quota)) {
        expect(placed.filter((p) => p.place === id).length).toBeLessThanOrEqual(n);
      }
      expect(placed.filter((p) => p.place !== null)).toHaveLength(Math.min(all.length, 6));
      const turned = all.map((_, i) => all[(i + turn) % all.length] as Registered);
      const byCase = (list: typeof placed) => [...list].sort((a, b) => (a.case < b.case ? -1 : 1));
      expect(byCase(placeAll(turned, quota, seed))).toEqual(byCase(placed));
    }));
  });

  test('whose household was registered earlier goes before, and the lot decides among equals only', () => {
    const of = (person: string, day: string | null): Registered => ({ case: person, person, wishes: ['k2'], order: [day] });
    for (const seed of ['a', 'b', 'c', 'd']) {
      const placed = placeAll([of('late', '2025-01-01'), of('none', null), of('early', '2023-01-01')], { k2: 1 }, seed);
      expect(placed.find((p) => p.place === 'k2')?.case).toBe('early');
      expect(placed.map((p) => p.case)).toEqual(['early', 'late', 'none']);
    }
  });
});
