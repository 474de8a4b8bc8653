/**
 * The ten main pages as they look: written to docs/pictures/ when BANTUO_PICTURES is set, else only
 * taken, so that each is known to come up whole.
 */
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { root } from '#base';
import { demoOrganisations } from '#identity';
import { actingFor, citizen, file, fillDraft, officer } from '../tests/people.ts';
import { accounts, mealsHere } from './world.ts';
import { phone, scene, type Scene, type Visitor } from './browser.ts';

const folder = path.join(root, 'docs/pictures');
const LARGEST = 200_000;

let here: Scene;
beforeAll(async () => {
  here = await scene();
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

/** What is to be seen in the window, without anything moving. */
async function take(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await visitor.page.mouse.move(0, 0);
  const shot = await visitor.page.screenshot({ animations: 'disabled', caret: 'hide' });
  const png = await sharp(shot).png({ palette: true, colours: 128, effort: 7 }).toBuffer();
  expect(png.length, name).toBeLessThanOrEqual(LARGEST);
  if (process.env['BANTUO_PICTURES']) fs.writeFileSync(path.join(folder, `${name}.png`), png);
}

test('what a citizen sees', async () => {
  const anyone = await here.visitor('任何人');
  await anyone.open('/');
  await anyone.at('您想办什么？');
  await anyone.sees('社区老年助餐');
  await take(anyone, 'home');
  await anyone.open('/items/commercial-performance');
  await anyone.answer('演出经纪机构');
  await anyone.answer('没有，都来自内地');
  await anyone.answer('是，组台演出');
  await anyone.page.evaluate('window.scrollTo(0, 0)');
  await take(anyone, 'item');

  const wang = await citizen(here, 'senior');
  const filed = await file(wang, 'senior-meals', mealsHere);
  const clerk = await officer(here, 'changfeng.clerk');
  await clerk.call('cases.settle', { id: filed.case });
  const { body } = await wang.call('licences.mine', {});
  const licence = body.licences.find(({ kind }) => kind === 'meal-support-eligibility');
  const draft = await fillDraft(wang, 'senior-meals', mealsHere);
  const senior = await here.visitor('王桂芳', { size: phone, elder: true });
  await senior.enter(accounts.senior, `/drafts/${draft.id}/sections/senior`);
  await senior.at('老人信息');
  await take(senior, 'apply-elder-phone');
  await senior.open(`/cases/${filed.case}/receipt`);
  await senior.at('交好了');
  await take(senior, 'receipt-elder-phone');
  await senior.open(`/mine/licences/${licence?.id ?? ''}`);
  await senior.press('出示证照');
  const code = senior.page.getByRole('img', { name: '出示码的二维码' });
  await code.waitFor();
  await take(senior, 'licence-shown-elder-phone');

  const atHome = await here.visitor('王桂芳在家');
  await atHome.enter(accounts.senior);
  await atHome.sees('老年助餐资格凭证');
  await take(atHome, 'mine');

  await anyone.open(`/verify/${licence?.code ?? ''}`);
  await anyone.sees('持证人');
  await take(anyone, 'verify');
});

test('what a company and its officers see', async () => {
  const agent = await actingFor(here, 'agent', 'performance');
  const filed = await file(agent, 'commercial-performance');
  await file(await actingFor(here, 'bathHouse', 'bathHouse'), 'bath-house-hygiene');
  const clerk = await officer(here, 'culture.clerk');
  await clerk.call('cases.accept', { id: filed.case });

  const wang = await here.visitor('王琳');
  await wang.enter(accounts.agent);
  await wang.actFor(demoOrganisations.performance.name);
  await wang.open(`/cases/${filed.case}`);
  await wang.at('办到哪一步了');
  await wang.page.getByText('这一天是怎么算出来的').first().click();
  await wang.page.getByRole('link', { name: '受理通知书' }).waitFor();
  await take(wang, 'case');

  const reviewer = await officer(here, 'culture.reviewer');
  await reviewer.call('cases.review', { id: filed.case });
  const decider = await here.visitor('顾文');
  await decider.open(`/workbench/queue/unit/${filed.case}`);
  await decider.signIn(accounts.decider);
  await decider.control('准予').waitFor();
  await take(decider, 'workbench');
  await decider.page.keyboard.press('g');
  await decider.at('按下“准予”以后');
  await decider.foresees();
  await take(decider, 'decision');
});
