/** Two persons, two accounts: nothing is filed without both, and neither reads what is the other's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { castOf } from '../../tests/matrix/cast.ts';
import { call } from '../../tests/matrix/stage.ts';
import type { Contracts } from '../app.ts';
import { demoPeople, smallPdf } from '../../tests/people.ts';
import { testServer, type CallOptions, type Client, type TestServer } from '../../tests/server.ts';

let server: TestServer;
const cast = castOf(() => server);
let bride: Client;
let groom: Client;
let stranger: Client;
beforeAll(async () => {
  server = await testServer();
  bride = await cast.citizen('bride');
  groom = await cast.citizen('groom');
  stranger = await cast.citizen('senior');
});
afterAll(() => server?.close());

const own = { 'hukou-kind': 'local', 'medical-history': '小时候得过肺炎', 'health-consent': true };
const part = (who: string, more: object = {}): Record<string, string | boolean> => Object.fromEntries(
  Object.entries({ ...own, ...more }).map(([field, value]) => [`${who}.${field}`, value]));
const { groom: g, bride: b } = demoPeople;

type Name = keyof Contracts & string;
type Facts = NonNullable<Contracts['cases.save']['input']['facts']>;
type Out<N extends Name> = Contracts[N]['output'];
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
async function save(client: Client, draft: Draft, facts: Facts): Promise<Out<'cases.save'>> {
  return ok(client, 'cases.save', { id: draft.id, facts }, { version: draft.version });
}

/** A draft of the bride's with all she fills in; `session` keeps tests off each other's places. */
async function begun(session = 'm1', date = '2026-12-07'): Promise<Draft> {
  const draft = await ok(bride, 'cases.start', { item: 'premarital-check' });
  return save(bride, draft, {
    'ask.registered': false, 'ask.in-shanghai': true, 'partner.name': g.name, 'partner.id-number': g.idNumber,
    'premarital-booking.date': date, 'premarital-booking.session': session, ...part('applicant'),
  });
}

async function fillIn(id: string, more: object = {}): Promise<Out<'cases.consent-save'>> {
  const view = await ok(groom, 'cases.consent', { id });
  return ok(groom, 'cases.consent-save', { id, facts: part('partner', more) }, { version: view.version });
}

async function give(id: string): Promise<Out<'cases.consent-answer'>> {
  const view = await fillIn(id);
  return ok(groom, 'cases.consent-answer', { id, answer: 'give', shared: view.shared, declared: true });
}

describe('asking', () => {
  test('it is not filed before the other was asked and has agreed', async () => {
    const draft = await begun();
    expect(draft.missing.map((m) => m.on)).toEqual(['consent.partner']);
    const answer = await call(bride, 'cases.submit', { id: draft.id, declared: true });
    expect(answer.status).toBe(400);
    expect(answer.body.error?.fields).toEqual([{ at: 'consent.partner', message: `请${g.name}在他自己的手机上同意` }]);
  });

  test('her form has nothing of his part, and she cannot write it', async () => {
    const draft = await begun();
    const addresses = draft.form.flatMap((s) => s.fields.map((f) => f.address));
    expect(addresses.filter((at: string) => at.startsWith('partner.'))).toEqual(['partner.name', 'partner.id-number']);
    expect(draft.rules).toBeNull();
    expect(await no(bride, 'cases.save', { id: draft.id, facts: { 'partner.medical-history': '没有' } }, { version: draft.version }))
      .toEqual([400, 'not-yours']);
  });

  test('nobody agrees with himself', async () => {
    const draft = await save(bride, await begun(), { 'partner.name': b.name, 'partner.id-number': b.idNumber });
    expect(await no(bride, 'cases.invite', { id: draft.id, party: 'partner' })).toEqual([409, 'same-person']);
  });

  test('whether the person has an account is not told, and a party that consents to nothing is not there', async () => {
    const draft = await begun();
    await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    const unknown = await save(bride, await ok(bride, 'cases.draft', { id: draft.id }),
      { 'partner.name': '没有此人', 'partner.id-number': demoPeople.neighbour.idNumber });
    expect(Object.keys(await ok(bride, 'cases.invite', { id: unknown.id, party: 'partner' }))).toEqual(['consent']);
    expect(await no(bride, 'cases.invite', { id: draft.id, party: 'applicant' })).toEqual([404, 'not-there']);
    expect(await no(groom, 'cases.invite', { id: draft.id, party: 'partner' })).toEqual([404, 'not-there']);
  });

  test('five times is enough', async () => {
    const draft = await begun();
    for (let n = 0; n < 5; n++) await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    expect(await no(bride, 'cases.invite', { id: draft.id, party: 'partner' })).toEqual([409, 'asked-often']);
  });
});

