/**
 * An officer adds a passkey, then signs in with it; another an authenticator, and comes in with a
 * recovery code. The authenticator of the browser is Chromium's own virtual one.
 */
import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoPassword } from '#identity';
import { scene, type Scene, type Visitor } from './browser.ts';

let here: Scene;
beforeAll(async () => {
  here = await scene();
  // A passkey belongs to a name, not to a number.
  here.url = here.url.replace('127.0.0.1', 'localhost');
  here.world.settings.url = here.url;
});
afterEach((context) => here.ends(context));
afterAll(() => here?.close());

async function half(visitor: Visitor, login: string): Promise<void> {
  const { page } = visitor;
  await page.getByRole('textbox', { name: '登录名' }).fill(login);
  await page.getByRole('textbox', { name: '密码' }).fill(demoPassword);
  await visitor.press('登录', page.getByRole('main'));
}

test('a passkey: added, then the second half of signing in', async () => {
  const officer = await here.visitor('陈明');
  const { page } = officer;
  const cdp = await officer.context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await officer.open(`${here.url}/workbench/account`);
  await officer.signIn('culture.reviewer');
  await officer.at('账号与安全');
  await officer.sees('演示中，第二验证默认不要求');
  await officer.press('绑定第二验证');
  const dialog = page.getByRole('dialog');
  await officer.fill({ 现在的密码: demoPassword }, dialog);
  await dialog.getByRole('radio', { name: '通行密钥' }).check();
  await officer.fill({ 给它起个名字: '办公室电脑' }, dialog);
  await officer.press('开始绑定', dialog);
  await officer.sees('请收好这十个恢复码', dialog);
  expect(await dialog.getByRole('listitem').count()).toBe(10);
  await officer.press('我收好了，继续', dialog);
  await officer.sees('通行密钥 · 办公室电脑');
  expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials).toHaveLength(1);

  await officer.press('退出登录');
  await officer.at('工作人员登录');
  await half(officer, 'culture.reviewer');
  await officer.at('再验证一步');
  await officer.press('用通行密钥验证');
  await page.getByRole('button', { name: '退出登录' }).waitFor();

  // A browser without the key gets no further than the question.
  await officer.press('退出登录');
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
  const other = await here.visitor('别人');
  await other.open(`${here.url}/workbench`);
  await half(other, 'culture.reviewer');
  await other.at('再验证一步');
  other.expected.add(401);
  await other.fill({ 动态码: '000000' });
  await other.press('验证');
  await other.sees('验证没有通过');
});

test('an authenticator: scanned or typed, then codes and a recovery code', async () => {
  const officer = await here.visitor('顾文');
  const { page } = officer;
  await officer.open(`${here.url}/workbench/account`);
  await officer.signIn('culture.decider');
  await officer.press('绑定第二验证');
  const dialog = page.getByRole('dialog');
  await officer.fill({ 现在的密码: demoPassword }, dialog);
  await dialog.getByRole('radio', { name: '验证器动态码' }).check();
  await officer.press('开始绑定', dialog);
  const secret = await dialog.locator('code.secret').innerText();
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await officer.fill({ '填写应用显示的 6 位动态码': code }, dialog);
  await officer.press('确认绑定', dialog);
  await officer.sees('请收好这十个恢复码', dialog);
  const recovery = await dialog.getByRole('listitem').first().innerText();
  await officer.press('我收好了，继续', dialog);
  await officer.sees('恢复码还剩 10 个');
  await officer.press('退出登录');
  await half(officer, 'culture.decider');
  await officer.at('再验证一步');
  await officer.fill({ 动态码: recovery });
  await officer.press('验证');
  await page.getByRole('button', { name: '退出登录' }).waitFor();
  await officer.sees('恢复码还剩 9 个');
});
