/** An instance with something on every page of the list of addresses: real ids, real people. */
import { demoPeople } from '#identity';
import { actingFor, citizen, file, fillDraft, officer } from '../tests/people.ts';
import { addressOf, paths, type PathName, type Place } from '../web/paths.ts';
import type { Client } from '../tests/server.ts';
import type { Scene } from './browser.ts';

export type Who =
  | 'nobody' | 'senior' | 'agent' | 'groom' | 'clerk' | 'decider' | 'education' | 'security' | 'system' | 'audit'
  | 'designer';

/** Everybody who looks at a page, and how he signs in. */
export const accounts: Record<Exclude<Who, 'nobody'>, string> = {
  senior: demoPeople.senior.phone,
  agent: demoPeople.agent.phone,
  groom: demoPeople.groom.phone,
  clerk: 'changfeng.clerk',
  decider: 'culture.decider',
  education: 'education.decider',
  security: 'security',
  system: 'system',
  audit: 'audit',
  designer: 'designer',
};

type Seen = { who: Who; params?: Record<string, string>; query?: Record<string, string> };

export type Stop = { name: PathName; who: Who; address: string };

/** Meals are handled where one lives: here by the centre that has officers. */
export const mealsHere = { facts: { 'applicant.residence-street': '310107014' } };

/** A slip from the counter, a contact to rate, and a bad rating of a bath house to be put right. */
async function ratings(here: Scene, given: { settled: string; clerk: Client }) {
  const slip = await given.clerk.call('feedback.slip', {});
  const show = await file(await actingFor(here, 'representative', 'performance'), 'commercial-performance');
  await here.drain();
  const senior = await citizen(here, 'senior');
  const mine = await senior.call('feedback.mine', { case: given.settled });
  const company = await actingFor(here, 'representative', 'performance');
  const theirs = await company.call('feedback.mine', { case: show.case });
  await company.call('feedback.rate', { id: theirs.body.contacts[0]?.id ?? '', level: 1, words: '网页上找不到样张' });
  const tasks = await (await officer(here, 'culture.decider')).call('feedback.tasks', {});
  return { slip, contact: mine.body.contacts[0], task: tasks.body.tasks[0] };
}

/** A booking of the bride's that waits for the groom's consent. Gives the consent. */
async function asked(here: Scene): Promise<string> {
  const bride = await citizen(here, 'bride');
  const { groom } = demoPeople;
  const begun = await bride.call('cases.start', { item: 'premarital-check' });
  const draft = await bride.call('cases.save', {
    id: begun.body.id,
    facts: {
      'ask.registered': false,
      'ask.in-shanghai': true,
      'partner.name': groom.name,
      'partner.id-number': groom.idNumber,
      'premarital-booking.date': '2026-12-07',
      'premarital-booking.session': 'm1',
      'applicant.hukou-kind': 'local',
      'applicant.health-consent': true,
    },
  }, { version: begun.body.version });
  const invited = await bride.call('cases.invite', { id: draft.body.id, party: 'partner' });
  return invited.body.consent;
}

/** A bath house on which the culture bureau is asked for its opinion. Gives what is asked. */
async function opinion(here: Scene): Promise<string> {
  const firm = await actingFor(here, 'bathHouse', 'bathHouse');
  const { case: id } = await file(firm, 'bath-house-hygiene');
  await (await officer(here, 'health.clerk')).call('cases.accept', { id });
  const reviewer = await officer(here, 'health.reviewer');
  const question = '请就场所提出意见';
  await reviewer.call('cases.ask-opinion', { id, unit: 'culture-tourism-bureau', question });
  const culture = await officer(here, 'culture.decider');
  const { body } = await culture.call('cases.asked-opinions', {});
  return body.asked[0]?.id ?? '';
}

