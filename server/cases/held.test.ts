/** Licences that applications act on, over HTTP: granted, changed, renewed on a promise, struck off. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { current } from '#catalogue';
import { findByNumber } from '#identity';
import { issue } from '#licences';
import { castOf, demoOrganisations, fetchResult } from '../../tests/matrix/cast.ts';
import { file, fillDraft } from '../../tests/people.ts';
import { testServer, type Client, type TestServer } from '../../tests/server.ts';
import { audit } from './audit.ts';

let server: TestServer;
let troupe: Client;
let baths: Client;
const cast = castOf(() => server);

beforeAll(async () => {
  server = await testServer();
  [troupe, baths] = [
    await cast.acting('representative', 'performance'), await cast.acting('bathHouse', 'bathHouse'),
  ];
});
afterAll(() => server?.close());

/** The officers' acts from acceptance on; gives the last answer. */
async function through(id: string, ...acts: [login: string, name: string, more?: object][]) {
  let last;
  for (const [login, name, more] of acts) {
    last = await (await cast.officer(`market.${login}`)).call(name as 'cases.accept', { id, ...more });
    expect([name, last.status, last.body.error?.message]).toEqual([name, 200, undefined]);
  }
  return last;
}

const granted = (id: string) => through(id, ['clerk', 'cases.accept'], ['reviewer', 'cases.review'],
  ['decider', 'cases.decide', { outcome: 'grant' }]);

async function licenceOf(who: Client, id: string) {
  const { status, body } = await who.call('licences.of-case', { id });
  expect(status).toBe(200);
  const said = Object.fromEntries(body.attributes.map((a) => [a.id, a.value]));
  return { ...body, said };
}

const state = async (code: string) => (await server.client().call('licences.verify', { code })).body;

type Old = { of: keyof typeof demoOrganisations; until: string; item?: string };

/** A licence that was issued years ago and ends on a day, of the kind the item renews. */
async function old({ of, until, item = 'food-business-renewal' }: Old) {
  const { item: { result, 'handled by': by }, version } = await current(server.world, item);
  const holder = await findByNumber(server.world.db, demoOrganisations[of].creditCode);
  const kind = version.licences[result?.licence ?? ''];
  const unit = version.units[String(by)];
  if (!holder || !kind || !unit) throw new Error('no holder, kind or unit');
  return server.world.db.transaction().execute((trx) => issue(trx, {
    kind, unit: unit.id,
    holder: { subject: holder.id, name: holder.name, kind: 'organisation', creditCode: holder.creditCode ?? '' },
    issuer: { id: unit.id, name: unit.name, creditCode: unit['credit code'] ?? '' },
    attributes: { 'holder-name': holder.name, 'address': '示范路 100 号 1 楼', 'projects': '热食类制售' },
    issuedOn: '2022-02-27', until, at: server.world.clock.now(),
  }));
}

const years = (of: Old['of'], until: string) => old({ of, until });
const hygiene = () => old({ of: 'bathHouse', until: '2027-01-31', item: 'bath-house-hygiene-renewal' });

