/**
 * A food licence that runs out is renewed on the promise that nothing changed: granted at once, fetched,
 * looked at within the month and found true; every step has its paper.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { current } from '#catalogue';
import { demoOrganisations, demoPeople, findByNumber } from '#identity';
import { issue } from '#licences';
import { actingFor, fillDraft } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let applicant: Visitor;
let at = '';
let draft = '';
const { name: company, creditCode } = demoOrganisations.bathHouse;

/** The licence of five years ago. */
async function older(): Promise<void> {
  const { item: { result, 'handled by': by }, version } = await current(here.world, 'food-business-renewal');
  const holder = await findByNumber(here.world.db, creditCode);
  const [kind, unit] = [version.licences[result?.licence ?? ''], version.units[String(by)]];
  if (!holder || !kind || !unit) throw new Error('no holder, kind or unit');
  await here.world.db.transaction().execute((trx) => issue(trx, {
    kind, unit: unit.id,
    holder: { subject: holder.id, name: holder.name, kind: 'organisation', creditCode },
    issuer: { id: unit.id, name: unit.name, creditCode: unit['credit code'] ?? '' },
    attributes: { 'holder-name': holder.name, 'address': '示范路 100 号 1 楼', 'projects': '热食类制售' },
    issuedOn: '2022-02-27', until: '2027-02-26', at: here.world.clock.now(),
  }));
}

beforeAll(async () => {
  here = await scene();
  await older();
  const client = await actingFor(here, 'bathHouse', 'bathHouse');
  const begun = await fillDraft(client, 'food-business-renewal');
  draft = begun.id;
  const saved = await client.call('cases.save', { id: draft, facts: {}, promise: true }, { version: begun.version });
  expect(saved.body.error).toBeUndefined();
  applicant = await here.visitor(demoPeople.bathHouse.name);
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

test('handed in with a promise, after a look at the way to receive it', async () => {
  await applicant.enter(demoPeople.bathHouse.phone);
  await applicant.actFor(company);
  await applicant.open(`/drafts/${draft}/check`);
  await applicant.press('换一种领取方式');
  const dialog = applicant.page.getByRole('dialog');
  await applicant.fill({ 怎么领取: '到窗口领取' }, dialog);
  await applicant.press('就这样领取', dialog);
  await applicant.sees('到窗口领取', applicant.page.getByRole('main'));
  await applicant.page.reload();
  await applicant.sees('到窗口领取', applicant.page.getByRole('main'));
  await applicant.press('换一种领取方式');
  await applicant.fill({ 怎么领取: '网上下载' }, dialog);
  await applicant.press('就这样领取', dialog);
  await dialog.waitFor({ state: 'detached' });
  await applicant.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await applicant.press('提交申请');
  await applicant.at('交好了');
  await applicant.press('看办理进度');
  await applicant.sees('告知承诺书');
  at = new URL(applicant.page.url()).pathname.split('/').at(-1) ?? '';
});

test('granted on the promise; fetched, and with that delivered and closed', async () => {
  const decider = await here.visitor('唐正');
  await decider.open(`/workbench/queue/unit/${at}`);
  await decider.signIn('market.decider');
  await decider.at(company);
  await decider.act('g', '凭承诺准予');
  await applicant.sees('结果做好了');
  await applicant.press('看证照');
  await applicant.sees('2032 年 2 月 26 日');
  const download = applicant.page.waitForEvent('download');
  await applicant.press('下载证照文件');
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
  await applicant.open(`/cases/${at}`);
  await applicant.sees('已办结');
  await applicant.sees('送达回证');
});

test('within the month a reviewer looks and finds it true; the applicant has it in writing', async () => {
  const reviewer = await here.visitor('卢平');
  await reviewer.open('/workbench/promises');
  await reviewer.signIn('market.reviewer');
  await reviewer.press(/^核查/, reviewer.page.getByRole('table'));
  const dialog = reviewer.page.getByRole('dialog');
  await reviewer.fill({ 核查结果: '属实', 核查看到的情况: '到店里看过，布局和设备与发证时一致。' }, dialog);
  await reviewer.press(/核查/, dialog);
  await dialog.waitFor({ state: 'detached' });
  await applicant.sees('承诺核查结果通知书');
  await applicant.sees('到店里看过，布局和设备与发证时一致。');
});
