/** A performer is taken out in the middle: papers stay with their people. A dialog gives focus back. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoOrganisations, demoPeople } from '#identity';
import { actingFor, fillDraft, smallPdf } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let her: Visitor;
let draft: string;
beforeAll(async () => {
  here = await scene();
  her = await here.visitor('法定代表人');
  const client = await actingFor(here, 'representative', 'performance');
  const { id, version } = await fillDraft(client, 'commercial-performance');
  draft = id;
  await client.call(
    'cases.save',
    { id, facts: { performer: '3', 'performer[2].name': '张杂技' } },
    { version },
  );
  for (const [index, name] of [[2, '张杂技的.pdf']] as const) {
    await client.call(
      'cases.upload',
      { id, material: 'identity-card-copy', index, name },
      { file: smallPdf(1500, name), type: 'application/pdf' },
    );
  }
  await her.enter(demoPeople.representative.phone);
  await her.actFor(demoOrganisations.performance.name);
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

test('the second of three goes, the third moves up with his paper', async () => {
  await her.open(`/drafts/${draft}/sections/cast`);
  const third = her.page.getByRole('group', { name: '第 3 位演员' });
  await third.waitFor();
  await her.fill({ 所属团体: '示范团' }, third);
  await her.press('删除第 2 位');
  await third.waitFor({ state: 'detached' });
  const second = her.page.getByRole('group', { name: '第 2 位演员' });
  expect(await second.getByRole('textbox', { name: /^姓名/ }).inputValue()).toBe('张杂技');
  expect(await second.getByRole('textbox', { name: /^所属团体/ }).inputValue()).toBe('示范团');
  await her.open(`/drafts/${draft}/sections/materials`);
  const cards = her.page.getByRole('region', { name: /身份证/ });
  await her.sees('第 2 份：张杂技', cards);
  await her.sees('张杂技的.pdf', cards);
  expect(await cards.getByText('第 3 份').count()).toBe(0);
});

test('who closes a question stands where he stood', async () => {
  const { page } = her;
  const focused = () => page.locator(':focus').textContent();
  const opener = page.getByRole('button', { name: '不办了，删掉这份申请' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(focused).toBe('不办了，删掉这份申请');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(focused).toBe('不办了，删掉这份申请');
});