describe('a food licence from its grant to its end', () => {
  test('granted with an inspection by two; changed it keeps its number, and the older one says so', async () => {
    const { case: id } = await file(troupe, 'food-business-new');
    await through(id, ['clerk', 'cases.accept'], ['reviewer', 'cases.start-procedure',
      { procedure: 'on-site-check', reason: '要到现场看专间', staff: ['卢平', '唐正'] }]);
    await through(id, ['reviewer', 'cases.end-procedure', { result: '专间和布局图一致',
      findings: [{ point: 'cold-has-room', holds: true, words: '专间有空调和二次更衣' }] }],
      ['reviewer', 'cases.review'], ['decider', 'cases.decide', { outcome: 'grant' }], ['decider', 'cases.issue']);
    const first = await licenceOf(troupe, id);
    expect(first).toMatchObject({ version: 1, until: '2031-11-22', state: 'valid' });
    expect(first.said).toMatchObject({ projects: '冷食类制售、自制饮品制售、热食类制售', format: '餐饮服务经营者' });

    // The number, the last day and what it says come from the licence; the form is sent without them.
    const draft = await fillDraft(troupe, 'food-business-change',
      { facts: { 'food-business.new-projects': ['hot', 'drinks'], 'ask.cold-or-raw': false } });
    const seen = (await troupe.call('cases.draft', { id: draft.id })).body;
    expect(seen.facts['food-business.old-number']).toMatchObject({ value: first.number, source: 'food-business-licence' });
    expect(seen.fixed).toContain('food-business.old-until');
    const filed = await troupe.call('cases.submit', { id: draft.id, declared: true });
    expect(filed.body.error).toBeUndefined();
    await granted(filed.body.case);
    await through(filed.body.case, ['decider', 'cases.issue']);
    const second = await licenceOf(troupe, filed.body.case);
    expect(second).toMatchObject({ version: 2, number: first.number, until: '2031-11-22', state: 'valid' });
    expect(second.said).toMatchObject({ ...first.said, projects: '自制饮品制售、热食类制售' });
    expect(await state(first.code)).toMatchObject({ state: 'replaced', successor: { number: first.number, version: 2 } });
  });

  test('renewed at once on the promise that nothing changed; struck off with the decision', async () => {
    const first = await years('bathHouse', '2027-02-26');
    const draft = await fillDraft(baths, 'food-business-renewal');
    const saved = await baths.call('cases.save', { id: draft.id, facts: {}, promise: true }, { version: draft.version });
    expect(saved.body.error).toBeUndefined();
    const { case: id } = (await baths.call('cases.submit', { id: draft.id, declared: true })).body;
    await through(id, ['decider', 'cases.grant-on-promise']);
    const renewed = await licenceOf(baths, id);
    expect(renewed).toMatchObject({ version: 2, number: first.number, until: '2032-02-26', state: 'valid' });
    expect(renewed.said).toMatchObject({ projects: '热食类制售', address: '示范路 100 号 1 楼' });

    const { case: end } = await file(baths, 'food-business-cancellation');
    await through(end, ['clerk', 'cases.accept'], ['reviewer', 'cases.review']);
    const preview = await (await cast.officer('market.decider')).call('cases.decide',
      { id: end, outcome: 'grant', preview: true });
    expect(preview.status).toBe(200);
    expect(await state(renewed.code)).toMatchObject({ state: 'valid' });
    const done = await through(end, ['decider', 'cases.decide', { outcome: 'grant' }]);
    expect(done?.body.state).toBe('licence-made');
    expect(await state(renewed.code)).toMatchObject({ state: 'cancelled', stateSince: '2026-11-23' });
    const { body: seen } = await baths.call('cases.case', { id: end });
    expect(seen.log.map((l) => l.action).slice(-2)).toEqual(['decide', 'issue']);
    expect(await fetchResult(server, baths, end)).toBe('closed');
    expect(seen.papers.map((p) => p.kind)).toContain('grant');
    await server.drain();
    const { body } = await baths.call('messages.list', {});
    const told = body.messages.find((m) => m.title.zh.includes('已注销'));
    expect(told?.body.zh).toContain('持证人申请注销');
    expect(told?.body.zh).not.toContain('行政复议');
    expect(await audit(server.world)).toMatchObject({ faults: [] });
  });
});

