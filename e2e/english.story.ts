/** The pages in English: no Chinese outside names, addresses, laws and what people wrote. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { scene, type Scene, type Visitor } from './browser.ts';
import { chineseOn, shareOfChinese } from './chinese.ts';
import { accounts, everyPage, type Stop, type Who } from './world.ts';

let here: Scene;
let stops: Stop[];
beforeAll(async () => {
  here = await scene();
  stops = await everyPage(here);
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

/** From here on this visitor reads English. */
async function inEnglish(visitor: Visitor): Promise<void> {
  await visitor.context.addInitScript({ content: "localStorage.setItem('bantuo.language', 'en')" });
}

/** What cannot be read on the page that is open, once it has come up. */
async function judge(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  const found = await chineseOn(page);
  const share = await shareOfChinese(page);
  if (share > 0.5) found.push(`${Math.round(share * 100)} % of the page is Chinese`);
  return found.map((one) => `${name} ${one}`);
}

const everybody = [
  'nobody', 'senior', 'agent', 'groom', 'clerk', 'decider', 'education', 'security', 'audit', 'designer',
] as const satisfies Who[];

test.each(everybody)('every page %s sees', async (who) => {
  const visitor = await here.visitor(who);
  if (who === 'senior' || who === 'agent' || who === 'groom') await visitor.enter(accounts[who]);
  else if (who !== 'nobody') {
    await visitor.open('/workbench');
    await visitor.signIn(accounts[who]);
  }
  await inEnglish(visitor);
  const found: string[] = [];
  for (const { name, address } of stops.filter((stop) => stop.who === who)) {
    await visitor.open(address);
    found.push(...(await judge(visitor, name)));
  }
  expect(found).toEqual([]);
});