describe('answering', () => {
  test('he is told in his inbox, sees what both share, and nothing that is hers', async () => {
    const draft = await begun();
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    const inbox = await ok(groom, 'messages.list', {});
    expect(inbox.messages[0]?.title.zh).toBe('有一件事要您同意');
    const waiting = await ok(groom, 'cases.consents', {});
    expect(waiting.consents.map((k) => k.id)).toContain(consent);
    const view = await ok(groom, 'cases.consent', { id: consent });
    expect(view.sharedFacts['premarital-booking.session']).toMatchObject({ value: 'm1' });
    expect(view.sharedFacts['applicant.name']).toMatchObject({ value: b.name });
    const all = JSON.stringify(view);
    expect(all).not.toContain(b.idNumber);
    expect(all).not.toContain('applicant.medical-history":');
    expect(all).not.toContain('肺炎');
    expect(view.part.facts['partner.birth-date']?.source).toBe('identity');
  });

  test('for anybody else it does not exist, link or not: the same bytes as an unknown id', async () => {
    const draft = await begun();
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const client of [stranger, bride]) {
      const [mine, nobodys] = [
        await call(client, 'cases.consent', { id: consent }), await call(client, 'cases.consent', { id: unknown })];
      expect([mine.status, JSON.stringify(mine.body)]).toEqual([404, JSON.stringify(nobodys.body)]);
      expect(await no(client, 'cases.consent-answer', { id: consent, answer: 'give', shared: 'x', declared: true }))
        .toEqual([404, 'not-there']);
    }
    expect(await no(groom, 'cases.draft', { id: draft.id })).toEqual([404, 'not-there']);
    expect(await no(groom, 'cases.submit', { id: draft.id, declared: true })).toEqual([404, 'not-there']);
  });

  test('he agrees only to what he saw, with his own part complete, and in words', async () => {
    const draft = await begun();
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    const { shared } = await ok(groom, 'cases.consent', { id: consent });
    const give = { id: consent, answer: 'give', shared };
    expect(await no(groom, 'cases.consent-answer', give)).toEqual([400, 'bad-input']);
    expect(await no(groom, 'cases.consent-answer', { ...give, declared: true })).toEqual([400, 'incomplete']);
    expect(await no(groom, 'cases.consent-answer', { ...give, shared: 'other', declared: true })).toEqual([409, 'changed']);
    expect(await no(groom, 'cases.consent-answer', { id: consent, answer: 'take-back' })).toEqual([409, 'not-given']);
    expect(await no(groom, 'cases.consent-save', { id: consent, facts: { 'applicant.phone': '15400000008' } }, { version: 1 }))
      .toEqual([400, 'not-yours']);
    expect(await no(groom, 'cases.consent-save', { id: consent, facts: {} }, { version: 99 })).toEqual([409, 'stale']);
  });

  test('declined: nothing of him is kept, and it is not filed; asked again he may agree', async () => {
    const draft = await begun();
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    await fillIn(consent, { 'medical-history': '只有医生看得到' });
    const declined = await ok(groom, 'cases.consent-answer', { id: consent, answer: 'decline' });
    expect(declined.part.facts['partner.medical-history']).toBeUndefined();
    const answer = await call(bride, 'cases.submit', { id: draft.id, declared: true });
    expect(answer.body.error?.fields?.[0]?.message).toBe(`${g.name}没有同意，不能提交`);
    await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    expect((await give(consent)).state).toBe('given');
  });

  test('taken back before it is filed', async () => {
    const draft = await begun();
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    await give(consent);
    await ok(groom, 'cases.consent-answer', { id: consent, answer: 'take-back' });
    const answer = await call(bride, 'cases.submit', { id: draft.id, declared: true });
    expect(answer.body.error?.fields?.[0]?.message).toBe(`${g.name}收回了同意，不能提交`);
  });

  test('a change of what both see asks anew; a change of her own part does not', async () => {
    let draft = await begun();
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    await give(consent);
    draft = await save(bride, await ok(bride, 'cases.draft', { id: draft.id }), { 'applicant.medical-history': '没有' });
    expect(draft.consents[0]?.state).toBe('given');
    draft = await save(bride, draft, { 'premarital-booking.session': 'm3' });
    expect(draft.consents[0]?.state).toBe('asked');
    expect((await ok(groom, 'messages.list', {})).messages[0]?.title.zh).toBe('内容改了，请再看一遍');
    expect(await no(bride, 'cases.submit', { id: draft.id, declared: true })).toEqual([400, 'incomplete']);
  });

  test('named otherwise, his consent counts for nobody else', async () => {
    let draft = await begun();
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    await give(consent);
    const { senior } = demoPeople;
    draft = await save(bride, await ok(bride, 'cases.draft', { id: draft.id }),
      { 'partner.name': senior.name, 'partner.id-number': senior.idNumber });
    expect(draft.consents[0]?.state).toBe('not-asked');
    expect(await no(bride, 'cases.submit', { id: draft.id, declared: true })).toEqual([400, 'incomplete']);
  });
});

