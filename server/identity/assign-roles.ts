/** identity.assign-roles: the security administrator gives and takes roles, never his own. */
import { z } from 'zod';
import { Refused, type Context } from '#base';
import { roles, type Actor, type StaffRole } from './actor.ts';
import { shortAddress } from './device.ts';
import { mustBeStaff, refuseLast, refuseOwn } from './find-staff-member.ts';
import { apartFault, refuseMixed } from './keep-apart.ts';
import { tellPages } from './own-sessions.ts';
import { endSessions, setRoles } from './store-staff.ts';
import { record } from './store.ts';

export const assignRolesInput = z.object({
  id: z.uuid('没有这个账号'),
  roles: z.array(z.enum(roles, '请从列表里选择角色')).max(20),
});

/**
 * Sets the roles of an officer; an empty list leaves him none. He signs in anew afterwards, so that
 * no page of the role before stays open.
 * @throws Refused 400 mixed with an administrator's, 404, 409 own account, the last of its kind, or
 *   the person has another account with roles
 */
export async function assignRoles(
  context: Context<Actor>,
  { id, roles: wanted }: z.output<typeof assignRolesInput>,
): Promise<Record<never, never>> {
  const { actor, request } = context;
  const given = [...new Set(wanted)] as StaffRole[];
  if (wanted.some((role) => role === 'citizen' || role === 'agent')) {
    throw new Refused('bad-input', 400, {
      zh: '这不是工作人员的角色，请从列表里选择。',
      en: 'This is no role of an officer.',
    });
  }
  refuseMixed(given);
  try {
    return await context.tx(async (trx) => {
      const member = await mustBeStaff(trx, id);
      refuseOwn(actor, id);
      await refuseLast(trx, member, given);
      await setRoles(trx, id, given);
      await endSessions(trx, id);
      await record(trx, {
        by: actor.id,
        what: 'staff.roles',
        about: id,
        details: { before: member.roles, roles: given },
        address: shortAddress(request.ip),
      });
      await tellPages(trx, id);
      return {};
    });
  } catch (error) {
    throw apartFault(error);
  }
}
