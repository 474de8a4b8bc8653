/** The street door of signing in beyond a password, and of one's own sessions and passwords. */
import { z } from 'zod';
import type { Endpoints } from '#base';
import { endpoint, roles, type Actor, type Role } from './actor.ts';
import { changePassword, changePasswordInput } from './change-password.ts';
import { closeAccount, closeAccountInput } from './close-account.ts';
import {
  beginInput, beginPasskey, beginTotp, beginTotpOutput, confirmedOutput, confirmPasskey,
  confirmPasskeyInput, confirmTotp, confirmTotpInput,
} from './enrol-factor.ts';
import { signInOutput } from './half-session.ts';
import {
  factorsOutput, newCodes, newCodesInput, ownFactors, removeFactor, removeFactorInput,
} from './keep-factors.ts';
import { useLink, useLinkInput } from './one-time-link.ts';
import { endOtherSessions, endOwnSession, endSessionInput, ownSessions, sessionsOutput } from './own-sessions.ts';
import {
  askReset, askResetInput, askVerify, askVerifyInput, resetByPhone, resetInput, sentOutput, verifyInput,
  verifyPhone,
} from './phone-code.ts';
import {
  beginProvider, beginProviderInput, beginProviderOutput, finishProvider, finishProviderInput,
  finishProviderOutput, providers, providersOutput,
} from './provider-sign-in.ts';
import {
  passkeyOptions, passkeyToProve, secondCode, secondCodeInput, secondPasskey, secondPasskeyInput,
} from './second-step.ts';

const nothing = z.object({});
const officers = roles.filter((role): role is Exclude<Role, 'citizen' | 'agent'> => role !== 'citizen' && role !== 'agent');
const slow = { perMinute: 60 };

