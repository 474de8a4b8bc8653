/**
 * Story a. Wang Guifang, 82, applies for senior meals on her phone in elder mode and gets the result
 * while she looks on; the clerk does the same for her neighbour who walks in without an account.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoPassword, demoPeople } from '#identity';
import { smallPdf } from '../tests/people.ts';
import { phone, scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let clerk: Visitor;
beforeAll(async () => {
  here = await scene();
  clerk = await here.visitor('吴梅');
  await clerk.open('/workbench');
  await clerk.signIn('changfeng.clerk');
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const home = '长风新村街道';
const { senior: wang, neighbour: li } = demoPeople;

/** What is asked of both, besides what is known already. */
const meals = (name: string): Record<string, string>[] => [
  { 居住地址: '示范路 100 弄 1 号 101 室', 救助类别: '都没有', 已有助餐登记: '否' },
  { 银行卡号: '6200000000000005', 开户姓名: name },
  { 同意核对信息: '是' },
];

/** Through the sections of the form, each saved by going on. */
async function fillIn(who: Visitor, parts: Record<string, string>[]): Promise<void> {
  const after = ['结账用的银行卡', '联系和确认', '材料'];
  for (const [n, part] of parts.entries()) {
    await who.fill(part);
    await who.goOn(after[n] ?? '');
  }
}

/** Opens the newest case of an applicant at the desk and settles it with two keys. */
async function settle(applicant: string): Promise<void> {
  await clerk.page
    .getByRole('region', { name: '待办' })
    .getByRole('link', { name: applicant })
    .first()
    .click();
  await clerk.at(applicant);
  await clerk.act('g', '当场办结');
}

test('she applies on her phone and gets the result while she looks on', async () => {
  const senior = await here.visitor(wang.name, { size: phone, elder: true });
  await senior.open('/');
  await senior.page.getByRole('combobox', { name: '搜索要办的事' }).fill('助餐');
  await senior.page.getByRole('option', { name: /社区老年助餐/ }).click();
  await senior.at('社区老年助餐');
  const size = await senior.page.evaluate<string>('getComputedStyle(document.body).fontSize');
  expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(18);
  for (const words of ['住在普陀', home, '本市户籍', '本人办']) await senior.answer(words);
  await senior.press('开始办理');
  await senior.signIn(wang.phone);
  await senior.press('开始办理');
  await senior.at('社区老年助餐申请');
  await fillIn(senior, meals(wang.name));
  // Nothing to upload: her electronic identity card was found and taken.
  await senior.sees(
    '已调用：居民身份证',
    senior.page.getByRole('region', { name: '身份证复印件' }),
  );
  await senior.goOn('核对提交');
  await senior.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await senior.press('提交申请');
  await senior.at('交好了');
  await senior.sees('长风新村街道社区事务受理服务中心');
  await senior.press('看办理进度');
  await senior.sees('已收件，等待受理');

  await settle(wang.name.slice(0, 1));

  // She has done nothing meanwhile: the page follows by itself.
  await senior.sees('拿到的证照');
  await senior.page
    .getByRole('navigation')
    .getByRole('link', { name: /条未读/ })
    .last()
    .click();
  await senior.at('消息');
  await senior.sees('未读');
  await senior.press('我的');
  // Not fetched yet, the case stands there too: she opens the licence.
  const hers = senior.page.getByRole('heading', { name: '我的证照' });
  await senior.press(/助餐/, senior.page.locator('section').filter({ has: hers }));
  await senior.sees('持证人');
  await senior.press('出示证照');
  await senior.page.getByRole('img', { name: '出示码的二维码' }).waitFor();
  const wide = 'document.documentElement.scrollWidth';
  expect(await senior.page.evaluate(wide)).toBe(phone.width);
});

test('the clerk does it for the neighbour, who finds it when he registers', async () => {
  await clerk.press('窗口登记');
  await clerk.at('窗口登记');
  await clerk.fill({ 办哪件事: '社区老年助餐', 姓名: li.name, 身份证号: li.idNumber });
  await clerk.press('开始登记');
  await clerk.at('社区老年助餐申请');
  await clerk.fill({
    '您现在住在普陀区吗？': '住在普陀',
    '是您本人办，还是家里人帮着办？': '本人办',
  });
  await clerk.goOn('老人信息');
  const [senior = {}, ...rest] = meals(li.name);
  await fillIn(clerk, [
    { 手机号码: li.phone, 居住街镇: home, ...senior, 户籍类别: '本市户籍' },
    ...rest,
  ]);
  await clerk.upload('身份证复印件', {
    name: '身份证.pdf',
    mimeType: 'application/pdf',
    buffer: smallPdf(),
  });
  await clerk.goOn('核对提交');
  await clerk.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await clerk.press('提交申请');
  await clerk.at('收好了');
  const number = await clerk.page
    .getByText(/^\d{10,}/)
    .first()
    .textContent();
  await clerk.press('打开这件');
  await settle(li.name.slice(0, 1));

  const neighbour = await here.visitor(li.name, { size: phone });
  await neighbour.open('/register');
  await neighbour.fill({ 姓名: li.name, 身份证号: li.idNumber, 手机号: li.phone });
  await neighbour.page.getByRole('textbox', { name: '设一个密码' }).fill(demoPassword);
  await neighbour.press('注册并登录');
  await neighbour.at('您想办什么？');
  await neighbour.press('我的');
  await neighbour.press('全部办件');
  await neighbour.press(/社区老年助餐/);
  await neighbour.sees(number ?? '没有编号');
  await neighbour.sees('拿到的证照');
});