describe('what came with it', () => {
  test('a drug retail licence is granted with its range; a bath-house renews the one it was given first', async () => {
    const { case: drugs } = await file(troupe, 'drug-retail-licence-new');
    await granted(drugs);
    await through(drugs, ['decider', 'cases.issue']);
    expect((await licenceOf(troupe, drugs)).said).toMatchObject({
      'way': '零售（连锁门店）', 'quality-head': '钱质量', 'scope': '生物制品、甲类非处方药、乙类非处方药、处方药',
    });

    const [clerk, reviewer, decider] = await Promise.all(
      ['clerk', 'reviewer', 'decider'].map((who) => cast.officer(`health.${who}`)));
    const { case: id } = await file(baths, 'bath-house-hygiene-renewal', { facts: {
      'ask.unchanged': false, 'ask.change': 'facility', 'bath-house.facility-change': '加了一间更衣室',
      'bath-house.old-number': (await hygiene()).number } });
    for (const [who, name, more] of [[clerk, 'accept', {}], [reviewer, 'review', {}],
      [decider, 'decide', { outcome: 'grant' }], [decider, 'issue', {}]] as const) {
      const answer = await who?.call(`cases.${name}` as 'cases.accept', { id, ...more });
      expect([name, answer?.status, answer?.body.error?.message]).toEqual([name, 200, undefined]);
    }
    expect(await licenceOf(baths, id)).toMatchObject({ version: 2, until: '2031-01-31', state: 'valid' });
  });
});

describe('what is no licence of his, or none any more', () => {
  const refused = async (who: Client, item: 'food-business-change', number: string) => {
    const draft = await fillDraft(who, item);
    await who.call('cases.save', { id: draft.id,
      facts: { 'food-business.old-number': number, 'food-business.old-until': '2027-02-26' } },
    { version: draft.version });
    const { status, body } = await who.call('cases.submit', { id: draft.id, declared: true, again: true });
    expect([status, body.error?.code]).toEqual([400, 'incomplete']);
    return body.error?.fields?.find((f) => f.at === 'food-business.old-number')?.message;
  };

  test('another holder’s, one that never was, and one that has ended are refused at its number', async () => {
    const other = await years('restaurant', '2027-02-26');
    expect(await refused(troupe, 'food-business-change', other.number)).toContain('没有查到这个号码');
    expect(await refused(troupe, 'food-business-change', 'JY（样）1999000001')).toContain('没有查到这个号码');
    const over = await years('performance', '2026-11-22');
    expect(await refused(troupe, 'food-business-change', over.number)).toMatch(/现在是“已过期”，不能变更.*按新办申请/);
  });

  test('a number typed with other brackets is the same number; what the licence says cannot be typed over', async () => {
    const mine = await years('performance', '2027-03-31');
    const draft = await fillDraft(troupe, 'food-business-renewal');
    const typed = mine.number.replace('（', '(').replace('）', ') ').toLowerCase();
    const { body } = await troupe.call('cases.save', { id: draft.id,
      facts: { 'food-business.old-number': typed, 'food-business.old-until': '2040-01-01' } },
    { version: draft.version });
    expect(body.facts['food-business.old-number']).toMatchObject({ value: mine.number, grade: 'A' });
    expect(body.facts['food-business.old-until']).toMatchObject({ value: '2027-03-31', source: 'food-business-licence' });
  });

  test('annulled after the filing: the decision that would end it is refused, and nothing is kept', async () => {
    const mine = await years('restaurant', '2027-03-31');
    const restaurant = await cast.acting('restaurant', 'restaurant');
    const draft = await fillDraft(restaurant, 'food-business-cancellation');
    const now = await restaurant.call('cases.save',
      { id: draft.id, facts: { 'food-business.old-number': mine.number } }, { version: draft.version });
    expect(now.body.error).toBeUndefined();
    const { case: id } = (await restaurant.call('cases.submit', { id: draft.id, declared: true, again: true })).body;
    await through(id, ['clerk', 'cases.accept'], ['reviewer', 'cases.review']);
    const decider = await cast.officer('market.decider');
    const off = await decider.call('licences.change', { id: mine.id, action: 'cancel', reason: '依职权注销' });
    expect(off.body.error).toBeUndefined();
    const late = await decider.call('cases.decide', { id, outcome: 'grant' });
    expect([late.status, late.body.error?.code]).toEqual([409, 'no-predecessor']);
    expect(late.body.error?.message).toContain('已注销');
    const { body } = await decider.call('cases.case', { id });
    expect(body.state).toBe('in-review');
  });
});