export const signInEndpoints = {
  'identity.second-code': endpoint({
    method: 'POST', path: '/api/identity/sign-in/code', who: 'anyone', limit: slow, refusals: [401, 409, 423],
    summary: { zh: '登录第二步：动态码或恢复码', en: 'Second step of sign-in: a code' },
    input: secondCodeInput, output: signInOutput, run: secondCode,
  }),
  'identity.passkey-to-prove': endpoint({
    method: 'POST', path: '/api/identity/sign-in/passkey/begin', who: 'anyone', limit: slow, refusals: [409],
    summary: { zh: '登录第二步：通行密钥要签的内容', en: 'Second step of sign-in: what a passkey has to sign' },
    input: nothing, output: passkeyOptions, run: passkeyToProve,
  }),
  'identity.second-passkey': endpoint({
    method: 'POST', path: '/api/identity/sign-in/passkey', who: 'anyone', limit: slow, refusals: [401, 409, 423],
    summary: { zh: '登录第二步：通行密钥', en: 'Second step of sign-in: a passkey' },
    input: secondPasskeyInput, output: signInOutput, run: secondPasskey,
  }),
  'identity.begin-totp': endpoint({
    method: 'POST', path: '/api/identity/factors/totp', who: 'anyone', limit: slow, refusals: [409, 423],
    summary: { zh: '开始绑定动态码（工作人员）', en: 'Begin an authenticator' },
    input: beginInput, output: beginTotpOutput, run: beginTotp,
  }),
  'identity.confirm-totp': endpoint({
    method: 'POST', path: '/api/identity/factors/totp/confirm', who: 'anyone', limit: slow, refusals: [401, 409, 423],
    summary: { zh: '用第一个动态码确认绑定', en: 'Confirm an authenticator by its first code' },
    input: confirmTotpInput, output: confirmedOutput, run: confirmTotp,
  }),
  'identity.begin-passkey': endpoint({
    method: 'POST', path: '/api/identity/factors/passkey', who: 'anyone', limit: slow, refusals: [409, 423],
    summary: { zh: '开始绑定通行密钥（工作人员）', en: 'Begin a passkey' },
    input: beginInput, output: passkeyOptions, run: beginPasskey,
  }),
  'identity.confirm-passkey': endpoint({
    method: 'POST', path: '/api/identity/factors/passkey/confirm', who: 'anyone', limit: slow, refusals: [409],
    summary: { zh: '确认通行密钥', en: 'Confirm a passkey' },
    input: confirmPasskeyInput, output: confirmedOutput, run: confirmPasskey,
  }),
  'identity.factors': endpoint({
    method: 'GET', path: '/api/identity/factors', who: officers,
    summary: { zh: '我的第二验证', en: 'My second factors' },
    input: nothing, output: factorsOutput, run: ownFactors,
  }),
  'identity.remove-factor': endpoint({
    method: 'POST', path: '/api/identity/factors/:id/remove', who: officers, refusals: [409, 423],
    summary: { zh: '解除一个第二验证', en: 'Remove a second factor' },
    input: removeFactorInput, output: nothing, run: removeFactor,
  }),
  'identity.new-codes': endpoint({
    method: 'POST', path: '/api/identity/factors/codes', who: officers, refusals: [409, 423],
    summary: { zh: '换十个新的恢复码', en: 'Ten new recovery codes' },
    input: newCodesInput, output: z.object({ recovery: z.array(z.string()) }), run: newCodes,
  }),
  'identity.sessions': endpoint({
    method: 'GET', path: '/api/identity/sessions', who: 'signed-in',
    summary: { zh: '我在哪里登录着', en: 'Where I am signed in' },
    input: nothing, output: sessionsOutput, run: ownSessions,
  }),
  'identity.end-session': endpoint({
    method: 'POST', path: '/api/identity/sessions/:id/end', who: 'signed-in',
    summary: { zh: '结束我的一次登录', en: 'End one of my sessions' },
    input: endSessionInput, output: nothing, run: endOwnSession,
  }),
  'identity.end-other-sessions': endpoint({
    method: 'POST', path: '/api/identity/sessions/end-others', who: 'signed-in',
    summary: { zh: '结束这里以外的所有登录', en: 'End all my sessions but this' },
    input: nothing, output: z.object({ ended: z.number() }), run: endOtherSessions,
  }),
  'identity.change-password': endpoint({
    method: 'POST', path: '/api/identity/password', who: 'signed-in', limit: slow, refusals: [423],
    summary: { zh: '修改密码，其他登录随之结束', en: 'Change the password; other sessions end' },
    input: changePasswordInput, output: nothing, run: changePassword,
  }),
  'identity.close-account': endpoint({
    method: 'POST', path: '/api/identity/close', who: ['citizen'], limit: slow, refusals: [423],
    summary: { zh: '注销账号', en: 'Close the account' },
    input: closeAccountInput, output: nothing, run: closeAccount,
  }),
  'identity.use-link': endpoint({
    method: 'POST', path: '/api/identity/password/link', who: 'anyone', limit: slow, refusals: [409],
    summary: { zh: '用一次性链接设密码（工作人员）', en: 'Set the password by a one-time link' },
    input: useLinkInput, output: z.object({ login: z.string() }), run: useLink,
  }),
  'identity.ask-reset': endpoint({
    method: 'POST', path: '/api/identity/password/ask', who: 'anyone', limit: { perMinute: 20 }, refusals: [503],
    summary: { zh: '忘记密码：向登记的手机发验证码', en: 'Forgotten password: send a code to the registered phone' },
    input: askResetInput, output: sentOutput, run: askReset,
  }),
  'identity.reset-password': endpoint({
    method: 'POST', path: '/api/identity/password/reset', who: 'anyone', limit: slow, refusals: [409],
    summary: { zh: '用短信验证码设新密码', en: 'Set a new password by the code' },
    input: resetInput, output: nothing, run: resetByPhone,
  }),
  'identity.ask-verify': endpoint({
    method: 'POST', path: '/api/identity/phone/ask', who: ['citizen'], limit: { perMinute: 20 }, refusals: [409, 503],
    summary: { zh: '核验手机号：发验证码', en: 'Verify a phone: send a code' },
    input: askVerifyInput, output: sentOutput, run: askVerify,
  }),
  'identity.verify-phone': endpoint({
    method: 'POST', path: '/api/identity/phone/verify', who: ['citizen'], limit: slow, refusals: [409],
    summary: { zh: '用验证码核验手机号', en: 'Verify a phone by the code' },
    input: verifyInput, output: z.object({ phone: z.string() }), run: verifyPhone,
  }),
  'identity.providers': endpoint({
    method: 'GET', path: '/api/identity/providers', who: 'anyone',
    summary: { zh: '有没有接统一身份认证', en: 'Which sides can sign in by a provider' },
    input: nothing, output: providersOutput, run: providers,
  }),
  'identity.begin-provider': endpoint({
    method: 'POST', path: '/api/identity/providers/begin', who: 'anyone', limit: slow, refusals: [409, 503],
    summary: { zh: '去统一身份认证登录', en: 'Begin a sign-in by the provider' },
    input: beginProviderInput, output: beginProviderOutput, run: beginProvider,
  }),
  'identity.finish-provider': endpoint({
    method: 'POST', path: '/api/identity/providers/finish', who: 'anyone', limit: slow, refusals: [401, 503],
    summary: { zh: '从统一身份认证回来，核对后登录', en: 'Come back from the provider, verified' },
    input: finishProviderInput, output: finishProviderOutput, run: finishProvider,
  }),
} satisfies Endpoints<Actor>;
