/** One officer by account, held till the end of the transaction, for the acts of administrators. */
import { notThere, Refused, type Trx } from '#base';
import { administratorRoles, type Actor } from './actor.ts';
import { activeWithRole, lockStaff, type StaffMember } from './store-staff.ts';

/** @throws Refused 404 where there is no such officer */
export async function mustBeStaff(trx: Trx, account: string): Promise<StaffMember> {
  const member = await lockStaff(trx, account);
  if (!member) throw notThere();
  return member;
}

/** @throws Refused 409: nobody changes his own standing */
export function refuseOwn(actor: Actor, account: string): void {
  if (actor.id !== account) return;
  throw new Refused('own-account', 409, {
    zh: '这是您自己的账号，这一步要由另一位管理员来做。',
    en: 'This is your own account: another administrator has to do this.',
  });
}

/**
 * The last administrator of a kind stays: nobody could make another.
 * @throws Refused 409 where without this account nobody active has the role
 */
export async function refuseLast(
  trx: Trx,
  member: StaffMember,
  left: readonly string[],
): Promise<void> {
  for (const role of administratorRoles) {
    if (!member.roles.includes(role) || left.includes(role) || member.disabled) continue;
    if ((await activeWithRole(trx, role)) > 1) continue;
    throw new Refused('last-administrator', 409, {
      zh: '这是最后一位这类管理员，停用或收回之后就没有人能做他的事了。请先给另一个人这个角色。',
      en: 'This is the last administrator of this kind. Give the role to somebody else first.',
    });
  }
}
