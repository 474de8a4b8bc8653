/**
 * A company wants to sell food: inspected, the extension told in writing, granted, printed, delivered by
 * post with proof, rated with one star; the unit puts it right and visits again.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoOrganisations, demoPeople } from '#identity';
import { actingFor, file, smallPdf } from '../tests/people.ts';
import { phone, scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let filed: { case: string; number: string };
let applicant: Visitor;
let clerk: Visitor;
let reviewer: Visitor;
let decider: Visitor;
const company = demoOrganisations.performance.name;

beforeAll(async () => {
  here = await scene();
  filed = await file(await actingFor(here, 'representative', 'performance'), 'food-business-new');
  applicant = await here.visitor(demoPeople.representative.name, { size: phone });
  clerk = await here.visitor('卢萍');
  reviewer = await here.visitor('卢平');
  decider = await here.visitor('唐正');
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const casePage = (): string => `/cases/${filed.case}`;
const deskPage = (): string => `/workbench/queue/unit/${filed.case}`;

/** An act with words to write: keys alone would be typed into the field. */
async function write(
  officer: Visitor, key: string, name: string, values: Record<string, string | string[]>,
): Promise<void> {
  await officer.control(name, officer.page.getByRole('region', { name: '可以做的' })).waitFor();
  await officer.page.keyboard.press(key);
  await officer.at(`按下“${name}”以后`);
  await officer.fill(values);
  await officer.foresees();
  await officer.page.keyboard.press('Control+Enter');
  await officer.sees(`${name}：已办好`);
}

test('the company chooses the post, on a phone', async () => {
  await applicant.enter(demoPeople.representative.phone);
  await applicant.actFor(company);
  await applicant.open(casePage());
  await applicant.at(/食品经营许可/);
  await applicant.press('换一种领取方式');
  const dialog = applicant.page.getByRole('dialog');
  applicant.expected.add(400);
  await applicant.fill({ 怎么领取: '邮寄给我' }, dialog);
  await applicant.press('就这样领取', dialog);
  await applicant.sees('请写收件人姓名', dialog);
  await applicant.fill({
    收件人: '样张收件', 收件人手机: '15400000003', 收件地址: '演示路 200 号 1 楼',
  }, dialog);
  await applicant.press('就这样领取', dialog);
  await applicant.sees('样张收件，15400000003，演示路 200 号 1 楼');
  applicant.expected.delete(400);
});

test('accepted, inspected by two, and the extension told in writing', async () => {
  await clerk.open(deskPage());
  await clerk.signIn('market.clerk');
  await clerk.at(company);
  await clerk.act('a', '受理');

  await reviewer.open(deskPage());
  await reviewer.signIn('market.reviewer');
  await reviewer.at(company);
  await write(reviewer, 'p', '开始特别程序', {
    哪一种特别程序: '现场核查', 由谁来做: ['卢平', '卢萍'], 理由: '到现场看布局和专间。',
  });
  await here.later(2);
  await reviewer.open(`${deskPage()}/end-procedure`);
  await reviewer.fill({ 结果: '布局、设备和制度与申报一致，符合要求。', 做冷食生食裱花的有专间: '符合' });
  await reviewer.fill({ '看到的情况：做冷食生食裱花的有专间': '专间已经隔开，有洗手池。' });
  await reviewer.foresees();
  await reviewer.page.keyboard.press('Control+Enter');
  await reviewer.sees('结束特别程序：已办好');

  await decider.open(deskPage());
  await decider.signIn('market.decider');
  await decider.at(company);
  await write(decider, 'e', '延长期限', { 理由: '冷食专间的图纸要请专家再看一次。' });
  await applicant.open(casePage());
  await applicant.sees('延长办理期限告知书');
  await applicant.sees(/冷食专间的图纸/);
});

test('reviewed, granted by another, the licence made', async () => {
  await reviewer.open(deskPage());
  await reviewer.at(company);
  await reviewer.act('r', '审查通过，送决定');
  await decider.open(deskPage());
  await decider.at(company);
  await decider.act('g', '准予');
  await decider.act('i', '制作证照');
  await applicant.open(casePage());
  await applicant.sees('准予决定书');
  await applicant.page.getByRole('link', { name: '准予决定书' }).waitFor();
  await applicant.press('看证照');
  await applicant.at(/食品经营许可证/);
});

