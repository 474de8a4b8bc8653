/** Roles of officers in words, and a row of their list. */
import type { Output } from '../../endpoints.ts';
import { say, t } from '../../texts/index.ts';
import { roleNames, type Role } from '#cases/states';
import { w } from '../words.ts';

export type StaffRow = Output<'identity.staff'>['rows'][number];

/** Roles an officer can be given, in the order of the work. */
export const staffRoles = (Object.keys(roleNames) as Role[]).filter(
  (role) => role !== 'citizen' && role !== 'agent' && role !== 'system',
);

/** Roles in words. */
export function rolesWords(roles: readonly string[]): string {
  if (roles.length === 0) return w('staff.noRole');
  return roles.map((role) => say(roleNames[role as Role])).join(t('list.and'));
}
