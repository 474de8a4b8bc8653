/** The street door of administration: three administrators, each with acts of his own. */
import { z } from 'zod';
import type { Endpoints } from '#base';
import { administratorRoles, endpoint, type Actor } from './actor.ts';
import { assignRoles, assignRolesInput } from './assign-roles.ts';
import { closeStaff, openStaff, staffIdInput, unlockStaff } from './close-staff.ts';
import { createStaff, createStaffInput, editStaff, editStaffInput } from './create-staff.ts';
import { resetFactors, resetFactorsInput } from './keep-factors.ts';
import { listStaff, staffInput, staffOutput } from './list-staff.ts';
import { makeLink, makeLinkInput, makeLinkOutput } from './one-time-link.ts';
import { exportLog, exportLogInput, logInput, logOutput, readLog } from './read-log.ts';
import { readInstallation, settingsOutput, unitPeople, unitPeopleOutput } from './read-settings.ts';
import { policy, policyOutput, setPolicy, setPolicyInput } from './set-policy.ts';
import {
  endStaffSession,
  endStaffSessionInput,
  listStaffSessions,
  staffSessionsInput,
  staffSessionsOutput,
} from './staff-sessions.ts';

const nothing = z.object({});
const all = [...administratorRoles];
const system = ['system-administrator'] as const;
const security = ['security-administrator'] as const;
const audit = ['audit-administrator'] as const;

export const staffEndpoints = {
  'identity.staff': endpoint({
    method: 'GET',
    path: '/api/identity/staff',
    who: all,
    summary: {
      zh: '工作人员账号（三类管理员看）',
      en: 'Officers’ accounts, for the three administrators',
    },
    input: staffInput,
    output: staffOutput,
    run: listStaff,
  }),
  'identity.unit-people': endpoint({
    method: 'GET',
    path: '/api/identity/units/people',
    who: all,
    summary: {
      zh: '机构和各有多少工作人员（三类管理员看）',
      en: 'Units with their officers counted, for the three administrators',
    },
    input: nothing,
    output: unitPeopleOutput,
    run: unitPeople,
  }),
  'identity.settings': endpoint({
    method: 'GET',
    path: '/api/identity/settings',
    who: system,
    summary: {
      zh: '这套系统的设置，只看（系统管理员）',
      en: 'Settings of the installation, read only; secrets as set or not',
    },
    input: nothing,
    output: settingsOutput,
    run: readInstallation,
  }),
  'identity.create-staff': endpoint({
    method: 'POST',
    path: '/api/identity/staff',
    who: system,
    refusals: [409],
    summary: {
      zh: '建立工作人员账号，没有角色和密码（系统管理员）',
      en: 'Make an officer’s account, without role or password',
    },
    input: createStaffInput,
    output: z.object({ account: z.string() }),
    run: createStaff,
  }),
  'identity.edit-staff': endpoint({
    method: 'POST',
    path: '/api/identity/staff/:id',
    who: system,
    summary: { zh: '把工作人员调到别的机构（系统管理员）', en: 'Move an officer to another unit' },
    input: editStaffInput,
    output: nothing,
    run: editStaff,
  }),
  'identity.disable-staff': endpoint({
    method: 'POST',
    path: '/api/identity/staff/:id/disable',
    who: [...system, ...security],
    refusals: [409],
    summary: {
      zh: '停用账号，立即退出（系统或安全管理员）',
      en: 'Disable an account; its holder is out at once',
    },
    input: staffIdInput,
    output: nothing,
    run: closeStaff,
  }),
  'identity.enable-staff': endpoint({
    method: 'POST',
    path: '/api/identity/staff/:id/enable',
    who: security,
    refusals: [409],
    summary: { zh: '重新启用账号（安全管理员）', en: 'Enable an account again' },
    input: staffIdInput,
    output: nothing,
    run: openStaff,
  }),
  'identity.assign-roles': endpoint({
    method: 'POST',
    path: '/api/identity/staff/:id/roles',
    who: security,
    refusals: [409],
    summary: {
      zh: '分配角色（安全管理员，不能改自己的）',
      en: 'Give and take roles, never one’s own',
    },
    input: assignRolesInput,
    output: nothing,
    run: assignRoles,
  }),
  'identity.unlock-staff': endpoint({
    method: 'POST',
    path: '/api/identity/staff/:id/unlock',
    who: security,
    summary: {
      zh: '解除输错密码后的锁定（安全管理员）',
      en: 'Lift the pause after wrong passwords',
    },
    input: staffIdInput,
    output: nothing,
    run: unlockStaff,
  }),
  'identity.reset-factors': endpoint({
    method: 'POST',
    path: '/api/identity/staff/:id/reset-factors',
    who: security,
    refusals: [409],
    summary: {
      zh: '清除第二验证，例如手机丢了（安全管理员）',
      en: 'Take all second factors of an officer away',
    },
    input: resetFactorsInput,
    output: z.object({ removed: z.number() }),
    run: resetFactors,
  }),
  'identity.make-link': endpoint({
    method: 'POST',
    path: '/api/identity/staff/:id/link',
    who: security,
    refusals: [409],
    summary: {
      zh: '发一次性链接，让本人设密码（安全管理员）',
      en: 'A one-time link with which an officer sets his password',
    },
    input: makeLinkInput,
    output: makeLinkOutput,
    run: makeLink,
  }),
  'identity.staff-sessions': endpoint({
    method: 'GET',
    path: '/api/identity/staff-sessions',
    who: security,
    summary: { zh: '现在登录着的工作人员（安全管理员）', en: 'Officers’ running sessions' },
    input: staffSessionsInput,
    output: staffSessionsOutput,
    run: listStaffSessions,
  }),
  'identity.end-staff-session': endpoint({
    method: 'POST',
    path: '/api/identity/staff-sessions/:id/end',
    who: security,
    summary: {
      zh: '结束工作人员的一次登录，立即生效（安全管理员）',
      en: 'End an officer’s session, at once',
    },
    input: endStaffSessionInput,
    output: nothing,
    run: endStaffSession,
  }),
  'identity.policy': endpoint({
    method: 'GET',
    path: '/api/identity/policy',
    who: all,
    summary: { zh: '登录规定：第二验证和时限', en: 'Sign-in policy: second factor and time-outs' },
    input: nothing,
    output: policyOutput,
    run: policy,
  }),
  'identity.set-policy': endpoint({
    method: 'POST',
    path: '/api/identity/policy',
    who: security,
    summary: { zh: '修改登录规定（安全管理员）', en: 'Set the sign-in policy' },
    input: setPolicyInput,
    output: nothing,
    run: setPolicy,
  }),
  'identity.log': endpoint({
    method: 'GET',
    path: '/api/identity/log',
    who: audit,
    summary: {
      zh: '账号、登录和管理操作的日志（审计管理员）',
      en: 'The log of accounts, sign-in and administration',
    },
    input: logInput,
    output: logOutput,
    run: readLog,
  }),
  'identity.export-log': endpoint({
    method: 'GET',
    path: '/api/identity/log/export',
    who: audit,
    answer: 'file',
    limit: { perMinute: 20 },
    summary: {
      zh: '导出日志（CSV），导出本身也记入日志',
      en: 'The log as CSV; that it was taken is logged too',
    },
    input: exportLogInput,
    output: nothing,
    run: exportLog,
  }),
} satisfies Endpoints<Actor>;
