/**
 * Story c. A clerk finds no way to refuse; a reviewer stops the clock of the bath-house for an
 * inspection with two colleagues, and the applicant's page explains the new date.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoOrganisations, demoPeople } from '#identity';
import { actingFor, file, officer } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let filed: { case: string; number: string };
let clerk: Visitor;
beforeAll(async () => {
  here = await scene();
  filed = await file(await actingFor(here, 'bathHouse', 'bathHouse'), 'bath-house-hygiene');
  clerk = await here.visitor('林悦');
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const negative = /不予|拒绝|驳回|退件|终止|不受理|不同意/;
const company = demoOrganisations.bathHouse.name;

/** Words of everything that can be pressed on the page. */
async function pressable(visitor: Visitor): Promise<string[]> {
  const buttons = await visitor.page.getByRole('button').allTextContents();
  return [...buttons, ...(await visitor.page.getByRole('link').allTextContents())];
}

test('a clerk finds no way to refuse, on the page or behind it', async () => {
  await clerk.open(`/workbench/queue/unit/${filed.case}`);
  await clerk.signIn('health.clerk');
  await clerk.at(company);
  const bar = clerk.page.getByRole('region', { name: '可以做的' });
  await clerk.control('受理', bar).waitFor();
  for (const summary of await bar.locator('summary').all()) await summary.click();
  expect(await pressable(clerk)).toContainEqual(expect.stringContaining('要求补正'));
  expect((await pressable(clerk)).filter((words) => negative.test(words))).toEqual([]);
  expect(await bar.innerText()).not.toMatch(negative);

  await clerk.page.keyboard.press('?');
  await clerk.at('快捷键');
  const help = await clerk.page.getByRole('dialog').innerText();
  expect(help).toContain('要求补正');
  expect(help).not.toMatch(negative);
  await clerk.press('关闭');

  for (const key of ['x', 'n', 't']) await clerk.page.keyboard.press(key);
  await clerk.control('受理', bar).waitFor();
  for (const action of ['refuse', 'propose-refusal', 'not-accept', 'terminate']) {
    await clerk.open(`/workbench/queue/unit/${filed.case}/${action}`);
    await clerk.at('现在不能做这一步');
  }
});

/** The server refuses a clerk these acts, in a state in which others may do them. */
async function refusesClerk(
  names: ('not-accept' | 'terminate' | 'propose-refusal' | 'decide')[],
): Promise<void> {
  const client = await officer(here, 'health.clerk');
  for (const name of names) {
    const input = { id: filed.case, reason: '窗口人员不应当能这样做', outcome: 'refuse' as const };
    const { status, body } = await client.call(`cases.${name}`, input);
    expect([name, status, body.error?.code]).toEqual([name, 403, 'not-your-role']);
    expect(body.error?.message).toContain('窗口不作否定答复');
  }
}

test('and the server does not let a clerk refuse either', () =>
  refusesClerk(['not-accept', 'terminate']));

test('the reviewer stops the clock for an inspection and the applicant reads why', async () => {
  await clerk.open(`/workbench/queue/unit/${filed.case}`);
  await clerk.at(company);
  await clerk.act('a', '受理');

  const applicant = await here.visitor(demoPeople.bathHouse.name);
  await applicant.enter(demoPeople.bathHouse.phone);
  await applicant.actFor(company);
  await applicant.press(/公共场所卫生许可/);
  const heading = applicant.page.getByRole('heading', { name: '最晚到哪一天' });
  const due = applicant.page.locator('section', { has: heading });
  await applicant.sees('12 月 21 日', due);
  await applicant.page.getByText('这一天是怎么算出来的').first().click();
  await applicant.sees(/从2026年11月23日.*的次日起算 20 个工作日/, due);

  const reviewer = await here.visitor('林森');
  await reviewer.open(`/workbench/queue/unit/${filed.case}`);
  await reviewer.signIn('health.reviewer');
  await reviewer.at(company);
  await reviewer.control('开始特别程序').waitFor();
  await reviewer.page.keyboard.press('p');
  await reviewer.fill({ 哪一种特别程序: '现场审核' });
  await reviewer.fill({ 由谁来做: ['林森'], 理由: '到店核对消毒间和平面图。' });
  await reviewer.press('开始特别程序');
  await reviewer.sees('现场审核至少要 2 名工作人员');
  await reviewer.fill({ 由谁来做: ['何康'] });
  await reviewer.foresees();
  await reviewer.page.keyboard.press('Control+Enter');
  await reviewer.sees('开始特别程序：已办好');

  // The page follows by itself: a new date, that the clock stands, and why.
  await applicant.sees('12 月 28 日', due);
  await applicant.sees('现在停表：现场审核', due);
  await applicant.sees(/2026 年 11 月 2[34] 日 ?起停表：现场审核/, due);

  await here.later(3);
  await reviewer.open(`/workbench/queue/unit/${filed.case}/end-procedure`);
  await reviewer.fill({ 结果: '消毒间、更衣柜和平面图一致，符合要求。', 有消毒间和相应设施: '符合' });
  await reviewer.fill({ '看到的情况：有消毒间和相应设施': '消毒间在二层，有上下水。' });
  await reviewer.foresees();
  await reviewer.page.keyboard.press('Control+Enter');
  await reviewer.sees('结束特别程序：已办好');
  await applicant.sees('2026 年 12 月 24 日', due);
  await applicant.sees(/2026-11-23 至 2026-11-26 现场审核，停止计时 3 个工作日/, due);
  await applicant.sees('2026 年 11 月 23 日 到 2026 年 11 月 26 日 停表：现场审核', due);
});

test('nor where the case waits for a decision', () =>
  refusesClerk(['propose-refusal', 'decide', 'terminate']));