test('pressed “print”, the licence alone is on the paper', async () => {
  const { page } = applicant;
  await page.getByText('食品经营许可证').first().waitFor();
  await page.evaluate('window.print = () => { window.printed = (window.printed ?? 0) + 1; }');
  await applicant.press('打印');
  expect(await page.evaluate('window.printed')).toBe(1);
  await page.emulateMedia({ media: 'print' });
  const shown = await page.evaluate<string>('document.body.innerText');
  for (const words of [company, '食品经营许可证', '发证机关', '2031 年 11 月', '演示', '查验码']) expect(shown).toContain(words);
  for (const words of ['打印', '下载证照文件', '出示证照', '我的证照', '退出登录']) expect(shown).not.toContain(words);
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
  // On A4 upright it does not run over the edge.
  await page.setViewportSize({ width: 720, height: 1020 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(720);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(phone);
});

test('posted; without proof it is not delivered, with proof it is', async () => {
  await clerk.open(deskPage());
  await clerk.at(company);
  clerk.expected.add(409);
  const bar = clerk.page.getByRole('region', { name: '可以做的' });
  await clerk.control('送达', bar).waitFor();
  await clerk.page.keyboard.press('d');
  await clerk.at('按下“送达”以后');
  await clerk.sees('还没有寄出');
  await clerk.page.keyboard.press('Escape');
  await bar.waitFor();
  await write(clerk, 'f', '登记寄出', { 快递公司: '样张快递', 快递单号: 'SF1234567890' });
  await applicant.open(casePage());
  await applicant.sees('已寄出：样张快递 SF1234567890');
  await clerk.control('送达', bar).waitFor();
  await clerk.page.keyboard.press('d');
  await clerk.at('按下“送达”以后');
  await clerk.press('送达', clerk.page.locator('.commit'));
  await clerk.sees('请上传快递的签收证明');
  await clerk.page.locator('#proof').setInputFiles(
    { name: '签收.pdf', mimeType: 'application/pdf', buffer: smallPdf(900, 'signed') });
  await clerk.sees('已上传：签收.pdf');
  await clerk.foresees();
  await clerk.press('送达', clerk.page.locator('.commit'));
  await clerk.sees('送达：已办好');
  clerk.expected.delete(409);
  await applicant.open(casePage());
  await applicant.sees('送达回证');
});

test('one star: nothing is chosen beforehand, and it cannot be given twice', async () => {
  await applicant.open(casePage());
  await applicant.page.getByRole('link', { name: '评价“送达”' }).click();
  await applicant.at('评价这次办事');
  expect(await applicant.page.getByRole('radio', { checked: true }).count()).toBe(0);
  await applicant.press('提交评价');
  await applicant.sees('请选一个等级');
  await applicant.fill({ 您满意吗: '非常不满意' });
  await applicant.fill({ 主要是因为: ['办得太慢'], 想说的话: '寄出以后一周才到，电话也没人接。' });
  await applicant.press('提交评价');
  await applicant.sees(/已转给承办单位，2026 年 12 月 2 日前答复/);
  await applicant.press('回到办件');
  await applicant.sees('您评了：非常不满意');
  await applicant.page.getByRole('link', { name: '评价“送达”' }).waitFor({ state: 'detached' });
});

test('who is rated does not see it; a colleague puts it right and visits again', async () => {
  await clerk.open('/workbench/ratings');
  await clerk.at('好差评');
  await clerk.page.getByRole('main').getByRole('button').first().waitFor();
  expect(await clerk.page.getByText('非常不满意').count()).toBe(0);
  await reviewer.open('/workbench/ratings');
  await reviewer.press(/食品经营许可/, reviewer.page.getByRole('table'));
  await reviewer.at('一条差评：非常不满意');
  await reviewer.sees('寄出以后一周才到，电话也没人接。');
  await reviewer.sees('陈*');
  await reviewer.fill({ 怎么整改的: '换了快递公司，窗口电话中午也有人接。' });
  await reviewer.press('整改并答复');
  await reviewer.sees('已答复，等回访');
  await applicant.sees('换了快递公司，窗口电话中午也有人接。');
  await reviewer.fill({ 回访结果: '对整改满意', 回访情况: '电话回访，对方说已经改好。' });
  await reviewer.press('记下回访');
  await reviewer.sees('已办结');
  await applicant.sees('对整改满意');
  await applicant.sees('您评了：非常不满意');
});

test('the figures are public and say nothing of a single rating', async () => {
  const stranger = await here.visitor('路人', { size: phone });
  await stranger.open('/ratings');
  await stranger.at('好差评');
  await stranger.sees('还没有够 5 条评价的单位。');
});
