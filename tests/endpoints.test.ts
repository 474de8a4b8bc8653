/**
 * The endpoint table: every endpoint has been seen to succeed, to refuse bad input, to refuse a
 * person (unless it is anyone's), and to give every other refusal it declares. What a run of stories
 * and a generated filler leave open fails here by name; so does an answer that nobody declared.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '#cases';
import { disableStaff } from '#identity';
import { besideStory } from './matrix/beside-story.ts';
import { archiveStory, deliveryStory, ratingStory } from './matrix/delivery-story.ts';
import { castOf, caseIn, demoNumber, demoPassword, demoPeople, type Cast } from './matrix/cast.ts';
import { consentStory, registrationStory } from './matrix/consent-story.ts';
import { itemsStory } from './matrix/items-story.ts';
import { lightsStory, queueStory } from './matrix/queue-story.ts';
import { administration, ownAccount, secondFactors, type Walk } from './matrix/sign-in-stories.ts';
import { auditStory } from './matrix/records-story.ts';
import { call, declared, samples } from './matrix/stage.ts';
import { file, fillDraft, smallPdf } from './people.ts';
import { testServer, type CallOptions, type Client, type TestServer } from './server.ts';

let server: TestServer;
let cast: Cast;
const seen = new Map<string, Set<number>>();
const bodies = new Map<string, string>();
const never = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  server = await testServer();
  cast = castOf(() => server);
});
afterAll(() => server?.close());

/** Calls and writes down what was answered. */
async function go(client: Client, name: string, input: object, options: CallOptions = {}) {
  const answer = await call(client, name, input, options);
  seen.set(name, (seen.get(name) ?? new Set()).add(answer.status));
  const message = answer.body.error?.message;
  if (message !== undefined) bodies.set(`${name} ${answer.status} ${answer.body.error?.code}`, message);
  return answer;
}

