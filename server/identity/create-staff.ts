/**
 * identity.create-staff, identity.edit-staff: the system administrator makes and changes accounts.
 * A new one has no role and no password: the security administrator gives both (two persons).
 */
import crypto from 'node:crypto';
import { z } from 'zod';
import { brokeUnique, Refused, type Context, type Trx } from '#base';
import type { Actor } from './actor.ts';
import { shortAddress } from './device.ts';
import { findOrMakePerson } from './find-or-make-person.ts';
import { mustBeStaff } from './find-staff-member.ts';
import { hashPassword } from './password.ts';
import { findUnit, insertStaff, moveStaff } from './store-staff.ts';
import { record } from './store.ts';
import { typedIdNumber, typedName } from './typed.ts';

export const loginShape = z
  .string()
  .max(100)
  .transform((text) => text.trim().toLowerCase())
  .refine(
    (text) => /^[a-z][a-z0-9.-]{2,39}$/.test(text),
    '登录名用 3 到 40 个小写字母、数字、点或横线，以字母开头，例如 chen.jing',
  );
export const createStaffInput = z.object({
  login: loginShape,
  name: typedName,
  idNumber: typedIdNumber,
  unit: z.string().max(80).min(1, '请选择机构'),
});
export const editStaffInput = z.object({
  id: z.uuid('没有这个账号'),
  unit: z.string().max(80).min(1, '请选择机构'),
});

async function mustBeUnit(trx: Trx, unit: string): Promise<void> {
  if (await findUnit(trx, unit)) return;
  throw new Refused(
    'bad-input',
    400,
    {
      zh: '没有这个机构，请从列表里选择。',
      en: 'There is no such unit; choose one from the list.',
    },
    {
      fields: [
        {
          at: 'unit',
          message: { zh: '没有这个机构，请从列表里选择', en: 'There is no such unit' },
        },
      ],
    },
  );
}

/** @throws Refused 400 by field, 409 login taken or name differs */
export async function createStaff(
  context: Context<Actor>,
  given: z.output<typeof createStaffInput>,
): Promise<{ account: string }> {
  const { actor, request, today } = context;
  const { login, name, idNumber, unit } = given;
  // Nobody knows this password: the account opens by the security administrator's link.
  const kept = await hashPassword(crypto.randomBytes(32).toString('base64url'));
  try {
    return await context.tx(async (trx) => {
      await mustBeUnit(trx, unit);
      const person = await findOrMakePerson(trx, { name, idNumber, proofing: 'staff', today });
      const account = await insertStaff(trx, { subject: person.id, login, unit, roles: [], kept });
      await record(trx, {
        by: actor.id,
        what: 'staff.added',
        about: account,
        details: { login, unit },
        address: shortAddress(request.ip),
      });
      return { account };
    });
  } catch (error) {
    if (!brokeUnique(error, 'account_login')) throw error;
    throw new Refused(
      'login-taken',
      409,
      {
        zh: `登录名 ${login} 已经有人用了，请换一个。`,
        en: `The login ${login} is taken; choose another.`,
      },
      {
        fields: [
          { at: 'login', message: { zh: '已经有人用了，请换一个', en: 'This login is taken' } },
        ],
      },
    );
  }
}

/** Moves an officer to another unit; cases he holds stay with the unit they belong to. */
export async function editStaff(
  context: Context<Actor>,
  { id, unit }: z.output<typeof editStaffInput>,
): Promise<Record<never, never>> {
  const { actor, request } = context;
  return context.tx(async (trx) => {
    const member = await mustBeStaff(trx, id);
    await mustBeUnit(trx, unit);
    await moveStaff(trx, id, unit);
    await record(trx, {
      by: actor.id,
      what: 'staff.edited',
      about: id,
      details: { before: member.unit, unit },
      address: shortAddress(request.ip),
    });
    return {};
  });
}
