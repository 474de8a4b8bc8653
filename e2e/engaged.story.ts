/**
 * Story b. Two engaged persons on two phones book the premarital check: he declines, they talk, he
 * agrees; it is filed, the centre gives each his own result, and neither sees the other's.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoPeople } from '#identity';
import { smallPdf } from '../tests/people.ts';
import { phone, scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let bride: Visitor;
let groom: Visitor;
let clerk: Visitor;
const { bride: lin, groom: wu } = demoPeople;
const item = '婚前保健（免费婚检）';
beforeAll(async () => {
  here = await scene();
  [bride, groom, clerk] = [
    await here.visitor(lin.name, { size: phone }), await here.visitor(wu.name, { size: phone }), await here.visitor('林悦')];
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const health = { 户籍类别: '本市户籍', 既往病史: '没有大病', 同意处理健康信息: '是' };

test('she begins and names him; without him it is not filed', async () => {
  await bride.open('/items/premarital-check');
  await bride.at(item);
  for (const words of ['还没有', '有']) await bride.answer(words);
  await bride.press('开始办理');
  await bride.signIn(lin.phone);
  await bride.press('开始办理');
  await bride.at(`${item}申请`);
  await bride.fill({ 姓名: wu.name, 证件号码: wu.idNumber });
  // What he says of himself is not in her form.
  expect(await bride.page.getByRole('textbox', { name: '既往病史' }).count()).toBe(0);
  await bride.goOn('约时间');
  await bride.fill({ 哪一天: '2026 年 12 月 7 日' });
  await bride.fill({ 选一个时间: '上午 9:00 到 10:00' });
  await bride.goOn('您自己的情况');
  await bride.fill(health);
  await bride.goOn('材料');
  await bride.goOn('核对提交');
  await bride.press(`请${wu.name}同意`);
  await bride.sees(`等${wu.name}同意`);
  await bride.page.getByRole('img', { name: `给${wu.name}打开的二维码` }).waitFor();
  await bride.sees(`还在等${wu.name}同意`);
});

test('he looks on his own phone and declines; she is told at once', async () => {
  await groom.enter(wu.phone);
  await groom.sees('等您同意的事');
  await groom.press('打开看看');
  await groom.at(item);
  await groom.sees('2026 年 12 月 7 日');
  await groom.sees('上午 9:00 到 10:00');
  await groom.sees(lin.name);
  const seen = await groom.page.getByRole('main').innerText();
  for (const hers of [lin.idNumber, lin.phone, '没有大病']) expect(seen).not.toContain(hers);
  await groom.press('不同意');
  await groom.press('不同意', groom.page.getByRole('dialog'));
  await groom.sees('您没有同意，您填的内容已经删掉。');
  await bride.sees(`${wu.name}没有同意`);
});

test('she asks once more, he fills in his own part and agrees; she submits', async () => {
  await bride.press(`再请${wu.name}一次`);
  await bride.sees(`等${wu.name}同意`);
  await groom.page.reload();
  await groom.fill({ ...health, 既往病史: '对青霉素过敏' });
  await groom.page.getByRole('checkbox', { name: /自愿同意/ }).check();
  await groom.press('同意');
  await groom.sees('您已经同意了。');
  await bride.sees(`${wu.name}已经同意`);
  expect(await bride.page.getByRole('main').innerText()).not.toContain('青霉素');
  await bride.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await bride.press('提交申请');
  await bride.at('交好了');
});

test('the centre gives each a result; both see the case, each opens his own', async () => {
  await clerk.open('/workbench');
  await clerk.signIn('health.clerk');
  await clerk.page.getByRole('region', { name: '待办' }).getByRole('link', { name: lin.name.slice(0, 1) }).first().click();
  await clerk.at(lin.name);
  for (const who of ['本人', '另一位']) {
    await clerk.upload(`${who}的结果`, { name: '婚前医学检查证明.pdf', mimeType: 'application/pdf', buffer: smallPdf() });
  }
  await clerk.act('g', '当场办结');
  for (const one of [bride, groom]) {
    await one.open('/mine/cases');
    await one.press(item);
    await one.sees('您本人的结果');
    await one.sees('证照已制作');
    await expect.poll(() => one.page.getByRole('link', { name: /打开婚前医学检查证明/ }).count()).toBe(1);
    const wide = 'document.documentElement.scrollWidth';
    expect(await one.page.evaluate(wide)).toBe(phone.width);
  }
  await groom.page.getByText('您交的内容').first().click();
  await groom.sees('对青霉素过敏');
  const his = await groom.page.getByRole('main').innerText();
  expect(his).not.toContain('没有大病');
});
