/**
 * Story d. An officer's whole morning by keyboard alone: twelve cases of different kinds, then two more
 * in one batch. Nothing is pressed with a mouse or a finger, which the pages themselves count.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addStaff } from '#identity';
import { castOf, caseIn, demoNumber, demoPassword } from '../tests/matrix/cast.ts';
import { file, officer } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';
import { mealsHere } from './world.ts';

let here: Scene;
let she: Visitor;
const plan = new Map<string, { what: string; do: () => Promise<void> }>();
const more: string[] = [];

beforeAll(async () => {
  here = await scene();
  await addStaff(
    here.world.db,
    {
      login: 'all.morning',
      name: '样张全能',
      idNumber: demoNumber('19880601', '777'),
      unit: 'putuo-district',
      roles: ['clerk', 'reviewer', 'decider'],
      password: demoPassword,
      by: 'test',
    },
    here.world.clock.today(),
  );
  await fileTwelve();
  she = await here.visitor('样张全能');
  // The pages count every press of a mouse or finger, over all of the morning.
  await she.context.addInitScript({
    content: `for (const kind of ['mousedown', 'pointerdown', 'touchstart', 'wheel', 'click']) {
      addEventListener(kind, (event) => {
        if (kind === 'click' && event.detail === 0) return;
        sessionStorage.setItem('pressed', (sessionStorage.getItem('pressed') ?? '') + kind + ' ');
      }, true);
    }`,
  });
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

/** Twelve cases in the states in which a morning finds them. */
async function fileTwelve(): Promise<void> {
  const cast = castOf(() => here);
  const bath = (state: string) => caseIn(here, cast, { state });
  const show = (state: string) => caseIn(here, cast, { item: 'commercial-performance', state });
  const allowance = (state: string) => caseIn(here, cast, { item: 'disability-allowance', state });
  const simple = (key: string, name: string) => ({ what: name, do: () => she.act(key, name) });
  plan.set(await bath('received'), simple('a', '受理'));
  plan.set(await allowance('received'), { what: '要求补正', do: askSupplement });
  plan.set(await show('accepted'), simple('r', '审查通过，送决定'));
  plan.set(await allowance('accepted'), simple('r', '审查通过，送决定'));
  plan.set(await bath('accepted'), { what: '开始特别程序', do: startTest });
  plan.set(await stopped(await bath('accepted')), { what: '结束特别程序', do: endTest });
  plan.set(await show('in-review'), simple('g', '准予'));
  plan.set(await allowance('in-review'), simple('g', '准予'));
  plan.set(await bath('decided'), simple('i', '制作证照'));
  plan.set(await allowance('decided'), simple('i', '通知发放'));
  plan.set(await allowance('in-review'), simple('g', '准予'));
  plan.set(
    (await file(await cast.citizen('senior'), 'senior-meals', mealsHere)).case,
    simple('g', '当场办结'),
  );
  more.push(await bath('received'), await bath('received'));
}

