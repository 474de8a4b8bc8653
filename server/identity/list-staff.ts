/** identity.staff: officers' accounts for the three administrators, with how each signs in. */
import { z } from 'zod';
import type { Context } from '#base';
import { roles, type Actor } from './actor.ts';
import { attemptKey } from './check-password.ts';
import { factorsOfAll, lockedAmong, staffPage } from './store-staff.ts';

const pageSize = 50;

export const staffInput = z.object({
  q: z
    .string()
    .max(60)
    .transform((text) => text.trim())
    .optional(),
  unit: z.string().max(80).optional(),
  role: z.enum(roles, '请从列表里选择角色').optional(),
  page: z.coerce.number().int().min(1).max(10_000).optional(),
});
const staffRow = z.object({
  account: z.string(),
  login: z.string(),
  name: z.string(),
  unit: z.string(),
  unitName: z.object({ zh: z.string(), en: z.string().optional() }),
  roles: z.array(z.enum(roles)),
  disabled: z.boolean(),
  /** Closed for a while after wrong passwords or codes. */
  locked: z.boolean(),
  totp: z.number(),
  passkeys: z.number(),
  seen: z.string().nullable(),
});
export const staffOutput = z.object({ rows: z.array(staffRow), more: z.boolean() });

/** A page of 50 by unit and login. */
export async function listStaff(
  context: Context<Actor>,
  { q, unit, role, page = 1 }: z.output<typeof staffInput>,
): Promise<z.input<typeof staffOutput>> {
  const { db } = context;
  const found = await staffPage(db, {
    q: q || undefined,
    unit: unit || undefined,
    role,
    offset: (page - 1) * pageSize,
    limit: pageSize + 1,
  });
  const rows = found.slice(0, pageSize);
  const accounts = rows.map((row) => row.account);
  const factors = new Map((await factorsOfAll(db, accounts)).map((one) => [one.account, one]));
  const keys = new Map(
    accounts.flatMap((account) =>
      (['account', 'second'] as const).map((kind) => [
        attemptKey(context, kind, account).toString('hex'),
        account,
      ]),
    ),
  );
  const locked = new Set((await lockedAmong(db, [...keys.keys()])).map((key) => keys.get(key)));
  return {
    rows: rows.map((row) => ({
      ...row,
      roles: row.roles as z.infer<typeof staffRow>['roles'],
      locked: locked.has(row.account),
      seen: row.seen?.toISOString() ?? null,
      totp: factors.get(row.account)?.totp ?? 0,
      passkeys: factors.get(row.account)?.passkeys ?? 0,
    })),
    more: found.length > pageSize,
  };
}
