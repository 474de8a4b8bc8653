/** identity.policy, identity.set-policy: who needs a second factor, and how long staff stay signed in. */
import { z } from 'zod';
import type { Context } from '#base';
import { administratorRoles, roles, type Actor, type Role } from './actor.ts';
import { shortAddress } from './device.ts';
import { readPolicy, writePolicy } from './store-sessions.ts';
import { record } from './store.ts';

export const policyOutput = z.object({
  secondFactor: z.array(z.enum(roles)),
  idleMinutes: z.number(),
  longestHours: z.number(),
  /** `enrolled`: in this installation only who enrolled is asked (the demonstration). */
  mode: z.enum(['required', 'enrolled']),
  always: z.array(z.enum(roles)),
});
const working = roles.filter(
  (role) => !(['citizen', 'agent', ...administratorRoles] as string[]).includes(role),
);
export const setPolicyInput = z.object({
  secondFactor: z.array(z.enum(working as [Role, ...Role[]], '请从列表里选择角色')).max(20),
  idleMinutes: z.coerce
    .number('请填写分钟数')
    .int('请填写整数')
    .min(5, '5 到 120 分钟')
    .max(120, '5 到 120 分钟'),
  longestHours: z.coerce
    .number('请填写小时数')
    .int('请填写整数')
    .min(1, '1 到 12 小时')
    .max(12, '1 到 12 小时'),
});

/** What holds now. */
export async function policy({
  db,
  settings,
}: Context<Actor>): Promise<z.input<typeof policyOutput>> {
  const { secondFactor, ...rest } = await readPolicy(db);
  return {
    ...rest,
    secondFactor: secondFactor as Role[],
    mode: settings.secondFactor,
    always: [...administratorRoles],
  };
}

/** Sets it; sessions already open come under it with their next request. */
export async function setPolicy(
  context: Context<Actor>,
  wanted: z.output<typeof setPolicyInput>,
): Promise<Record<never, never>> {
  const { actor, request } = context;
  return context.tx(async (trx) => {
    await writePolicy(trx, { ...wanted, secondFactor: [...new Set(wanted.secondFactor)] });
    await record(trx, {
      by: actor.id,
      what: 'policy.set',
      about: 'policy',
      details: wanted,
      address: shortAddress(request.ip),
    });
    return {};
  });
}
