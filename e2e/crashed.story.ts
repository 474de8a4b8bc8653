/** What was typed is there again: after the tab, and after the whole browser was killed. */
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoPeople } from '#identity';
import { citizen, fillDraft } from '../tests/people.ts';
import { launching, scene, Visitor, type Scene } from './browser.ts';

let here: Scene;
let draft: string;
beforeAll(async () => {
  here = await scene();
  draft = (await fillDraft(await citizen(here, 'senior'), 'senior-meals')).id;
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const address = (): string => `/drafts/${draft}/sections/senior`;
const box = (visitor: Visitor) => visitor.page.getByRole('textbox', { name: '居住地址' });

test('a killed tab without network: the last letters were kept on the device', async () => {
  const wang = await here.visitor(demoPeople.senior.name);
  await wang.enter(demoPeople.senior.phone, address());
  await wang.sees('已经保存');
  wang.offline = true;
  await wang.context.setOffline(true);
  await box(wang).fill('');
  await box(wang).pressSequentially('示范路 200 弄 2 号');
  const crash = wang.page.waitForEvent('crash');
  const session = await wang.context.newCDPSession(wang.page);
  void session.send('Page.crash').catch(() => undefined);
  await crash;
  await wang.page.close();
  await wang.context.setOffline(false);
  wang.offline = false;

  const again = new Visitor(wang.name, await wang.context.newPage());
  again.watch(again.page);
  await again.open(address());
  await again.sees('上次离开时有几处没来得及保存，已经帮您找回来了。');
  expect(await box(again).inputValue()).toBe('示范路 200 弄 2 号');
  await again.sees('已经保存');
  expect(again.faults).toEqual([]);
});

test('a killed browser: what was typed up to two seconds before is with the server', async () => {
  const process = await chromium.launchServer(launching());
  const browser = await chromium.connect(process.wsEndpoint());
  const wang = await Visitor.begin({ name: '王桂芳', browser, here }, {});
  await wang.enter(demoPeople.senior.phone, address());
  await wang.sees('已经保存');
  await box(wang).fill('');
  const saved = wang.page.waitForResponse((answer) => answer.request().method() === 'PATCH'
    && (answer.request().postData() ?? '').includes('示范路 300 弄 3 号 3'));
  await box(wang).pressSequentially('示范路 300 弄 3 号 3', { delay: 30 });
  // Nobody leaves the box: what is typed goes by itself, within two seconds (keeper.test.ts).
  await saved;
  expect(wang.faults).toEqual([]);
  process.process().kill('SIGKILL');
  await browser.close();

  const elsewhere = await here.visitor('王桂芳');
  await elsewhere.enter(demoPeople.senior.phone, address());
  await elsewhere.sees('已经保存');
  expect(await box(elsewhere).inputValue()).toBe('示范路 300 弄 3 号 3');
});
