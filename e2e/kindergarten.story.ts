/**
 * Story c. A mother registers her child on a phone and has a number; the father sees it. The next day
 * the window is closed and another guardian is told so. Nobody files for somebody else's child.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoChildren, demoPeople } from '#identity';
import { phone, scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let mother: Visitor;
let late: Visitor;
const { mother: he, father: luo, otherParent: zheng, senior } = demoPeople;
const item = '幼儿园入园登记';
beforeAll(async () => {
  // The last day of the window.
  here = await scene('2026-12-31T10:00:00+08:00');
  mother = await here.visitor(he.name, { size: phone });
  late = await here.visitor(zheng.name, { size: phone });
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

/** From the item's page to the first step of the form. */
async function begin(who: Visitor, account: string): Promise<void> {
  await who.open('/items/kindergarten-registration');
  await who.at(item);
  for (const words of ['本市户籍', '一样']) await who.answer(words);
  await who.press('开始办理');
  await who.signIn(account);
  await who.press('开始办理');
  await who.at(`${item}申请`);
}

async function fillIn(who: Visitor, since: string): Promise<void> {
  await who.fill({ 与幼儿关系: '母亲' });
  await who.goOn('孩子');
  await who.fill({
    户籍街镇: '甘泉路街道', 户籍迁入日期: since, 居住街镇: '甘泉路街道', 居住地址: '示范路 100 弄 1 号 101 室',
  });
  await who.goOn('志愿');
  await who.fill({ 第一志愿: '样张甘泉幼儿园', 如实登记确认: '是' });
}

test('a mother registers her child on the phone and has a number', async () => {
  await begin(mother, he.phone);
  await mother.sees('登记期到');
  await mother.fill({ 与幼儿关系: '母亲' });
  await mother.goOn('孩子');
  await mother.sees(`${demoChildren.luo.name}，2024 年 3 月 1 日出生`);
  await mother.press('上一步');
  await fillIn(mother, '2024-03-20');
  await mother.goOn('材料');
  await mother.goOn('核对提交');
  await mother.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await mother.press('提交申请');
  await mother.at('交好了');
  await mother.press('看办理进度');
  await mother.sees(/登记编号 \d{14}/);
});

test('the father finds it on his own phone and only looks', async () => {
  const father = await here.visitor(luo.name, { size: phone });
  await father.enter(luo.phone, '/mine/cases');
  await father.press(item);
  await father.sees(/登记编号 \d{14}/);
  await father.sees('您可以看进展');
  expect(await father.page.getByRole('button', { name: '撤回申请' }).count()).toBe(0);
});

test('somebody else’s child cannot be registered', async () => {
  const stranger = await here.visitor(senior.name, { size: phone });
  await begin(stranger, senior.phone);
  await stranger.fill({ 与幼儿关系: '其他监护人' });
  await stranger.goOn('孩子');
  await stranger.sees('没有查到您是哪个孩子的监护人。');
  expect(await stranger.page.getByRole('main').innerText()).not.toContain(demoChildren.luo.name);
});

test('the next day the window is closed: the second guardian is told, and her draft is kept', async () => {
  await begin(late, zheng.phone);
  await fillIn(late, '2023-12-01');
  await late.goOn('材料');
  await late.goOn('核对提交');
  await here.later(1);
  late.expected.add(409);
  await late.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await late.press('提交申请');
  await late.sees(/登记已经在 .*16:00结束了，现在不能提交/);
  await late.page.reload();
  await late.sees('不能提交了。您填的内容还留着');
  await late.sees('样张甘泉幼儿园');
});
