/** The network goes away while one hands in: in the end there is one case, and its receipt. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from '#base';
import { demoPeople } from '#identity';
import { citizen, fillDraft } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
beforeAll(async () => {
  here = await scene();
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

async function cases(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases."case"`.execute(
    here.world.db,
  );
  return rows[0]?.n ?? 0;
}

/** Somebody about to press 提交申请. */
async function ready(
  who: 'senior' | 'disabled',
  item: 'senior-meals' | 'disability-allowance',
): Promise<Visitor> {
  const { id } = await fillDraft(await citizen(here, who), item);
  const visitor = await here.visitor(demoPeople[who].name);
  await visitor.enter(demoPeople[who].phone, `/drafts/${id}/check`);
  await visitor.page.getByRole('checkbox', { name: /都是真的/ }).check();
  return visitor;
}

test('twenty seconds without network: it goes by itself afterwards', async () => {
  const wang = await ready('senior', 'senior-meals');
  wang.offline = true;
  await wang.context.setOffline(true);
  await wang.press('提交申请');
  await wang.sees('网络不太好，正在重试…');
  await wang.page.waitForTimeout(20_000);
  await wang.context.setOffline(false);
  await wang.at('交好了');
  expect(await cases()).toBe(1);
});

test('the answer is lost on the way: asked again with the same key, nothing is filed twice', async () => {
  const zhao = await ready('disabled', 'disability-allowance');
  zhao.offline = true;
  const keys: (string | undefined)[] = [];
  await zhao.page.route('**/submit', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await zhao.press('提交申请');
  await zhao.at('交好了');
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  expect(await cases()).toBe(2);
});

test('without network the page still says what is wrong, by the item’s own rules', async () => {
  const { id } = await fillDraft(await citizen(here, 'senior'), 'senior-meals');
  const wang = await here.visitor(demoPeople.senior.name);
  const rules = wang.page.waitForResponse((answer) => /\/instant-[^/]*\.js$/.test(answer.url()));
  await wang.enter(demoPeople.senior.phone, `/drafts/${id}/sections/senior`);
  await wang.at('老人信息');
  await (await rules).finished();
  const finding = wang.page.getByText('要改一下：没有重复登记');
  expect(await finding.count()).toBe(0);
  wang.offline = true;
  await wang.context.setOffline(true);
  await wang.fill({ 已有助餐登记: '是' });
  await finding.waitFor();
  await wang.sees('已经登记过了，可以直接去用餐；要改卡号或街镇，请到窗口。');
  await wang.fill({ 已有助餐登记: '否' });
  await finding.waitFor({ state: 'detached' });
  await wang.context.setOffline(false);
});
