/**
 * A company comes to exist: its founder hands in what she prepared, three officers decide and issue, and
 * she fetches the business licence in the name of what has come to be.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { castOf, type Newcomer } from '../tests/matrix/cast.ts';
import { fillDraft } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
let newcomer: Newcomer;
let founder: Visitor;
let at = '';
const name = '样张新苗（上海）文化有限公司';

beforeAll(async () => {
  here = await scene();
  newcomer = await castOf(() => here).newcomer('李歌唱');
  founder = await here.visitor(newcomer.name);
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

test('the founder looks everything over and hands it in', async () => {
  const { id } = await fillDraft(newcomer.client, 'company-setup');
  await founder.enter(newcomer.phone, `/drafts/${id}/check`);
  await founder.sees(name);
  await founder.sees('网上下载');
  await founder.page.getByRole('checkbox', { name: /都是真的/ }).check();
  await founder.press('提交申请');
  await founder.at('交好了');
  await founder.press('看办理进度');
  await founder.sees('已收件，等待受理');
  at = new URL(founder.page.url()).pathname.split('/').at(-1) ?? '';
});

/** An officer of the market office opens the case and does his acts. */
async function atDesk(who: string, login: string, ...acts: [key: string, name: string][]): Promise<void> {
  const officer = await here.visitor(who);
  await officer.open(`/workbench/queue/unit/${at}`);
  await officer.signIn(`market.${login}`);
  await officer.at(newcomer.name);
  for (const [key, act] of acts) await officer.act(key, act);
}

test('accepted, reviewed, granted by another, the licence made', async () => {
  await atDesk('卢萍', 'clerk', ['a', '受理']);
  await atDesk('卢平', 'reviewer', ['r', '审查通过，送决定']);
  await atDesk('唐正', 'decider', ['g', '准予'], ['i', '制作证照']);
  await founder.sees('准予决定书');
  await founder.sees('结果做好了');
});

test('in the name of the company she fetches its licence; that closes the case', async () => {
  await founder.page.reload();
  await founder.actFor(name);
  await founder.open('/mine/licences');
  await founder.press(/营业执照/, founder.page.getByRole('main'));
  await founder.sees(name);
  const download = founder.page.waitForEvent('download');
  await founder.press('下载证照文件');
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/);

  const herself = await here.visitor(newcomer.name);
  await herself.enter(newcomer.phone, `/cases/${at}`);
  await herself.sees('已办结');
  await herself.sees('送达回证');
});
