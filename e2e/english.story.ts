/** The pages in English: no Chinese outside names, addresses, laws and what people wrote. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoOrganisations, demoPassword } from '#identity';
import { actingFor, citizen, file, fillDraft, officer } from '../tests/people.ts';
import { phone, scene, type Scene, type Visitor } from './browser.ts';
import { chineseOn, shareOfChinese } from './chinese.ts';
import { accounts, everyPage, mealsHere, type Stop, type Who } from './world.ts';

let here: Scene;
let stops: Stop[];
beforeAll(async () => {
  here = await scene();
  stops = await everyPage(here);
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

/** From here on this visitor reads English. */
async function inEnglish(visitor: Visitor): Promise<void> {
  await visitor.context.addInitScript({ content: "localStorage.setItem('bantuo.language', 'en')" });
}

/** What cannot be read on the page that is open, once it has come up. */
async function judge(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  const found = await chineseOn(page);
  const share = await shareOfChinese(page);
  if (share > 0.5) found.push(`${Math.round(share * 100)} % of the page is Chinese`);
  return found.map((one) => `${name} ${one}`);
}

const everybody = [
  'nobody', 'senior', 'agent', 'groom', 'clerk', 'decider', 'education', 'security', 'audit', 'designer',
] as const satisfies Who[];

test.each(everybody)('every page %s sees', async (who) => {
  const visitor = await here.visitor(who);
  if (who === 'senior' || who === 'agent' || who === 'groom') await visitor.enter(accounts[who]);
  else if (who !== 'nobody') {
    await visitor.open('/workbench');
    await visitor.signIn(accounts[who]);
  }
  await inEnglish(visitor);
  const found: string[] = [];
  for (const { name, address } of stops.filter((stop) => stop.who === who)) {
    await visitor.open(address);
    found.push(...(await judge(visitor, name)));
  }
  expect(found).toEqual([]);
});

test.each([
  ['supervisor', ['/workbench', '/workbench/supervision', '/workbench/calendar', '/workbench/promises']],
  ['system', ['/workbench', '/workbench/calendar', '/workbench/staff']],
  ['security', ['/workbench', '/workbench/staff']],
])('what %s sees', async (login, addresses) => {
  const visitor = await here.visitor(login);
  await visitor.open('/workbench');
  await visitor.signIn(login);
  await inEnglish(visitor);
  const found: string[] = [];
  for (const address of addresses) {
    await visitor.open(address);
    found.push(...(await judge(visitor, address)));
  }
  expect(found).toEqual([]);
});

test('a company: whose business it does, its form with people in it, its case', async () => {
  const firm = await actingFor(here, 'agent', 'performance');
  const { id } = await fillDraft(firm, 'commercial-performance');
  const filed = await file(firm, 'commercial-performance');
  const agent = await here.visitor('agent of a company');
  await agent.enter(accounts.agent);
  await agent.actFor(demoOrganisations.performance.name);
  await inEnglish(agent);
  const found: string[] = [];
  const at = `/drafts/${id}`;
  const steps = ['/check', '/sections/cast', '/sections/materials'];
  for (const address of [...steps.map((step) => at + step), `/cases/${filed.case}`, '/mine']) {
    await agent.open(address);
    found.push(...(await judge(agent, address.replace(/[0-9a-f-]{36}/, ':id'))));
  }
  expect(found).toEqual([]);
});

test('the page says in which language it is, and Chinese stays as it was', async () => {
  const anyone = await here.visitor('anyone');
  const langs = (): Promise<unknown> =>
    anyone.page.evaluate("[document.documentElement.lang, document.querySelectorAll('[data-zh]').length]");
  await anyone.open('/items/commercial-performance?lang=en');
  await anyone.at('Often asked');
  expect(await langs()).toEqual(['en', expect.any(Number)]);
  await anyone.press('中文');
  await anyone.at('大家常问');
  expect(await langs()).toEqual(['zh-CN', 0]);
});

