/** Beside the course: a promised paper is brought, a question answered, another unit heard; a refusal says on what it stands. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { actingFor, fillDraft, smallPdf } from '../tests/people.ts';
import { demoOrganisations, demoPeople } from '#identity';
import { promising, publishWith } from '../tests/publish-with.ts';
import { desktop, phone, scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let firm: Visitor;
let reviewer: Visitor;
let other: Visitor;
let id = '';
beforeAll(async () => {
  here = await scene();
  await publishWith(here, 'bath-house-hygiene', promising);
  firm = await here.visitor('firm', { size: phone });
  reviewer = await here.visitor('reviewer', { size: desktop });
  other = await here.visitor('other', { size: desktop });
  const client = await actingFor(here, 'bathHouse', 'bathHouse');
  const draft = await fillDraft(client, 'bath-house-hygiene');
  await firm.enter(demoPeople.bathHouse.phone);
  await firm.actFor(demoOrganisations.bathHouse.name);
  await firm.open(`/drafts/${draft.id}/check`);
}, 120_000);
afterAll(() => here?.close());
afterEach((now) => here.ends(now));

test('filed on the promise to bring the drawings', async () => {
  await firm.sees('还没有交，可以后补的');
  await firm.page.getByRole('checkbox', { name: /我承诺在上面写的时间内补交/ }).check();
  await firm.page.getByRole('checkbox', { name: /我填的内容和交的材料都是真的/ }).check();
  await firm.picture();
  await firm.press('提交申请');
  await firm.page.waitForURL(/receipt|cases/);
  id = /[0-9a-f-]{36}/.exec(firm.page.url())?.[0] ?? '';
  expect(id).not.toBe('');
});

test('accepted; asked a question and another unit; both answer, the drawings come', async () => {
  await reviewer.open(`/workbench/queue/unit/${id}`);
  await reviewer.signIn('health.reviewer');
  await reviewer.act('a', '受理');
  await reviewer.open(`/workbench/queue/unit/${id}/ask-question`);
  await reviewer.fill({ 问什么: '请问有几个浴池？' });
  await reviewer.picture();
  await reviewer.page.keyboard.press('Control+Enter');
  await reviewer.sees('向申请人询问：已办好');
  await reviewer.open(`/workbench/queue/unit/${id}/ask-opinion`);
  await reviewer.fill({ 征求哪个单位的意见: '区文化和旅游局', 问什么: '场所在不在演出场所内？', 给对方看哪些内容: ['场所'] });
  await reviewer.picture();
  await reviewer.page.keyboard.press('Control+Enter');
  await reviewer.sees('征求其他单位意见：已办好');

  await other.open('/workbench/opinions');
  await other.signIn('culture.reviewer');
  await other.press('场所在不在演出场所内？');
  await other.fill({ 答复: '同意', 理由或条件: '不在演出场所内，没有意见。' });
  await other.picture();
  await other.press('答复');
  await other.sees('现在没有要答复的');

  await firm.open(`/cases/${id}`);
  await firm.fill({ 您的回答: '两个，都有循环设备。' });
  await firm.picture();
  await firm.press('回答');
  await firm.sees('两个，都有循环设备。');
  await firm.page.locator('input[type=file]').first().setInputFiles(
    { name: '图纸.pdf', mimeType: 'application/pdf', buffer: smallPdf() });
  await firm.sees('图纸.pdf');
  await firm.press('传好了，交上去');
  await firm.page.getByText('您承诺补交的材料').waitFor({ state: 'detached' });

  await reviewer.open('/workbench/promises?box=all');
  await reviewer.sees('已兑现');
  await reviewer.picture();
  await reviewer.open(`/workbench/queue/unit/${id}`);
  await reviewer.sees('不在演出场所内，没有意见。');
  await reviewer.picture();
});

test('a refusal stands on a condition', async () => {
  await reviewer.open(`/workbench/queue/unit/${id}/propose-refusal`);
  await reviewer.fill({ 不符合哪几条: ['有消毒间和相应设施'], 理由: '消毒间没有上下水。' });
  await reviewer.foresees();
  await reviewer.picture();
  await reviewer.page.keyboard.press('Control+Enter');
  await reviewer.sees('拟不予，送负责人：已办好');
});