async function ok(client: Client, name: string, input: object, options: CallOptions = {}) {
  const answer = await go(client, name, input, options);
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const pdf = { file: smallPdf(), type: 'application/pdf' };
const picture = {
  file: await sharp({ create: { width: 40, height: 40, channels: 3, background: 'white' } }).png().toBuffer(),
  type: 'image/png',
};
const huge = { file: Buffer.concat([smallPdf(), Buffer.alloc(20 * 1024 * 1024 + 1)]), type: 'application/pdf' };
const reason = '核对后认为需要这样办理';
const points = [{ at: 'programme', message: '请重新上传清楚的扫描件' }];

describe('stories', () => {
  test('items in and out of effect, services answered from data', () => itemsStory(server, cast, { ok, go }));

  test('the queue: batches, absence, hand-over, export', () => queueStory(server, cast, { ok, go }));

  test('lights, orders and the calendar', () => lightsStory(server, cast, { ok, go }));

  test('people: register, sign in and out, organisations and mandates', async () => {
    const someone = server.client();
    const given = { name: '样张人', idNumber: demoNumber('19800101', '801'), phone: '15377770001', password: demoPassword };
    await ok(someone, 'identity.register', given);
    await go(server.client(), 'identity.register', given);
    await ok(someone, 'identity.me', {});
    const { organisation } = await ok(someone, 'identity.add-organisation', { creditCode: '91310107MAXN0009' + '1X', name: '样张新公司' })
      .catch(async () => ({ organisation: await newCompany(someone) }));
    await ok(someone, 'identity.act-for', { organisation });
    const agent = demoPeople.agent;
    const mandate = await ok(someone, 'identity.give-mandate', { organisation, agentName: agent.name,
      agentIdNumber: agent.idNumber, items: 'all', until: '2027-01-01' });
    await ok(someone, 'identity.mandates', {});
    await ok(someone, 'identity.end-mandate', { id: mandate['mandate'] });
    await go(someone, 'identity.end-mandate', { id: mandate['mandate'] });
    await go(someone, 'identity.act-for', { organisation: never });
    await ok(someone, 'identity.sign-out', {});
    await ok(server.client(), 'identity.sign-in', { account: given.phone, password: demoPassword });
    for (let i = 0; i < 6; i++) {
      await go(server.client(), 'identity.sign-in', { account: given.phone, password: 'wrong wrong wrong' });
    }
    await disableStaff(server.world.db, 'designer', { by: 'test' });
    await go(server.client(), 'identity.sign-in', { account: 'designer', password: demoPassword });
    await ok(server.client(), 'identity.units', {});
    await ok(server.client(), 'base.health', {});
    await ok(server.client(), 'base.ready', {});
  });

  test('the public: catalogue, register of decisions, verifying', async () => {
    const anyone = server.client();
    await ok(anyone, 'catalogue.items', {});
    await ok(anyone, 'catalogue.item', { id: 'senior-meals' });
    await ok(anyone, 'catalogue.guide', { id: 'senior-meals', facts: {} });
    await go(anyone, 'catalogue.item', { id: 'no-such-item' });
    await ok(anyone, 'licences.query', { item: 'licensing-decision-query', by: { holder: '样张' } });
    await go(anyone, 'licences.query', { item: 'senior-meals', by: {} });
    await ok(anyone, 'licences.verify', { code: 'no-such-code' });
    await ok(anyone, 'licences.verify-file', {}, pdf);
    await go(anyone, 'licences.verify-file', {}, { file: Buffer.from('no pdf'), type: 'application/pdf' });
    await tooBig(anyone, 'licences.verify-file', {});
  });

  test('a draft: begun, saved, uploaded to, emptied, discarded', async () => {
    const client = await cast.acting('bathHouse', 'bathHouse');
    const draft = await ok(client, 'cases.start', { item: 'bath-house-hygiene' });
    await go(client, 'cases.start', { item: 'licensing-decision-query' });
    const { id, version } = draft as { id: string; version: number };
    await ok(client, 'cases.save', { id, facts: { 'bath-house.area': '300' } }, { version });
    await go(client, 'cases.save', { id, facts: {} }, { version });
    const at = { id, material: 'hygiene-test-report', name: 'a.pdf' };
    const document = await ok(client, 'cases.upload', at, pdf);
    await go(client, 'cases.upload', { ...at, name: 'a.png' }, picture);
    await go(client, 'cases.upload', at, huge);
    await ok(client, 'cases.remove-document', { id, document: document['id'] });
    for (let i = 0; i < 61 && !seen.get('cases.upload')?.has(409); i++) await go(client, 'cases.upload', at, pdf);
    await ok(client, 'cases.draft', { id });
    await ok(client, 'cases.drafts', {});
    await ok(client, 'cases.discard', { id });
  });

  test('a permit: all acts of the way, and the one after the end', async () => {
    const applicant = await cast.acting('representative', 'performance');
    const draft = await fillDraft(applicant, 'commercial-performance');
    const twin = await fillDraft(applicant, 'commercial-performance');
    const { case: id } = await ok(applicant, 'cases.submit', { id: draft.id, declared: true }) as { case: string };
    await go(applicant, 'cases.submit', { id: twin.id, declared: true });
    const first = { id: twin.id, party: 'performer', index: 0 };
    await ok(applicant, 'cases.remove-member', first, { version: twin.version });
    await go(applicant, 'cases.remove-member', first, { version: twin.version });
    const view = await ok(applicant, 'cases.case', { id });
    await go(applicant, 'cases.file', { id: (view['papers'] as { id: string }[])[0]?.id ?? never });
    const [clerk, reviewer, decider] = await Promise.all(
      ['culture.clerk', 'culture.reviewer', 'culture.decider'].map((login) => cast.officer(login)));
    if (!clerk || !reviewer || !decider) throw new Error('no officers');
    for (const [who, name, input, options] of [
      [clerk, 'cases.claim', {}], [clerk, 'cases.hand-back', {}], [clerk, 'cases.raise', { reason }],
      [clerk, 'cases.ask-supplement', { points }],
      [applicant, 'cases.upload-supplement', { material: 'programme', name: 'b.pdf' }, pdf],
      [applicant, 'cases.supplement', { facts: {} }], [clerk, 'cases.accept', {}],
      [reviewer, 'cases.review', {}], [decider, 'cases.extend', { reason }],
      [reviewer, 'cases.start-procedure', { procedure: 'expert-review', reason, staff: ['陈静', '陈明'] }],
      [reviewer, 'cases.end-procedure', { result: '评审通过' }], [reviewer, 'cases.propose-refusal', { reason, cites: ['in-district'] }],
      [reviewer, 'cases.review', {}], [decider, 'cases.decide', { outcome: 'grant' }],
      [decider, 'cases.issue', {}],
    ] as [Client, string, object, CallOptions?][]) {
      if (name === 'cases.upload-supplement') {
        const at = { id, material: 'programme-recordings', name: 'b' };
        await go(applicant, name, { ...at, name: 'b.png' }, picture);
        await go(applicant, name, at, huge);
      }
      await ok(who, name, { id, ...input }, options);
    }
    const fresh = (await ok(applicant, 'cases.case', { id }))['licence'] as { id: string };
    await go(applicant, 'licences.file', fresh);
    await go(clerk, 'cases.deliver', { id });
    await server.drain();
    const signed = { noCode: '核对身份证原件', checked: true, receiver: '陈舞台', signed: true };
    await ok(clerk, 'cases.deliver', { id, by: 'counter', ...signed });
    const done = await ok(applicant, 'cases.case', { id });
    await ok(applicant, 'cases.file', { id: (done['papers'] as { id: string }[])[0]?.id });
    await licence(applicant, decider, { id, licence: (done['licence'] as { id: string }).id });
  });

  test('the other ends: taken back, not accepted, terminated, settled, paid', async () => {
    const health = await cast.officer('health.reviewer');
    const ids = await Promise.all([1, 2, 3].map(() => caseIn(server, cast, { state: 'received' })));
    await ok(await cast.acting('bathHouse', 'bathHouse'), 'cases.withdraw', { id: ids[0] });
    await ok(health, 'cases.not-accept', { id: ids[1], reason });
    await ok(await cast.officer('health.decider'), 'cases.terminate', { id: ids[2], reason, ground: 'object-gone' });
    const meals = await file(await cast.citizen('senior'), 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } });
    await ok(await cast.officer('zhenru.clerk'), 'cases.settle', { id: meals.case });
    const allowance = await caseIn(server, cast, { item: 'disability-allowance', state: 'decided' });
    await ok(await cast.officer('civil.decider'), 'cases.pay-order', { id: allowance });
    await ok(await cast.officer('civil.clerk'), 'cases.queue', {});
    await ok(await cast.officer('civil.clerk'), 'cases.find', { q: '赵平' });
    await ok(await cast.citizen('disabled'), 'cases.mine', {});
    await ok(await cast.citizen('disabled'), 'facts.ledger', {});
    const inbox = await ok(await cast.citizen('disabled'), 'messages.list', {});
    await ok(await cast.citizen('disabled'), 'messages.unread', {});
    await ok(await cast.citizen('disabled'), 'messages.read', { id: (inbox['messages'] as { id: string }[])[0]?.id });
    const stop = new AbortController();
    const live = await fetch(`${server.url}/api/live`, { headers: { cookie: health.cookie }, signal: stop.signal });
    seen.set('base.live', new Set([live.status]));
    stop.abort();
    await everyActAgain(ids[0] ?? never);
  });

  test('delivered by each way, rated and put right, archived and destroyed', async () => {
    const walk = { server, cast, go, ok };
    const id = await deliveryStory(walk);
    await ratingStory(walk, id);
    await archiveStory(walk, id);
    await auditStory(walk);
  });

  test('beside the course: promises, questions, opinions, documents', () => besideStory(server, cast, { ok, go }));

  test('two persons who both agree, places on a day, a result for each', () => consentStory(cast, { ok, go }));

  test('children, and a round of registrations to its places', () => registrationStory({ ok, go }));
});

