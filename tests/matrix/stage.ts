/** The stage of the matrices: every role signed in, and for every kind of thing one that is his. */
import crypto from 'node:crypto';
import { Live } from '#base';
import { addStaff } from '#identity';
import { allEndpoints } from '../../server/app.ts';
import { file, smallPdf } from '../people.ts';
import type { Answer, CallOptions, Client, TestServer } from '../server.ts';
import { castOf, caseIn, demoNumber, demoOrganisations, demoPassword, demoPeople, type Cast } from './cast.ts';

export type Declared = {
  method: string; path: string; who: 'anyone' | 'signed-in' | readonly string[];
  body?: string; answer?: string; refusals?: readonly number[];
  input: { shape?: Record<string, unknown> };
};

/** All declarations, by name: what the server mounts. */
export const declared = allEndpoints(new Live('')) as unknown as Record<string, Declared>;

/** What an id in a path or body stands for. */
export type Thing = 'consent' | 'row' | 'case' | 'draft' | 'document' | 'paper' | 'licence' | 'message' | 'mandate' | 'organisation' | 'opinion' | 'promise'
  | 'staff' | 'session' | 'factor' | 'correction' | 'contact' | 'task';

export const roleNames = [
  'nobody', 'owner', 'stranger', 'leader', 'agent', 'lapsed', 'clerk', 'reviewer', 'decider',
  'clerk elsewhere', 'reviewer elsewhere', 'decider elsewhere', 'supervisor', 'designer',
  'system administrator', 'security administrator', 'audit administrator',
] as const;
export type RoleName = (typeof roleNames)[number];

export type Player = {
  client: Client;
  /** The roles a session of his has, by the design: written here, not read from the server. */
  roles: readonly string[];
  own: Partial<Record<Thing, string>>;
  foreign: Partial<Record<Thing, string>>;
};

export type Stage = { players: Record<RoleName, Player>; cast: Cast; code: string };

/** Calls by name without a type for each: the matrices go over all of them. */
export function call(
  client: Client, name: string, input: object, options: CallOptions = {},
): Promise<Answer<Record<string, unknown>>> {
  return client.call(name as never, input as never, options) as never;
}

