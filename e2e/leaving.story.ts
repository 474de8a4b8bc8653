/**
 * Story f. The certificate of leaving the city is published at noon on an order, used by a traveller
 * on her phone, and withdrawn at night: nobody can apply then, her certificate is still verified.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoPeople } from '#identity';
import { citizen } from '../tests/people.ts';
import { phone, scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
beforeAll(async () => {
  here = await scene('2026-11-23T11:50:00+08:00');
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const name = '离沪证明';
const { agent: wang } = demoPeople;
const why = '通告解除，离沪不再需要证明';

async function atDesk(login: string, address: string): Promise<Visitor> {
  const officer = await here.visitor(login);
  await officer.open(address);
  await officer.signIn(login);
  return officer;
}

test('the designer publishes it for noon', async () => {
  const designer = await atDesk('designer', '/workbench');
  await designer.at('事项的发布和停止');
  await designer.press(name);
  await designer.at(name);
  await designer.sees('等待发布');
  await designer.fill({ 原因: '按通告开放，离沪须持证明' });
  // The hint on the page has nearly the same words: only the refusal tells to complete them.
  designer.expected.add(400);
  await designer.press('发布这个事项');
  await designer.sees('请把依据和期限补上');
  await designer.fill({ 依据的文件: '样张防控〔2026〕1 号，区指挥部（演示）' });
  await designer.page.getByLabel('从什么时候起').fill('2026-11-23T12:00');
  await designer.page.getByLabel('到什么时候自动停止').fill('2026-11-30T00:00');
  await designer.press('发布这个事项');
  await designer.sees('已发布');
  await designer.sees('已安排开放');
});

test('before noon nobody is offered it; from noon a traveller applies and gets it at once', async () => {
  const traveller = await here.visitor(wang.name, { size: phone });
  await traveller.open('/search?q=离沪证明');
  await traveller.sees('没有找到“离沪证明”');
  expect(await traveller.page.getByRole('link', { name }).count()).toBe(0);

  here.world.clock.set('2026-11-23T12:00:30+08:00');
  await traveller.open('/');
  await traveller.page.getByRole('combobox', { name: '搜索要办的事' }).fill('离沪');
  await traveller.page.getByRole('option', { name }).click();
  await traveller.at(name);
  for (const words of ['不是', '防范区或一般小区', '火车']) await traveller.answer(words);
  await traveller.press('开始办理');
  await traveller.signIn(wang.phone);
  await traveller.press('开始办理');
  await traveller.at('离沪证明申请');
  await traveller.fill({ 居住街镇: '真如镇街道', 居住地址: '示范路 100 弄 1 号 101 室' });
  await traveller.goOn('行程');
  await traveller.fill({
    目的地: '江苏省苏州市', 车次航班或车牌: 'G0000', 出发日期: '2026-11-23', 出发钟点: '18', 随行人数: '0',
  });
  await traveller.goOn('检测');
  await traveller.fill({
    核酸采样日期: '2026-11-22', 核酸采样钟点: '9', 抗原检测日期: '2026-11-23', 如实填写确认: '是',
  });
  await traveller.goOn('材料');
  await traveller.goOn('核对提交');
  await traveller.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await traveller.press('提交申请');
  await traveller.at('交好了');
  await traveller.press('看办理进度');
  await traveller.sees('已收件，等待受理');

  const clerk = await atDesk('zhenru.clerk', '/workbench');
  await clerk.page.getByRole('region', { name: '待办' }).getByRole('link', { name: wang.name.slice(0, 1) }).first().click();
  await clerk.at(wang.name.slice(0, 1));
  await clerk.act('g', '当场办结');
  await traveller.sees('拿到的证照');
});

test('at night it is withdrawn: the page says since when and why, and her certificate still counts', async () => {
  here.world.clock.set('2026-11-23T22:00:00+08:00');
  const designer = await atDesk('designer', '/workbench/items/leaving-certificate');
  await designer.at(name);
  await designer.fill({ 原因: why });
  await designer.press('停止办理这个事项');
  await designer.at(`确定停止办理“${name}”？`);
  await designer.press('停止办理', designer.page.getByRole('dialog'));
  await designer.sees('已停止');
  const history = designer.page.getByRole('table', { name: '发布记录' });
  await designer.sees('样张防控〔2026〕1 号', history);
  await designer.sees(why, history);
  await expect.poll(() => history.getByRole('row').count()).toBe(3);

  const late = await here.visitor('来晚的人', { size: phone, elder: true });
  late.expected.add(410);
  await late.open('/items/leaving-certificate');
  await late.sees('停止办理');
  await late.sees(`原因：${why}`);
  await late.open('/search?q=离沪证明');
  await late.sees('没有找到“离沪证明”');
  expect(await late.page.getByRole('link', { name }).count()).toBe(0);

  const held = (await (await citizen(here, 'agent')).call('licences.mine', {})).body.licences;
  const code = held.find(({ kind }) => kind === 'leaving-certificate')?.code ?? '';
  expect(code).not.toBe('');
  await late.open(`/verify/${code}`);
  await late.sees('有效');
});