async function newCompany(client: Client): Promise<string> {
  const { creditCheck, organisationCheck } = await import('#graph');
  const firm = 'MAXN7777';
  const body = `91310107${firm}${organisationCheck(firm)}`;
  const input = { creditCode: body + creditCheck(body), name: '样张新公司' };
  const made = await ok(client, 'identity.add-organisation', input);
  await go(await cast.citizen('disabled'), 'identity.add-organisation', input);
  return String(made['organisation']);
}

async function licence(applicant: Client, decider: Client, { id, licence: of }: { id: string; licence: string }) {
  await ok(applicant, 'licences.mine', {});
  await ok(applicant, 'licences.show', { id: of });
  await ok(applicant, 'licences.file', { id: of });
  await ok(applicant, 'licences.of-case', { id });
  await ok(decider, 'licences.change', { id: of, action: 'suspend', reason });
  await go(decider, 'licences.change', { id: of, action: 'suspend', reason });
}

/** An ended case takes no further act of anybody: each act's 409. */
async function everyActAgain(id: string): Promise<void> {
  const clients = { citizen: await cast.acting('bathHouse', 'bathHouse'), clerk: await cast.officer('health.clerk') };
  for (const [name, sample] of Object.entries(samples)) {
    if (sample.thing !== 'case' || declared[name]?.method === 'GET') continue;
    const who = name === 'cases.withdraw' || name.endsWith('supplement') && !name.includes('ask') ? clients.citizen : clients.clerk;
    await go(who, name, { ...sample.input, id }, sample.options);
  }
}

async function tooBig(client: Client, name: string, input: object): Promise<void> {
  await go(client, name, input, { file: Buffer.alloc(22 * 1024 * 1024, 32), type: 'application/pdf' });
}

test('administration, second factors, one’s own account and data', async () => {
  const walk = { server, cast, go, ok } as unknown as Walk;
  await administration(walk);
  await secondFactors(walk);
  await ownAccount(walk);
}, 60_000);

