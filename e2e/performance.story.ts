/**
 * Story b. Wang Lin, with a mandate, applies for a performance permit, mends what is asked for once,
 * is granted; the licence verifies, is revoked, verifies no more; the mandate ends and she is out.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { identityCheck } from '#graph';
import { demoOrganisations, demoPeople } from '#identity';
import { smallPdf } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let agent: Visitor;
let clerk: Visitor;
let decider: Visitor;
beforeAll(async () => {
  here = await scene();
  agent = await here.visitor('王琳');
  clerk = await here.visitor('陈静');
  decider = await here.visitor('顾文');
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const company = demoOrganisations.performance.name;
const item = '营业性演出许可';
const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: smallPdf(1500, name) });

/** What the company fills in, section by section. */
const organiser = {
  注册地址: '示范路 100 号 1 楼',
  单位联系电话: '13900000001',
  演出资质: '演出经纪机构',
  演出资质证号: '演出经纪（样）〔2026〕000001',
  演出资质有效期止: '2027-06-30',
};
const show = {
  名称: '苏州河畔新年音乐会',
  类型: '音乐',
  内容简介: '新年音乐会，八个节目。',
  首场日期: '2026-12-30',
  末场日期: '2026-12-31',
  场次: '2',
  每场开演时间: '每天 19:30',
  节目数: '8',
  已附视听资料的节目数: '8',
  最低票价: '80',
  最高票价: '380',
  已经开始售票: '否',
};
const place = {
  场所名称: '示范剧场（样例）',
  场所地址: '示范路 200 号',
  场所在本区: '是',
  核准容纳人数: '800',
  每场最多观众: '700',
  临时搭建: '否',
};
const number = (body: string): string => body + identityCheck(body);
const performers = [
  {
    姓名: '王舞蹈',
    证件号码: number('31010719900101002'),
    出生日期: '1990-01-01',
    国籍地区: '内地',
    所属团体: '个人',
  },
  {
    姓名: '李歌唱',
    证件号码: number('31010719910305001'),
    出生日期: '1991-03-05',
    国籍地区: '内地',
    所属团体: '个人',
  },
];
const contact = {
  姓名: demoPeople.agent.name,
  手机号码: demoPeople.agent.phone,
  内容合规确认: '是',
};

test('she acts for the company and applies with performers and papers', async () => {
  await agent.enter(demoPeople.agent.phone);
  await agent.actFor(company);
  await agent.open('/search?q=演出');
  await agent.press(item);
  for (const words of [
    '演出经纪机构',
    '没有，都来自内地',
    '是，组台演出',
    '剧场等专业演出场所',
    '不搭建，用现成的场地',
    '没有',
    '不是',
    '不是，第一次申请',
  ])
    await agent.answer(words);
  await agent.press('开始办理');
  await agent.at(`${item}申请`);
  await agent.at('举办单位');
  await agent.fill(organiser);
  await agent.goOn('这场演出');
  await agent.fill(show);
  await agent.goOn('场地和观众');
  await agent.fill(place);
  await agent.goOn('演员');
  for (const [n, performer] of performers.entries()) {
    await agent.press('添加一位演员');
    await agent.fill(performer, agent.page.getByRole('group', { name: `第 ${n + 1} 位演员` }));
  }
  await agent.goOn('组台情况');
  await agent.fill({ 已拿到的同意函: '2' });
  await agent.goOn('经办人和确认');
  await agent.fill(contact);
  await agent.goOn('材料');
  for (const held of [/演出经纪机构/, /营业执照/]) {
    await agent.sees('已调用', agent.page.getByRole('region', { name: held }));
  }
  await agent.upload(/^节目单/, pdf('节目单.pdf'));
  await agent.upload(/视听资料/, pdf('视听资料.pdf'));
  for (const copy of [0, 1]) {
    await agent.upload(/身份证/, pdf(`身份证${copy + 1}.pdf`), copy);
    await agent.upload(/同意参演/, pdf(`同意函${copy + 1}.pdf`), copy);
  }
  await agent.goOn('核对提交');
  await agent.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await agent.press('提交申请');
  await agent.at('交好了');
  await agent.press('看办理进度');
  await agent.sees('由 王琳 代办');
});

/** Opens the company's case at a desk. */
async function open(officer: Visitor): Promise<void> {
  await officer.page
    .getByRole('region', { name: '待办' })
    .getByRole('link', { name: company })
    .first()
    .click();
  await officer.at(company);
}