async function must(client: Client, name: string, input: object, options: CallOptions = {}) {
  const answer = await call(client, name, input, options);
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Sets the stage: closed cases with licences, drafts with a document, messages, mandates. */
export async function setStage(server: TestServer): Promise<Stage> {
  const cast = castOf(() => server);
  const owner = await cast.citizen('senior');
  const leader = await cast.acting('representative', 'performance');
  const agent = await cast.acting('agent', 'performance');
  const meals = (await file(owner, 'senior-meals', { facts: { 'applicant.residence-street': '310107022' } })).case;
  await must(await cast.officer('zhenru.clerk'), 'cases.settle', { id: meals });
  const show = await caseIn(server, cast, { item: 'commercial-performance', state: 'closed' });
  const bath = await caseIn(server, cast, { item: 'bath-house-hygiene', state: 'closed' });
  await server.drain();
  const { lapsed, ended } = await someoneLapsed(server, { cast, leader });
  const firm = await organisationOf(leader);
  const otherFirm = await organisationOf(await cast.acting('bathHouse', 'bathHouse'));
  const [m, s, b] = [
    await thingsOf(owner, meals), await thingsOf(leader, show),
    await thingsOf(await cast.acting('bathHouse', 'bathHouse'), bath),
  ];
  Object.assign(m, { consent: await asked(await cast.citizen('bride')) });
  const task = await badlyRated(leader, { case: show, unit: await cast.officer('culture.reviewer') });
  Object.assign(s, { task });
  const drafts = {
    owner: await draftOf(owner, 'senior-meals'), leader: await draftOf(leader, 'commercial-performance'),
    agent: await draftOf(agent, 'commercial-performance'),
    clerk: await draftOf(await cast.officer('culture.clerk'), 'senior-meals', { name: '样张甲', idNumber: demoNumber('19400101', '401') }),
  };
  const somebody = await addStaff(server.world.db, {
    login: 'stage.officer', name: '样某官', idNumber: demoNumber('19850101', '402'), unit: 'data-bureau', roles: ['clerk'],
    password: demoPassword, by: 'test',
  }, server.world.clock.today());
  const citizen = ['citizen'];
  const staff = async (login: string, role: string, own: Player['own'], foreign: Player['foreign']) =>
    ({ client: await cast.officer(login), roles: [role], own, foreign });
  const notOurs = { ...m, ...drafts.owner };
  const elsewhere = { ...s, ...drafts.leader };
  const players: Record<RoleName, Player> = {
    'nobody': { client: server.client(), roles: [], own: {}, foreign: elsewhere },
    'owner': { client: owner, roles: citizen, own: { ...m, ...drafts.owner },
      foreign: { ...elsewhere, mandate: ended, organisation: firm } },
    'stranger': { client: await cast.citizen('disabled'), roles: citizen, own: {},
      foreign: { ...notOurs, mandate: ended, organisation: firm } },
    'leader': { client: leader, roles: citizen, own: { ...s, ...drafts.leader, mandate: ended, organisation: firm },
      foreign: { ...notOurs, organisation: otherFirm } },
    'agent': { client: agent, roles: ['citizen', 'agent'], own: { ...s, ...drafts.agent, organisation: firm },
      foreign: { ...notOurs, mandate: ended, organisation: otherFirm } },
    'lapsed': { client: lapsed, roles: citizen, own: {}, foreign: { ...elsewhere, mandate: ended, organisation: firm } },
    'clerk': await staff('culture.clerk', 'clerk', { ...s, ...drafts.clerk, message: '' }, notOurs),
    'reviewer': await staff('culture.reviewer', 'reviewer', { ...s, message: '' }, notOurs),
    'decider': await staff('culture.decider', 'decider', { ...s, message: '' }, notOurs),
    'clerk elsewhere': await staff('health.clerk', 'clerk', { ...b, message: '' }, elsewhere),
    'reviewer elsewhere': await staff('health.reviewer', 'reviewer', { ...b, message: '' }, elsewhere),
    'decider elsewhere': await staff('health.decider', 'decider', { ...b, message: '' }, elsewhere),
    'supervisor': await staff('supervisor', 'supervisor', { ...s, message: '' }, { ...drafts.leader, message: m.message }),
    'designer': await staff('designer', 'designer', {}, elsewhere),
    'system administrator': await staff('system', 'system-administrator', { staff: somebody }, { ...drafts.leader, message: m.message }),
    'security administrator': await staff('security', 'security-administrator', { staff: somebody }, { ...drafts.leader, message: m.message }),
    'audit administrator': await staff('audit', 'audit-administrator', { staff: somebody }, { ...drafts.leader, message: m.message }),
  };
  for (const player of Object.values(players)) if (player.own.message === '') delete player.own.message;
  return { players, cast, code: 'not-a-code' };
}

/** The owner is named in a draft of somebody else’s and asked to agree. */
async function asked(client: Client): Promise<string> {
  const { id, version } = await must(client, 'cases.start', { item: 'premarital-check' });
  const { name, idNumber } = demoPeople.senior;
  const facts = { 'partner.name': name, 'partner.id-number': idNumber };
  await must(client, 'cases.save', { id, facts }, { version: Number(version) });
  return String((await must(client, 'cases.invite', { id, party: 'partner' }))['consent']);
}

/** A bad rating of a company, to be put right by the unit. */
async function badlyRated(client: Client, of: { case: string; unit: Client }): Promise<string> {
  const contacts = (await must(client, 'feedback.mine', { case: of.case }))['contacts'] as { id: string; kind: string }[];
  const contact = contacts.find(({ kind }) => kind === 'acceptance')?.id ?? '';
  await must(client, 'feedback.rate', { id: contact, level: 1 });
  const tasks = (await must(of.unit, 'feedback.tasks', {}))['tasks'] as { id: string }[];
  return tasks[0]?.id ?? '';
}

/** An agent whose mandate was ended while he acted: his session still names the company. */
async function someoneLapsed(
  server: TestServer, { cast, leader }: { cast: Cast; leader: Client },
): Promise<{ lapsed: Client; ended: string }> {
  const { client, name, idNumber } = await cast.newcomer('样前任', '19800101');
  const organisation = await organisationOf(leader);
  const given = await must(leader, 'identity.give-mandate', {
    organisation, agentName: name, agentIdNumber: idNumber, items: 'all', until: '2027-01-31',
  });
  await must(client, 'identity.act-for', { organisation });
  await must(leader, 'identity.end-mandate', { id: given['mandate'] });
  await server.drain();
  return { lapsed: client, ended: String(given['mandate']) };
}

async function organisationOf(client: Client): Promise<string> {
  const me = await must(client, 'identity.me', {});
  return (me['actingFor'] as { organisation: string }).organisation;
}

async function thingsOf(client: Client, id: string): Promise<Required<Pick<Player['own'], 'case' | 'paper' | 'licence' | 'message' | 'contact'>>> {
  const view = await must(client, 'cases.case', { id });
  const inbox = await must(client, 'messages.list', {});
  const rateable = (await must(client, 'feedback.mine', { case: id }))['contacts'] as { id: string; open: boolean }[];
  const message = (inbox['messages'] as { id: string; case?: string }[]).find((x) => x.case === id);
  return {
    case: id, paper: (view['papers'] as { id: string }[])[0]?.id ?? '',
    licence: (view['licence'] as { id: string }).id, message: message?.id ?? '',
    contact: rateable.find((one) => one.open)?.id ?? '',
  };
}

async function draftOf(client: Client, item: string, walkIn?: object): Promise<{ draft: string; document: string }> {
  const draft = await must(client, 'cases.start', { item, ...(walkIn ? { for: walkIn } : {}) });
  const material = item === 'senior-meals' ? 'identity-card-copy' : 'programme';
  const document = await must(client, 'cases.upload', { id: draft['id'], material, name: '样.pdf' },
    { file: smallPdf(), type: 'application/pdf' });
  return { draft: String(draft['id']), document: String(document['id']) };
}

/** One valid input of an endpoint that changes nothing more than it must. */
export type Sample = { thing?: Thing; key?: string; input: Record<string, unknown>; options?: CallOptions };

const reason = '核对后认为需要这样办理';
const onCase = (more: object = {}): Sample => ({ thing: 'case', input: { ...more } });
const bytes = { file: smallPdf(900), type: 'application/pdf' };

/** By endpoint. A new endpoint without a sample fails the matrices by name. */
export const samples: Record<string, Sample> = {
  'base.health': { input: {} }, 'base.ready': { input: {} }, 'base.live': { input: {} },
  'identity.register': { input: { name: '样张', idNumber: '310199199001010000', phone: '15311110000', password: 'a long enough one 27' } },
  'identity.sign-in': { input: { account: '', password: '' } },
  'identity.sign-out': { input: {} }, 'identity.me': { input: {} }, 'identity.units': { input: {} },
  'identity.act-for': { thing: 'organisation', key: 'organisation', input: {} },
  'identity.add-organisation': { input: { ...demoOrganisations.performance } },
  'identity.give-mandate': { thing: 'organisation', key: 'organisation', input: {
    agentName: '样张', agentIdNumber: demoNumber('19900101', '999'), items: 'all', until: '2020-01-01' } },
  'identity.mandates': { input: {} }, 'identity.end-mandate': { thing: 'mandate', input: {} },
  'identity.second-code': { input: { code: '000000' } }, 'identity.passkey-to-prove': { input: {} },
  'identity.second-passkey': { input: { response: { id: 'x', rawId: 'x', type: 'public-key', response: {} } } },
  'identity.begin-totp': { input: { password: '' } }, 'identity.begin-passkey': { input: { password: '' } },
  'identity.confirm-totp': { input: { id: crypto.randomUUID(), code: '' } },
  'identity.confirm-passkey': { input: { response: { id: 'x', rawId: 'x', type: 'public-key', response: {} } } },
  'identity.factors': { input: {} }, 'identity.remove-factor': { thing: 'factor', input: { password: '' } },
  'identity.new-codes': { input: { password: '' } },
  'identity.sessions': { input: {} }, 'identity.end-session': { thing: 'session', input: {} },
  'identity.end-other-sessions': { input: {} },
  'identity.change-password': { input: { password: 'not the password', next: 'a long enough one 27' } },
  'identity.use-link': { input: { token: 'no-link', next: 'a long enough one 27' } },
  'identity.ask-reset': { input: { account: '15900000000' } },
  'identity.reset-password': { input: { account: '15900000000', code: '000000', next: 'a long enough one 27' } },
  'identity.ask-verify': { input: { phone: '15311110000' } }, 'identity.verify-phone': { input: { code: '000000' } },
  'identity.providers': { input: {} }, 'identity.begin-provider': { input: { side: 'citizen', back: '/' } },
  'identity.finish-provider': { input: { query: '' } },
  'identity.unit-people': { input: {} }, 'identity.settings': { input: {} }, 'identity.staff': { input: { q: '样张' } },
  'identity.create-staff': { input: { login: 'x', name: '样张', idNumber: demoNumber('19900101', '998'), unit: 'data-bureau' } },
  'identity.edit-staff': { thing: 'staff', input: { unit: 'data-bureau' } },
  'identity.disable-staff': { thing: 'staff', input: {} }, 'identity.enable-staff': { thing: 'staff', input: {} },
  'identity.assign-roles': { thing: 'staff', input: { roles: ['clerk'] } },
  'identity.unlock-staff': { thing: 'staff', input: {} }, 'identity.reset-factors': { thing: 'staff', input: {} },
  'identity.make-link': { thing: 'staff', input: {} },
  'identity.staff-sessions': { input: {} }, 'identity.end-staff-session': { thing: 'session', input: {} },
  'identity.policy': { input: {} },
  'identity.set-policy': { input: { secondFactor: [], idleMinutes: 30, longestHours: 12 } },
  'identity.log': { input: {} }, 'identity.export-log': { input: { what: 'session' } },
  'licences.mine': { input: {} }, 'licences.show': { thing: 'licence', input: {} },
  'licences.file': { thing: 'licence', input: {} }, 'licences.of-case': onCase(),
  'licences.change': { thing: 'licence', input: { action: 'resume', reason } },
  'licences.verify': { input: { code: 'not-a-code' } },
  'licences.verify-file': { input: {}, options: bytes },
  'licences.query': { input: { item: 'licensing-decision-query', by: { holder: '样张' } } },
  'messages.list': { input: {} }, 'messages.unread': { input: {} },
  'messages.read': { thing: 'message', input: {} },
  'catalogue.items': { input: { q: '老人' } }, 'catalogue.item': { input: { id: 'senior-meals' } },
  'catalogue.guide': { input: { id: 'senior-meals', facts: {} } },
  'catalogue.shelf': { input: {} }, 'catalogue.history': { input: { id: 'senior-meals' } },
  'catalogue.publish': { input: { id: 'senior-meals', reason } },
  'catalogue.withdraw': { input: { id: 'senior-meals', reason, at: '2020-01-01T00:00:00+08:00' } },
  'sources.query': { input: { item: 'water-quality-query', by: { estate: '样张' } } },
  'sources.document': { thing: 'row', input: { item: 'child-health-report' } },
  'facts.ledger': { input: {} }, 'facts.my-data': { input: {} }, 'facts.erase': { input: {} },
  'facts.correct': { input: { group: 'person', field: 'name', value: '' } },
  'facts.export': { input: { format: 'json' } }, 'facts.corrections': { input: {} },
  'facts.answer-correction': { thing: 'correction', input: { outcome: 'refused', answer: '核对了原件，没有错' } },
  'identity.close-account': { input: { password: 'not the password' } },
  'cases.start': { input: { item: 'licensing-decision-query' } }, 'cases.drafts': { input: {} },
  'cases.draft': { thing: 'draft', input: {} },
  'cases.save': { thing: 'draft', input: { facts: {} }, options: { version: 999 } },
  'cases.remove-member': { thing: 'draft', input: { party: 'performer', index: 0 }, options: { version: 999 } },
  'cases.upload': { thing: 'draft', input: { material: 'programme', name: 'a.pdf' }, options: { file: Buffer.alloc(0), type: 'application/pdf' } },
  'cases.remove-document': { thing: 'draft', input: { document: crypto.randomUUID() } },
  'cases.discard': { thing: 'draft', input: {} },
  'cases.submit': { thing: 'draft', input: { declared: true } },
  'cases.invite': { thing: 'draft', input: { party: 'partner' } }, 'cases.consents': { input: {} },
  'cases.consent': { thing: 'consent', input: {} },
  'cases.consent-save': { thing: 'consent', input: { facts: {} }, options: { version: 999 } },
  'cases.consent-answer': { thing: 'consent', input: { answer: 'take-back' } },
  'cases.choose-child': { thing: 'draft', input: { child: 'nobody' } },
  'cases.slots': { input: { item: 'premarital-check' } },
  'cases.opening': { input: { item: 'kindergarten-registration' } },
  'cases.set-slot': { input: { item: 'premarital-check', date: '2026-12-01', session: 'm1', capacity: 6 } },
  'cases.give-result': { thing: 'case', input: { party: 'applicant' }, options: bytes },
  'cases.verify': onCase(), 'cases.round': { input: { item: 'kindergarten-registration' } },
  'cases.place': { input: { item: 'kindergarten-registration', preview: true } },
  'cases.mine': { input: {} }, 'cases.queue': { input: {} }, 'cases.find': { input: { q: '样张某某' } },
  'cases.batch': { input: { action: 'claim', rows: [{ id: crypto.randomUUID() }] } },
  'cases.hand-over': { input: { from: crypto.randomUUID(), to: [crypto.randomUUID()] } },
  'cases.export': { input: { state: 'terminated' } },
  'cases.colleagues': { input: {} }, 'cases.absences': { input: {} },
  'cases.go-away': { input: { from: '2026-12-01', until: '2026-12-02', deputy: crypto.randomUUID() } },
  'cases.come-back': { input: { id: crypto.randomUUID() } },
  'cases.supervision': { input: {} },
  'cases.answer-order': { input: { id: crypto.randomUUID(), answer: '材料已补齐，本周办好' } },
  'cases.light-rule': { input: {} }, 'cases.calendar': { input: {} },
  'cases.set-light-rule': { input: { yellowLeast: 1, yellowPercent: 20, purpleAfter: 5, reason } },
  'cases.set-calendar': { input: { year: 2027, off: '', work: '', document: '样张〔2026〕1号', source: '样张来源', preview: true } },
  'cases.case': onCase(), 'cases.file': { thing: 'paper', input: {} },
  'cases.upload-supplement': { thing: 'case', input: { material: 'programme', name: 'a.pdf' }, options: bytes },
  'cases.supplement': onCase({ facts: {} }), 'cases.withdraw': onCase(),
  'cases.ask-supplement': onCase({ points: [{ at: 'programme', message: '请重新上传清楚的扫描件' }] }),
  'cases.accept': onCase(), 'cases.not-accept': onCase({ reason }), 'cases.review': onCase(),
  'cases.propose-refusal': onCase({ reason, cites: ['in-district'] }),
  'cases.start-procedure': onCase({ procedure: 'expert-review', reason, staff: ['陈静', '陈明'] }),
  'cases.end-procedure': onCase({ result: '评审通过' }), 'cases.extend': onCase({ reason }),
  'cases.decide': onCase({ outcome: 'grant' }), 'cases.settle': onCase(), 'cases.issue': onCase(),
  'cases.pay-order': onCase(), 'cases.deliver': onCase(), 'cases.terminate': onCase({ reason, ground: 'object-gone' }),
  'cases.ask-question': onCase({ question: '请问演出当天几点开始？' }),
  'cases.answer-question': onCase({ answer: '晚上七点半开始' }),
  'cases.note': onCase({ note: '已经电话核实过' }), 'cases.return-review': onCase({ reason }),
  'cases.attach': { thing: 'case', input: { name: '现场照片.pdf' }, options: bytes },
  'cases.ask-opinion': onCase({ unit: 'health-commission', question: '请就现场卫生条件提出意见' }),
  'cases.asked-opinions': { input: {} }, 'cases.asked-opinion': { thing: 'opinion', input: {} },
  'cases.give-opinion': { thing: 'opinion', input: { answer: 'agree', words: '没有意见' } },
  'cases.hand-in-later': onCase(), 'cases.grant-on-promise': onCase(), 'cases.promises': { input: {} },
  'cases.check-promise': { thing: 'promise', input: { outcome: 'kept', found: '现场与承诺一致' } },
  'cases.decide-breach': { thing: 'promise', input: { outcome: 'mend', reason } },
  'cases.repair-promise': { thing: 'promise', input: { reason } },
  'cases.raise': onCase({ reason }), 'cases.claim': onCase(), 'cases.hand-back': onCase(),
  'cases.archived': { input: { number: '没有的' } }, 'cases.decline-destruction': onCase({ reason }),
  'cases.acts': { input: { who: '陈' } }, 'cases.chain-checks': { input: {} }, 'cases.check-chain': { input: {} },
  'cases.package': onCase(), 'cases.destruction-due': { input: {} },
  'cases.propose-destruction': onCase({ reason }), 'cases.approve-destruction': onCase(),
  'cases.choose-delivery': onCase({ to: { way: 'download' } }),
  'cases.post': onCase({ carrier: '样张快递', tracking: 'SF1234567890' }),
  'cases.delivery-proof': { thing: 'case', input: { name: '签收.pdf' }, options: bytes },
  'cases.not-arrived': onCase({ reason }), 'cases.confirm-receipt': onCase(),
  'feedback.mine': { input: {} }, 'feedback.contact': { thing: 'contact', input: {} },
  'feedback.rate': { thing: 'contact', input: { level: 1 } },
  'feedback.code': { input: { code: '0000-0000-0000' } },
  'feedback.rate-code': { input: { code: '0000-0000-0000', level: 5 } },
  'feedback.slip': { input: {} }, 'feedback.tasks': { input: {} }, 'feedback.task': { thing: 'task', input: {} },
  'feedback.answer': { thing: 'task', input: { answer: reason } },
  'feedback.appeal': { thing: 'task', input: { reason } },
  'feedback.judge': { thing: 'task', input: { mistaken: false, reason } },
  'feedback.visit': { thing: 'task', input: { result: 'satisfied', words: reason } },
  'feedback.figures': { input: {} },
};