test('the filler: bad input and strangers, for every endpoint', async () => {
  const people = {
    citizen: await cast.citizen('disabled'), clerk: await cast.officer('culture.clerk'),
    decider: await cast.officer('culture.decider'),
  };
  const administrators = ['system', 'security', 'audit'] as const;
  for (const [name, { who }] of Object.entries(declared)) {
    const kind = Array.isArray(who) ? administrators.find((one) => who.includes(`${one}-administrator`)) : undefined;
    const of = who === 'anyone' || who === 'signed-in' || who.includes('citizen') ? people.citizen
      : who.includes('clerk') ? people.clerk : kind ? await cast.officer(kind) : people.decider;
    await badInput(of, name);
    const sample = samples[name];
    if (sample?.thing) await go(of, name, { ...sample.input, [sample.key ?? 'id']: never }, sample.options);
    if (who !== 'anyone' && declared[name]?.answer !== 'stream') {
      await go(server.client(), name, { ...samples[name]?.input, id: never }, samples[name]?.options);
    }
  }
  const noOne = await fetch(`${server.url}/api/live`);
  seen.get('base.live')?.add(noOne.status);
});

/** Each input in turn made nonsense, until one is refused as such. */
async function badInput(client: Client, name: string): Promise<void> {
  const { input, method, body } = declared[name] ?? { input: {} };
  const sample = samples[name];
  const good = { ...sample?.input, ...(sample?.thing ? { [sample.key ?? 'id']: never } : {}) };
  for (const key of Object.keys(input.shape ?? {})) {
    for (const nonsense of method === 'GET' || body === 'bytes' ? ['x'.repeat(180), ''] : [{ a: [1] }, 'x'.repeat(180), 7]) {
      if (seen.get(name)?.has(400)) return;
      await go(client, name, { ...good, [key]: nonsense }, sample?.options);
    }
  }
  if (method !== 'GET' && !seen.get(name)?.has(400)) {
    await go(client, name, good, { ...sample?.options, key: 'bad key!' });
  }
}

/** Has it anything that could be wrong? A GET without input cannot be asked badly. */
const askable = (name: string): boolean =>
  declared[name]?.method !== 'GET' || Object.keys(declared[name]?.input.shape ?? {}).length > 0;

/** What needs a broken machine is shown elsewhere (the kill test). */
const elsewhere = new Set(['base.health 503', 'base.ready 503',
  // What needs a provider: provider.test.ts of identity; what needs an authenticator: second-factor.story.ts.
  'identity.begin-provider 200', 'identity.begin-provider 503', 'identity.finish-provider 200', 'identity.finish-provider 503',
  'identity.second-passkey 200', 'identity.confirm-passkey 200']);
/** Searches that take any words at all. */
const takesAll = new Set<string>([]);

test.each(Object.keys(declared))('%s has been seen in all it can answer', (name) => {
  const got = seen.get(name) ?? new Set<number>();
  const lacks: string[] = [];
  if (!got.has(200) && !elsewhere.has(`${name} 200`)) lacks.push('2xx');
  if (askable(name) && !got.has(400) && !takesAll.has(name)) lacks.push('400');
  if (declared[name]?.who !== 'anyone' && ![401, 403, 404].some((s) => got.has(s))) lacks.push('401, 403 or 404');
  for (const status of declared[name]?.refusals ?? []) {
    if (!got.has(status) && !elsewhere.has(`${name} ${status}`)) lacks.push(String(status));
  }
  expect(lacks, `${name} was seen with ${[...got].join(' ')}`).toEqual([]);
});

test('nothing was answered that is not declared, and never with a fault', () => {
  const always = [200, 400, 401, 403, 404, 429];
  const stray = [...seen].flatMap(([name, statuses]) => [...statuses]
    .filter((s) => !always.includes(s) && !declared[name]?.refusals?.includes(s)).map((s) => `${name} ${s}`));
  expect(stray).toEqual([]);
});

test('every refusal says in Chinese what is the matter', () => {
  const silent = [...bodies].filter(([, message]) => !/[\u4e00-\u9fff]{4,}/.test(message)).map(([key]) => key);
  expect(silent).toEqual([]);
  expect(bodies.size).toBeGreaterThan(60);
  console.info(`endpoint table: ${seen.size} endpoints, ${[...seen.values()].reduce((n, s) => n + s.size, 0)} answers, ${bodies.size} refusals in words`);
});

test('everything holds afterwards', async () => {
  await server.drain();
  expect((await audit(server.world)).faults).toEqual([]);
});