test('the clerk asks once for what is missing, she mends it, the clerk accepts', async () => {
  await clerk.open('/workbench');
  await clerk.signIn('culture.clerk');
  await open(clerk);
  await clerk.control('要求补正').waitFor();
  await clerk.page.keyboard.press('s');
  await clerk.page.getByRole('checkbox', { name: /^节目单/ }).check();
  await clerk.page
    .getByRole('textbox', { name: /^怎么补：节目单/ })
    .fill('节目单缺第三个节目，请补全后重新上传。');
  await clerk.foresees();
  await clerk.press('要求补正', clerk.page.getByRole('main'));
  await clerk.sees('要求补正：已办好');

  await agent.sees('要您补几样');
  await agent.sees('节目单缺第三个节目，请补全后重新上传。');
  await agent.press('现在去补');
  await agent.at('补正');
  await agent.page.getByLabel(/^选择文件/).setInputFiles(pdf('节目单（补全）.pdf'));
  await agent.page.getByRole('link', { name: '节目单（补全）.pdf' }).waitFor();
  await agent.press('提交补正');
  await agent.sees('补正交好了，我们接着办');

  await clerk.sees('已收件，等待受理', clerk.page.getByRole('main'));
  await clerk.act('a', '受理');
  await agent.sees('已受理', agent.page.getByRole('heading', { level: 1 }));
});

test('reviewer and decider grant it; the licence is made and shown', async () => {
  const reviewer = await here.visitor('陈明');
  await reviewer.open('/workbench');
  await reviewer.signIn('culture.reviewer');
  await open(reviewer);
  await reviewer.act('r', '审查通过，送决定');

  await decider.open('/workbench');
  await decider.signIn('culture.decider');
  await open(decider);
  await decider.act('g', '准予');
  await decider.act('i', '制作证照');

  await agent.sees('拿到的证照');
  await agent.press('看证照');
  await agent.sees('持证人');
  await agent.press('出示证照');
  await agent.page.getByRole('img', { name: '出示码的二维码' }).waitFor();
});

test('anybody can verify it; once revoked it verifies no more', async () => {
  const code = await agent.page
    .getByText(/^[A-Z0-9-]{12,}$/)
    .last()
    .textContent();
  const download = agent.page.waitForEvent('download');
  await agent.press('下载证照文件');
  const file = await (await download).path();

  const anyone = await here.visitor('任何人');
  await anyone.open('/verify');
  await anyone.page.getByLabel(/^选择文件/).setInputFiles({
    name: '证照.pdf',
    mimeType: 'application/pdf',
    buffer: await (await import('node:fs/promises')).readFile(file),
  });
  await anyone.sees('文件没有被改过，签名核对无误');
  await anyone.sees('有效');
  await anyone.fill({ 查验码: code ?? '' });
  await anyone.press('查验', anyone.page.getByRole('main'));
  await anyone.page.waitForURL(/\/verify\/./);
  await anyone.sees('有效');

  await decider.page.getByRole('region', { name: '可以做的' }).waitFor();
  await decider.page.keyboard.press('l');
  await decider.at('处理证照');
  await decider.fill({ 怎么处理: '撤销', 理由: '样张：演示撤销，取得许可时材料不实。' });
  await decider.press('撤销');
  await decider.sees(/撤销.*：已办好/);

  await anyone.page.reload();
  await anyone.sees('撤销');
});

test('the mandate is ended and she is out at her next click', async () => {
  const chen = await here.visitor(demoPeople.representative.name);
  await chen.enter(demoPeople.representative.phone, '/mine/mandates');
  await chen.press('结束授权');
  await chen.press('结束授权', chen.page.getByRole('dialog'));
  await chen.sees('授权已经结束');

  // What she had open of the company is not hers any more: asked again, it is refused.
  for (const status of [403, 404]) agent.expected.add(status);
  await agent.sees(`“${company}”给您的授权已经结束`);
  await agent.page.getByRole('link', { name: '我的', exact: true }).first().click();
  await agent.at(`${demoPeople.agent.name}，您好`);
  await agent.press('全部办件');
  await agent.at('我的办件');
  await agent.sees('还没有办过事');
  expect(await agent.page.getByRole('main').getByText(company).count()).toBe(0);
});