describe('together', () => {
  let id = '';

  test('filed: in the log, in both ledgers, and on both phones', async () => {
    const draft = await begun('m2');
    const { consent } = await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' });
    await give(consent);
    const done = await ok(bride, 'cases.submit', { id: draft.id, declared: true, again: true });
    id = done.case;
    for (const client of [bride, groom]) {
      const { cases } = await ok(client, 'cases.mine', {});
      expect(cases.map((c) => c.id)).toContain(id);
      const { rows } = await ok(client, 'facts.ledger', {});
      expect(rows.map((r) => r.what)).toContain('同意一起办理（本人在自己的账号上作出）');
    }
    type Act = { action: string; case: string; content: { consents?: unknown } };
    const acts = await server.world.db.selectFrom('cases.action' as never).selectAll().execute() as Act[];
    const submit = acts.find((a) => a.case === id && a.action === 'submit');
    expect(submit?.content.consents).toMatchObject([{ party: 'partner' }]);
    expect(await no(stranger, 'cases.case', { id })).toEqual([404, 'not-there']);
  });

  test('each sees his own part and not the other’s; only who filed acts', async () => {
    const [hers, his] = [await ok(bride, 'cases.case', { id }), await ok(groom, 'cases.case', { id })];
    expect(Object.keys(hers.facts).filter((at) => at.startsWith('partner.'))).toEqual(['partner.name']);
    expect(Object.keys(his.facts).filter((at) => at.startsWith('applicant.'))).toEqual(['applicant.name']);
    expect(his.facts['partner.medical-history']).toMatchObject({ value: '小时候得过肺炎' });
    expect([his.onlyLooks, his.actions, his.documents]).toEqual([true, [], []]);
    expect(his.consents).toMatchObject([{ name: g.name, me: true }]);
    expect(await no(groom, 'cases.withdraw', { id })).toEqual([404, 'not-there']);
  });

  test('a result for each: his own opens for him alone, and it is not settled without both', async () => {
    const officer = await cast.officer('health.clerk');
    expect(await no(officer, 'cases.settle', { id })).toEqual([409, 'results-lacking']);
    const pdf = { file: smallPdf(900), type: 'application/pdf' };
    for (const party of ['applicant', 'partner']) await ok(officer, 'cases.give-result', { id, party }, pdf);
    expect(await no(officer, 'cases.give-result', { id, party: 'nobody' }, pdf)).toEqual([400, 'no-result']);
    const results = async (client: Client): Promise<Out<'cases.case'>['results']> => (await ok(client, 'cases.case', { id })).results;
    const [hers, his] = [await results(bride), await results(groom)];
    expect([hers.length, his.length, (await results(officer)).length]).toEqual([1, 1, 2]);
    const open = async (client: Client, file: string): Promise<number> =>
      (await client.call('cases.file' as never, { id: file } as never)).status;
    expect([await open(bride, hers[0]?.id ?? ''), await open(groom, his[0]?.id ?? '')]).toEqual([200, 200]);
    expect([await open(bride, his[0]?.id ?? ''), await open(groom, hers[0]?.id ?? ''), await open(stranger, his[0]?.id ?? '')])
      .toEqual([404, 404, 404]);
    await ok(officer, 'cases.settle', { id });
    expect((await ok(groom, 'cases.case', { id })).state).toBe('licence-made');
    expect((await ok(groom, 'messages.list', {})).messages[0]?.title.zh).toBe('结果出来了');
  });

  test('a session takes as many as the office says: the last place goes once', async () => {
    const officer = await cast.officer('health.clerk');
    const date = '2026-12-08';
    await ok(officer, 'cases.set-slot', { item: 'premarital-check', date, session: 'a1', capacity: 1 });
    const elsewhere = await cast.officer('culture.clerk');
    expect(await no(elsewhere, 'cases.set-slot', { item: 'premarital-check', date, session: 'a1', capacity: 9 }))
      .toEqual([404, 'not-there']);
    const two = [await begun('a1', date), await begun('a1', date)];
    for (const draft of two) await give((await ok(bride, 'cases.invite', { id: draft.id, party: 'partner' })).consent);
    const answers = await Promise.all(two.map(({ id: draft }) => (
      call(bride, 'cases.submit', { id: draft, declared: true, again: true }))));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409]);
    expect(answers.find((a) => a.status === 409)?.body.error?.code).toBe('slot-full');
    const { days } = await ok(groom, 'cases.slots', { item: 'premarital-check' });
    const day = days.find((d) => d.date === date);
    expect(day?.sessions.find((s) => s.session === 'a1')).toMatchObject({ free: 0, capacity: 1 });
    expect(days.some((d) => d.date === '2026-12-06')).toBe(false);
  });
});