/** Presses in the page's main part and says what is then not English. */
async function then(visitor: Visitor, button: string, name: string): Promise<string[]> {
  await visitor.press(button, visitor.page.getByRole('main'));
  await visitor.page.getByRole('alert').first().waitFor();
  return judge(visitor, name);
}

test('from the guide to the case in English, with what is refused on the way', async () => {
  const found: string[] = [];
  const reader = await here.visitor('reader', { size: phone });
  const { page } = reader;
  await inEnglish(reader);
  await reader.open('/items/senior-meals');
  for (const answer of ['Yes', 'Changfeng Xincun', 'Shanghai', 'Myself']) {
    const offered = page.getByRole('radio', { name: new RegExp(answer) });
    await page.getByRole('radio').first().waitFor();
    await ((await offered.count()) > 0 ? offered : page.getByRole('radio')).first().check();
    found.push(...(await judge(reader, `guide ${answer}`)));
    await reader.press('Next');
  }
  await reader.open('/sign-in?back=%2Fmine');
  found.push(...(await then(reader, 'Sign in', 'empty sign-in')));
  await page.getByRole('textbox', { name: 'Phone or identity number' }).fill(accounts.senior);
  await page.getByRole('textbox', { name: 'Password' }).fill('not this one');
  for (const status of [400, 401, 403, 409]) reader.expected.add(status);
  found.push(...(await then(reader, 'Sign in', 'wrong password')));
  await page.getByRole('textbox', { name: 'Password' }).fill(demoPassword);
  await reader.press('Sign in', page.getByRole('main'));
  await reader.at('Hello');

  const senior = await citizen(here, 'senior');
  const begun = await senior.call('cases.start', { item: 'senior-meals' });
  for (const [section, next] of [['senior', 'The card you pay with'], ['contact', 'Materials']]) {
    await reader.open(`/drafts/${begun.body.id}/sections/${section}`);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    found.push(...(await then(reader, `Next: ${next}`, `empty ${section}`)));
  }
  await reader.open(`/drafts/${begun.body.id}/check`);
  found.push(...(await judge(reader, 'check with gaps')));
  const { id } = await fillDraft(senior, 'senior-meals', mealsHere);
  await reader.open(`/drafts/${id}/check`);
  await reader.press('Hand in', page.getByRole('main'));
  await reader.sees('Please tick that the content is true');
  found.push(...(await judge(reader, 'not declared')));
  expect(found).toEqual([]);
});

test('a case in English: the acts of its officers, what they are refused, and what he is told', async () => {
  const found: string[] = [];
  const senior = await citizen(here, 'senior');
  const filed = await file(senior, 'disability-allowance');
  const clerk = await here.visitor('clerk in English');
  await clerk.open('/workbench');
  await clerk.signIn('civil.clerk');
  await inEnglish(clerk);
  const at = `/workbench/queue/unit/${filed.case}`;
  await clerk.open(at);
  found.push(...(await judge(clerk, 'open case')));
  for (const act of ['accept', 'ask-supplement', 'not-accept', 'pass-on', 'note']) {
    await clerk.open(`${at}/${act}`);
    found.push(...(await judge(clerk, act)));
  }
  const civil = await officer(here, 'civil.clerk');
  await civil.call('cases.accept', { id: filed.case });
  await (await officer(here, 'civil.reviewer')).call('cases.review', { id: filed.case });
  await (await officer(here, 'civil.decider')).call('cases.decide', { id: filed.case, outcome: 'grant' });
  await here.drain();
  await clerk.open(at);
  found.push(...(await judge(clerk, 'decided case')));
  const reader = await here.visitor('applicant in English', { size: phone });
  await reader.enter(accounts.senior);
  await inEnglish(reader);
  for (const address of [`/cases/${filed.case}`, '/mine/messages', '/mine/ledger', '/mine/licences']) {
    await reader.open(address);
    found.push(...(await judge(reader, address.replace(filed.case, ':case'))));
  }
  expect(found).toEqual([]);
});
