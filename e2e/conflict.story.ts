/** Two officers at once: the second is told who did what, and sees the case as it is now. */
import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { citizen, file } from '../tests/people.ts';
import { scene, type Scene } from './browser.ts';

let here: Scene;
beforeAll(async () => {
  here = await scene();
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

test('both are about to settle; one does, the other is told', async () => {
  const filed = await file(await citizen(here, 'senior'), 'senior-meals', {
    facts: { 'applicant.residence-street': '310107014' },
  });
  const first = await here.visitor('吴梅');
  const second = await here.visitor('吴涛');
  second.expected.add(409);
  for (const [who, login] of [
    [first, 'changfeng.clerk'],
    [second, 'changfeng.reviewer'],
  ] as const) {
    await who.open(`/workbench/queue/unit/${filed.case}/settle`);
    await who.signIn(login);
    await who.sees('从“已收件，等待受理”变为“证照已制作”');
  }
  await first.press('当场办结', first.page.getByRole('main'));
  await first.sees('当场办结：已办好');
  await second.press('当场办结', second.page.getByRole('main'));
  await second.sees('没有办成：有人先办了一步');
  await second.sees(/吴梅 在 1\d:\d\d 已经“当场办结”/);
  await second.sees('证照已制作', second.page.getByRole('main'));
});