/** A water test was begun by a colleague. */
async function stopped(id: string): Promise<string> {
  const reviewer = await officer(here, 'health.reviewer');
  const { colleagues } = (await reviewer.call('cases.colleagues', {})).body;
  const { status, body } = await reviewer.call('cases.start-procedure', {
    id,
    procedure: 'water-test',
    reason: '抽样检测池水',
    staff: colleagues.filter(({ me }) => me).map(({ id: account }) => account),
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return id;
}

const keys = () => she.page.keyboard;

/** Tabs on until what has the focus fits; gives up after a whole round of the page. */
async function tabTo(fits: string): Promise<void> {
  for (let i = 0; i < 150; i++) {
    await keys().press('Tab');
    if (
      await she.page.evaluate(
        `(() => { const at = document.activeElement; return Boolean(${fits}); })()`,
      )
    )
      return;
  }
  throw new Error(`no way by Tab to ${fits}`);
}

async function commit(name: string): Promise<void> {
  await she.foresees();
  await keys().press('Control+Enter');
  await she.sees(`${name}：已办好`);
}

async function askSupplement(): Promise<void> {
  await keys().press('s');
  await she.at('要求补正');
  await tabTo(`at.type === 'checkbox' && at.closest('.point')`);
  await keys().press('Space');
  await tabTo(`at.tagName === 'TEXTAREA' && at.id.startsWith('message-')`);
  await keys().press('Control+A');
  await keys().type('请写清楚这一项，照证件上的写。');
  await commit('要求补正');
}

async function startTest(): Promise<void> {
  await keys().press('p');
  await she.at('开始特别程序');
  await tabTo(`at.name === 'procedure'`);
  for (let i = 0; i < 3; i++) {
    await keys().press('ArrowDown');
    if (await she.page.evaluate(`document.activeElement.value === 'water-test'`)) break;
  }
  await tabTo(`at.type === 'checkbox' && at.closest('#staff, [id^=staff]')`);
  await keys().press('Space');
  await tabTo(`at.id === 'reason'`);
  await keys().type('抽样检测浴池水质。');
  await commit('开始特别程序');
}

async function endTest(): Promise<void> {
  await keys().press('p');
  await she.at('结束特别程序');
  await tabTo(`at.id === 'result'`);
  await keys().type('水质合格，符合要求。');
  await commit('结束特别程序');
}

/** As the page has it: an address changes with the key that changes it. */
const caseAt = async (): Promise<string> =>
  /\/queue\/[a-z]+\/([\da-f-]{36})/.exec(await she.page.evaluate<string>('location.pathname'))?.[1] ?? '';

/** The whole list, nothing open. */
async function top(): Promise<void> {
  await keys().press('2');
  await she.at('请选一件来办');
  await she.page.locator('#queue a.q').first().waitFor();
}

/** J down the queue to a case that is still to do; at its end back to the top. */
async function walk(to: (id: string) => boolean): Promise<string> {
  for (let i = 0; i < 80; i++) {
    const before = await caseAt();
    await keys().press('j');
    const id = await caseAt();
    // The address is there before the page: what can be done of the case before is not pressed for this one.
    if (id !== '' && id !== before) await she.page.locator(`#queue a.q[aria-current=true][href*="${id}"]`).waitFor();
    if (id !== '' && id !== before && to(id)) return id;
    if (id === before) {
      await top();
    }
  }
  throw new Error('J does not lead to it');
}

test('she signs in and sees the keys, by keyboard', async () => {
  await she.open('/workbench');
  await she.at('工作人员登录');
  await tabTo(`at.tagName === 'INPUT' && at.type === 'text'`);
  await keys().type('all.morning');
  await tabTo(`at.type === 'password'`);
  await keys().type(demoPassword);
  await keys().press('Enter');
  await she.at('请选一件来办');
  await keys().press('?');
  await she.at('快捷键');
  const help = await she.page.getByRole('dialog').innerText();
  for (const words of ['受理', '要求补正', '审查通过', '制作证照', '送达', '多选'])
    expect(help).toContain(words);
  await keys().press('Escape');
});

test('twelve cases, each by its keys', async () => {
  const done = new Set<string>();
  await top();
  while (done.size < plan.size) {
    const id = await walk((one) => plan.has(one) && !done.has(one));
    const { what, do: work } = plan.get(id) ?? { what: '', do: () => Promise.resolve() };
    await she.page.getByRole('region', { name: '可以做的' }).waitFor();
    await work().catch((error: unknown) => {
      throw new Error(`${what}: ${String(error)}`);
    });
    // The page goes back to the case by itself: a key pressed before would be written into its last field.
    await she.page.waitForURL(({ pathname }) => pathname.split('/').length <= 5);
    done.add(id);
  }
  expect(done.size).toBe(12);
}, 240_000);

test('two more at once: marked with M, accepted in one batch', async () => {
  await top();
  await keys().press('m');
  await she.page.getByRole('region', { name: '一起办' }).waitFor();
  const marked = new Set<string>();
  while (marked.size < 2) {
    marked.add(await walk((one) => more.includes(one) && !marked.has(one)));
    await keys().press('m');
    await she.sees(`已选 ${marked.size} 件`);
  }
  await tabTo(`at.tagName === 'SELECT' && at.getAttribute('aria-label') === '怎么办'`);
  for (let i = 0; i < 12; i++) {
    if (await she.page.evaluate(`document.activeElement.value === 'accept'`)) break;
    await keys().press('ArrowDown');
  }
  await tabTo(`at.tagName === 'BUTTON' && at.textContent === '一起办'`);
  await keys().press('Enter');
  await she.sees('办好 2 件');
});

test('and nothing was pressed but keys', async () => {
  expect(await she.page.evaluate(`sessionStorage.getItem('pressed') ?? ''`)).toBe('');
  const log = await officer(here, 'health.clerk');
  for (const id of more) expect((await log.call('cases.case', { id })).body.state).toBe('accepted');
});
