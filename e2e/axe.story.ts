/** Every address, normal and elder, phone and desktop: axe finds nothing serious, nothing runs over the edge. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { desktop, phone, scene, type Scene, type Visitor } from './browser.ts';
import { accounts, everyPage, type Stop, type Who } from './world.ts';

const source = fs.readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
const run = "axe.run(document, { resultTypes: ['violations'] })";

let here: Scene;
let stops: Stop[];
beforeAll(async () => {
  here = await scene();
  stops = await everyPage(here);
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

/** Serious and critical violations of the page that is open, with the elements concerned. */
async function violations(visitor: Visitor): Promise<string[]> {
  const { violations: all } = await visitor.page.evaluate<AxeResults>(run);
  return all
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
    );
}

const faces = [
  { elder: false, size: phone },
  { elder: true, size: phone },
  { elder: false, size: desktop },
  { elder: true, size: desktop },
];

/** What is wrong with one address in its four faces. */
async function judge(visitor: Visitor, { name, address }: Stop): Promise<string[]> {
  const { page } = visitor;
  const found: string[] = [];
  await visitor.open(address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  await page.evaluate(`${source}; undefined`);
  for (const { elder, size } of faces) {
    await page.setViewportSize(size);
    await page.evaluate(`document.documentElement.toggleAttribute('data-elder', ${elder})`);
    const face = `${name} ${size.width}${elder ? ' elder' : ''}:`;
    for (const one of await violations(visitor)) found.push(`${face} ${one}`);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (width > size.width) found.push(`${face} ${width} px wide`);
  }
  return found;
}

const everybody = [
  'nobody', 'senior', 'agent', 'groom', 'clerk', 'decider', 'education', 'security', 'system', 'audit', 'designer',
] as const satisfies Who[];

test.each(everybody)('every page %s sees', async (who) => {
  const mine = stops.filter((stop) => stop.who === who);
  expect(mine.length).toBeGreaterThan(0);
  const visitor = await here.visitor(who);
  if (who === 'senior' || who === 'agent' || who === 'groom') await visitor.enter(accounts[who]);
  else if (who !== 'nobody') {
    await visitor.open('/workbench');
    await visitor.signIn(accounts[who]);
  }
  const found: string[] = [];
  for (const stop of mine) found.push(...(await judge(visitor, stop)));
  expect(found).toEqual([]);
});
