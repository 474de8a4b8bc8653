/**
 * The archive: a closed case is archived, its package taken down, kept for its time, and destroyed by two
 * persons, the first attempt declined. The auditor sees the acts, and the chain still holds.
 */
import { unzipSync } from 'fflate';
import fs from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { caseRounds } from '#cases';
import { sql } from '#base';
import { fetchResult } from '../tests/matrix/cast.ts';
import { citizen, file, officer } from '../tests/people.ts';
import { desktop, scene, type Scene, type Visitor } from './browser.ts';
import { mealsHere } from './world.ts';

let here: Scene;
let first: Visitor;
let second: Visitor;
let number = '';
let id = '';
beforeAll(async () => {
  here = await scene();
  const senior = await citizen(here, 'senior');
  const filed = await file(senior, 'senior-meals', mealsHere);
  ({ case: id, number } = filed);
  await (await officer(here, 'changfeng.clerk')).call('cases.settle', { id });
  // Fetched it is delivered, and the case is closed.
  await fetchResult(here, senior, id);
  await vi.waitFor(async () => {
    expect((await senior.call('cases.case', { id })).body.state).toBe('closed');
  }, { timeout: 30_000, interval: 500 });
  // What the worker still makes of it is made: nothing is packed before its papers are there.
  await here.drain();
  // Sixty-one days later the rounds of the worker archive it and make its package.
  await here.later(61);
  for (const name of ['archive', 'archive packages']) {
    await caseRounds.find((round) => round.name === name)?.run(here.world);
  }
  first = await here.visitor('changfeng.decider', { size: desktop });
  second = await here.visitor('supervisor', { size: desktop });
}, 120_000);
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

test('the package is in the archive with its class and its last day, and can be taken down', async () => {
  await first.open('/workbench/archive');
  await first.signIn('changfeng.decider');
  await first.at('档案');
  await first.sees(number);
  await first.sees(/10 年，到 2037 年/);
  await first.picture();
  const [download] = await Promise.all([
    first.page.waitForEvent('download'), first.page.getByRole('link', { name: `下载归档包 ${number}` }).click(),
  ]);
  const files = Object.keys(unzipSync(fs.readFileSync(await download.path())));
  expect(files).toEqual(expect.arrayContaining(['metadata.xml', 'form/facts.json', 'manifest.sig']));
  expect(await first.page.getByRole('button', { name: /提出销毁/ }).count()).toBe(0);
});

test('when its time is over one proposes; another declines, then approves the second proposal', async () => {
  // Ten years are over: the last day it is kept until is brought near instead of the clock far.
  await sql`update cases.archive_package set keep_until = '2026-12-31' where "case" = ${id}`.execute(here.world.db);
  await first.open('/workbench/archive?box=due');
  await first.press(`提出销毁 ${number}`);
  await first.fill({ 理由: '保管期限已满，没有继续保管的必要' });
  await first.picture();
  await first.press('提出销毁', first.page.getByRole('dialog'));
  await first.sees('没有保管期满的');
  await first.open('/workbench/archive?box=proposed');
  await first.sees('保管期限已满，没有继续保管的必要');
  expect(await first.page.getByRole('button', { name: /核准销毁/ }).count()).toBe(0);

  await second.open('/workbench/archive?box=proposed');
  await second.signIn('supervisor');
  await second.press(`不同意 ${number}`);
  await second.fill({ 理由: '还有一件复议没有结束' });
  await second.press('不同意销毁', second.page.getByRole('dialog'));
  await second.sees('没有等着核准的');

  await first.open('/workbench/archive?box=due');
  await first.sees('还有一件复议没有结束');
  await first.press(`提出销毁 ${number}`);
  await first.fill({ 理由: '复议已经结束，可以销毁' });
  await first.press('提出销毁', first.page.getByRole('dialog'));
  await first.sees('没有保管期满的');

  await second.open('/workbench/archive?box=proposed');
  await second.press(`核准销毁 ${number}`);
  await second.sees('清除以后找不回来');
  await second.picture();
  await second.press('核准，现在销毁', second.page.getByRole('dialog'));
  await second.sees('没有等着核准的');
});

test('the certificate stays, the package is gone, the chain holds and the auditor sees it', async () => {
  await first.open(`/workbench/archive?number=${number}`);
  await first.sees(/清除了 \d+ 份材料、\d+ 份文书、\d+ 步的内容/);
  await first.picture();
  expect(await first.page.getByRole('link', { name: /下载归档包/ }).count()).toBe(0);

  const auditor = await here.visitor('audit', { size: desktop });
  await auditor.open(`/workbench/audit/acts?number=${number}`);
  await auditor.signIn('audit');
  await auditor.sees('归档');
  await auditor.sees('当场办结');
  await auditor.picture();
  await auditor.page.getByRole('link', { name: `校验这一件 ${number}` }).first().click();
  await auditor.at('完整性校验');
  await auditor.press('校验');
  await auditor.sees('全部完好');
  await auditor.fill({ '办件编号（不填就校验全部）': '' });
  await auditor.press('校验');
  await auditor.sees('正在校验');
  await here.drain();
  await auditor.sees(/\d+ 件，\d+ 步/);
  await auditor.picture();
});
