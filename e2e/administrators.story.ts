/**
 * Story e. The security administrator sees an officer's session and ends it: the officer is out at
 * once, without touching anything. The audit administrator reads that it was done, and by whom. None
 * of the three can do what the others do. Two of them make a new officer together.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { identityCheck } from '#graph';
import { officer } from '../tests/people.ts';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
const cast = {} as Record<'clerk' | 'system' | 'security' | 'audit', Visitor>;
beforeAll(async () => {
  here = await scene();
  for (const [login, name] of [['system', '管理'], ['security', '安平'], ['audit', '纪明']] as const) {
    cast[login] = await here.visitor(name);
  }
  cast.clerk = await here.visitor('陈静');
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

const rowOf = (visitor: Visitor, words: string) => visitor.page.getByRole('row').filter({ hasText: words });

test('an officer at work is out at once when his session is ended', async () => {
  const { clerk, security } = cast;
  await clerk.open('/workbench/queue/unit');
  await clerk.signIn('culture.clerk');
  await clerk.page.getByRole('link', { name: '账号与安全' }).waitFor();

  await security.open('/workbench');
  await security.signIn('security');
  await security.at('工作人员');
  await security.press('登录', security.page.getByRole('navigation'));
  await security.at('登录着的工作人员');
  const row = rowOf(security, 'culture.clerk');
  await security.sees('陈静', row);
  await security.sees('127.0.0.*', row);
  await security.press(/^结束/, row);
  // The page of the one who is out may ask once more before it knows.
  clerk.expected.add(401);
  await security.press(/^结束/, security.page.getByRole('dialog'));
  await security.sees('已结束 陈静 的登录');

  await clerk.at('工作人员登录');
  expect(new URL(clerk.page.url()).pathname).toBe('/workbench/queue/unit');
});

test('the auditor sees who did it, filters and exports', async () => {
  const { audit } = cast;
  await audit.open('/workbench');
  await audit.signIn('audit');
  await audit.at('日志');
  const row = rowOf(audit, '结束工作人员的登录').first();
  await audit.sees('安平（security）', row);
  await audit.sees('陈静（culture.clerk）', row);
  await audit.fill({ 做了什么: '结束工作人员的登录' });
  await audit.press('筛选');
  await audit.page.waitForURL(/what=session\.staff-ended/);
  await rowOf(audit, '陈静（culture.clerk）').first().waitFor();
  await audit.sees('陈静（culture.clerk）');
  const download = audit.page.waitForEvent('download');
  await audit.press('导出 CSV');
  expect((await download).suggestedFilename()).toMatch(/^log-.*\.csv$/);
  await audit.press('工作人员', audit.page.getByRole('navigation'));
  await audit.sees('您可以看，不能改。');
  await rowOf(audit, 'culture.clerk').first().waitFor();
  expect(await audit.page.getByRole('main').getByRole('button').allTextContents()).toEqual(['查找']);
});

test('none does what the others do: not on the page, not by address, not behind it', async () => {
  const { system, security, audit } = cast;
  await system.open('/workbench');
  await system.signIn('system');
  await system.at('工作人员');
  const words = async (visitor: Visitor) =>
    (await visitor.page.getByRole('navigation').getByRole('link').allTextContents()).join(' ');
  expect(await words(system)).toMatch(/^工作人员 登录规定(?!.*(日志|登录 ))/);
  expect(await words(audit)).toMatch(/^工作人员 登录规定 机构 日志$/);
  expect(await words(security)).toMatch(/^工作人员 登录 登录规定(?!.*日志)/);
  for (const [visitor, address] of [
    [system, '/workbench/sessions'], [system, '/workbench/audit'], [audit, '/workbench/sessions'], [security, '/workbench/audit'],
  ] as const) {
    await visitor.open(address);
    await visitor.page.getByRole('heading', { level: 1 }).first().waitFor();
    await visitor.page.locator('.skeleton').first().waitFor({ state: 'detached' });
    expect(await visitor.page.getByRole('table').count()).toBe(0);
  }
  const clients = {
    system: await officer(here, 'system'), security: await officer(here, 'security'), audit: await officer(here, 'audit'),
  };
  const id = '00000000-0000-4000-8000-000000000000';
  const others: [keyof typeof clients, string, object][] = [
    ['system', 'identity.assign-roles', { id, roles: [] }], ['system', 'identity.log', {}],
    ['system', 'identity.end-staff-session', { id }], ['system', 'identity.make-link', { id }],
    ['security', 'identity.create-staff', {}], ['security', 'identity.log', {}], ['security', 'identity.edit-staff', { id }],
    ['audit', 'identity.end-staff-session', { id }], ['audit', 'identity.assign-roles', { id, roles: [] }],
    ['audit', 'identity.disable-staff', { id }], ['audit', 'identity.set-policy', {}], ['audit', 'cases.queue', {}],
  ];
  for (const [who, name, input] of others) {
    const { status, body } = await clients[who].call(name as never, input as never);
    expect([who, name, status, (body as { error?: { code: string } }).error?.code]).toEqual([who, name, 403, 'not-your-role']);
  }
});

test('two of them make a new officer, who sets his own password', async () => {
  const { system, security } = cast;
  const idNumber = `31019919860101777${identityCheck('31019919860101777')}`;
  await system.open('/workbench/staff');
  await system.press('建立账号');
  const dialog = system.page.getByRole('dialog');
  await system.fill({ 姓名: '样新人', 登录名: 'new.clerk', 身份证号: idNumber, 机构: '区文化和旅游局' }, dialog);
  await system.press('建立账号', dialog);
  await system.sees('账号已建立，请安全管理员分配角色');

  await security.open('/workbench/staff?q=new.clerk');
  const row = rowOf(security, 'new.clerk');
  await security.sees('还没有角色', row);
  await security.press(/^角色/, row);
  const roles = security.page.getByRole('dialog');
  await roles.getByRole('checkbox', { name: '窗口人员' }).check();
  await security.press('保存', roles);
  await security.sees('角色已改');
  await security.press(/^密码链接/, row);
  await security.press('生成链接', security.page.getByRole('dialog'));
  const link = await security.page.locator('code.secret').innerText();

  const newcomer = await here.visitor('样新人');
  await newcomer.open(link);
  await newcomer.fill({ 新密码: 'bantuo-demo-2026' });
  await newcomer.press('设好');
  await newcomer.sees('登录名是 new.clerk');
  await newcomer.signIn('new.clerk');
  await newcomer.open('/workbench/queue/unit');
  await newcomer.page.getByRole('link', { name: '账号与安全' }).waitFor();
});