/** Files what the pages show. Gives every address of the list, each with who looks at it. */
export async function everyPage(here: Scene): Promise<Stop[]> {
  const senior = await citizen(here, 'senior');
  const settled = await file(senior, 'senior-meals', mealsHere);
  const clerk = await officer(here, 'changfeng.clerk');
  await clerk.call('cases.settle', { id: settled.case });
  const lacking = await file(await citizen(here, 'senior'), 'disability-allowance');
  const civil = await officer(here, 'civil.clerk');
  await civil.call('cases.ask-supplement', {
    id: lacking.case,
    points: [{ at: 'applicant.bank', message: '请写清楚是哪一家银行。' }],
  });
  const waiting = await file(senior, 'senior-meals', mealsHere);
  const draft = await fillDraft(senior, 'senior-meals', mealsHere);
  const walkIn = await clerk.call('cases.start', {
    item: 'senior-meals',
    for: { name: demoPeople.neighbour.name, idNumber: demoPeople.neighbour.idNumber },
  });
  const held = await senior.call('licences.mine', {});
  const licence = held.body.licences.find(({ kind }) => kind === 'meal-support-eligibility');
  if (!licence) throw new Error('王桂芳 has no licence yet');
  const { slip, contact, task } = await ratings(here, { settled: settled.case, clerk });
  const person = { who: 'senior' } as const;
  const at = { case: settled.case };
  const desk = { who: 'clerk' } as const;
  const seen: Record<PathName, Seen> = {
    home: { who: 'nobody' },
    search: { who: 'nobody', query: { q: '演出' } },
    item: { who: 'nobody', params: { item: 'commercial-performance' } },
    results: {
      who: 'nobody',
      params: { item: 'licensing-decision-query' },
      query: { holder: '样张' },
    },
    signIn: { who: 'nobody' },
    register: { who: 'nobody' },
    verify: { who: 'nobody' },
    verifyCode: { who: 'nobody', params: { code: licence.code } },
    help: { who: 'nobody' },
    ratings: { who: 'nobody' },
    rateCodes: { who: 'nobody' },
    rateCode: { who: 'nobody', params: { code: slip.body.code } },
    rate: { ...person, params: { ...at, contact: contact?.id ?? '' } },
    workbenchRatings: { who: 'decider' },
    workbenchRating: { who: 'decider', params: { task: task?.id ?? '' } },
    workbenchSignIn: { who: 'nobody' },
    forgot: { who: 'nobody' },
    workbenchNewPassword: { who: 'nobody' },
    draft: { ...person, params: { draft: draft.id } },
    draftSection: { ...person, params: { draft: draft.id, section: 'senior' } },
    draftCheck: { ...person, params: { draft: draft.id } },
    consent: { who: 'groom', params: { consent: await asked(here) } },
    receipt: { ...person, params: at },
    case: { ...person, params: at },
    supplement: { ...person, params: { case: lacking.case } },
    mine: person,
    cases: person,
    licences: person,
    licence: { ...person, params: { licence: licence.id } },
    messages: person,
    organisations: { who: 'agent' },
    mandates: { who: 'agent' },
    ledger: person,
    myData: person,
    account: person,
    workbench: desk,
    workbenchAccount: desk,
    workbenchCorrections: desk,
    workbenchStaff: { who: 'security' },
    workbenchSessions: { who: 'security' },
    workbenchPolicy: { who: 'security' },
    workbenchUnits: { who: 'security' },
    workbenchSettings: { who: 'system' },
    workbenchAudit: { who: 'audit' },
    workbenchAuditActs: { who: 'audit' },
    workbenchAuditChain: { who: 'audit' },
    signInProvider: { who: 'nobody' },
    workbenchProvider: { who: 'nobody' },
    workbenchQueue: { ...desk, params: { box: 'unit' } },
    workbenchCase: { ...desk, params: { box: 'unit', case: waiting.case } },
    workbenchAct: { ...desk, params: { box: 'unit', case: waiting.case, action: 'settle' } },
    workbenchRound: { who: 'education', params: { item: 'kindergarten-registration' } },
    workbenchFind: { ...desk, query: { q: demoPeople.senior.name } },
    workbenchAbsence: desk,
    workbenchSupervision: { who: 'decider' },
    workbenchArchive: { who: 'decider' },
    workbenchCalendar: { who: 'decider' },
    workbenchPromises: { who: 'decider' },
    workbenchOpinions: { who: 'decider' },
    workbenchOpinion: { who: 'decider', params: { opinion: await opinion(here) } },
    workbenchWalkIn: desk,
    workbenchItems: { who: 'designer' },
    workbenchItem: { who: 'designer', params: { item: 'leaving-certificate' } },
    workbenchDraft: { ...desk, params: { draft: walkIn.body.id } },
  };
  return (Object.keys(paths) as PathName[]).map((name) => {
    const { who, params, query } = seen[name];
    return { name, who, address: addressOf({ to: name, params, query } as Place) };
  });
}
