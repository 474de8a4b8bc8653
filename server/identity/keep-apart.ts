/** 三员分立: the three administrators are three persons, and none of them works on cases. */
import { brokeCheck, Refused } from '#base';
import { administratorRoles } from './actor.ts';

const isAdministrator = (role: string): boolean =>
  (administratorRoles as readonly string[]).includes(role);

/** Does one of these roles keep the house rather than work in it? */
export function administers(roles: readonly string[]): boolean {
  return roles.some(isAdministrator);
}

/** @throws Refused 400 where an administrator's role stands beside another */
export function refuseMixed(roles: readonly string[]): void {
  if (new Set(roles).size <= 1 || !administers(roles)) return;
  throw new Refused('roles-apart', 400, {
    zh: '系统管理员、安全管理员、审计管理员各是一个人，不能兼任别的角色。请只选一个管理员角色，或者只选办件的角色。',
    en:
      'The system, security and audit administrators are three people and hold no other role. ' +
      'Choose one administrator role only, or only roles that work on cases.',
  });
}

/** What the database says when one person would be two administrators by two accounts, in words. */
export function apartFault(error: unknown): unknown {
  if (brokeCheck(error, 'staff_apart_person')) {
    return new Refused('person-apart', 409, {
      zh: '同一个人不能又是管理员、又担任别的角色，哪怕用两个账号。请先收回他另一个账号的角色。',
      en:
        'One person cannot be an administrator and hold another role, not even by two accounts. ' +
        'Take away the roles of the other account first.',
    });
  }
  return error;
}
