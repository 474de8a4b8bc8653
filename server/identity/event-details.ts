/**
 * What a row of the log says beside who did what: in words of the reader’s language, ids as the names
 * they stand for.
 */
import type { Lang } from '#base';

type Words = { zh: string; en: string };

/** What is told, by the name under which it is kept. */
export const detailNames: Readonly<Record<string, Words>> = {
  account: { zh: '账号', en: 'account' },
  agent: { zh: '代办人', en: 'agent' },
  at: { zh: '时间', en: 'at' },
  before: { zh: '原来', en: 'before' },
  by: { zh: '通过', en: 'by' },
  case: { zh: '办件', en: 'case' },
  code: { zh: '原因', en: 'reason' },
  device: { zh: '设备', en: 'device' },
  ended: { zh: '结束了几次登录', en: 'sessions ended' },
  from: { zh: '从', en: 'from' },
  idleMinutes: { zh: '多少分钟不动就退出', en: 'minutes of rest before signing out' },
  issuer: { zh: '身份认证平台', en: 'identity provider' },
  items: { zh: '事项', en: 'items' },
  kind: { zh: '方式', en: 'kind' },
  login: { zh: '登录名', en: 'login' },
  longestHours: { zh: '一次登录最长几小时', en: 'hours a sign-in lasts at most' },
  organisation: { zh: '单位', en: 'organisation' },
  purpose: { zh: '用途', en: 'purpose' },
  removed: { zh: '去掉了几个', en: 'removed' },
  representative: { zh: '法定代表人', en: 'legal representative' },
  result: { zh: '结果', en: 'result' },
  roles: { zh: '角色', en: 'roles' },
  rows: { zh: '行数', en: 'rows' },
  secondFactor: { zh: '要第二验证的角色', en: 'roles that need a second factor' },
  session: { zh: '登录', en: 'session' },
  side: { zh: '由谁结束', en: 'ended by' },
  to: { zh: '到', en: 'to' },
  unit: { zh: '机构', en: 'unit' },
  until: { zh: '到期', en: 'until' },
  what: { zh: '做了什么', en: 'what' },
  who: { zh: '谁', en: 'who' },
  why: { zh: '原因', en: 'reason' },
};

/** Values that are words of ours; what somebody typed stays as it is. */
const valueNames: Readonly<Record<string, Words>> = {
  'citizen': { zh: '群众', en: 'citizen' },
  'agent': { zh: '代办人', en: 'agent' },
  'organisation': { zh: '单位', en: 'organisation' },
  'clerk': { zh: '窗口人员', en: 'clerk' },
  'reviewer': { zh: '审查人员', en: 'reviewer' },
  'decider': { zh: '决定人员', en: 'decider' },
  'supervisor': { zh: '督查人员', en: 'supervisor' },
  'designer': { zh: '事项设计人员', en: 'item designer' },
  'system-administrator': { zh: '系统管理员', en: 'system administrator' },
  'security-administrator': { zh: '安全管理员', en: 'security administrator' },
  'audit-administrator': { zh: '审计管理员', en: 'audit administrator' },
  'totp': { zh: '验证器动态码', en: 'authenticator' },
  'passkey': { zh: '通行密钥', en: 'passkey' },
  'provider': { zh: '身份认证平台', en: 'identity provider' },
  'locked-out': { zh: '错误太多，已暂停', en: 'locked out' },
  'wrong-password': { zh: '密码不对', en: 'wrong password' },
  'account-disabled': { zh: '账号已停用', en: 'account disabled' },
  'reset': { zh: '重设密码', en: 'password reset' },
  'verify': { zh: '验证手机号', en: 'phone check' },
  'all': { zh: '全部', en: 'all' },
  'done': { zh: '成功', en: 'done' },
  'refused': { zh: '被拒绝', en: 'refused' },
};

/** Only these hold words of ours; a login called “all” is a login. */
const ours: ReadonlySet<string> = new Set(
  ['before', 'by', 'code', 'items', 'kind', 'purpose', 'result', 'roles', 'secondFactor', 'side']);

/** The ids among what is kept, to be looked up together. */
export function idsIn(details: Record<string, unknown>): string[] {
  return Object.values(details).filter((value): value is string =>
    typeof value === 'string' && /^[\da-f]{8}-[\da-f]{4}-/.test(value));
}

/** One line. An event kept before it had a name here is shown by the name under which it is kept. */
export function detailsIn(
  lang: Lang, details: Record<string, unknown>, nameOf: (id: string) => string | undefined,
): string {
  const comma = lang === 'zh' ? '、' : ', ';
  const one = (key: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map((part) => one(key, part)).join(comma);
    if (typeof value !== 'string') return JSON.stringify(value);
    return (ours.has(key) ? valueNames[value]?.[lang] : undefined) ?? nameOf(value) ?? value;
  };
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${detailNames[key]?.[lang] ?? key}${lang === 'zh' ? '：' : ': '}${one(key, value)}`)
    .join(lang === 'zh' ? '；' : '; ');
}
